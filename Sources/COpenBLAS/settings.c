// SPDX-License-Identifier: GPL-3.0-or-later

#define _GNU_SOURCE
#include <stdlib.h>

// What OpenBLAS is told before it looks about itself (its own constructor has no priority).
//
// It begins no threads: workers are ours, and its own would wait on a processor that others need. And it takes a processor
// that is newer than its list for one of 2004, without AVX: it is told by what the processor can do; a user's choice stays.
__attribute__((constructor(101))) static void settle(void) {
    setenv("OPENBLAS_NUM_THREADS", "1", 1);
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v4")) {
        setenv("OPENBLAS_CORETYPE", "SkylakeX", 0);
    } else if (__builtin_cpu_supports("x86-64-v3")) {
        setenv("OPENBLAS_CORETYPE", "Haswell", 0);
    }
#endif
}

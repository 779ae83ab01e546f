// SPDX-License-Identifier: GPL-3.0-or-later

#define _GNU_SOURCE
#include <stdlib.h>

// OpenBLAS takes a processor that is newer than its list for one of 2004, without AVX. It is told by what the processor
// can do instead, before it looks (its own constructor has no priority); a user's choice stays.
__attribute__((constructor(101))) static void tell_the_processor(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v4")) {
        setenv("OPENBLAS_CORETYPE", "SkylakeX", 0);
    } else if (__builtin_cpu_supports("x86-64-v3")) {
        setenv("OPENBLAS_CORETYPE", "Haswell", 0);
    }
#endif
}

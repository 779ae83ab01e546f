// SPDX-License-Identifier: GPL-3.0-or-later
// How hot loops are compiled: for several processors, of which the loader chooses, and without calls within.

#pragma once

// A sanitizer of threads has not begun when the loader chooses.
#if __has_feature(thread_sanitizer)
#define RUN_TIME_DISPATCH
#else
#define RUN_TIME_DISPATCH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif
#define INLINE static inline __attribute__((always_inline))

// SPDX-License-Identifier: GPL-3.0-or-later
// Sixteen floats side by side, in one register or in several.

#pragma once

#include "run_time_dispatch.h"

enum { LANES = 16 };

#define UNROLL _Pragma("unroll")

typedef float lanes __attribute__((vector_size(4 * LANES)));
typedef int lane_choice __attribute__((vector_size(4 * LANES)));

// Brings each value between low and high; NaN stays NaN.
INLINE void bring_between(lanes *value, float low, float high) {
    lanes least = low + (lanes){0}, most = high + (lanes){0};
    lane_choice below = *value < least, above = *value > most;
    *value = (lanes)((below & (lane_choice)least) | (above & (lane_choice)most) |
                     (~(below | above) & (lane_choice)*value));
}

// Whether every value is 0: of values times 0, whether all are finite.
INLINE int all_zero(const lanes *values) {
    int is_zero = 1;
    for (int i = 0; i < LANES; i++) is_zero &= (*values)[i] == 0;
    return is_zero;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Hot loops over one row of floats, compiled for several widths of vector.

#include "rows.h"
#include "run_time_dispatch.h"

#include <stdint.h>
#include <string.h>

RUN_TIME_DISPATCH
int row_zero(size_t count, const float *values) {
    int found = 0;
    for (size_t i = 0; i < count; i++) found |= values[i] != 0;
    return !found;
}

// Whether all bits of the exponent are ones: NaN or infinite.
INLINE uint32_t is_unbounded(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (bits & 0x7f800000u) == 0x7f800000u;
}

RUN_TIME_DISPATCH
int row_finite(size_t count, const float *values) {
    uint32_t found = 0;
    for (size_t i = 0; i < count; i++) found |= is_unbounded(values[i]);
    return !found;
}

RUN_TIME_DISPATCH
void row_clip(size_t count, float *values, float bias, float low, float high) {
    for (size_t i = 0; i < count; i++) {
        float value = values[i] + bias;
        value = value < low ? low : value;
        values[i] = value > high ? high : value;
    }
}

// The steps are constants where it is inlined, so that the loop is one of vectors.
INLINE int combine(size_t count, float *restrict out, const float *a, size_t step_a, const float *b, size_t step_b,
                   int multiplies, float low, float high) {
    uint32_t found = 0;
    for (size_t i = 0; i < count; i++) {
        float left = a[i * step_a], right = b[i * step_b], value = multiplies ? left * right : left + right;
        found |= is_unbounded(value);
        value = value < low ? low : value;
        out[i] = value > high ? high : value;
    }
    return !found;
}

RUN_TIME_DISPATCH
int row_combine(size_t count, float *restrict out, const float *a, size_t step_a, const float *b, size_t step_b,
                int multiplies, float low, float high) {
    if (step_a == 1 && step_b == 1) {
        return multiplies ? combine(count, out, a, 1, b, 1, 1, low, high) : combine(count, out, a, 1, b, 1, 0, low, high);
    }
    if (step_a == 1 && step_b == 0) {
        return multiplies ? combine(count, out, a, 1, b, 0, 1, low, high) : combine(count, out, a, 1, b, 0, 0, low, high);
    }
    return combine(count, out, a, step_a, b, step_b, multiplies, low, high);
}

RUN_TIME_DISPATCH
double row_sum(size_t count, const float *values) {
    enum { PARTS = 8 };
    double sums[PARTS] = {0}, sum = 0;
    size_t i = 0;
    for (; i + PARTS <= count; i += PARTS)
        for (size_t part = 0; part < PARTS; part++) sums[part] += values[i + part];
    for (size_t part = 0; part < PARTS; part++) sum += sums[part];
    for (; i < count; i++) sum += values[i];
    return sum;
}

RUN_TIME_DISPATCH
void row_spread(size_t count, float *restrict out, size_t step, const float *restrict in) {
    if (step == 1) {
        for (size_t i = 0; i < count; i++) out[i] += in[i];
    } else {
        for (size_t i = 0; i < count; i++) out[i * step] += in[i];
    }
}

RUN_TIME_DISPATCH
void row_max(size_t count, float *restrict out, const float *restrict in, size_t step) {
    if (step == 1) {
        for (size_t i = 0; i < count; i++) out[i] = in[i] > out[i] ? in[i] : out[i];
    } else if (step == 2) {
        for (size_t i = 0; i < count; i++) out[i] = in[2 * i] > out[i] ? in[2 * i] : out[i];
    } else {
        for (size_t i = 0; i < count; i++) out[i] = in[i * step] > out[i] ? in[i * step] : out[i];
    }
}

INLINE void give_row(size_t count, float *restrict values, const float *restrict largest, const float *restrict in,
                     float *restrict out, size_t step) {
    for (size_t i = 0; i < count; i++) {
        int is_source = in[i * step] == largest[i];
        out[i * step] += is_source ? values[i] : 0;
        values[i] = is_source ? 0 : values[i];
    }
}

RUN_TIME_DISPATCH
void row_give(size_t count, float *restrict values, const float *restrict largest, const float *restrict in,
                       float *restrict out, size_t step) {
    if (step == 1) give_row(count, values, largest, in, out, 1);
    else if (step == 2) give_row(count, values, largest, in, out, 2);
    else give_row(count, values, largest, in, out, step);
}

RUN_TIME_DISPATCH
void row_take(size_t count, float *restrict out, const float *restrict in, size_t step) {
    if (step == 2) {
        for (size_t i = 0; i < count; i++) out[i] = in[2 * i];
    } else {
        for (size_t i = 0; i < count; i++) out[i] = in[i * step];
    }
}

RUN_TIME_DISPATCH
void row_pass(size_t count, float *restrict values, const float *restrict in, float low, float high) {
    for (size_t i = 0; i < count; i++) {
        int passes = (low < in[i]) & (in[i] < high);
        values[i] = passes ? values[i] : 0;
    }
}

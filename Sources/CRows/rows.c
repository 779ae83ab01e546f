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

INLINE void raise(size_t count, float *restrict out, const float *restrict in, size_t step) {
    for (size_t i = 0; i < count; i++) out[i] = in[i * step] > out[i] ? in[i * step] : out[i];
}

// The number of rows is a constant where it is inlined, so that values stay in registers.
INLINE void max_down(size_t count, float *restrict out, const float *restrict in, size_t rows, size_t stride) {
    for (size_t i = 0; i < count; i++) {
        float most = in[i];
        for (size_t r = 1; r < rows; r++) most = in[i + r * stride] > most ? in[i + r * stride] : most;
        out[i] = most;
    }
}

RUN_TIME_DISPATCH
void row_max_of(size_t count, float *out, const float *in, size_t rows, size_t stride) {
    if (rows == 2) {
        max_down(count, out, in, 2, stride);
    } else if (rows == 3) {
        max_down(count, out, in, 3, stride);
    } else {
        memcpy(out, in, count * sizeof(float));
        for (size_t r = 1; r < rows; r++) raise(count, out, in + r * stride, 1);
    }
}

// The numbers are constants where it is inlined.
INLINE void max_along(size_t count, float *restrict out, const float *restrict in, size_t step, size_t taps) {
    for (size_t i = 0; i < count; i++) {
        float most = in[i * step];
        for (size_t j = 1; j < taps; j++) most = in[i * step + j] > most ? in[i * step + j] : most;
        out[i] = most;
    }
}

RUN_TIME_DISPATCH
void row_max_under(size_t count, float *out, const float *in, size_t step, size_t taps, size_t dilation) {
    if (step == 2 && taps == 2 && dilation == 1) {
        max_along(count, out, in, 2, 2);
    } else if (step == 2 && taps == 3 && dilation == 1) {
        max_along(count, out, in, 2, 3);
    } else {
        for (size_t i = 0; i < count; i++) out[i] = in[i * step];
        for (size_t j = 1; j < taps; j++) {
            if (step == 1) raise(count, out, in + j * dilation, 1);
            else if (step == 2) raise(count, out, in + j * dilation, 2);
            else raise(count, out, in + j * dilation, step);
        }
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

#pragma once

#include <stddef.h>

// Loops along a row of floats. Every element is computed by the same operations on any processor.

/// Whether every value is 0.
int row_zero(size_t count, const float *values);

/// Whether every value is finite.
int row_finite(size_t count, const float *values);

/// values = min(max(values + bias, low), high); NaN stays NaN.
void row_clip(size_t count, float *values, float bias, float low, float high);

/// out[i] = a[i * step_a] + b[i * step_b], or their product, brought between low and high; a step of 0 repeats a value.
///
/// Returns whether all were finite before that.
int row_combine(size_t count, float *out, const float *a, size_t step_a, const float *b, size_t step_b, int multiplies,
                float low, float high);

/// The sum of the values, in eight parts of double precision.
double row_sum(size_t count, const float *values);

/// out[i * step] += in[i].
void row_spread(size_t count, float *out, size_t step, const float *in);

/// out[i] = max over r below `rows`, at least one, of in[i + r * stride].
void row_max_of(size_t count, float *out, const float *in, size_t rows, size_t stride);

/// out[i] = max over j below `taps` of in[i * step + j * dilation].
void row_max_under(size_t count, float *out, const float *in, size_t step, size_t taps, size_t dilation);

/// out[i * step] += values[i], and values[i] = 0, wherever in[i * step] is largest[i].
void row_give(size_t count, float *values, const float *largest, const float *in, float *out, size_t step);

/// out[i] = in[i * step].
void row_take(size_t count, float *out, const float *in, size_t step);

/// The values stay where `in` lies between low and high, and are 0 elsewhere.
void row_pass(size_t count, float *values, const float *in, float low, float high);

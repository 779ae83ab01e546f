#pragma once

#include <stddef.h>

/// How many floats beyond the end of a source row must be readable.
#define CORRELATION_SLACK 128

/// Weighted sums of shifted rows, the one loop of every spatial correlation, for some rows one after the other:
///     sums[f][y * sums_step + x] = start[f]
///         + sum over t of weights[t * count + f] * source[y * source_step + offsets[t] + x],  x < width, f < count.
/// Taps along a row, down a column, over a kernel or over several planes differ only in their offsets.
/// A sum is the same whatever is summed beside it.
void correlation_sums(size_t rows, size_t width, const float *source, size_t source_step, size_t taps,
                      const ptrdiff_t *offsets, size_t count, const float *weights, const float *start,
                      float *const *sums, size_t sums_step);

/// The same sums of one filter for some rows, each `pitch` floats after the one before, brought between low and high:
///     out[y * width + x] = start + sum over t of weights[t] * source[y * pitch + offsets[t] + x],  x < width.
/// Returns whether they are finite.
int correlation_rows(size_t rows, size_t width, const float *source, size_t pitch, size_t taps,
                     const ptrdiff_t *offsets, const float *weights, float start, float low, float high, float *out);

/// Complex products, real and imaginary parts in turn: out[i] = a[i] * b[i], or out[i] += a[i] * b[i] with `add`;
/// `count` is a multiple of eight.
void correlation_multiply(size_t count, const float *a, const float *b, int add, float *out);

/// The same with a real `b`, one value per product.
void correlation_scale(size_t count, const float *a, const float *b, int add, float *out);

/// Eight rows of complex numbers as columns: to[i * to_pitch + r] = from[r * from_pitch + i], i < count, r < 8;
/// pitches in complex numbers.
void correlation_turn(size_t count, const float *from, size_t from_pitch, float *to, size_t to_pitch);

/// Every `step`-th complex number taken apart: real[i] = from[i * step].real + real_start, likewise imaginary.
void correlation_part(size_t count, size_t step, const float *from, float real_start, float imaginary_start, float *real,
                      float *imaginary);

/// The conjugates of complex numbers, about the first: to[i] = conj(from[(count - i) mod count]).
void correlation_conjugate(size_t count, const float *from, float *to);

/// A copy of rows, `from_step` and `to_step` floats apart, that leaves the caches to others: whole cache lines go straight
/// to memory. Other threads may see it only after correlation_settle.
void correlation_copy_past_caches(size_t rows, size_t count, const float *from, size_t from_step, float *to,
                                  size_t to_step);

/// Waits until what this thread copied past the caches is seen by all.
void correlation_settle(void);

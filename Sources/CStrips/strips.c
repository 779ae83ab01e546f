// SPDX-License-Identifier: GPL-3.0-or-later
// The hot loops of applying a bank, over strips of rows that stay in the cache.

#include "strips.h"

#include <string.h>

#define RUN_TIME_DISPATCH __attribute__((target_clones("avx512f", "avx2", "default")))
#define INLINE static inline __attribute__((always_inline))

typedef float lanes __attribute__((vector_size(64)));
typedef float unaligned_lanes __attribute__((vector_size(64), aligned(4), may_alias));
enum { LANES = 16, MOST = 8 };

// One block of `filters` sums by `vectors` vectors, all of it in registers.
INLINE void block(const int filters, const int vectors, size_t room, const float *source, size_t taps,
                  const ptrdiff_t *offsets, size_t count, const float *weights, const float *start,
                  float *const *sums, size_t x) {
    lanes total[MOST];
    for (int i = 0; i < filters * vectors; i++) total[i] = (lanes){0} + start[i / vectors];
    for (size_t t = 0; t < taps; t++) {
        const float *shifted = source + offsets[t] + x;
        const float *weight = weights + t * count;
        for (int v = 0; v < vectors; v++) {
            lanes value = *(const unaligned_lanes *)(shifted + v * LANES);
            for (int f = 0; f < filters; f++) total[f * vectors + v] += value * weight[f];
        }
    }
    for (int i = 0; i < filters * vectors; i++) {
        size_t from = (size_t)(i % vectors) * LANES;
        float *to = sums[i / vectors] + x + from;
        if (room >= from + LANES) *(unaligned_lanes *)to = total[i];
        else if (room > from) memcpy(to, &total[i], (room - from) * sizeof(float));
    }
}

// Few filters take long blocks, many take short ones: `most` vectors are summed at once.
INLINE void sums_in_blocks(const int most, size_t width, const float *source, size_t taps, const ptrdiff_t *offsets,
                           size_t count, const float *weights, const float *start, float *const *sums) {
    size_t f = 0;
    while (f < count) {
        size_t filters = count - f >= 4 ? 4 : count - f >= 2 ? 2 : 1;
        size_t step = (size_t)most / filters * LANES;
        for (size_t x = 0; x < width; x += step) {
            size_t room = width - x;
            if (filters == 4)
                block(4, most / 4, room, source, taps, offsets, count, weights + f, start + f, sums + f, x);
            else if (filters == 2)
                block(2, most / 2, room, source, taps, offsets, count, weights + f, start + f, sums + f, x);
            else
                block(1, most, room, source, taps, offsets, count, weights + f, start + f, sums + f, x);
        }
        f += filters;
    }
}

__attribute__((target("avx512f")))
static void sums_avx512(size_t width, const float *source, size_t taps, const ptrdiff_t *offsets, size_t count,
                        const float *weights, const float *start, float *const *sums) {
    sums_in_blocks(8, width, source, taps, offsets, count, weights, start, sums);
}

__attribute__((target("avx2,fma")))
static void sums_avx2(size_t width, const float *source, size_t taps, const ptrdiff_t *offsets, size_t count,
                      const float *weights, const float *start, float *const *sums) {
    sums_in_blocks(4, width, source, taps, offsets, count, weights, start, sums);
}

static void sums_plain(size_t width, const float *source, size_t taps, const ptrdiff_t *offsets, size_t count,
                       const float *weights, const float *start, float *const *sums) {
    sums_in_blocks(4, width, source, taps, offsets, count, weights, start, sums);
}

void strips_sums(size_t width, const float *source, size_t taps, const ptrdiff_t *offsets, size_t count,
                 const float *weights, const float *start, float *const *sums) {
    if (__builtin_cpu_supports("avx512f"))
        sums_avx512(width, source, taps, offsets, count, weights, start, sums);
    else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        sums_avx2(width, source, taps, offsets, count, weights, start, sums);
    else
        sums_plain(width, source, taps, offsets, count, weights, start, sums);
}

// Real parts of `a` twice, imaginary parts twice, and the parts of `b` changed about.
INLINE void product(const float *a, const float *b, float *out, const int add) {
    lanes x = *(const unaligned_lanes *)a, y = *(const unaligned_lanes *)b;
    lanes real = __builtin_shufflevector(x, x, 0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 14, 14);
    lanes imaginary = __builtin_shufflevector(x, x, 1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15);
    lanes changed = __builtin_shufflevector(y, y, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
    const lanes sign = {-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1};
    lanes sum = real * y + imaginary * (changed * sign);
    *(unaligned_lanes *)out = add ? *(unaligned_lanes *)out + sum : sum;
}

RUN_TIME_DISPATCH
void strips_multiply(size_t count, const float *restrict a, const float *restrict b, int add, float *restrict out) {
    if (add)
        for (size_t i = 0; i < 2 * count; i += LANES) product(a + i, b + i, out + i, 1);
    else
        for (size_t i = 0; i < 2 * count; i += LANES) product(a + i, b + i, out + i, 0);
}

RUN_TIME_DISPATCH
void strips_turn(size_t count, const float *restrict from, size_t from_pitch, float *restrict to, size_t to_pitch) {
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < 8; r++)
            memcpy(to + 2 * (i * to_pitch + r), from + 2 * (r * from_pitch + i), 2 * sizeof(float));
}

RUN_TIME_DISPATCH
static void part_both(size_t count, const float *restrict from, float real_start, float imaginary_start,
                      float *restrict real, float *restrict imaginary) {
    for (size_t i = 0; i < count; i++) {
        real[i] = from[2 * i] + real_start;
        imaginary[i] = from[2 * i + 1] + imaginary_start;
    }
}

void strips_part(size_t count, size_t step, const float *from, float real_start, float imaginary_start, float *real,
                 float *imaginary) {
    if (step == 1 && imaginary) {
        part_both(count, from, real_start, imaginary_start, real, imaginary);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        real[i] = from[2 * i * step] + real_start;
        if (imaginary) imaginary[i] = from[2 * i * step + 1] + imaginary_start;
    }
}

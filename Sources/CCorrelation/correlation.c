// SPDX-License-Identifier: GPL-3.0-or-later
// The hot loops of applying a bank, over strips of rows that stay in the cache.

#include "correlation.h"
#include "lanes.h"

#include <stdint.h>
#include <string.h>

typedef float unaligned_lanes __attribute__((vector_size(64), aligned(4), may_alias));
typedef float half_lanes __attribute__((vector_size(32)));
typedef float unaligned_half __attribute__((vector_size(32), aligned(4), may_alias));
enum { MOST = 16, LONGEST = 8, HEIGHT = 4 };

// Copies fewer than LANES values.
INLINE void copy_few(size_t count, const float *from, float *to) {
    UNROLL for (size_t part = LANES / 2; part > 0; part /= 2) {
        if (count & part) {
            memcpy(to, from, part * sizeof(float));
            from += part;
            to += part;
        }
    }
}

// A vector, of which `left` values are still to be stored; a copy of it, so that the sums themselves stay in registers.
INLINE void store(const lanes *value, size_t left, float *to) {
    lanes copy = *value;
    if (left >= LANES) *(unaligned_lanes *)to = copy;
    else copy_few(left, (const float *)&copy, to);
}

// What a call of correlation_sums is given.
struct sums {
    size_t rows, width;
    const float *source;
    size_t source_step, taps;
    const ptrdiff_t *offsets;
    size_t count;
    const float *weights, *start;
    float *const *to;
    size_t to_step;
};

// One block of `filters` sums from `f` on by `vectors` vectors from `x` on, all of it in registers.
INLINE void block(const struct sums *s, const int filters, const int vectors, size_t f, size_t y, size_t x) {
    const float *source = s->source + y * s->source_step + x;
    lanes total[MOST];
    UNROLL for (int i = 0; i < filters * vectors; i++) total[i] = (lanes){0} + s->start[f + i / vectors];
    for (size_t t = 0; t < s->taps; t++) {
        const float *shifted = source + s->offsets[t];
        const float *weight = s->weights + t * s->count + f;
        UNROLL for (int v = 0; v < vectors; v++) {
            lanes value = *(const unaligned_lanes *)(shifted + v * LANES);
            UNROLL for (int k = 0; k < filters; k++) total[k * vectors + v] += value * weight[k];
        }
    }
    UNROLL for (int i = 0; i < filters * vectors; i++) {
        size_t from = x + (size_t)(i % vectors) * LANES;
        store(&total[i], s->width > from ? s->width - from : 0, s->to[f + i / vectors] + y * s->to_step + from);
    }
}

// A row of blocks of some filters, each as long as `most` sums side by side allow, and what is left in shorter ones.
INLINE void row_of_blocks(const struct sums *s, const int filters, const int most, size_t f, size_t y) {
    const size_t longest = most / filters < LONGEST ? most / filters : LONGEST;
    for (size_t x = 0, left, vectors; x < s->width; x += vectors * LANES) {
        left = (s->width - x + LANES - 1) / LANES;
        vectors = left >= longest ? longest : left >= 4 && longest > 4 ? 4 : left >= 2 && longest > 2 ? 2 : 1;
        switch (vectors) {
        case 8: block(s, filters, 8, f, y, x); break;
        case 4: block(s, filters, 4, f, y, x); break;
        case 2: block(s, filters, 2, f, y, x); break;
        case 1: block(s, filters, 1, f, y, x); break;
        }
    }
}

// Few filters take long blocks, many take short ones: at most `most` vectors are summed at once.
INLINE void sums_in_blocks(const int most, const struct sums *s) {
    for (size_t y = 0; y < s->rows; y++) {
        for (size_t f = 0, filters; f < s->count; f += filters) {
            filters = s->count - f >= 4 ? 4 : s->count - f >= 2 ? 2 : 1;
            if (filters == 4) row_of_blocks(s, 4, most, f, y);
            else if (filters == 2) row_of_blocks(s, 2, most, f, y);
            else row_of_blocks(s, 1, most, f, y);
        }
    }
}

__attribute__((target("avx512f"))) static void sums_avx512(const struct sums *s) { sums_in_blocks(16, s); }

__attribute__((target("avx2,fma"))) static void sums_avx2(const struct sums *s) { sums_in_blocks(4, s); }

static void sums_plain(const struct sums *s) { sums_in_blocks(4, s); }

void correlation_sums(size_t rows, size_t width, const float *source, size_t source_step, size_t taps,
                      const ptrdiff_t *offsets, size_t count, const float *weights, const float *start,
                      float *const *sums, size_t sums_step) {
    struct sums s = {rows, width, source, source_step, taps, offsets, count, weights, start, sums, sums_step};
    if (__builtin_cpu_supports("avx512f")) sums_avx512(&s);
    else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) sums_avx2(&s);
    else sums_plain(&s);
}

// What a call of correlation_rows is given.
struct rows {
    size_t rows, width;
    const float *source;
    size_t pitch, taps;
    const ptrdiff_t *offsets;
    const float *weights;
    float start, low, high;
    float *out;
};

// A vector of the sums of some rows, `height` of them, a constant where it is inlined; `left` sums are still to be stored.
INLINE void row_block(const struct rows *s, int height, const float *source, size_t left, float *out, lanes *check) {
    lanes total[HEIGHT];
    for (int y = 0; y < height; y++) total[y] = (lanes){0} + s->start;
    for (size_t t = 0; t < s->taps; t++)
        for (int y = 0; y < height; y++)
            total[y] += *(const unaligned_lanes *)(source + y * s->pitch + s->offsets[t]) * s->weights[t];
    for (int y = 0; y < height; y++, out += s->width, left -= s->width) {
        bring_between(&total[y], s->low, s->high);
        *check += total[y] * 0;
        store(&total[y], left, out);
    }
}

// Some rows from the right to the left, so that what is written behind a row's end is so before what belongs there.
INLINE void rows_of(const struct rows *s, int height, size_t y, lanes *check) {
    for (size_t x = (s->width - 1) / LANES * LANES;; x -= LANES) {
        row_block(s, height, s->source + y * s->pitch + x, (s->rows - y) * s->width - x, s->out + y * s->width + x,
                  check);
        if (x == 0) break;
    }
}

INLINE int rows(const struct rows *s) {
    lanes check = {0};
    size_t y = 0;
    for (; y + HEIGHT <= s->rows; y += HEIGHT) rows_of(s, HEIGHT, y, &check);
    switch (s->rows - y) {
    case 3: rows_of(s, 3, y, &check); break;
    case 2: rows_of(s, 2, y, &check); break;
    case 1: rows_of(s, 1, y, &check); break;
    }
    return all_zero(&check);
}

__attribute__((target("avx512f"))) static int rows_avx512(const struct rows *s) { return rows(s); }

__attribute__((target("avx2,fma"))) static int rows_avx2(const struct rows *s) { return rows(s); }

static int rows_plain(const struct rows *s) { return rows(s); }

int correlation_rows(size_t rows, size_t width, const float *source, size_t pitch, size_t taps,
                     const ptrdiff_t *offsets, const float *weights, float start, float low, float high, float *out) {
    struct rows s = {rows, width, source, pitch, taps, offsets, weights, start, low, high, out};
    if (__builtin_cpu_supports("avx512f")) return rows_avx512(&s);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return rows_avx2(&s);
    return rows_plain(&s);
}

// Eight complex products: real parts of `a` twice, imaginary parts twice, and the parts of `b` changed about.
INLINE void multiply_eight(const float *a, const float *b, const int add, float *out) {
    lanes x = *(const unaligned_lanes *)a, y = *(const unaligned_lanes *)b;
    lanes real = __builtin_shufflevector(x, x, 0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 14, 14);
    lanes imaginary = __builtin_shufflevector(x, x, 1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15);
    lanes changed = __builtin_shufflevector(y, y, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
    const lanes sign = {-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1};
    lanes product = real * y + imaginary * (changed * sign);
    *(unaligned_lanes *)out = add ? *(unaligned_lanes *)out + product : product;
}

// Eight complex numbers times eight real ones.
INLINE void scale_eight(const float *a, const float *b, const int add, float *out) {
    half_lanes y = *(const unaligned_half *)b;
    lanes twice = __builtin_shufflevector(y, y, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
    lanes product = *(const unaligned_lanes *)a * twice;
    *(unaligned_lanes *)out = add ? *(unaligned_lanes *)out + product : product;
}

RUN_TIME_DISPATCH
void correlation_multiply(size_t count, const float *restrict a, const float *restrict b, int add,
                          float *restrict out) {
    if (add)
        for (size_t i = 0; i < count; i += 8) multiply_eight(a + 2 * i, b + 2 * i, 1, out + 2 * i);
    else
        for (size_t i = 0; i < count; i += 8) multiply_eight(a + 2 * i, b + 2 * i, 0, out + 2 * i);
}

RUN_TIME_DISPATCH
void correlation_scale(size_t count, const float *restrict a, const float *restrict b, int add, float *restrict out) {
    if (add)
        for (size_t i = 0; i < count; i += 8) scale_eight(a + 2 * i, b + i, 1, out + 2 * i);
    else
        for (size_t i = 0; i < count; i += 8) scale_eight(a + 2 * i, b + i, 0, out + 2 * i);
}

RUN_TIME_DISPATCH
void correlation_turn(size_t count, const float *restrict from, size_t from_pitch, float *restrict to,
                      size_t to_pitch) {
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < 8; r++)
            memcpy(to + 2 * (i * to_pitch + r), from + 2 * (r * from_pitch + i), 2 * sizeof(float));
}

INLINE void part(size_t count, size_t step, const float *restrict from, float real_start, float imaginary_start,
                 float *restrict real, float *restrict imaginary) {
    for (size_t i = 0; i < count; i++) {
        real[i] = from[2 * i * step] + real_start;
        imaginary[i] = from[2 * i * step + 1] + imaginary_start;
    }
}

RUN_TIME_DISPATCH
void correlation_part(size_t count, size_t step, const float *restrict from, float real_start, float imaginary_start,
                      float *restrict real, float *restrict imaginary) {
    if (step == 1) part(count, 1, from, real_start, imaginary_start, real, imaginary);
    else part(count, step, from, real_start, imaginary_start, real, imaginary);
}

RUN_TIME_DISPATCH
void correlation_conjugate(size_t count, const float *restrict from, float *restrict to) {
    for (size_t i = 0; i < count; i++) {
        size_t opposite = i == 0 ? 0 : count - i;
        to[2 * i] = from[2 * opposite];
        to[2 * i + 1] = -from[2 * opposite + 1];
    }
}

INLINE void copy_past_caches(size_t count, const float *restrict from, float *restrict to) {
    size_t before = -(uintptr_t)to / sizeof(float) % LANES;
    if (before > count) before = count;
    copy_few(before, from, to);
    size_t i = before;
    for (; i + LANES <= count; i += LANES)
        __builtin_nontemporal_store((lanes) * (const unaligned_lanes *)(from + i), (lanes *)(to + i));
    copy_few(count - i, from + i, to + i);
}

RUN_TIME_DISPATCH
void correlation_copy_past_caches(size_t rows, size_t count, const float *from, size_t from_step, float *to,
                                  size_t to_step) {
    for (size_t y = 0; y < rows; y++) copy_past_caches(count, from + y * from_step, to + y * to_step);
}

void correlation_settle(void) { __builtin_ia32_sfence(); }

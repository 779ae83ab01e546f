// SPDX-License-Identifier: GPL-3.0-or-later
// Products of matrices of floats: a tile of the result in registers, a block of the right factor in the cache.

#include "product.h"
#include "lanes.h"

#include <string.h>

enum { ROWS = PRODUCT_ROWS, COLUMNS = PRODUCT_COLUMNS, VECTORS = COLUMNS / LANES };
// The block of the right factor: 256 x 512 floats are half a megabyte.
enum { BLOCK_INNER = 256, BLOCK_COLUMNS = 512 };

INLINE size_t least(size_t a, size_t b) { return a < b ? a : b; }

RUN_TIME_DISPATCH
void product_pack(size_t rows, size_t inner, const float *a, size_t row_step, size_t inner_step, float *packed) {
    for (size_t first = 0; first < rows; first += ROWS) {
        size_t count = least(ROWS, rows - first);
        for (size_t k = 0; k < inner; k++, packed += count) {
            const float *from = a + first * row_step + k * inner_step;
            for (size_t r = 0; r < count; r++) packed[r] = from[r * row_step];
        }
    }
}

int product_reads_as_it_lies(size_t rows, size_t inner) { return rows <= 24 || inner <= 32; }

size_t product_scratch_count(size_t columns, size_t inner) {
    size_t width = least((columns + COLUMNS - 1) / COLUMNS * COLUMNS, BLOCK_COLUMNS);
    return width * least(inner, BLOCK_INNER);
}

// A block of the right factor in panels of columns, in which the values of a row lie together; columns that are missing
// are 0. It is read in the order in which it lies.
INLINE void pack_columns(size_t columns, size_t inner, const float *b, size_t inner_step, size_t column_step,
                         float *packed) {
    size_t whole = columns / COLUMNS * COLUMNS, rest = columns - whole;
    if (rest > 0) memset(packed + whole * inner, 0, inner * COLUMNS * sizeof(float));
    if (column_step == 1) {
        for (size_t k = 0; k < inner; k++) {
            const float *from = b + k * inner_step;
            float *to = packed + k * COLUMNS;
            for (size_t j = 0; j < whole; j += COLUMNS) memcpy(to + j * inner, from + j, COLUMNS * sizeof(float));
            for (size_t j = 0; j < rest; j++) to[whole * inner + j] = from[whole + j];
        }
    } else {
        for (size_t j = 0; j < columns; j++) {
            float *to = packed + j / COLUMNS * COLUMNS * inner + j % COLUMNS;
            for (size_t k = 0; k < inner; k++) to[k * COLUMNS] = b[j * column_step + k * inner_step];
        }
    }
}

RUN_TIME_DISPATCH
void product_pack_columns(size_t columns, size_t inner, const float *b, size_t inner_step, float *panels) {
    pack_columns(columns, inner, b, inner_step, 1, panels);
}

// What is done, and what becomes of the sums: they are written, or added to what is there; with `bias`, the last ones end
// between bounds. `check` is 0 as long as all of them are finite. Where `in_panels`, the right factor lies in them.
struct product {
    size_t rows, columns, inner;
    const float *packed, *b;
    int in_panels;
    size_t inner_step, column_step;
    float *c;
    size_t c_stride;
    int accumulates;
    const float *bias;
    float low, high;
    float *scratch;
    lanes *check;
};

// The end of one vector of sums, of which `count` are stored.
INLINE void finish(const struct product *p, const lanes *sums, size_t count, float *to, const float *bias,
                   lanes *check) {
    float line[LANES] = {0};
    int is_whole = count >= LANES;
    lanes value = *sums;
    if (p->accumulates) {
        lanes there;
        if (!is_whole) memcpy(line, to, count * sizeof(float));
        memcpy(&there, is_whole ? to : line, sizeof there);
        value = there + value;
    }
    if (bias != NULL) {
        value += *bias;
        bring_between(&value, p->low, p->high);
    }
    *check += value * 0;
    memcpy(is_whole ? to : line, &value, sizeof value);
    if (!is_whole) memcpy(to, line, count * sizeof(float));
}

// Floats of the left factor that are fetched ahead of what is read.
enum { AHEAD = 1024 };

// A tile of `rows` rows and `vectors` vectors, constants where it is inlined; `width` columns of it are stored. What no
// one has read or written lately is fetched ahead: the left factor, the columns that follow, the place of the result.
INLINE void tile(const struct product *p, int rows, int vectors, size_t width, size_t inner, const float *restrict a,
                 size_t a_step, const float *restrict b, size_t b_step, float *c, const float *bias) {
    lanes sums[ROWS][VECTORS] = {0}, check = {0};
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < vectors; v++) __builtin_prefetch(c + r * p->c_stride + v * LANES, 1);
    for (size_t k = 0; k < inner; k++) {
        lanes right[VECTORS];
        __builtin_prefetch(a + k * a_step + AHEAD);
        if (b_step != COLUMNS)
            UNROLL for (int v = 0; v < vectors; v++) __builtin_prefetch(b + k * b_step + v * LANES + COLUMNS);
        UNROLL for (int v = 0; v < vectors; v++) memcpy(&right[v], b + k * b_step + v * LANES, sizeof(lanes));
        UNROLL for (int r = 0; r < rows; r++)
            UNROLL for (int v = 0; v < vectors; v++) sums[r][v] += a[k * a_step + r] * right[v];
    }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < vectors; v++)
            finish(p, &sums[r][v], width - v * LANES, c + r * p->c_stride + v * LANES, bias ? bias + r : NULL, &check);
    *p->check += check;
}

#define HEIGHT(n)                                                                                                      \
    case n:                                                                                                            \
        if (n <= tallest) tile(p, n, vectors, width, inner, a, a_step, b, b_step, c, bias);                            \
        break;

// A tile of the height that is left.
INLINE void tile_of_height(const struct product *p, int tallest, int vectors, size_t rows, size_t width, size_t inner,
                           const float *a, size_t a_step, const float *b, size_t b_step, float *c, const float *bias) {
    switch (rows) {
        HEIGHT(1) HEIGHT(2) HEIGHT(3) HEIGHT(4) HEIGHT(5) HEIGHT(6)
        HEIGHT(7) HEIGHT(8) HEIGHT(9) HEIGHT(10) HEIGHT(11) HEIGHT(12)
    }
}

// All rows times a block of columns, `depth` terms of each sum.
INLINE void block(const struct product *p, int tallest, int widest, size_t first, size_t depth, size_t left,
                  size_t width) {
    const float *source = p->b + first * p->inner_step + left * p->column_step;
    int as_it_lies = !p->in_panels && p->column_step == 1 && width % LANES == 0 &&
                     product_reads_as_it_lies(p->rows, depth);
    const float *panels = p->scratch;
    size_t step = as_it_lies ? p->inner_step : COLUMNS, panel = COLUMNS * depth;
    if (p->in_panels) {
        panels = p->b + left * p->inner + first * COLUMNS;
        panel = COLUMNS * p->inner;
    } else if (!as_it_lies) {
        pack_columns(width, depth, source, p->inner_step, p->column_step, p->scratch);
    }
    for (size_t row = 0, height; row < p->rows; row += height) {
        height = least(tallest, p->rows - row);
        size_t above = row / ROWS * ROWS, a_step = least(ROWS, p->rows - above);
        const float *a = p->packed + above * p->inner + first * a_step + row - above;
        const float *bias = p->bias != NULL && first + depth == p->inner ? p->bias + row : NULL;
        for (size_t j = 0, wide; j < width; j += wide) {
            wide = least(widest * LANES, width - j);
            const float *b = as_it_lies ? source + j : panels + j / COLUMNS * panel + j % COLUMNS;
            float *c = p->c + row * p->c_stride + left + j;
            if (wide > LANES) tile_of_height(p, tallest, widest, height, wide, depth, a, a_step, b, step, c, bias);
            else tile_of_height(p, tallest, 1, height, wide, depth, a, a_step, b, step, c, bias);
        }
    }
}

INLINE int multiply(struct product p, int tallest, int widest) {
    lanes check = {0};
    int accumulates = p.accumulates;
    p.check = &check;
    for (size_t left = 0; left < p.columns; left += BLOCK_COLUMNS) {
        for (size_t first = 0; first < p.inner; first += BLOCK_INNER) {
            p.accumulates = accumulates || first > 0;
            block(&p, tallest, widest, first, least(BLOCK_INNER, p.inner - first), left,
                  least(BLOCK_COLUMNS, p.columns - left));
        }
    }
    return all_zero(&check);
}

__attribute__((target("avx512f"))) static int multiply_avx512(const struct product *p) { return multiply(*p, 12, 2); }

__attribute__((target("avx2,fma"))) static int multiply_avx2(const struct product *p) { return multiply(*p, 6, 1); }

static int multiply_plain(const struct product *p) { return multiply(*p, 3, 1); }

static int dispatch(const struct product *p) {
    if (__builtin_cpu_supports("avx512f")) return multiply_avx512(p);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return multiply_avx2(p);
    return multiply_plain(p);
}

int product_multiply(size_t rows, size_t columns, size_t inner, const float *packed, const float *b, size_t inner_step,
                     size_t column_step, float *c, size_t c_stride, int accumulates, const float *bias, float low,
                     float high, float *scratch) {
    struct product p = {rows, columns,  inner,       packed, b,   0,    inner_step, column_step,
                        c,    c_stride, accumulates, bias,   low, high, scratch,    NULL};
    return dispatch(&p);
}

int product_multiply_panels(size_t rows, size_t columns, size_t inner, const float *packed, const float *panels,
                            float *c, size_t c_stride, const float *bias, float low, float high) {
    struct product p = {rows, columns, inner, packed, panels, 1,    0,    0,
                        c,    c_stride, 0,    bias,   low,    high, NULL, NULL};
    return dispatch(&p);
}

// Sums of products in parts, of half as many lanes: the order of a sum does not depend on the processor.
enum { DOTS = 4, HALF = 8, PIECES = 2, RUN = HALF * PIECES };

typedef float parts __attribute__((vector_size(4 * HALF)));

// Some rows of a matrix times a row: side by side, so that several streams of memory are under way.
INLINE void dots(int count, size_t inner, const float *a, const float *b, size_t stride, float *c, int accumulates) {
    parts sums[DOTS][PIECES] = {0};
    size_t k = 0;
    for (; k + RUN <= inner; k += RUN) {
        parts left[PIECES], right[PIECES];
        memcpy(left, a + k, sizeof left);
        for (int j = 0; j < count; j++) {
            memcpy(right, b + j * stride + k, sizeof right);
            for (int part = 0; part < PIECES; part++) sums[j][part] += left[part] * right[part];
        }
    }
    for (int j = 0; j < count; j++) {
        parts both = sums[j][0] + sums[j][1];
        float sum = ((both[0] + both[4]) + (both[1] + both[5])) + ((both[2] + both[6]) + (both[3] + both[7]));
        for (size_t rest = k; rest < inner; rest++) sum += a[rest] * b[j * stride + rest];
        c[j] = accumulates ? c[j] + sum : sum;
    }
}

RUN_TIME_DISPATCH
void product_dots(size_t rows, size_t columns, size_t inner, const float *a, size_t a_stride, const float *b,
                  size_t b_stride, float *c, size_t c_stride, int accumulates) {
    for (size_t j = 0; j < columns; j += DOTS) {
        for (size_t i = 0; i < rows; i++) {
            const float *left = a + i * a_stride, *right = b + j * b_stride;
            float *to = c + i * c_stride + j;
            if (columns - j >= DOTS) {
                dots(DOTS, inner, left, right, b_stride, to, accumulates);
            } else {
                for (size_t rest = 0; rest < columns - j; rest++)
                    dots(1, inner, left, right + rest * b_stride, b_stride, to + rest, accumulates);
            }
        }
    }
}

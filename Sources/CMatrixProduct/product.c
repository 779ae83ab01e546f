// SPDX-License-Identifier: GPL-3.0-or-later
// Products of matrices of floats: a tile of the result in registers, a block of the right factor in the cache.

#include "product.h"
#include "run_time_dispatch.h"

#include <string.h>

enum { ROWS = PRODUCT_ROWS, COLUMNS = PRODUCT_COLUMNS, LANES = 8, PARTS = COLUMNS / LANES, DOTS = 4 };
// The block of the right factor: 256 x 512 floats are half a megabyte.
enum { BLOCK_INNER = 256, BLOCK_COLUMNS = 512 };

typedef float lanes __attribute__((vector_size(4 * LANES)));

INLINE size_t least(size_t a, size_t b) { return a < b ? a : b; }

RUN_TIME_DISPATCH
void product_pack(size_t rows, size_t inner, const float *a, size_t row_step, size_t inner_step, float *packed) {
    for (size_t first = 0; first < rows; first += ROWS) {
        size_t count = least(ROWS, rows - first);
        for (size_t k = 0; k < inner; k++, packed += ROWS) {
            const float *from = a + first * row_step + k * inner_step;
            for (size_t r = 0; r < ROWS; r++) packed[r] = r < count ? from[r * row_step] : 0;
        }
    }
}

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

// A tile of `rows` rows, a constant where it is inlined; `width` columns of it are stored.
INLINE void tile(int rows, size_t width, size_t inner, const float *restrict a, const float *restrict b,
                 float *restrict c, size_t c_stride, int accumulates) {
    lanes sums[ROWS][PARTS] = {0};
    for (size_t k = 0; k < inner; k++) {
        lanes right[PARTS];
        memcpy(right, b + k * COLUMNS, sizeof right);
        for (int r = 0; r < rows; r++)
            for (int part = 0; part < PARTS; part++) sums[r][part] += a[k * ROWS + r] * right[part];
    }
    for (int r = 0; r < rows; r++) {
        float *to = c + r * c_stride;
        if (width == COLUMNS) {
            lanes there[PARTS] = {0};
            if (accumulates) memcpy(there, to, sizeof there);
            for (int part = 0; part < PARTS; part++) there[part] += sums[r][part];
            memcpy(to, there, sizeof there);
        } else {
            float line[COLUMNS];
            memcpy(line, sums[r], sizeof line);
            for (size_t j = 0; j < width; j++) to[j] = accumulates ? to[j] + line[j] : line[j];
        }
    }
}

// A panel of rows times a panel of columns; the last panel of rows may be lower.
INLINE void tile_of_height(size_t rows, size_t width, size_t inner, const float *a, const float *b, float *c,
                           size_t c_stride, int accumulates) {
    switch (rows) {
    case 1: tile(1, width, inner, a, b, c, c_stride, accumulates); break;
    case 2: tile(2, width, inner, a, b, c, c_stride, accumulates); break;
    case 3: tile(3, width, inner, a, b, c, c_stride, accumulates); break;
    case 4: tile(4, width, inner, a, b, c, c_stride, accumulates); break;
    case 5: tile(5, width, inner, a, b, c, c_stride, accumulates); break;
    default: tile(ROWS, width, inner, a, b, c, c_stride, accumulates);
    }
}

RUN_TIME_DISPATCH
void product_multiply(size_t rows, size_t columns, size_t inner, const float *packed, const float *b, size_t inner_step,
                      size_t column_step, float *c, size_t c_stride, int accumulates, float *scratch) {
    for (size_t left = 0; left < columns; left += BLOCK_COLUMNS) {
        size_t width = least(BLOCK_COLUMNS, columns - left);
        for (size_t first = 0; first < inner; first += BLOCK_INNER) {
            size_t depth = least(BLOCK_INNER, inner - first);
            pack_columns(width, depth, b + first * inner_step + left * column_step, inner_step, column_step, scratch);
            for (size_t j = 0; j < width; j += COLUMNS) {
                for (size_t i = 0; i < rows; i += ROWS) {
                    tile_of_height(least(ROWS, rows - i), least(COLUMNS, width - j), depth,
                                   packed + i * inner + first * ROWS, scratch + j * depth, c + i * c_stride + left + j,
                                   c_stride, accumulates || first > 0);
                }
            }
        }
    }
}

// Some rows of a matrix times a row: side by side, so that several streams of memory are under way.
INLINE void dots(int count, size_t inner, const float *a, const float *b, size_t stride, float *c, int accumulates) {
    lanes sums[DOTS][PARTS] = {0};
    size_t k = 0;
    for (; k + COLUMNS <= inner; k += COLUMNS) {
        lanes left[PARTS], right[PARTS];
        memcpy(left, a + k, sizeof left);
        for (int j = 0; j < count; j++) {
            memcpy(right, b + j * stride + k, sizeof right);
            for (int part = 0; part < PARTS; part++) sums[j][part] += left[part] * right[part];
        }
    }
    for (int j = 0; j < count; j++) {
        lanes both = sums[j][0] + sums[j][1];
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

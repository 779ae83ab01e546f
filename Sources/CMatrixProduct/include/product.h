#pragma once

#include <stddef.h>

/// Rows of a panel of the left factor, and columns of one of the right factor: together a tile of the result, or some of
/// them, each of which stays in registers.
enum { PRODUCT_ROWS = 12, PRODUCT_COLUMNS = 32 };

/// Floats of a packed left factor: whole panels.
static inline size_t product_packed_count(size_t rows, size_t inner) {
    return (rows + PRODUCT_ROWS - 1) / PRODUCT_ROWS * PRODUCT_ROWS * inner;
}

/// Lays a matrix out in panels of rows, in which the values of a column lie together; rows that are missing are 0.
///
/// Value (i, k) is a[i * row_step + k * inner_step]; `packed` holds `product_packed_count` floats.
void product_pack(size_t rows, size_t inner, const float *a, size_t row_step, size_t inner_step, float *packed);

/// Floats of scratch memory for a product of so many columns.
size_t product_scratch_count(size_t columns, size_t inner);

/// c = a * b, or c + a * b; where `bias` is given, with a number per row added, brought between low and high.
///
/// `packed` is the left factor, rows x inner, as `product_pack` lays it; value (k, j) of the right factor is
/// b[k * inner_step + j * column_step], where one of the steps is 1; (i, j) of the result c[i * c_stride + j]. Every value
/// is a sum in the order of the inner index, by blocks of 256, whatever the other sizes, the steps and the processor's
/// width. `scratch` holds `product_scratch_count` floats.
///
/// Returns whether all that is written is known to be finite.
int product_multiply(size_t rows, size_t columns, size_t inner, const float *packed, const float *b, size_t inner_step,
                     size_t column_step, float *c, size_t c_stride, int accumulates, const float *bias, float low,
                     float high, float *scratch);

/// c = a * b, or c + a * b, where the right factor lies transposed: value (k, j) is b[j * b_stride + k].
///
/// For few rows, as nothing is packed: each value is a sum in 16 parts.
void product_dots(size_t rows, size_t columns, size_t inner, const float *a, size_t a_stride, const float *b,
                  size_t b_stride, float *c, size_t c_stride, int accumulates);

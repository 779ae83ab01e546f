#pragma once

#include <stddef.h>

/// Rows of a panel of the left factor, and columns of one of the right factor: together a tile of the result, or some of
/// them, each of which stays in registers.
enum { PRODUCT_ROWS = 12, PRODUCT_COLUMNS = 32 };

/// Lays a matrix out in panels of rows, in which the values of a column lie together; the last panel has the rows that are
/// left.
///
/// Value (i, k) is a[i * row_step + k * inner_step]; `packed` holds rows * inner floats.
void product_pack(size_t rows, size_t inner, const float *a, size_t row_step, size_t inner_step, float *packed);

/// Whether a right factor is read as it lies, where whole vectors are: for few rows, or for short sums.
int product_reads_as_it_lies(size_t rows, size_t inner);

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

/// Floats of a right factor in panels.
static inline size_t product_panels_count(size_t columns, size_t inner) {
    return (columns + PRODUCT_COLUMNS - 1) / PRODUCT_COLUMNS * PRODUCT_COLUMNS * inner;
}

/// Lays columns of a right factor in panels, in which the values of a row lie together; columns that are missing are 0.
///
/// Value (k, j) is b[k * inner_step + j]; `panels` holds `product_panels_count` floats.
void product_pack_columns(size_t columns, size_t inner, const float *b, size_t inner_step, float *panels);

/// A window's way along one axis of an image.
struct product_axis {
    long input, output, kernel, stride, dilation, before;
};

/// The windows of `count` rows of outputs, from `first` on.
struct product_windows {
    struct product_axis rows, columns;
    long first, count;
};

/// Lays windows in panels of a right factor of `inner` rows, those of some channels: row (channel, i, j), column
/// (output row, output column). `input` is the first channel of all. What lies behind the last column is left alone.
void product_lay_windows(struct product_windows windows, size_t first_channel, size_t channels, const float *input,
                         size_t inner, float *panels);

/// c = a * b where both factors lie in panels; ends as `product_multiply`. In the last panel, columns
/// that are missing are 0.
int product_multiply_panels(size_t rows, size_t columns, size_t inner, const float *packed, const float *panels,
                            float *c, size_t c_stride, const float *bias, float low, float high);

/// c = a * b, or c + a * b, where the right factor lies transposed: value (k, j) is b[j * b_stride + k].
///
/// For few rows, as nothing is packed: each value is a sum in 16 parts.
void product_dots(size_t rows, size_t columns, size_t inner, const float *a, size_t a_stride, const float *b,
                  size_t b_stride, float *c, size_t c_stride, int accumulates);

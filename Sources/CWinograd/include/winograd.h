#pragma once

#include <stddef.h>

/// The rows and columns of a plane that a row of tiles covers; outside the plane are zeros.
struct winograd_row {
    /// Rows and columns of the plane.
    long rows, columns;
    /// Where the first tile begins; negative inside the padding.
    long first_row, first_column;
    /// Values of a tile along an axis, 6 or 4, and from one tile to the next: the outputs of a tile.
    long side, step;
    /// Tiles in the row.
    long count;
};

/// Winograd's transform B'dB of the values under each tile of a row, at the points 0, 1, -1, (2, -2,) and infinity.
///
/// Value (i, j) of tile t goes to out[(side i + j) * stride + t]. `scratch` holds side * (step * (count - 1) + side)
/// floats.
void winograd_input(const float *plane, struct winograd_row row, float *scratch, float *out, size_t stride);

/// The way back, A'mA, to step x step outputs of each tile: with bias, between low and high.
///
/// Writes the first `rows` rows of outputs and `columns` columns, `out_stride` floats from row to row; of the tiles' row,
/// side, step and count are read. `scratch` holds (side + 1) * step * count floats. Returns whether they are finite.
int winograd_output(const float *in, size_t stride, struct winograd_row row, long rows, long columns, float bias,
                    float low, float high, float *scratch, float *out, size_t out_stride);

#pragma once

#include <stddef.h>

/// A plane under rows of tiles; outside it are zeros.
struct winograd_plane {
    long rows, columns;
    /// Where the first tile begins; negative inside the padding.
    long first_row, first_column;
};

/// Rows of tiles.
struct winograd_tiles {
    /// Values of a tile along an axis, 6 or 4, and from one tile to the next: the outputs of a tile, 4 or 2.
    long side, step;
    /// Tiles in a row, and rows of them.
    long across, down;
};

/// What outputs end with: a bias, added, and bounds that they are brought between.
struct winograd_ending {
    float bias, low, high;
};

/// Floats of scratch memory for either way.
static inline size_t winograd_scratch_count(struct winograd_tiles tiles) {
    // Sixteen tiles are read and written at once, also where fewer are left.
    size_t width = tiles.step * (tiles.across + 16) + tiles.side, lines = tiles.step * (tiles.across * tiles.down + 16);
    return tiles.side * width > tiles.step * lines ? tiles.side * width : tiles.step * lines;
}

/// Winograd's transform B'dB of the values under each tile, at the points 0, 1, -1, (2, -2,) and infinity.
///
/// Value (i, j) of tile t, by rows, goes to out[(side i + j) * stride + t].
void winograd_input(const float *plane, struct winograd_plane p, struct winograd_tiles tiles, float *scratch, float *out,
                    size_t stride);

/// The way back, A'mA, to step x step outputs of each tile.
///
/// Writes the first `rows` rows of outputs and the first `columns` of each. Returns whether they are finite.
int winograd_output(const float *in, size_t stride, struct winograd_tiles tiles, struct winograd_ending ending,
                    float *scratch, float *out, long rows, long columns);

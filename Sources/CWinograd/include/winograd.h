#pragma once

#include <stddef.h>

/// Whether every value is 0.
int winograd_zero(size_t count, const float *values);

/// Whether every value is finite.
int winograd_finite(size_t count, const float *values);

/// values = min(max(values + bias, low), high); NaN stays NaN.
void winograd_clip(size_t count, float *values, float bias, float low, float high);

/// out[i] = a[i * step_a] + b[i * step_b], or their product; a step of 0 repeats a value.
void winograd_combine(size_t count, float *out, const float *a, size_t step_a, const float *b, size_t step_b,
                      int multiplies);

/// The sum of the values, in eight parts of double precision.
double winograd_sum(size_t count, const float *values);

/// out[i * step] += in[i].
void winograd_spread_row(size_t count, float *out, size_t step, const float *in);

/// out[i] = max(out[i], in[i * step]).
void winograd_max_row(size_t count, float *out, const float *in, size_t step);

/// out[i * step] += values[i], and values[i] = 0, wherever in[i * step] is largest[i].
void winograd_give_row(size_t count, float *values, const float *largest, const float *in, float *out, size_t step);

/// out[i] = in[i * step].
void winograd_take_row(size_t count, float *out, const float *in, size_t step);

/// The values stay where `in` lies between low and high, and are 0 elsewhere.
void winograd_pass(size_t count, float *values, const float *in, float low, float high);

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

/// Memory that is freed stays with the process, in glibc: blocks below 256 MB, until 512 MB lie idle.
void winograd_keep_memory(void);

/// Memory that lies idle goes back to the system, in glibc, also between blocks that are in use.
void winograd_return_memory(void);

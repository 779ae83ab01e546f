// SPDX-License-Identifier: GPL-3.0-or-later
// Tiles to and from the values at Winograd's points; sixteen tiles lie side by side in the lanes.

#include "winograd.h"
#include "lanes.h"

#include <string.h>

// B' times a tile's values, each a float or lanes of them: 6, or the first 4.
#define TRANSFORM(in, side, out)                                                                                       \
    do {                                                                                                               \
        if (side == 4) {                                                                                               \
            out[0] = in[0] - in[2];                                                                                    \
            out[1] = in[2] + in[1];                                                                                    \
            out[2] = in[2] - in[1];                                                                                    \
            out[3] = in[3] - in[1];                                                                                    \
        } else {                                                                                                       \
            out[0] = 4 * in[0] - 5 * in[2] + in[4];                                                                    \
            out[1] = (in[4] - 4 * in[2]) + (in[3] - 4 * in[1]);                                                        \
            out[2] = (in[4] - 4 * in[2]) - (in[3] - 4 * in[1]);                                                        \
            out[3] = (in[4] - in[2]) + 2 * (in[3] - in[1]);                                                            \
            out[4] = (in[4] - in[2]) - 2 * (in[3] - in[1]);                                                            \
            out[5] = 4 * in[1] - 5 * in[3] + in[5];                                                                    \
        }                                                                                                              \
    } while (0)

// A' times the values at the points: the outputs, 2 or 4.
INLINE void inverse(const lanes in[6], int side, int step, lanes out[4]) {
    lanes sum = in[1] + in[2], difference = in[1] - in[2];
    if (side == 4) {
        out[0] = in[0] + sum;
        out[1] = difference + in[3];
        return;
    }
    lanes sum2 = in[3] + in[4], difference2 = in[3] - in[4];
    out[0] = in[0] + sum + sum2;
    out[1] = difference + 2 * difference2;
    if (step == 2) {
        out[1] += in[5];
    } else {
        out[2] = sum + 4 * sum2;
        out[3] = difference + 8 * difference2 + in[5];
    }
}

INLINE long least(long a, long b) { return a < b ? a : b; }

// The first `count` of sixteen floats.
INLINE void load(lanes *value, const float *from, long count) {
    if (count == LANES) memcpy(value, from, sizeof(lanes));
    else memcpy(value, from, count * sizeof(float));
}

INLINE void store(float *to, const lanes *value, long count) {
    if (count == LANES) memcpy(to, value, sizeof(lanes));
    else memcpy(to, value, count * sizeof(float));
}

// Down the columns of a row of tiles, zeros outside the plane.
INLINE void transform_columns(const float *plane, struct winograd_plane p, long first_row, int side,
                              float *restrict lines, long width) {
    long from = p.first_column < 0 ? least(-p.first_column, width) : 0;
    long to = least(p.columns - p.first_column, width);
    if (to < from) to = from;
    const float *in[6];
    float inside[6];
    for (int i = 0; i < side; i++) {
        memset(lines + i * width, 0, from * sizeof(float));
        memset(lines + i * width + to, 0, (width - to) * sizeof(float));
        long y = first_row + i;
        inside[i] = y >= 0 && y < p.rows;
        // A row outside is read as the nearest one, times zero: values are finite.
        long nearest = y < 0 ? 0 : y >= p.rows ? p.rows - 1 : y;
        in[i] = plane + nearest * p.columns + p.first_column;
    }
    for (long x = from; x < to; x++) {
        float values[6], out[6];
        for (int i = 0; i < side; i++) values[i] = in[i][x] * inside[i];
        TRANSFORM(values, side, out);
        for (int i = 0; i < side; i++) lines[i * width + x] = out[i];
    }
}

#define EVEN(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODD(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)

// Of sixteen tiles that begin `step` floats apart the values at 0, 1, ... `step` - 1.
INLINE void spread(const float *line, int step, lanes out[4]) {
    lanes in[4];
    UNROLL for (int k = 0; k < step; k++) memcpy(&in[k], line + k * LANES, sizeof(lanes));
    lanes even = EVEN(in[0], in[1]), odd = ODD(in[0], in[1]);
    if (step == 2) {
        out[0] = even;
        out[1] = odd;
        return;
    }
    lanes even2 = EVEN(in[2], in[3]), odd2 = ODD(in[2], in[3]);
    out[0] = EVEN(even, even2);
    out[1] = EVEN(odd, odd2);
    out[2] = ODD(even, even2);
    out[3] = ODD(odd, odd2);
}

// The other way: `step` values of sixteen tiles, those of a tile side by side.
INLINE void join(const lanes in[4], int step, float *line) {
    lanes out[4] = {LOW(in[0], in[1]), HIGH(in[0], in[1])};
    if (step == 4) {
        lanes low = LOW(in[0], in[2]), high = HIGH(in[0], in[2]), low2 = LOW(in[1], in[3]), high2 = HIGH(in[1], in[3]);
        out[0] = LOW(low, low2);
        out[1] = HIGH(low, low2);
        out[2] = LOW(high, high2);
        out[3] = HIGH(high, high2);
    }
    UNROLL for (int k = 0; k < step; k++) memcpy(line + k * LANES, &out[k], sizeof(lanes));
}

// A line of the values at points down the columns: those of sixteen tiles along the row, of which `count` are stored.
INLINE void transform_row(const float *line, int side, int step, long count, float *out, size_t stride) {
    // A tile's last values are the first of the next ones.
    lanes values[8], points[6];
    for (int j = 0; j < side; j += step) spread(line + j, step, values + j);
    TRANSFORM(values, side, points);
    UNROLL for (int j = 0; j < side; j++) store(out + j * stride, &points[j], count);
}

INLINE void input(const float *plane, struct winograd_plane p, struct winograd_tiles tiles, int side, int step,
                  float *scratch, float *out, size_t stride) {
    long width = step * (tiles.across - 1) + side, left = tiles.across * tiles.down;
    for (long row = 0; row < tiles.down; row++, out += tiles.across, left -= tiles.across) {
        transform_columns(plane, p, p.first_row + step * row, side, scratch, width);
        // What is stored behind the row's end is written over by the next row.
        for (int i = 0; i < side; i++)
            for (long t = 0; t < tiles.across; t += LANES)
                transform_row(scratch + i * width + step * t, side, step, least(LANES, left - t),
                              out + side * i * stride + t, stride);
    }
}

RUN_TIME_DISPATCH
void winograd_input(const float *plane, struct winograd_plane p, struct winograd_tiles tiles, float *scratch, float *out,
                    size_t stride) {
    // Written out, so that loops over a tile are unrolled.
    if (tiles.side == 4) {
        input(plane, p, tiles, 4, 2, scratch, out, stride);
    } else if (tiles.step == 4) {
        input(plane, p, tiles, 6, 4, scratch, out, stride);
    } else {
        input(plane, p, tiles, 6, 2, scratch, out, stride);
    }
}

// Sixteen tiles, of which `count` are there: `step` lines of outputs, `length` floats apart.
INLINE void output_tiles(const float *in, size_t stride, int side, int step, long count,
                         const struct winograd_ending *ending, float *lines, long length, lanes *check) {
    lanes columns[4][6];
    UNROLL for (int j = 0; j < side; j++) {
        lanes values[6] = {0}, out[4];
        UNROLL for (int i = 0; i < side; i++) load(&values[i], in + (side * i + j) * stride, count);
        inverse(values, side, step, out);
        UNROLL for (int k = 0; k < step; k++) columns[k][j] = out[k];
    }
    UNROLL for (int k = 0; k < step; k++) {
        lanes out[4];
        inverse(columns[k], side, step, out);
        UNROLL for (int l = 0; l < step; l++) {
            out[l] += ending->bias;
            bring_between(&out[l], ending->low, ending->high);
            *check += out[l] * 0;
        }
        join(out, step, lines + k * length);
    }
}

INLINE int output(const float *in, size_t stride, struct winograd_tiles tiles, int side, int step,
                  const struct winograd_ending *ending, float *scratch, float *out, long rows, long columns) {
    long count = tiles.down * tiles.across, length = (count + LANES - 1) / LANES * LANES * step;
    lanes check = {0};
    for (long t = 0; t < count; t += LANES)
        output_tiles(in + t, stride, side, step, least(LANES, count - t), ending, scratch + step * t, length, &check);
    for (long y = 0; y < rows; y++)
        memcpy(out + y * columns, scratch + y % step * length + y / step * step * tiles.across,
               columns * sizeof(float));
    return all_zero(&check);
}

RUN_TIME_DISPATCH
int winograd_output(const float *in, size_t stride, struct winograd_tiles tiles, struct winograd_ending ending,
                    float *scratch, float *out, long rows, long columns) {
    if (tiles.side == 4) return output(in, stride, tiles, 4, 2, &ending, scratch, out, rows, columns);
    if (tiles.step == 4) return output(in, stride, tiles, 6, 4, &ending, scratch, out, rows, columns);
    return output(in, stride, tiles, 6, 2, &ending, scratch, out, rows, columns);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Tiles to and from the values at Winograd's points; loops run over the tiles of a row, or over its columns.

#include "run_time_dispatch.h"
#include "winograd.h"

#include <stdint.h>
#include <string.h>

// B' times a tile's values: 6, or the first 4.
INLINE void transform(const float in[6], long side, float out[6]) {
    if (side == 4) {
        out[0] = in[0] - in[2];
        out[1] = in[2] + in[1];
        out[2] = in[2] - in[1];
        out[3] = in[3] - in[1];
        return;
    }
    float even = in[4] - 4 * in[2], odd = in[3] - 4 * in[1], half_even = in[4] - in[2], half_odd = 2 * (in[3] - in[1]);
    out[0] = 4 * in[0] - 5 * in[2] + in[4];
    out[1] = even + odd;
    out[2] = even - odd;
    out[3] = half_even + half_odd;
    out[4] = half_even - half_odd;
    out[5] = 4 * in[1] - 5 * in[3] + in[5];
}

// A' times the values at the points: the outputs, 2 or 4.
INLINE void inverse(const float in[6], long side, long step, float out[4]) {
    float sum = in[1] + in[2], difference = in[1] - in[2];
    if (side == 4) {
        out[0] = in[0] + sum;
        out[1] = difference + in[3];
        return;
    }
    float sum2 = in[3] + in[4], difference2 = in[3] - in[4];
    out[0] = in[0] + sum + sum2;
    out[1] = difference + 2 * difference2;
    if (step == 2) {
        out[1] += in[5];
    } else {
        out[2] = sum + 4 * sum2;
        out[3] = difference + 8 * difference2 + in[5];
    }
}

// Down the columns of a tile's rows, zeros outside the plane.
INLINE void transform_columns(const float *plane, struct winograd_row row, long side, float *restrict scratch,
                              long width) {
    long from = row.first_column < 0 ? -row.first_column : 0;
    long to = row.columns - row.first_column < width ? row.columns - row.first_column : width;
    if (from > width) from = width;
    if (to < from) to = from;
    const float *in[6];
    float inside[6];
    for (long i = 0; i < side; i++) {
        memset(scratch + i * width, 0, from * sizeof(float));
        memset(scratch + i * width + to, 0, (width - to) * sizeof(float));
        long y = row.first_row + i;
        inside[i] = y >= 0 && y < row.rows;
        // A row outside is read as the nearest one, times zero: values are finite.
        long nearest = y < 0 ? 0 : y >= row.rows ? row.rows - 1 : y;
        in[i] = plane + nearest * row.columns + row.first_column;
    }
    for (long x = from; x < to; x++) {
        float values[6], out[6];
        for (long i = 0; i < side; i++) values[i] = in[i][x] * inside[i];
        transform(values, side, out);
        for (long i = 0; i < side; i++) scratch[i * width + x] = out[i];
    }
}

INLINE void transform_rows(const float *restrict scratch, long width, long side, long step, long count,
                           float *restrict out, size_t stride) {
    for (long i = 0; i < side; i++) {
        const float *in = scratch + i * width;
        float *to = out + side * i * stride;
        for (long t = 0; t < count; t++) {
            float values[6], points[6];
            for (long j = 0; j < side; j++) values[j] = in[step * t + j];
            transform(values, side, points);
            for (long j = 0; j < side; j++) to[j * stride + t] = points[j];
        }
    }
}

INLINE void input(const float *plane, struct winograd_row row, long side, long step, float *scratch, float *out,
                  size_t stride) {
    long width = step * (row.count - 1) + side;
    transform_columns(plane, row, side, scratch, width);
    transform_rows(scratch, width, side, step, row.count, out, stride);
}

RUN_TIME_DISPATCH
void winograd_input(const float *plane, struct winograd_row row, float *scratch, float *out, size_t stride) {
    // Written out, so that loops over a tile are unrolled.
    if (row.side == 4) {
        input(plane, row, 4, 2, scratch, out, stride);
    } else if (row.step == 4) {
        input(plane, row, 6, 4, scratch, out, stride);
    } else {
        input(plane, row, 6, 2, scratch, out, stride);
    }
}

INLINE void inverse_tiles(const float *restrict in, size_t stride, long side, long step, long count,
                          float *restrict columns) {
    for (long j = 0; j < side; j++) {
        for (long t = 0; t < count; t++) {
            float values[6], out[4];
            for (long i = 0; i < side; i++) values[i] = in[(side * i + j) * stride + t];
            inverse(values, side, step, out);
            for (long k = 0; k < step; k++) columns[(side * k + j) * count + t] = out[k];
        }
    }
}

INLINE void inverse_rows(const float *restrict columns, long side, long step, long count, long row,
                         float *restrict line) {
    for (long t = 0; t < count; t++) {
        float values[6], out[4];
        for (long j = 0; j < side; j++) values[j] = columns[(side * row + j) * count + t];
        inverse(values, side, step, out);
        for (long k = 0; k < step; k++) line[step * t + k] = out[k];
    }
}

INLINE int output(const float *in, size_t stride, long side, long step, long count, long rows, long columns, float bias,
                  float low, float high, float *scratch, float *out, size_t out_stride) {
    uint32_t found = 0;
    float *line = scratch + side * step * count;
    inverse_tiles(in, stride, side, step, count, scratch);
    for (long row = 0; row < rows; row++) {
        inverse_rows(scratch, side, step, count, row, line);
        float *to = out + row * out_stride;
        for (long x = 0; x < columns; x++) {
            float value = line[x] + bias;
            value = value < low ? low : value;
            value = value > high ? high : value;
            to[x] = value;
            uint32_t bits;
            memcpy(&bits, &value, sizeof bits);
            // All ones in the exponent: NaN or infinite.
            found |= (bits & 0x7f800000u) == 0x7f800000u;
        }
    }
    return !found;
}

RUN_TIME_DISPATCH
int winograd_output(const float *in, size_t stride, struct winograd_row row, long rows, long columns, float bias,
                    float low, float high, float *scratch, float *out, size_t out_stride) {
    if (row.side == 4) {
        return output(in, stride, 4, 2, row.count, rows, columns, bias, low, high, scratch, out, out_stride);
    }
    if (row.step == 4) {
        return output(in, stride, 6, 4, row.count, rows, columns, bias, low, high, scratch, out, out_stride);
    }
    return output(in, stride, 6, 2, row.count, rows, columns, bias, low, high, scratch, out, out_stride);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Tiles of 6 x 6 to and from the values at Winograd's points; loops run over the tiles of a row, or over its columns.

#include "dispatch.h"
#include "tiles.h"

#include <string.h>

// B' times six values.
INLINE void transform(float a, float b, float c, float d, float e, float f, float out[6]) {
    float even = e - 4 * c, odd = d - 4 * b, half_even = e - c, half_odd = 2 * (d - b);
    out[0] = 4 * a - 5 * c + e;
    out[1] = even + odd;
    out[2] = even - odd;
    out[3] = half_even + half_odd;
    out[4] = half_even - half_odd;
    out[5] = 4 * b - 5 * d + f;
}

// A' times six values: the first two outputs, or all four.
INLINE void inverse(const float in[6], long step, float out[4]) {
    float sum = in[1] + in[2], difference = in[1] - in[2], sum2 = in[3] + in[4], difference2 = in[3] - in[4];
    out[0] = in[0] + sum + sum2;
    out[1] = difference + 2 * difference2;
    if (step == 2) {
        out[1] += in[5];
    } else {
        out[2] = sum + 4 * sum2;
        out[3] = difference + 8 * difference2 + in[5];
    }
}

// Down the columns of the six rows, zeros outside the plane.
INLINE void transform_columns(const float *plane, struct tiles_row row, float *restrict scratch, long width) {
    long from = row.first_column < 0 ? -row.first_column : 0;
    long to = row.columns - row.first_column < width ? row.columns - row.first_column : width;
    if (from > width) from = width;
    if (to < from) to = from;
    for (int i = 0; i < 6; i++) {
        memset(scratch + i * width, 0, from * sizeof(float));
        memset(scratch + i * width + to, 0, (width - to) * sizeof(float));
    }
    const float *in[6];
    float inside[6];
    for (int i = 0; i < 6; i++) {
        long y = row.first_row + i;
        inside[i] = y >= 0 && y < row.rows;
        // A row outside is read as the nearest one, times zero: values are finite.
        long nearest = y < 0 ? 0 : y >= row.rows ? row.rows - 1 : y;
        in[i] = plane + nearest * row.columns + row.first_column;
    }
    for (long x = from; x < to; x++) {
        float out[6];
        transform(in[0][x] * inside[0], in[1][x] * inside[1], in[2][x] * inside[2], in[3][x] * inside[3],
                  in[4][x] * inside[4], in[5][x] * inside[5], out);
        for (int i = 0; i < 6; i++) scratch[i * width + x] = out[i];
    }
}

INLINE void transform_rows(const float *restrict scratch, long width, long step, long count, float *restrict out,
                           size_t stride) {
    for (int i = 0; i < 6; i++) {
        const float *in = scratch + i * width;
        float *to = out + 6 * i * stride;
        for (long t = 0; t < count; t++) {
            float values[6];
            transform(in[step * t], in[step * t + 1], in[step * t + 2], in[step * t + 3], in[step * t + 4],
                      in[step * t + 5], values);
            for (int j = 0; j < 6; j++) to[j * stride + t] = values[j];
        }
    }
}

RUN_TIME_DISPATCH
void tiles_winograd_input(const float *plane, struct tiles_row row, float *scratch, float *out, size_t stride) {
    long width = row.step * (row.count - 1) + 6;
    transform_columns(plane, row, scratch, width);
    if (row.step == 4) {
        transform_rows(scratch, width, 4, row.count, out, stride);
    } else {
        transform_rows(scratch, width, 2, row.count, out, stride);
    }
}

INLINE void inverse_tiles(const float *restrict in, size_t stride, long step, long count, float *restrict columns) {
    for (int j = 0; j < 6; j++) {
        for (long t = 0; t < count; t++) {
            float values[6], out[4];
            for (int i = 0; i < 6; i++) values[i] = in[(6 * i + j) * stride + t];
            inverse(values, step, out);
            for (int k = 0; k < step; k++) columns[(6 * k + j) * count + t] = out[k];
        }
    }
}

INLINE void inverse_rows(const float *restrict columns, long step, long count, int row, float *restrict line) {
    for (long t = 0; t < count; t++) {
        float values[6], out[4];
        for (int j = 0; j < 6; j++) values[j] = columns[(6 * row + j) * count + t];
        inverse(values, step, out);
        for (int k = 0; k < step; k++) line[step * t + k] = out[k];
    }
}

INLINE void finish(const float *restrict line, long columns, float bias, float low, float high, float *restrict out) {
    for (long x = 0; x < columns; x++) {
        float value = line[x] + bias;
        value = value < low ? low : value;
        out[x] = value > high ? high : value;
    }
}

RUN_TIME_DISPATCH
void tiles_winograd_output(const float *in, size_t stride, long step, long count, long rows, long columns, float bias,
                           float low, float high, float *scratch, float *out, size_t out_stride) {
    float *line = scratch + 6 * step * count;
    if (step == 4) {
        inverse_tiles(in, stride, 4, count, scratch);
    } else {
        inverse_tiles(in, stride, 2, count, scratch);
    }
    for (int row = 0; row < rows; row++) {
        if (step == 4) {
            inverse_rows(scratch, 4, count, row, line);
        } else {
            inverse_rows(scratch, 2, count, row, line);
        }
        finish(line, columns, bias, low, high, out + row * out_stride);
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The loops of Li's circuit: twelve orientations, lateral sums in the frequency domain, one step in time.

#include "lateral_sums.h"
#include "run_time_dispatch.h"

// No fused multiply-add: the same digits with and without it.
#pragma STDC FP_CONTRACT OFF

enum { BLOCK = 64, COUNT = 12 };

RUN_TIME_DISPATCH
void lateral_sums_mix(size_t first, size_t count, size_t frequencies, const double *restrict weights,
                      const double *restrict activity, double *restrict sums) {
    double real[COUNT][BLOCK], imaginary[COUNT][BLOCK];
    for (size_t start = 0; start < count; start += BLOCK) {
        size_t length = count - start < BLOCK ? count - start : BLOCK;
        for (size_t j = 0; j < COUNT; j++) {
            const double *in = activity + 2 * (j * frequencies + first + start);
            for (size_t k = 0; k < length; k++) {
                real[j][k] = in[2 * k];
                imaginary[j][k] = in[2 * k + 1];
            }
        }
        for (size_t sum = 0; sum < 2 * COUNT; sum++) {
            double mixed_real[BLOCK] = {0}, mixed_imaginary[BLOCK] = {0};
            size_t kind = sum / COUNT, i = sum % COUNT;
            for (size_t j = 0; j < COUNT; j++) {
                size_t high = i > j ? i : j, low = i > j ? j : i;
                size_t pair = high * (high + 1) / 2 + low;
                const double *weight = weights + (2 * pair + kind) * frequencies + first + start;
                for (size_t k = 0; k < length; k++) {
                    mixed_real[k] += weight[k] * real[j][k];
                    mixed_imaginary[k] += weight[k] * imaginary[j][k];
                }
            }
            double *out = sums + 2 * (sum * count + start);
            for (size_t k = 0; k < length; k++) {
                out[2 * k] = mixed_real[k];
                out[2 * k + 1] = mixed_imaginary[k];
            }
        }
    }
}

RUN_TIME_DISPATCH
void lateral_sums_add(size_t count, const double *restrict values, double *restrict total) {
    for (size_t i = 0; i < count; i++) total[i] += values[i];
}

RUN_TIME_DISPATCH
void lateral_sums_normalization(size_t height, size_t width, const double *restrict total, double *restrict scratch,
                                double *restrict result) {
    for (size_t row = 0; row < height; row++) {
        const double *in = total + row * width;
        double *out = scratch + row * width;
        for (size_t i = 0; i < width; i++) out[i] = 0;
        for (size_t offset = 0; offset < 5; offset++) {
            // Column i takes column i + turn of the torus.
            size_t turn = (offset + 5 * width - 2) % width;
            for (size_t i = 0; i < width - turn; i++) out[i] += in[i + turn];
            for (size_t i = width - turn; i < width; i++) out[i] += in[i + turn - width];
        }
    }
    for (size_t row = 0; row < height; row++) {
        double *out = result + row * width;
        for (size_t i = 0; i < width; i++) out[i] = 0;
        for (size_t offset = 0; offset < 5; offset++) {
            const double *in = scratch + (row + offset + 5 * height - 2) % height * width;
            for (size_t i = 0; i < width; i++) out[i] += in[i];
        }
        for (size_t i = 0; i < width; i++) out[i] = -2 * (out[i] / 25) * (out[i] / 25);
    }
}

RUN_TIME_DISPATCH
void lateral_sums_step(size_t count, double step, double counted, const double *restrict input,
                       const double *restrict excitation, const double *restrict received,
                       const double *restrict normalization, const double *restrict near_left,
                       const double *restrict near_right, const double *restrict far_left, const double *restrict far_right,
                       double *restrict x, double *restrict y, double *restrict activity, double *restrict inhibition,
                       double *restrict sum) {
    for (size_t i = 0; i < count; i++) {
        double inhibited = inhibition[i] + 0.8 * (near_left[i] + near_right[i]) + 0.7 * (far_left[i] + far_right[i]);
        double excited = 0.8 * activity[i] + excitation[i] + input[i];
        double new_x = x[i] + step * (-x[i] - inhibited + excited + 0.85 + normalization[i]);
        double new_y = y[i] + step * (-y[i] + activity[i] + received[i] + 1);
        double new_activity = new_x < 1 ? 0 : new_x > 2 ? 1 : new_x - 1;
        x[i] = new_x;
        y[i] = new_y;
        activity[i] = new_activity;
        inhibition[i] = new_y < 0 ? 0 : new_y < 1.2 ? 0.21 * new_y : 0.21 * 1.2 + 2.5 * (new_y - 1.2);
        sum[i] += counted * new_activity;
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The one hot loop of fitting: polynomials instead of libm, so that the compiler can run several places at once.

#include "gabor_kernels.h"
#include "run_time_dispatch.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

// No fused multiply-add: the same digits with and without it.
#pragma STDC FP_CONTRACT OFF

// Adding and subtracting 1.5 * 2^52 rounds to the nearest integer, which then stands in the low bits.
static const double ROUNDER = 0x1.8p52;

static const double TAU = 6.283185307179586476925;

INLINE int64_t bits_of(double value) {
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

INLINE double double_of(int64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// exp(x) for x <= 0: x = n ln 2 + r, a Taylor series in r (|r| <= 0.35, 13 terms: 2e-16), then 2^n put in the exponent.
INLINE double exponential(double x) {
    double clamped = x < -700 ? -700 : x;
    double shifted = clamped * 0x1.71547652b82fep0 + ROUNDER;
    double n = shifted - ROUNDER;
    double r = (clamped - n * 0x1.62e42fefa3800p-1) - n * 0x1.ef35793c76730p-45;
    double sum = 1.0 / 479001600;
    sum = sum * r + 1.0 / 39916800;
    sum = sum * r + 1.0 / 3628800;
    sum = sum * r + 1.0 / 362880;
    sum = sum * r + 1.0 / 40320;
    sum = sum * r + 1.0 / 5040;
    sum = sum * r + 1.0 / 720;
    sum = sum * r + 1.0 / 120;
    sum = sum * r + 1.0 / 24;
    sum = sum * r + 1.0 / 6;
    sum = sum * r + 0.5;
    sum = sum * r + 1;
    sum = sum * r + 1;
    double power = double_of((bits_of(shifted) + 1023) << 52);
    return x < -700 ? 0 : sum * power;
}

// Cosine and sine of a phase in turns: the nearest quarter turn is exact, the rest (|t| <= 1/8) a Taylor series.
INLINE void cosine_and_sine(double turns, double *cosine, double *sine) {
    double shifted = turns * 4 + ROUNDER;
    int64_t quarter = bits_of(shifted);
    double t = (turns - (shifted - ROUNDER) * 0.25) * TAU;
    double square = t * t;
    double s = -1.0 / 1307674368000;
    s = s * square + 1.0 / 6227020800;
    s = s * square - 1.0 / 39916800;
    s = s * square + 1.0 / 362880;
    s = s * square - 1.0 / 5040;
    s = s * square + 1.0 / 120;
    s = s * square - 1.0 / 6;
    s = t + t * square * s;
    double c = 1.0 / 20922789888000;
    c = c * square - 1.0 / 87178291200;
    c = c * square + 1.0 / 479001600;
    c = c * square - 1.0 / 3628800;
    c = c * square + 1.0 / 40320;
    c = c * square - 1.0 / 720;
    c = c * square + 1.0 / 24;
    c = c * square - 0.5;
    c = c * square + 1;
    double swapped_cosine = (quarter & 1) ? s : c;
    double swapped_sine = (quarter & 1) ? c : s;
    *cosine = ((quarter + 1) & 2) ? -swapped_cosine : swapped_cosine;
    *sine = (quarter & 2) ? -swapped_sine : swapped_sine;
}

RUN_TIME_DISPATCH
void gabor_columns(size_t count, const double *restrict x, const double *restrict y, double center_x, double center_y,
                   double angle, double frequency, double across, double along, double *restrict columns) {
    const double ca = cos(angle), sa = sin(angle), omega = TAU * frequency;
    const double a = 1 / (across * across), b = 1 / (along * along);
    for (size_t i = 0; i < count; i++) {
        double dx = x[i] - center_x, dy = y[i] - center_y;
        double u = dx * ca + dy * sa, v = dy * ca - dx * sa;
        double uu = u * u * a, vv = v * v * b;
        double envelope = exponential(-0.5 * (uu + vv));
        double cosine, sine;
        cosine_and_sine(frequency * u, &cosine, &sine);
        double even = envelope * cosine, odd = envelope * sine;
        // d/du and d/dv of both.
        double even_u = -u * a * even - omega * odd, odd_u = omega * even - u * a * odd;
        double even_v = -v * b * even, odd_v = -v * b * odd;
        columns[i] = even;
        columns[count + i] = odd;
        columns[2 * count + i] = sa * even_v - ca * even_u;
        columns[3 * count + i] = sa * odd_v - ca * odd_u;
        columns[4 * count + i] = -sa * even_u - ca * even_v;
        columns[5 * count + i] = -sa * odd_u - ca * odd_v;
        columns[6 * count + i] = v * even_u - u * even_v;
        columns[7 * count + i] = v * odd_u - u * odd_v;
        columns[8 * count + i] = -TAU * u * odd;
        columns[9 * count + i] = TAU * u * even;
        columns[10 * count + i] = uu * even;
        columns[11 * count + i] = uu * odd;
        columns[12 * count + i] = vv * even;
        columns[13 * count + i] = vv * odd;
    }
}

RUN_TIME_DISPATCH
void gabor_grating(size_t count, const double *restrict x, const double *restrict y, double fx, double fy,
                   double *restrict cosine, double *restrict sine) {
    for (size_t i = 0; i < count; i++) cosine_and_sine(fx * x[i] + fy * y[i], &cosine[i], &sine[i]);
}

#pragma once

#include <stddef.h>

/// Spectra of the excitation and then of the inhibition that each of twelve orientations receives, for the `count`
/// frequencies from `first` on: 24 rows of `count` complex numbers, real and imaginary part in turn.
///
/// `activity` is 12 rows of `frequencies` complex numbers. `weights` are real: for each pair of orientations j <= i, row by
/// row of the triangle, a row of J's and a row of W's spectrum.
/// Every element is computed by the same operations on any processor; only how many at once differs.
void lateral_sums_mix(size_t first, size_t count, size_t frequencies, const double *weights, const double *activity,
                      double *sums);

/// Adds each of `values` to its place in `total`.
void lateral_sums_add(size_t count, const double *values, double *total);

/// -2 s^2, with s the mean of `total` over 5 x 5 places on a torus; `scratch` has room for as many numbers.
void lateral_sums_normalization(size_t height, size_t width, const double *total, double *scratch, double *result);

/// One step of Euler's method for all pairs of one orientation; see LiCircuit. `near` and `far` are g_y of the interneurons
/// one and two orientations away. `activity` and `inhibition` are g_x and g_y of the pairs, old ones in, new ones out;
/// `sum` gets `counted` times the new activity.
void lateral_sums_step(size_t count, double step, double counted, const double *input, const double *excitation,
                       const double *received, const double *normalization, const double *near_left,
                       const double *near_right, const double *far_left, const double *far_right, double *x, double *y,
                       double *activity, double *inhibition, double *sum);

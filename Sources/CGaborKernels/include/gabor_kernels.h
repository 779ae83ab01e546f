#pragma once

#include <stddef.h>

/// Quadrature Gabor columns and their derivatives over a list of places, doubles throughout.
///
/// With dx = x - center_x, dy = y - center_y, u = dx cos(angle) + dy sin(angle), v = -dx sin(angle) + dy cos(angle):
///     even = exp(-(u^2/across^2 + v^2/along^2)/2) cos(2 pi f u), odd likewise with sin.
/// `columns` receives 14 rows of `count` values: even, odd, then for each of center_x, center_y, angle, f, ln across,
/// ln along the derivative of even and of odd.
/// Every element is computed by the same operations on any processor; only how many at once differs.
void gabor_columns(size_t count, const double *x, const double *y, double center_x, double center_y, double angle,
                   double frequency, double across, double along, double *columns);

/// The cosine and the sine of 2 pi (fx x + fy y) over a list of places.
void gabor_grating(size_t count, const double *x, const double *y, double fx, double fy, double *cosine, double *sine);

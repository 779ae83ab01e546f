// SPDX-License-Identifier: GPL-3.0-or-later
// The windows of a convolution as a right factor: a row per channel and tap, a column per output.

#include "product.h"
#include "run_time_dispatch.h"

enum { COLUMNS = PRODUCT_COLUMNS };

INLINE long least(long a, long b) { return a < b ? a : b; }

// A row of the factor in panels, from a column on: values `step` apart, or zeros where `from` is NULL.
INLINE void put(float *row, size_t panel, long column, long count, const float *from, long step) {
    while (count > 0) {
        long place = column % COLUMNS, length = least(COLUMNS - place, count);
        float *restrict to = row + column / COLUMNS * panel + place;
        if (from == NULL) {
            for (long x = 0; x < length; x++) to[x] = 0;
        } else {
            for (long x = 0; x < length; x++) to[x] = from[x * step];
            from += length * step;
        }
        column += length;
        count -= length;
    }
}

// The step is a constant where it is inlined.
INLINE void lay(const struct product_windows *w, size_t first_channel, size_t channels, long step, const float *input,
                size_t inner, float *panels) {
    size_t panel = COLUMNS * inner;
    long taps = w->rows.kernel * w->columns.kernel, width = w->columns.output;
    for (size_t k = first_channel * taps; k < (first_channel + channels) * taps; k++) {
        long i = k % taps / w->columns.kernel, offset = w->columns.before - k % w->columns.kernel * w->columns.dilation;
        // The outputs of a row whose tap lies inside the image.
        long left = offset > 0 ? least((offset + step - 1) / step, width) : 0, last = w->columns.input - 1 + offset;
        long right = last < 0 ? left : least(last / step + 1, width);
        if (right < left) right = left;
        const float *plane = input + k / taps * w->rows.input * w->columns.input;
        float *row = panels + k * COLUMNS;
        for (long y = 0; y < w->count; y++) {
            long from = (w->first + y) * w->rows.stride - w->rows.before + i * w->rows.dilation;
            if (from < 0 || from >= w->rows.input) {
                put(row, panel, y * width, width, NULL, 1);
                continue;
            }
            put(row, panel, y * width, left, NULL, 1);
            put(row, panel, y * width + left, right - left, plane + from * w->columns.input + left * step - offset, step);
            put(row, panel, y * width + right, width - right, NULL, 1);
        }
    }
}

RUN_TIME_DISPATCH
void product_lay_windows(struct product_windows w, size_t first_channel, size_t channels, const float *input,
                         size_t inner, float *panels) {
    if (w.columns.stride == 1) lay(&w, first_channel, channels, 1, input, inner, panels);
    else if (w.columns.stride == 2) lay(&w, first_channel, channels, 2, input, inner, panels);
    else lay(&w, first_channel, channels, w.columns.stride, input, inner, panels);
}

// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cairo/cairo-pdf.h>
#include <cairo/cairo-svg.h>
#include <cairo/cairo.h>

#include "opened_library.h"

#define CAIRO_CALLS(CALL)                                                                                              \
    CALL(cairo_arc) CALL(cairo_arc_negative) CALL(cairo_clip) CALL(cairo_close_path) CALL(cairo_create)                \
    CALL(cairo_destroy) CALL(cairo_fill) CALL(cairo_font_options_create) CALL(cairo_font_options_destroy)              \
    CALL(cairo_font_options_set_antialias) CALL(cairo_font_options_set_hint_metrics)                                   \
    CALL(cairo_font_options_set_hint_style) CALL(cairo_get_source) CALL(cairo_image_surface_create)                    \
    CALL(cairo_image_surface_get_data) CALL(cairo_image_surface_get_stride) CALL(cairo_line_to) CALL(cairo_move_to)    \
    CALL(cairo_new_path) CALL(cairo_paint) CALL(cairo_pattern_set_filter) CALL(cairo_pdf_surface_create_for_stream)    \
    CALL(cairo_pdf_surface_set_metadata) CALL(cairo_recording_surface_create) CALL(cairo_rectangle)                    \
    CALL(cairo_restore) CALL(cairo_rotate) CALL(cairo_save) CALL(cairo_scale) CALL(cairo_select_font_face)             \
    CALL(cairo_set_font_options) CALL(cairo_set_font_size) CALL(cairo_set_line_cap) CALL(cairo_set_line_join)          \
    CALL(cairo_set_line_width) CALL(cairo_set_source_rgb) CALL(cairo_set_source_surface) CALL(cairo_show_text)         \
    CALL(cairo_status) CALL(cairo_status_to_string) CALL(cairo_stroke) CALL(cairo_stroke_preserve)                     \
    CALL(cairo_surface_destroy) CALL(cairo_surface_finish) CALL(cairo_surface_mark_dirty) CALL(cairo_surface_status)   \
    CALL(cairo_surface_write_to_png_stream) CALL(cairo_svg_surface_create_for_stream)                                  \
    CALL(cairo_svg_surface_set_document_unit) CALL(cairo_text_extents) CALL(cairo_text_path) CALL(cairo_translate)

DECLARE_LIBRARY(libcairo, CAIRO_CALLS)

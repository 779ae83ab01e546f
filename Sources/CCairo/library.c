#include "cairo_library.h"

DEFINE_LIBRARY(libcairo, "libcairo.so.2", CAIRO_CALLS)

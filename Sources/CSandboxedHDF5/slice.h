// A range of an open file as libhdf5's whole world.

#ifndef SLICE_H
#define SLICE_H

#include "library.h"

#include <stdint.h>

/// Opens the HDF5 file that is a range of an open file, read-only; negative if libhdf5 cannot.
hid_t slice_open(int descriptor, uint64_t start, uint64_t length);

#endif

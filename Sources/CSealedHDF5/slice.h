// A range of an open file as libhdf5's whole world.

#ifndef SLICE_H
#define SLICE_H

// The calls of libhdf5 1.10, which later ones keep.
#define H5_USE_110_API
#include <hdf5.h>
#include <stdint.h>

#if H5_VERSION_GE(1, 13, 0)
#include <H5FDdevelop.h>
#endif

/// Opens the HDF5 file that is a range of an open file, read-only; negative if libhdf5 cannot.
hid_t slice_open(int descriptor, uint64_t start, uint64_t length);

#endif

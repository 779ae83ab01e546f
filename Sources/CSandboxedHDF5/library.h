// libhdf5, loaded when the first HDF5 file is met: linked, it and what it needs would slow down every start by 5 ms.

#ifndef LIBRARY_H
#define LIBRARY_H

// The calls of libhdf5 1.10, which later ones keep.
#define H5_USE_110_API
#include <hdf5/serial/hdf5.h>

#if H5_VERSION_GE(1, 13, 0)
#include <hdf5/serial/H5FDdevelop.h>
#endif

#include "opened_library.h"

#define HDF5_CALLS(CALL)                                                                                               \
    CALL(H5get_libversion) CALL(H5open) CALL(H5Aclose) CALL(H5Aexists) CALL(H5Aget_space) CALL(H5Aget_type)            \
    CALL(H5Aiterate2) CALL(H5Aopen) CALL(H5Aread) CALL(H5Dclose) CALL(H5Dget_create_plist) CALL(H5Dget_offset)         \
    CALL(H5Dget_space) CALL(H5Dget_type) CALL(H5Dopen2) CALL(H5Dread) CALL(H5Eset_auto2) CALL(H5FDregister)            \
    CALL(H5Fopen) CALL(H5Gclose) CALL(H5Gopen2) CALL(H5Ovisit) CALL(H5PLset_loading_state) CALL(H5Pclose)              \
    CALL(H5Pcreate) CALL(H5Pget_external_count) CALL(H5Pget_layout) CALL(H5Pset_driver) CALL(H5Sclose)                 \
    CALL(H5Rdereference2) CALL(H5Sget_simple_extent_dims) CALL(H5Sget_simple_extent_ndims)                             \
    CALL(H5Sget_simple_extent_npoints) CALL(H5Tclose) CALL(H5Tcopy) CALL(H5Tget_class) CALL(H5Tget_cset)               \
    CALL(H5Tget_ebias) CALL(H5Tget_fields) CALL(H5Tget_norm) CALL(H5Tget_offset) CALL(H5Tget_order)                    \
    CALL(H5Tget_precision) CALL(H5Tget_sign) CALL(H5Tget_size) CALL(H5Tis_variable_str) CALL(H5Tset_cset)              \
    CALL(H5Tset_size) CALL(H5Acreate2) CALL(H5Awrite) CALL(H5Dcreate2) CALL(H5Dwrite) CALL(H5Fclose) CALL(H5Fcreate)   \
    CALL(H5Oclose) CALL(H5Oopen) CALL(H5Pset_create_intermediate_group) CALL(H5Pset_obj_track_times) CALL(H5Screate)   \
    CALL(H5Screate_simple) CALL(H5Sselect_hyperslab)

/// The calls by their names, and the numbers that libhdf5 gives to things once it is open.
struct hdf5 {
    HDF5_CALLS(CALL_FIELD)
    hid_t *file_access, *dataset_create, *link_create, *text, *reference, *native_float, *native_int, *native_short;
};

extern struct hdf5 h5;

/// Loads the library once; whether it is there, and of the version of the header.
int load_hdf5(void);

#endif

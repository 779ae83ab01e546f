// For pread.
#define _GNU_SOURCE

#include "slice.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/// How a file is opened: in the header these numbers are calls.
enum { READ_ONLY = 0, WRITING = 0x17 };

/// An open range: libhdf5's own fields, then ours. The child that it lives in reads one range and ends.
struct slice {
    H5FD_t ours_by_libhdf5;
    haddr_t allocated;
};

static struct {
    int descriptor;
    uint64_t start, length;
} range;

static H5FD_t *open_slice(const char *name, unsigned flags, hid_t access, haddr_t most) {
    (void)name, (void)access, (void)most;
    if (flags & WRITING) return NULL;
    return calloc(1, sizeof(struct slice));
}

static herr_t close_slice(H5FD_t *file) {
    free(file);
    return 0;
}

static herr_t query_slice(const H5FD_t *file, unsigned long *flags) {
    (void)file;
    if (flags) *flags = 0;
    return 0;
}

static haddr_t allocated(const H5FD_t *file, H5FD_mem_t type) {
    (void)type;
    return ((const struct slice *)file)->allocated;
}

static herr_t set_allocated(H5FD_t *file, H5FD_mem_t type, haddr_t end) {
    (void)type;
    ((struct slice *)file)->allocated = end;
    return 0;
}

static haddr_t end_of_file(const H5FD_t *file, H5FD_mem_t type) {
    (void)file, (void)type;
    return range.length;
}

/// Reads what lies in the range; anything beyond is an error.
static herr_t read_slice(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t place, size_t size, void *buffer) {
    (void)file, (void)type, (void)transfer;
    if (place > range.length || size > range.length - place) return -1;
    for (size_t done = 0; done < size;) {
        ssize_t got = pread(range.descriptor, (char *)buffer + done, size - done, (off_t)(range.start + place + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return -1;
        done += (size_t)got;
    }
    return 0;
}

static herr_t write_slice(
    H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t place, size_t size, const void *buffer) {
    (void)file, (void)type, (void)transfer, (void)place, (void)size, (void)buffer;
    return -1;
}

static const H5FD_class_t slices = {
#ifdef H5FD_CLASS_VERSION
    .version = H5FD_CLASS_VERSION,
    // Of the numbers that are free for drivers nobody registers.
    .value = 511,
#endif
    .name = "slice",
    .maxaddr = (haddr_t)INT64_MAX,
    .fc_degree = H5F_CLOSE_STRONG,
    .open = open_slice,
    .close = close_slice,
    .query = query_slice,
    .get_eoa = allocated,
    .set_eoa = set_allocated,
    .get_eof = end_of_file,
    .read = read_slice,
    .write = write_slice,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

hid_t slice_open(int descriptor, uint64_t start, uint64_t length) {
    range.descriptor = descriptor;
    range.start = start;
    range.length = length;
    if (h5.H5open() < 0) return -1;
    h5.H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    // Filters come with libhdf5 or not at all.
    h5.H5PLset_loading_state(0);
    hid_t access = h5.H5Pcreate(*h5.file_access);
    if (access < 0 || h5.H5Pset_driver(access, h5.H5FDregister(&slices), NULL) < 0) return -1;
    return h5.H5Fopen("slice", READ_ONLY, access);
}

#include "hdf5_writing.h"

#include "library.h"

#include <stdlib.h>
#include <string.h>

// The header's names call the library to say this.
#define TRUNCATE 0x0002u

struct hdf5_writer {
    hid_t file, links;
};

struct hdf5_writer *hdf5_writer_open(const char *path) {
    if (!load_hdf5() || h5.H5open() < 0) return NULL;
    h5.H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    struct hdf5_writer *writer = calloc(1, sizeof *writer);
    if (!writer) return NULL;
    writer->links = h5.H5Pcreate(*h5.link_create);
    h5.H5Pset_create_intermediate_group(writer->links, 1);
    writer->file = h5.H5Fcreate(path, TRUNCATE, H5P_DEFAULT, H5P_DEFAULT);
    if (writer->file >= 0) return writer;
    h5.H5Pclose(writer->links);
    free(writer);
    return NULL;
}

// Times would make every file another.
static hid_t plain_dataset(void) {
    hid_t plan = h5.H5Pcreate(*h5.dataset_create);
    h5.H5Pset_obj_track_times(plan, 0);
    return plan;
}

static hid_t made(struct hdf5_writer *writer, const char *name, hid_t type, int rank, const uint64_t sizes[2]) {
    hsize_t dims[2] = {sizes[0], rank > 1 ? sizes[1] : 0};
    hid_t space = h5.H5Screate_simple(rank, dims, NULL), plan = plain_dataset();
    hid_t set = h5.H5Dcreate2(writer->file, name, type, space, writer->links, plan, H5P_DEFAULT);
    h5.H5Pclose(plan);
    h5.H5Sclose(space);
    return set;
}

int64_t hdf5_writer_floats(struct hdf5_writer *writer, const char *name, uint64_t rows, uint64_t columns) {
    uint64_t sizes[2] = {rows, columns};
    return made(writer, name, *h5.native_float, 2, sizes);
}

int hdf5_writer_row(int64_t set, uint64_t row, uint64_t columns, const float *values) {
    hsize_t start[2] = {row, 0}, count[2] = {1, columns};
    hid_t space = h5.H5Dget_space(set), memory = h5.H5Screate_simple(2, count, NULL);
    int done = h5.H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL) >= 0 &&
               h5.H5Dwrite(set, *h5.native_float, memory, space, H5P_DEFAULT, values) >= 0;
    h5.H5Sclose(memory);
    h5.H5Sclose(space);
    return done;
}

int hdf5_writer_end(int64_t set) { return h5.H5Dclose(set) >= 0; }

int hdf5_writer_integers(struct hdf5_writer *writer, const char *name, uint64_t count, const int32_t *values) {
    uint64_t sizes[2] = {count, 0};
    hid_t set = made(writer, name, *h5.native_int, 1, sizes);
    int done = set >= 0 && h5.H5Dwrite(set, *h5.native_int, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
    return (set < 0 || h5.H5Dclose(set) >= 0) && done;
}

static hid_t text_type(size_t width) {
    hid_t type = h5.H5Tcopy(*h5.text);
    h5.H5Tset_size(type, width ? width : 1);
    h5.H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

int hdf5_writer_texts(
    struct hdf5_writer *writer, const char *name, uint64_t count, uint64_t width, const char *values) {
    uint64_t sizes[2] = {count, 0};
    hid_t type = text_type(width), set = made(writer, name, type, 1, sizes);
    int done = set >= 0 && h5.H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
    if (set >= 0 && h5.H5Dclose(set) < 0) done = 0;
    h5.H5Tclose(type);
    return done;
}

int hdf5_writer_note(struct hdf5_writer *writer, const char *object, const char *name, const char *text) {
    hid_t place = h5.H5Oopen(writer->file, object, H5P_DEFAULT);
    if (place < 0) return 0;
    size_t width = strlen(text);
    hid_t type = text_type(width + 1), space = h5.H5Screate(H5S_SCALAR);
    hid_t note = h5.H5Acreate2(place, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    int done = note >= 0 && h5.H5Awrite(note, type, text) >= 0;
    if (note >= 0) h5.H5Aclose(note);
    h5.H5Sclose(space);
    h5.H5Tclose(type);
    h5.H5Oclose(place);
    return done;
}

int hdf5_writer_close(struct hdf5_writer *writer) {
    int done = h5.H5Fclose(writer->file) >= 0;
    h5.H5Pclose(writer->links);
    free(writer);
    return done;
}

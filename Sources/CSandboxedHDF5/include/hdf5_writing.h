// HDF5 files of our own numbers, written by libhdf5 in this process: what it is given is no file of others.

#ifndef HDF5_WRITING_H
#define HDF5_WRITING_H

#include <stdint.h>

/// A file that is being written.
struct hdf5_writer;

/// Begins a file; NULL where libhdf5 is not there or refuses.
struct hdf5_writer *hdf5_writer_open(const char *path);

/// Makes a dataset of 32-bit floats, and the groups that its path names; its handle, negative where that failed.
int64_t hdf5_writer_floats(struct hdf5_writer *writer, const char *name, uint64_t rows, uint64_t columns);

/// Writes a row of it; whether that went well, as below.
int hdf5_writer_row(int64_t set, uint64_t row, uint64_t columns, const float *values);

/// Ends a dataset of floats.
int hdf5_writer_end(int64_t set);

/// A dataset of 32-bit integers.
int hdf5_writer_integers(struct hdf5_writer *writer, const char *name, uint64_t count, const int32_t *values);

/// A dataset of texts (UTF-8), each `width` bytes, ended by zeros.
int hdf5_writer_texts(
    struct hdf5_writer *writer, const char *name, uint64_t count, uint64_t width, const char *values);

/// An attribute of a dataset or of the root, `/`.
int hdf5_writer_note(struct hdf5_writer *writer, const char *object, const char *name, const char *text);

/// Ends the file and frees the writer.
int hdf5_writer_close(struct hdf5_writer *writer);

#endif

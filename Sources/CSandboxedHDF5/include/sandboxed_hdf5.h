// libhdf5 behind a wall: it reads a file in a process of its own, and only plain bytes come back.
//
// libhdf5 trusts the files it is given, and a damaged one can make it crash, run for ever or ask for all memory. So
// each question forks a child with limits on memory and time; the child sees the file only through reads of one range
// of an open descriptor, opens no other file, loads no plugin, and writes its answer to a pipe.

#ifndef SANDBOXED_HDF5_H
#define SANDBOXED_HDF5_H

#include "hdf5_writing.h"

#include <stddef.h>
#include <stdint.h>

/// How a question ended.
enum sandboxed_hdf5_end {
    /// The answer is whole.
    SANDBOXED_HDF5_WHOLE = 0,
    /// libhdf5 refused the file, crashed on it, or went over a limit; what came of the answer is worth nothing.
    SANDBOXED_HDF5_BROKEN = 1,
    /// The system gave no process or memory.
    SANDBOXED_HDF5_NO_PROCESS = 2,
    /// libhdf5 is not there, or not of the version that this was compiled for.
    SANDBOXED_HDF5_NO_LIBRARY = 3,
};

/// An answer; `bytes` are the caller's to free.
struct sandboxed_hdf5_answer {
    enum sandboxed_hdf5_end end;
    uint8_t *bytes;
    size_t count;
};

/// Lists the datasets and the names that Keras gives, of the HDF5 file in a range of an open file.
///
/// The answer is a run of records of host integers. Dataset: 'D', path, rank (1 byte), sizes (8 bytes each), kind (1
/// byte: 'f' float, 'b' bfloat16, 'i' integer, 'u' unsigned, 'c' numbers that
/// libhdf5 converts, 's' texts, 't' a MATLAB array of characters, whose last axis runs over texts, 'r' references to other
/// datasets, as of a MATLAB cell array, '?' other), bytes of an element (1), whether the highest
/// comes first (1), offset of its elements in the range (8, all ones if they are not in one piece as they are).
/// Attribute: 'A', path, name, number of texts (4), texts. A text is its length (4) and its bytes.
struct sandboxed_hdf5_answer sandboxed_hdf5_list(int descriptor, uint64_t start, uint64_t length);

/// The elements of the dataset of a path, as many as `count`, as floats of 4 bytes, whatever they are stored as.
struct sandboxed_hdf5_answer sandboxed_hdf5_read(
    int descriptor, uint64_t start, uint64_t length, const char *path, uint64_t count);

/// The texts of the dataset of a path, of kind 's', 't' or 'r'; each a letter and a text: 'b' bytes, 'w' units of 16 bits,
/// '?' with an empty one for a reference to something else. There are to be as many as `count`.
struct sandboxed_hdf5_answer sandboxed_hdf5_texts(
    int descriptor, uint64_t start, uint64_t length, const char *path, uint64_t count);

/// Writes the version of the library that was found: major, minor, release; 0 if none is, or not that of the header.
int sandboxed_hdf5_version(unsigned version[3]);

#endif

// One question, answered in a process of its own.

#ifndef CHILD_H
#define CHILD_H

#include "sandboxed_hdf5.h"

/// The last byte of a whole answer.
enum { END_MARK = 'E' };

/// What is asked of which file, and what answering may cost.
struct question {
    int descriptor;
    uint64_t start, length;
    /// For reading: the dataset, and how many elements it has.
    const char *path;
    uint64_t count;
    /// Bytes of memory for libhdf5.
    uint64_t memory;
    /// Seconds of a processor.
    unsigned seconds;
    /// Bytes of the longest answer.
    uint64_t most;
};

/// Forks; in the child calls `work`, which writes the answer and its end mark to the descriptor and exits with 0.
struct sandboxed_hdf5_answer in_child(struct question question, void (*work)(struct question, int));

#endif

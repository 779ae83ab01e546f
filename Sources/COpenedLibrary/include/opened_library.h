// SPDX-License-Identifier: GPL-3.0-or-later
// Libraries that are opened when they are first used: linked, they and what they need would slow down every start.
// LIST(ITEM) stands for ITEM(name) of every function that is called.

#pragma once

#include <pthread.h>

#define AS_IT_IS(name) #name
#define SPELLED(name) AS_IT_IS(name)
#define CALL_NAME(name) SPELLED(name),
#define CALL_FIELD(name) __typeof__(name) *name;

/// Opens a library by its file's name, and puts the addresses of functions at `calls`, in the order of their names;
/// NULL where it or one of them is not there.
void *open_library(const char *file, const char *const *names, int count, void *calls);

/// Opens it, and ends the program as its loader would where that cannot be.
void need_library(const char *file, const char *const *names, int count, void *calls);

/// Declares a structure of the functions by their names, and `library_opened()`, which gives it.
#define DECLARE_LIBRARY(library, LIST)                                                                                 \
    struct library##_calls {                                                                                           \
        LIST(CALL_FIELD)                                                                                               \
    };                                                                                                                 \
    const struct library##_calls *library##_opened(void);

/// Defines it, of a library's file.
#define DEFINE_LIBRARY(library, file, LIST)                                                                            \
    static struct library##_calls library##_calls;                                                                     \
    static void open_##library(void) {                                                                                 \
        static const char *const names[] = {LIST(CALL_NAME)};                                                          \
        need_library(file, names, sizeof names / sizeof *names, &library##_calls);                                     \
    }                                                                                                                  \
    const struct library##_calls *library##_opened(void) {                                                             \
        static pthread_once_t once = PTHREAD_ONCE_INIT;                                                                \
        pthread_once(&once, open_##library);                                                                           \
        return &library##_calls;                                                                                       \
    }

#include "opened_library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void *open_library(const char *file, const char *const *names, int count, void *calls) {
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!library) return NULL;
    for (int index = 0; index < count; index++) {
        void *address = dlsym(library, names[index]);
        if (!address) return NULL;
        memcpy((char *)calls + (size_t)index * sizeof address, &address, sizeof address);
    }
    return library;
}

void need_library(const char *file, const char *const *names, int count, void *calls) {
    if (open_library(file, names, count, calls)) return;
    fprintf(stderr, "error while loading shared libraries: %s\n", dlerror());
    _exit(127);
}

#include "tiff_library.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#if TIFFLIB_VERSION >= 20221213
DEFINE_LIBRARY(libtiff, "libtiff.so.6", TIFF_CALLS)
#else
DEFINE_LIBRARY(libtiff, "libtiff.so.5", TIFF_CALLS)
#endif

static tmsize_t tiff_memory_read(thandle_t handle, void *to, tmsize_t wanted) {
    struct tiff_memory *memory = (struct tiff_memory *)handle;
    if (wanted <= 0 || memory->place >= memory->count) return 0;
    uint64_t left = memory->count - memory->place;
    uint64_t count = (uint64_t)wanted < left ? (uint64_t)wanted : left;
    memcpy(to, memory->bytes + memory->place, count);
    memory->place += count;
    return (tmsize_t)count;
}

static tmsize_t tiff_memory_write(thandle_t handle, void *from, tmsize_t count) {
    (void)handle, (void)from, (void)count;
    return -1;
}

static uint64_t tiff_memory_seek(thandle_t handle, uint64_t offset, int from) {
    struct tiff_memory *memory = (struct tiff_memory *)handle;
    memory->place = offset + (from == SEEK_CUR ? memory->place : from == SEEK_END ? memory->count : 0);
    return memory->place;
}

static int tiff_memory_close(thandle_t handle) {
    (void)handle;
    return 0;
}

static uint64_t tiff_memory_size(thandle_t handle) { return ((struct tiff_memory *)handle)->count; }

static int tiff_memory_error(TIFF *file, void *handle, const char *place, const char *form, va_list values) {
    (void)file, (void)place;
    struct tiff_memory *memory = (struct tiff_memory *)handle;
    vsnprintf(memory->message, sizeof memory->message, form, values);
    return 1;
}

static int tiff_memory_warning(TIFF *file, void *handle, const char *place, const char *form, va_list values) {
    (void)file, (void)handle, (void)place, (void)form, (void)values;
    return 1;
}

TIFF *tiff_memory_open(struct tiff_memory *memory, tmsize_t most) {
    // "m": not mapped into memory.
#if TIFFLIB_VERSION >= 20221213
    TIFFOpenOptions *options = libtiff_opened()->TIFFOpenOptionsAlloc();
    if (!options) return NULL;
    libtiff_opened()->TIFFOpenOptionsSetMaxSingleMemAlloc(options, most);
    libtiff_opened()->TIFFOpenOptionsSetErrorHandlerExtR(options, tiff_memory_error, memory);
    libtiff_opened()->TIFFOpenOptionsSetWarningHandlerExtR(options, tiff_memory_warning, memory);
    TIFF *file = libtiff_opened()->TIFFClientOpenExt(
        "picture", "rm", (thandle_t)memory, tiff_memory_read, tiff_memory_write, tiff_memory_seek, tiff_memory_close,
        tiff_memory_size, NULL, NULL, options);
    libtiff_opened()->TIFFOpenOptionsFree(options);
    return file;
#else
    (void)most;
    libtiff_opened()->TIFFSetErrorHandler(NULL);
    libtiff_opened()->TIFFSetWarningHandler(NULL);
    return libtiff_opened()->TIFFClientOpen(
        "picture", "rm", (thandle_t)memory, tiff_memory_read, tiff_memory_write, tiff_memory_seek, tiff_memory_close,
        tiff_memory_size, NULL, NULL);
#endif
}

uint32_t tiff_long(TIFF *file, uint32_t tag, uint32_t otherwise) {
    uint32_t value = otherwise;
    return libtiff_opened()->TIFFGetFieldDefaulted(file, tag, &value) ? value : otherwise;
}

uint16_t tiff_short(TIFF *file, uint32_t tag, uint16_t otherwise) {
    uint16_t value = otherwise;
    return libtiff_opened()->TIFFGetFieldDefaulted(file, tag, &value) ? value : otherwise;
}

int tiff_extra_sample(TIFF *file) {
    uint16_t count = 0, *kinds = NULL;
    if (!libtiff_opened()->TIFFGetFieldDefaulted(file, TIFFTAG_EXTRASAMPLES, &count, &kinds) || count == 0) return -1;
    return kinds[0];
}

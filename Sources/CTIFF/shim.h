#pragma once

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <tiffio.h>

/* Swift calls no function of any number of arguments, which TIFFGetField is, and a file in memory is read by functions. */

/* Bytes in memory, and what the library said last. */
struct tiff_memory {
    const unsigned char *bytes;
    uint64_t count, place;
    char message[160];
};

static inline tmsize_t tiff_memory_read(thandle_t handle, void *to, tmsize_t wanted) {
    struct tiff_memory *memory = (struct tiff_memory *)handle;
    if (wanted <= 0 || memory->place >= memory->count) return 0;
    uint64_t left = memory->count - memory->place;
    uint64_t count = (uint64_t)wanted < left ? (uint64_t)wanted : left;
    memcpy(to, memory->bytes + memory->place, count);
    memory->place += count;
    return (tmsize_t)count;
}

static inline tmsize_t tiff_memory_write(thandle_t handle, void *from, tmsize_t count) {
    (void)handle, (void)from, (void)count;
    return -1;
}

static inline uint64_t tiff_memory_seek(thandle_t handle, uint64_t offset, int from) {
    struct tiff_memory *memory = (struct tiff_memory *)handle;
    memory->place = offset + (from == SEEK_CUR ? memory->place : from == SEEK_END ? memory->count : 0);
    return memory->place;
}

static inline int tiff_memory_close(thandle_t handle) {
    (void)handle;
    return 0;
}

static inline uint64_t tiff_memory_size(thandle_t handle) { return ((struct tiff_memory *)handle)->count; }

static inline int tiff_memory_error(TIFF *file, void *handle, const char *place, const char *form, va_list values) {
    (void)file, (void)place;
    struct tiff_memory *memory = (struct tiff_memory *)handle;
    vsnprintf(memory->message, sizeof memory->message, form, values);
    return 1;
}

static inline int tiff_memory_warning(TIFF *file, void *handle, const char *place, const char *form, va_list values) {
    (void)file, (void)handle, (void)place, (void)form, (void)values;
    return 1;
}

/* Opens bytes; no single piece of memory that the library takes is larger than `most`, where it can be told (from 4.5 on).
   NULL where it is no TIFF. */
static inline TIFF *tiff_memory_open(struct tiff_memory *memory, tmsize_t most) {
    /* "m": not mapped into memory. */
#if TIFFLIB_VERSION >= 20221213
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) return NULL;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, most);
    TIFFOpenOptionsSetErrorHandlerExtR(options, tiff_memory_error, memory);
    TIFFOpenOptionsSetWarningHandlerExtR(options, tiff_memory_warning, memory);
    TIFF *file = TIFFClientOpenExt(
        "picture", "rm", (thandle_t)memory, tiff_memory_read, tiff_memory_write, tiff_memory_seek, tiff_memory_close,
        tiff_memory_size, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    return file;
#else
    (void)most;
    TIFFSetErrorHandler(NULL);
    TIFFSetWarningHandler(NULL);
    return TIFFClientOpen(
        "picture", "rm", (thandle_t)memory, tiff_memory_read, tiff_memory_write, tiff_memory_seek, tiff_memory_close,
        tiff_memory_size, NULL, NULL);
#endif
}

/* A number of 32 bits; `otherwise` where the file has none. */
static inline uint32_t tiff_long(TIFF *file, uint32_t tag, uint32_t otherwise) {
    uint32_t value = otherwise;
    return TIFFGetFieldDefaulted(file, tag, &value) ? value : otherwise;
}

/* A number of 16 bits; `otherwise` where the file has none. */
static inline uint16_t tiff_short(TIFF *file, uint32_t tag, uint16_t otherwise) {
    uint16_t value = otherwise;
    return TIFFGetFieldDefaulted(file, tag, &value) ? value : otherwise;
}

/* What the first sample beside the colours is, an EXTRASAMPLE_; −1 where there is none. */
static inline int tiff_extra_sample(TIFF *file) {
    uint16_t count = 0, *kinds = NULL;
    if (!TIFFGetFieldDefaulted(file, TIFFTAG_EXTRASAMPLES, &count, &kinds) || count == 0) return -1;
    return kinds[0];
}

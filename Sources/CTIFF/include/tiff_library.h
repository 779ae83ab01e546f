// SPDX-License-Identifier: GPL-3.0-or-later
// Swift calls no function of any number of arguments, which TIFFGetField is, and a file in memory is read by functions.

#pragma once

#include <tiffio.h>

#include "opened_library.h"

// From 4.5 on what the library takes of memory can be limited, and it says to each file what it says.
#if TIFFLIB_VERSION >= 20221213
#define TIFF_OPENING_CALLS(CALL)                                                                                       \
    CALL(TIFFClientOpenExt) CALL(TIFFOpenOptionsAlloc) CALL(TIFFOpenOptionsFree)                                       \
    CALL(TIFFOpenOptionsSetErrorHandlerExtR) CALL(TIFFOpenOptionsSetMaxSingleMemAlloc)                                 \
    CALL(TIFFOpenOptionsSetWarningHandlerExtR)
#else
#define TIFF_OPENING_CALLS(CALL) CALL(TIFFClientOpen) CALL(TIFFSetErrorHandler) CALL(TIFFSetWarningHandler)
#endif
#define TIFF_CALLS(CALL)                                                                                               \
    TIFF_OPENING_CALLS(CALL)                                                                                           \
    CALL(TIFFClose) CALL(TIFFGetFieldDefaulted) CALL(TIFFGetVersion) CALL(TIFFIsTiled)                                 \
    CALL(TIFFReadRGBAImageOriented) CALL(TIFFReadScanline) CALL(TIFFScanlineSize) CALL(TIFFStripSize64)                \
    CALL(TIFFTileSize64)

DECLARE_LIBRARY(libtiff, TIFF_CALLS)

/// Bytes in memory, and what the library said last.
struct tiff_memory {
    const unsigned char *bytes;
    uint64_t count, place;
    char message[160];
};

/// Opens bytes; no single piece of memory that the library takes is larger than `most`, where it can be told
/// (from 4.5 on). NULL where it is no TIFF.
TIFF *tiff_memory_open(struct tiff_memory *memory, tmsize_t most);

/// A number of 32 bits; `otherwise` where the file has none.
uint32_t tiff_long(TIFF *file, uint32_t tag, uint32_t otherwise);

/// A number of 16 bits; `otherwise` where the file has none.
uint16_t tiff_short(TIFF *file, uint32_t tag, uint16_t otherwise);

/// What the first sample beside the colours is, an EXTRASAMPLE_; −1 where there is none.
int tiff_extra_sample(TIFF *file);

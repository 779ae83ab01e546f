// SPDX-License-Identifier: GPL-3.0-or-later

#include "winograd.h"

#include <malloc.h>

void winograd_keep_memory(void) {
    mallopt(M_MMAP_THRESHOLD, 1 << 28);
    mallopt(M_TRIM_THRESHOLD, 1 << 29);
}

void winograd_return_memory(void) { malloc_trim(0); }

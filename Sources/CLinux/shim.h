#pragma once
#include <fcntl.h>
#include <malloc.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <unistd.h>

/// renameat2(2) with RENAME_EXCHANGE: two paths trade places at once. The C library hides it behind _GNU_SOURCE.
static inline int linux_exchange(const char *one, const char *other) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, one, AT_FDCWD, other, 2u);
}

int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *folder);

/// The folder that a program begins in, which the C library hides too.
static inline int linux_add_folder(posix_spawn_file_actions_t *actions, const char *folder) {
    return posix_spawn_file_actions_addchdir_np(actions, folder);
}

/// Memory that is freed stays with the process, in glibc: blocks below 256 MB, until 512 MB lie idle.
static inline void linux_keep_memory(void) {
    mallopt(M_MMAP_THRESHOLD, 1 << 28);
    mallopt(M_TRIM_THRESHOLD, 1 << 29);
}

/// Memory that lies idle goes back to the system, in glibc, also between blocks that are in use.
static inline void linux_return_memory(void) { malloc_trim(0); }

/// Tells the processor that this thread only waits, for some 50 ns.
static inline void processor_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

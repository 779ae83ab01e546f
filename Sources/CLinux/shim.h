#pragma once
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
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

/// Bytes that a TCP connection has brought: `tcpi_bytes_received` of the kernel's `struct tcp_info`, which the C library's
/// lacks. 0 for a socket of another kind, or a kernel before 4.1.
static inline uint64_t linux_bytes_received(int descriptor) {
    unsigned char info[256] = {0};
    socklen_t size = sizeof info;
    uint64_t count = 0;
    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, info, &size) != 0 || size < 136) return 0;
    memcpy(&count, info + 128, sizeof count);
    return count;
}

/// Lets a connection send what it has without waiting for more; nothing for a socket of another kind.
static inline void linux_send_at_once(int descriptor) {
    int on = 1;
    (void)setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

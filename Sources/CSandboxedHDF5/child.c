// For pipe2 and closefrom.
#define _GNU_SOURCE

#include "child.h"
#include "library.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void limit(int resource, rlim_t most) {
    struct rlimit limits;
    if (getrlimit(resource, &limits) != 0) return;
    if (limits.rlim_max != RLIM_INFINITY && limits.rlim_max < most) most = limits.rlim_max;
    limits.rlim_cur = limits.rlim_max = most;
    setrlimit(resource, &limits);
}

/// Bytes of address space that the process has already.
static uint64_t address_space(void) {
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file) return 0;
    if (fscanf(file, "%lu", &pages) != 1) pages = 0;
    fclose(file);
    return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

/// The descriptors that the child keeps: the file and the pipe.
enum { FILE_DESCRIPTOR = 3, PIPE_DESCRIPTOR = 4 };

/// Leaves the child two open descriptors, and the three streams that lead nowhere.
static int seal_files(int file, int pipe) {
    // First out of the way of the numbers they get.
    int high_file = fcntl(file, F_DUPFD, 8), high_pipe = fcntl(pipe, F_DUPFD, 8), nowhere = open("/dev/null", O_RDWR);
    if (high_file < 0 || high_pipe < 0 || nowhere < 0) return 0;
    for (int stream = 0; stream < 3; stream++)
        if (dup2(nowhere, stream) < 0) return 0;
    if (dup2(high_file, FILE_DESCRIPTOR) < 0 || dup2(high_pipe, PIPE_DESCRIPTOR) < 0) return 0;
    closefrom(PIPE_DESCRIPTOR + 1);
    return 1;
}

/// Takes from the child the handlers and blocked signals that it inherited, and limits its memory and time.
static void seal(const struct question *question) {
    const int signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTRAP, SIGALRM, SIGXCPU, SIGPIPE, SIGTERM, SIGINT, SIGHUP,
                           SIGXFSZ};
    for (size_t index = 0; index < sizeof signals / sizeof *signals; index++) signal(signals[index], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    uint64_t used = address_space();
    if (used > 0) limit(RLIMIT_AS, used + question->memory);
    limit(RLIMIT_CPU, question->seconds);
    limit(RLIMIT_CORE, 0);
    // Waiting for a slow disk costs no processor time.
    alarm(30 + 4 * question->seconds);
}

/// Reads the pipe to its end, or to more bytes than an answer may have; whether all fitted.
static int gather(int pipe, uint64_t most, struct sandboxed_hdf5_answer *answer) {
    size_t room = 0;
    for (;;) {
        if (answer->count == room) {
            if (room > most) return 0;
            room = room ? room * 2 : 1 << 14;
            uint8_t *bytes = realloc(answer->bytes, room);
            if (!bytes) return 0;
            answer->bytes = bytes;
        }
        ssize_t got = read(pipe, answer->bytes + answer->count, room - answer->count);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return 0;
        if (got == 0) return answer->count <= most;
        answer->count += (size_t)got;
    }
}

struct sandboxed_hdf5_answer in_child(struct question question, void (*work)(struct question, int)) {
    struct sandboxed_hdf5_answer answer = {SANDBOXED_HDF5_NO_PROCESS, NULL, 0};
    int ends[2];
    // Before the fork: a child of several threads may not load anything.
    if (!load_hdf5()) {
        answer.end = SANDBOXED_HDF5_NO_LIBRARY;
        return answer;
    }
    if (pipe2(ends, O_CLOEXEC) != 0) return answer;
    pid_t child = fork();
    if (child == 0) {
        if (!seal_files(question.descriptor, ends[1])) _exit(1);
        seal(&question);
        question.descriptor = FILE_DESCRIPTOR;
        work(question, PIPE_DESCRIPTOR);
        _exit(1);
    }
    close(ends[1]);
    if (child > 0) {
        int whole = gather(ends[0], question.most, &answer);
        if (!whole) kill(child, SIGKILL);
        int status = 1;
        pid_t ended;
        do ended = waitpid(child, &status, 0);
        while (ended < 0 && errno == EINTR);
        // Where the host collects its children by itself, the end mark alone must tell.
        if (ended < 0) status = 0;
        whole = whole && status == 0 && answer.count > 0 && answer.bytes[answer.count - 1] == END_MARK;
        answer.end = whole ? SANDBOXED_HDF5_WHOLE : SANDBOXED_HDF5_BROKEN;
        if (whole) answer.count--;
    }
    close(ends[0]);
    return answer;
}

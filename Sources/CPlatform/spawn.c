#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int coffer_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int coffer_one_way(int ends[2]) {
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
    if (shutdown(ends[0], SHUT_WR) == 0) return 0;
    close(ends[0]);
    close(ends[1]);
    ends[0] = ends[1] = -1;
    return -1;
}

static int describe_stream(posix_spawn_file_actions_t *files, int stream, int given) {
    if (given >= 0) return posix_spawn_file_actions_adddup2(files, given, stream);
    return posix_spawn_file_actions_addopen(files, stream, "/dev/null", stream == 0 ? O_RDONLY : O_WRONLY, 0);
}

// What a started program gets: its streams and no other descriptor, the root as its directory.
static int describe_files(posix_spawn_file_actions_t *files, const struct coffer_streams *streams) {
    int failed = describe_stream(files, 0, streams->input);
    if (!failed) failed = describe_stream(files, 1, streams->output);
    if (!failed) failed = describe_stream(files, 2, -1);
    if (!failed && streams->third >= 0) {
        failed = posix_spawn_file_actions_adddup2(files, streams->third, 3);
    }
    if (!failed) failed = posix_spawn_file_actions_addclosefrom_np(files, streams->third >= 0 ? 4 : 3);
    if (!failed) failed = posix_spawn_file_actions_addchdir_np(files, "/");
    return failed;
}

// A session of its own, so that it has no terminal, and with that a process group; no signal ignored or blocked.
static int describe_process(posix_spawnattr_t *how) {
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    int failed = posix_spawnattr_setsigdefault(how, &all);
    if (!failed) failed = posix_spawnattr_setsigmask(how, &none);
    if (!failed) {
        failed = posix_spawnattr_setflags(
            how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
    }
    return failed;
}

int coffer_spawn(
    pid_t *pid, const char *program, char *const arguments[], char *const environment[],
    const struct coffer_streams *streams) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    int failed = posix_spawn_file_actions_init(&files);
    if (failed) return failed;
    failed = posix_spawnattr_init(&how);
    if (!failed) {
        failed = describe_files(&files, streams);
        if (!failed) failed = describe_process(&how);
        if (!failed) failed = posix_spawn(pid, program, &files, &how, arguments, environment);
        posix_spawnattr_destroy(&how);
    }
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

int coffer_has_ended(pid_t pid) {
    siginfo_t info = {0};
    int failed;
    do {
        failed = waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT);
    } while (failed != 0 && errno == EINTR);
    return failed != 0 || info.si_pid == pid;
}

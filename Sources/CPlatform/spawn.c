#define _GNU_SOURCE
#include "CPlatform.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

int coffer_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

// What a started program gets: its three streams and no other descriptor, the root as its directory.
static int describe_files(posix_spawn_file_actions_t *files, int input) {
    int failed = posix_spawn_file_actions_adddup2(files, input, 0);
    if (!failed) failed = posix_spawn_file_actions_addopen(files, 1, "/dev/null", O_WRONLY, 0);
    if (!failed) failed = posix_spawn_file_actions_addopen(files, 2, "/dev/null", O_WRONLY, 0);
    if (!failed) failed = posix_spawn_file_actions_addclosefrom_np(files, 3);
    if (!failed) failed = posix_spawn_file_actions_addchdir_np(files, "/");
    return failed;
}

// A process group of its own; no signal ignored or blocked.
static int describe_process(posix_spawnattr_t *how) {
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    int failed = posix_spawnattr_setsigdefault(how, &all);
    if (!failed) failed = posix_spawnattr_setsigmask(how, &none);
    if (!failed) failed = posix_spawnattr_setpgroup(how, 0);
    if (!failed) {
        failed = posix_spawnattr_setflags(
            how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    }
    return failed;
}

int coffer_spawn(
    pid_t *pid, const char *program, char *const arguments[], char *const environment[], int input) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    int failed = posix_spawn_file_actions_init(&files);
    if (failed) return failed;
    failed = posix_spawnattr_init(&how);
    if (!failed) {
        failed = describe_files(&files, input);
        if (!failed) failed = describe_process(&how);
        if (!failed) failed = posix_spawn(pid, program, &files, &how, arguments, environment);
        posix_spawnattr_destroy(&how);
    }
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

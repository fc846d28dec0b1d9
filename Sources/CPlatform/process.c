#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>

int coffer_random(void *buffer, size_t bytes) {
    unsigned char *next = buffer;
    while (bytes > 0) {
        ssize_t got = getrandom(next, bytes, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return -1;
        next += got;
        bytes -= (size_t)got;
    }
    return 0;
}

// The signals by which a crash arrives, and on which a backtracer prints registers and memory.
static const int crashes[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGTRAP};
static const size_t crash_count = sizeof crashes / sizeof crashes[0];

int coffer_harden_process(void) {
    struct rlimit none = {0, 0};
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0) return -1;
    for (size_t i = 0; i < crash_count; i++) {
        if (signal(crashes[i], SIG_DFL) == SIG_ERR) return -1;
    }
    // Whoever started this process may have had the kernel take its children's ends, or closed the first descriptors: ours
    // are waited for, and what is opened next must not become anybody's standard error.
    if (signal(SIGCHLD, SIG_DFL) == SIG_ERR) return -1;
    for (int file = 0; file < 3; file++) {
        if (fcntl(file, F_GETFD) < 0 && open("/dev/null", O_RDWR) != file) return -1;
    }
    return 0;
}

int coffer_process_is_hardened(void) {
    struct rlimit core;
    if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0) return 0;
    if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_cur != 0 || core.rlim_max != 0) return 0;
    for (size_t i = 0; i < crash_count; i++) {
        struct sigaction now;
        if (sigaction(crashes[i], NULL, &now) != 0 || now.sa_handler != SIG_DFL) return 0;
    }
    return 1;
}

int coffer_peer(int socket, pid_t *pid, uid_t *uid, gid_t *gid) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || size != sizeof peer) return -1;
    *pid = peer.pid;
    *uid = peer.uid;
    *gid = peer.gid;
    return 0;
}

// The few lines of Linux that Swift cannot say.
#ifndef COFFER_PLATFORM_H
#define COFFER_PLATFORM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Pages between two guard pages: locked, left out of core dumps, read as zeros by a forked child.
// Returns the first usable byte, or NULL with `*failed` naming the step.
enum coffer_locked_step {
    COFFER_LOCKED_OK = 0,
    COFFER_LOCKED_MAP = 1,
    COFFER_LOCKED_PROTECT = 2,
    COFFER_LOCKED_LOCK = 3,
    COFFER_LOCKED_ADVISE = 4,
};
void *coffer_locked_map(size_t bytes, int *failed);

// Wipes, unlocks and unmaps what coffer_locked_map returned; `bytes` as asked then.
void coffer_locked_unmap(void *base, size_t bytes);

// The size that coffer_locked_map gives for a wish: whole pages.
size_t coffer_locked_size(size_t bytes);

// Fills from the kernel's generator, waiting for it to be seeded. 0, or -1 when the system has none.
int coffer_random(void *buffer, size_t bytes);

// No core file, no ptrace by the same user, no crash handler that prints memory. 0, or -1.
int coffer_harden_process(void);

// Whether the process is as coffer_harden_process leaves it.
int coffer_process_is_hardened(void);

// Who is at the other end of a unix socket. 0, or -1.
int coffer_peer(int socket, pid_t *pid, uid_t *uid, gid_t *gid);

// Forks, and tells whether the child reads only zeros there: 1 yes, 0 no, -1 no child could be made.
int coffer_child_reads_zeros(const void *bytes, size_t count);

// A pipe, reading end first, that no started program inherits. 0, or -1.
int coffer_pipe(int ends[2]);

// Two ends of which the first can only read what the second writes, and no started program inherits either. Unlike a
// pipe it cannot be opened a second time through /proc. 0, or -1.
int coffer_one_way(int ends[2]);

// What a started program has for its descriptors 0, 1 and 3; -1 for nothing. Its descriptor 2 leads nowhere.
struct coffer_streams {
    int input;
    int output;
    int third;
};

// Starts a program by its path: with these descriptors and no other, no signal ignored or blocked, "/" as its
// directory, in a process group of its own. 0, or an error of errno(3).
int coffer_spawn(
    pid_t *pid, const char *program, char *const arguments[], char *const environment[],
    const struct coffer_streams *streams);

// Whether a program that was started here has ended; its status is still to be asked for, and its number its own. 1 for
// one that is not known.
int coffer_has_ended(pid_t pid);

#endif

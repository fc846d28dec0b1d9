#define _GNU_SOURCE
#include "CPlatform.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static size_t page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

size_t coffer_locked_size(size_t bytes) {
    size_t page = page_size();
    return bytes > SIZE_MAX - 4 * page ? 0 : (bytes + page - 1) / page * page;
}

void *coffer_locked_map(size_t bytes, int *failed) {
    size_t page = page_size(), size = coffer_locked_size(bytes);
    *failed = COFFER_LOCKED_MAP;
    if (size == 0) return NULL;
    unsigned char *whole = mmap(NULL, size + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (whole == MAP_FAILED) return NULL;
    unsigned char *base = whole + page;
    *failed = COFFER_LOCKED_PROTECT;
    if (mprotect(base, size, PROT_READ | PROT_WRITE) != 0) goto refuse;
    *failed = COFFER_LOCKED_ADVISE;
    if (madvise(base, size, MADV_DONTDUMP) != 0 || madvise(base, size, MADV_WIPEONFORK) != 0) goto refuse;
    *failed = COFFER_LOCKED_LOCK;
    if (mlock(base, size) != 0) goto refuse;
    *failed = COFFER_LOCKED_OK;
    return base;
refuse:
    munmap(whole, size + 2 * page);
    return NULL;
}

void coffer_locked_unmap(void *base, size_t bytes) {
    size_t page = page_size(), size = coffer_locked_size(bytes);
    explicit_bzero(base, size);
    munlock(base, size);
    munmap((unsigned char *)base - page, size + 2 * page);
}

int coffer_child_reads_zeros(const void *bytes, size_t count) {
    pid_t child = fork();
    if (child < 0) return -1;
    if (child == 0) {
        const volatile unsigned char *byte = bytes;
        unsigned char seen = 0;
        for (size_t i = 0; i < count; i++) seen |= byte[i];
        _exit(seen == 0 ? 0 : 1);
    }
    int status = 0;
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
    return WEXITSTATUS(status) == 0;
}

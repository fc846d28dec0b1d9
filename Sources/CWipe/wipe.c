// Takes the place of glibc's `free` and `realloc` in the whole process: what is given back is wiped first.
#define _GNU_SOURCE
#include "CWipe.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define COFFER_SANITIZED 1  // These bring an allocator of their own, which looks after what is freed.
#endif
#endif

#ifndef COFFER_SANITIZED
// glibc's own, under the names it keeps for whoever replaces the public ones.
extern void *__libc_malloc(size_t bytes);
extern void __libc_free(void *block);

__attribute__((visibility("default"))) void free(void *block) {
    if (block == NULL) return;
    explicit_bzero(block, malloc_usable_size(block));
    __libc_free(block);
}

// Stays in place or copies and wipes: glibc's own moves what it grows, and frees the old block unwiped.
__attribute__((visibility("default"))) void *realloc(void *block, size_t bytes) {
    if (block == NULL) return __libc_malloc(bytes);
    if (bytes == 0) return free(block), NULL;
    size_t had = malloc_usable_size(block);
    if (bytes <= had && bytes >= had / 2) {
        explicit_bzero((char *)block + bytes, had - bytes);
        return block;
    }
    void *moved = __libc_malloc(bytes);
    if (moved == NULL) return NULL;
    memcpy(moved, block, bytes < had ? bytes : had);
    free(block);
    return moved;
}

__attribute__((visibility("default"))) void *reallocarray(void *block, size_t count, size_t each) {
    size_t bytes;
    if (__builtin_mul_overflow(count, each, &bytes)) return errno = ENOMEM, NULL;
    return realloc(block, bytes);
}

#endif

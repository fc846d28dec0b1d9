// Frees blocks of all sizes full of a marker, moves one, and prints how many bytes of it can still be read.
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { links = 16 };  // The allocator writes its own list over a freed block's beginning.

static size_t left(const volatile unsigned char *block, size_t bytes) {
    size_t found = 0;
    for (size_t i = links; i < bytes; i++) found += block[i] == 0xC5;
    return found;
}

int main(int count, char **arguments) {
    if (count > 1 && strcmp(arguments[1], "perturb") == 0) mallopt(M_PERTURB, 0x11);
    size_t found = 0;
    for (size_t bytes = 32; bytes <= 64 * 1024; bytes *= 2) {
        unsigned char *block = malloc(bytes), *neighbour = malloc(16);
        memset(block, 0xC5, bytes);
        free(block);
        found += left(block, bytes);
        free(neighbour);
    }
    unsigned char *block = malloc(40000), *neighbour = malloc(16);
    memset(block, 0xC5, 40000);
    unsigned char *before = block;
    block = realloc(block, 80000);
    found += before == block ? 0 : left(before, 40000);
    size_t kept = left(block, 40000);
    block = realloc(block, 60000);
    kept -= left(block, 40000);
    free(block);
    free(neighbour);
    printf("%zu %s\n", found, kept == 0 ? "kept" : "lost");
    return 0;
}

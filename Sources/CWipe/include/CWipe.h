// Nothing to call: whoever links CWipe has a `free` and a `realloc` that wipe what they give back (wipe.c).
// Linked into the program `coffer`, never into a library: it is the whole process's allocator that changes.

/*
 * data/store/writeback.h - bytes on their way to the disk while more are being made.
 *
 * A commit waits until the disk has all that the transaction wrote. Of a large one most is written long
 * before; told so now and then, the system brings it to the disk in the meantime. That changes nothing
 * of what a commit promises: it still waits for the rest and still hears of every error.
 */
#ifndef DATA_STORE_WRITEBACK_H
#define DATA_STORE_WRITEBACK_H

#include <stddef.h>

struct writeback {
    int    file;       /* SQLite's descriptor of the store; -1 for none */
    size_t waiting;    /* bytes since the last time */
};

/* Looks for the descriptor of an open file. */
struct writeback writeback_of(const char *path);

/* So many bytes more were written, or soon will be. */
void writeback_add(struct writeback *writeback, size_t bytes);

#endif

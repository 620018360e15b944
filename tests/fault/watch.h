/*
 * tests/fault/watch.h - runs a program and has a say in each of its system calls.
 *
 * The program runs under a seccomp filter that hands the calls named below to the test
 * (SECCOMP_RET_USER_NOTIF, Linux 5.6), whichever library makes them: its own code, stdio or
 * SQLite. The judge lets a call go on, makes it fail, cuts it short, or kills the program in front of
 * it. Only calls of the program itself are judged, on files of its own: neither what the dynamic
 * loader reads nor what gnuplot does.
 */
#ifndef TESTS_FAULT_WATCH_H
#define TESTS_FAULT_WATCH_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum call_kind {
    CALL_OPEN,      /* open, openat */
    CALL_READ,      /* read, pread64 */
    CALL_WRITE,     /* write, pwrite64 */
    CALL_SYNC,      /* fsync, fdatasync */
    CALL_NAME,      /* rename, unlink, ftruncate, fchmod */
    CALL_KINDS
};
const char *call_kind_name(enum call_kind kind);

/* What to do about a call. A positive number: let so many bytes of a read or write through. */
enum { LET_GO = 0, KILL_NOW = -4096 };    /* or -errno */

struct call {
    enum call_kind kind;
    int            nr;             /* __NR_... */
    int            pid;            /* the thread that calls */
    int            fd;             /* -1 where there is none */
    uint64_t       argument[6];
    char           path[256];      /* of the file; "" where it is not known */
};

struct watch {
    unsigned kinds;                /* 1 << kind for those to be judged */
    long   (*judge)(void *self, const struct call *call);
    void    *self;
};

struct ending {
    int    status;                 /* exit status, -signal, or HUNG */
    size_t judged;                 /* calls */
};
enum { HUNG = -1000 };

/* 1 where the kernel lets a program be watched. */
int watch_works(void);

/*
 * Runs words (ended by NULL) in `folder`, stdin from /dev/null, what it writes into the files out and err.
 * Where watch is NULL it is only run.
 */
struct ending watch_run(const char *const *words, const char *folder, const char *out,
                        const char *err, const struct watch *watch);

/* Copies bytes out of the memory of the caller; returns how many. */
size_t call_bytes(const struct call *call, uint64_t from, void *into, size_t most);

#endif

/*
 * data/base/error.h - how a function says that it failed, and why.
 *
 * A function that can fail returns an int: 0 for success, one of the negative
 * ERR_ codes below for failure. Its last parameter is a `struct error *`, which
 * it fills before it returns a code and leaves alone when it returns 0. The
 * code is for the program to branch on; the text is for the person.
 *
 * Only analyzer/cli prints or exits. Everything below it fills an error and
 * returns.
 */
#ifndef DATA_BASE_ERROR_H
#define DATA_BASE_ERROR_H

/* One row a code: name, value, exit status by sysexits.h, meaning. */
#define ERROR_MAP(X)                                                              \
    X(ERR_USAGE,    -1, 64, "wrong use of the command line")                      \
    X(ERR_DATA,     -2, 65, "the data does not follow its format")                \
    X(ERR_LIMIT,    -3, 65, "a size limit was reached")                           \
    X(ERR_NOINPUT,  -4, 66, "no such input")                                      \
    X(ERR_NOTFOUND, -5, 66, "no such thing")                                      \
    X(ERR_HELPER,   -6, 69, "a helper program is missing or failed")              \
    X(ERR_BUG,      -7, 70, "a mistake in headroom itself")                       \
    X(ERR_NOMEM,    -8, 71, "out of memory")                                      \
    X(ERR_SYSTEM,   -9, 71, "the system refused")                                 \
    X(ERR_CREATE,  -10, 73, "the output can not be made")                         \
    X(ERR_IO,      -11, 74, "a file or pipe could not be read or written")        \
    X(ERR_STORE,   -12, 74, "the store could not be read or written")             \
    X(ERR_LOCKED,  -13, 75, "another run holds the store, try again")             \
    X(ERR_DENIED,  -14, 77, "no permission")                                      \
    X(ERR_CONFIG,  -15, 78, "the configuration is wrong")                         \
    X(ERR_VERSION, -16, 78, "the store was made by another version")              \
    X(ERR_TOOFEW,  -17, 65, "too few points for this model")                      \
    X(ERR_NUMERIC, -18, 65, "the computation has no finite answer")

enum error_code {
#define X(name, value, status, text) name = value,
    ERROR_MAP(X)
#undef X
};

struct error {
    int  code;         /* 0, or one of the codes above */
    long line;         /* 1-based place in the input, 0 when there is none */
    long column;       /* likewise, in bytes */
    char where[256];   /* file, table or series the text is about; may be "" */
    char text[320];    /* one line, lower case, no full stop: "bad time '31/13/2025'" */
    char hint[320];    /* what to do about it, a sentence; may be "" */
};

/* Starting value: struct error err = ERROR_NONE; */
#define ERROR_NONE { 0, 0, 0, "", "", "" }

/*
 * Fills *err and returns `code`, so that a failing function can say
 *
 *     return error_set(err, ERR_DATA, "bad time '%s'", text);
 *
 * A NULL err is allowed: the caller wants the code only. Text that does not
 * fit is cut, never overrun.
 */
int error_set(struct error *err, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds the place in the input. Keeps the innermost: a place once set stays. */
void error_at(struct error *err, const char *where, long line, long column);

/* Adds advice, written as a sentence. */
void error_hint(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The fixed text of a code; "success" for 0, "unknown error" for a number that is none. */
const char *error_meaning(int code);

/* What to do about a failure of this kind where nobody said anything better, a sentence; "" for nothing. */
const char *error_remedy(int code);

/* The process exit status that stands for a code: 0 for 0, 70 for a number that is none. */
int error_status(int code);

#endif

/*
 * analyzer/cli/import.h - exports, read into the store.
 *
 * All of a file is stored or none of it. A large file is one transaction; small ones share one
 * for a moment, since to bring a transaction safely to the disk takes longer than to read a small
 * file. Rows that could not be read are counted in the tally and do not end the import, unless the
 * limits say so.
 */
#ifndef ANALYZER_CLI_IMPORT_H
#define ANALYZER_CLI_IMPORT_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"
#include "data/intake.h"
#include "data/store/store.h"
#include "ingest/importer.h"
#include "ingest/input.h"

/* The series that several files brought, each counted once. Zeroed to start. */
struct import_seen {
    uint8_t *mark;           /* [room], by store id */
    size_t   room;
    uint64_t count;
};
void import_seen_release(struct import_seen *seen);

/*
 * Where samples go. The store is opened for the first file that is understood, so
 * that a mistyped name makes no empty one and a slow pipe holds no lock.
 */
struct import_target {
    struct store *store;     /* NULL until opened, and where there is none to open */
    int  (*open)(void *self, struct store **out, struct error *err);    /* may leave *out NULL */
    void  *self;
    int    opened;

    struct import_result *kept;    /* files in a transaction that is still open: a list */
    int    sharing;                /* it is open */
    double since;                  /* on clock_seconds() */
};

/* How far the reading of a file is. */
struct import_state {
    const char *file;
    uint64_t    bytes;       /* decoded so far */
    uint64_t    samples;     /* read so far */
    double      share;       /* of the file, 0 to 1; below 0 where it has no length */
};

struct import_options {
    const struct importer *format;       /* NULL: by looking at the first bytes */
    struct ingest_options  reading;      /* without .file, which import_file() sets */
    struct intake_limits   limits;
    int                    dry_run;      /* 1: rolled back at the end */

    struct import_seen    *seen;         /* NULL, or where stored series are counted */

    /* Called now and then while a file is read and stored. May be NULL. */
    void (*tick)(void *self, const struct import_state *state);
    void  *tick_self;
};

struct import_result {
    const char        *file;
    const char        *format;           /* NULL: it was not found out */
    struct tally       tally;
    struct merge_counts counts;
    int                counted;          /* 0: there was no store to compare with */
    uint32_t           series;
    int64_t            from, to;         /* of the samples; from > to when there were none */
    uint64_t           bytes;            /* decoded */
    double             seconds;
    struct error       error;            /* code 0 when the file is stored */
    struct import_result *next_kept;
};

/*
 * Opens an export and finds its importer. ERR_DATA when no importer knows
 * it. *sure is 0-100, 100 where the
 * format was given. The caller closes *in.
 */
int import_open(const char *path, const struct importer *format, struct input **in,
                const struct importer **importer, int *sure, struct error *err);

/*
 * Reads one file into the target's store; without one it is read for the counts
 * alone. `now` is when, for the ledger. The outcome is in *out, also after a
 * failure, which is returned and stands in out->error with its place. It is not
 * final before import_settle(), which the caller calls once at the end. The caller closes the store.
 */
int import_file(struct import_target *target, const char *path, const struct import_options *options,
                int64_t now, struct import_result *out);

/* Of a zeroed result too. */
void import_result_release(struct import_result *result);

/* Commits what is still open. A failure is put into the results of all files that were not stored. */
int import_settle(struct import_target *target, struct error *err);

#endif

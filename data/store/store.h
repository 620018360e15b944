/*
 * data/store/store.h - the SQLite file that holds everything.
 *
 * The store's whole interface: opened, written in one transaction a file, read
 * by series and time, checked. No SQL stands outside data/store/. A store
 * handle belongs to one thread; threads that read open their own.
 *
 * Times are ms UTC. Doubles come back bit for bit. Ranges are half-open:
 * from <= at < until.
 */
#ifndef DATA_STORE_STORE_H
#define DATA_STORE_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/buf.h"
#include "data/base/error.h"
#include "data/series.h"

#define TIME_FIRST INT64_MIN
#define TIME_LAST  INT64_MAX

struct store;

enum store_mode {
    STORE_READ,      /* must exist; nothing is written, not even by recovery of the schema */
    STORE_WRITE,     /* must exist; migrated when older */
    STORE_CREATE     /* made when absent */
};

/*
 * Opens a store. A writer holds the lock file beside it (flock) until
 * store_close(), waiting up to lock_wait_ms for another.
 * ERR_NOINPUT: not there, or nothing in it yet; ERR_LOCKED: held by another run (the text says by
 * whom); ERR_VERSION: of a newer schema, or an older one opened for reading;
 * ERR_STORE: not a store of ours, or damaged; ERR_DENIED. *out is NULL on failure.
 */
int store_open(struct store **out, const char *path, enum store_mode mode, int64_t lock_wait_ms,
               struct error *err);

/*
 * A path that begins so is a store in memory: made empty by STORE_CREATE, shared by all handles of this
 * process that open the same name, gone with the last of them. Nothing locks it but SQLite.
 */
#define STORE_MEMORY "memory:"

/* Rolls back what was not committed. NULL is harmless. */
void store_close(struct store *store);

const char *store_path(const struct store *store);

/* The random id given to the store when it was made; 32 hex digits. */
const char *store_uuid(const struct store *store);

int store_begin(struct store *store, struct error *err);
int store_commit(struct store *store, struct error *err);
void store_rollback(struct store *store);

/*
 * A part of a transaction, which is kept or taken back alone; one at a time. What it changed is
 * remembered in memory, so it is for little work.
 */
int store_part_begin(struct store *store, struct error *err);
int store_part_keep(struct store *store, struct error *err);
void store_part_undo(struct store *store);

/* --- series ------------------------------------------------------------- */

struct store_series {
    int64_t     id;
    const char *name;             /* SOURCE/RESOURCE/METRIC{labels} */
    struct series_info info;
    uint64_t    samples;          /* raw samples stored */
    int64_t     first, last;      /* of raw samples and rollups; TIME_LAST/TIME_FIRST when none */
    double      last_value;       /* at `last` */
    int64_t     cadence_ms;       /* usual distance of samples: the mode of recent steps; 0 unknown */
};

/* Finds or makes a series. Inside a transaction. */
int store_series_put(struct store *store, const struct series_info *info, int64_t *out_id,
                     struct error *err);

/*
 * Series whose name matches any of the selectors (globs; none means all), in
 * bytewise order of name. Everything returned lives in the arena.
 */
int store_series_list(struct store *store, const char *const *selectors, size_t selector_count,
                      struct arena *arena, struct store_series **out, size_t *out_count,
                      struct error *err);

/* --- samples ------------------------------------------------------------ */

struct merge_counts {
    uint64_t fresh;        /* not there before */
    uint64_t duplicate;    /* same time, same value (bits) */
    uint64_t replaced;     /* same time, another value: the new one holds */
};

/*
 * Merges samples, in any order and with repetitions (the last put wins), into
 * the series' chunks and makes its rollups anew where they changed. Adds to
 * *counts. Inside a transaction. A batch that changes nothing writes nothing.
 */
int store_samples_merge(struct store *store, int64_t series, const int64_t *at,
                        const double *value, size_t count, struct merge_counts *counts,
                        struct error *err);

/*
 * The same for many series on several processors: what is put may be under way, and fail, until it is
 * settled, which adds to *counts for all that was put before. Between the two
 * other samples are not read. What stands in the file does not depend on the number of threads.
 */
int store_samples_put(struct store *store, int64_t series, const int64_t *at, const double *value,
                      size_t count, struct error *err);
int store_samples_settle(struct store *store, struct merge_counts *counts, struct error *err);

/* How many threads may work at that, the calling one included: 1 unless said before the first samples. */
void store_jobs(struct store *store, unsigned jobs);

/* Growing columns, reused from call to call. Zeroed to start; release when done. */
struct samples {
    int64_t *at;       /* rising */
    double  *value;
    size_t   count, room;
};
void samples_release(struct samples *samples);

/* Reads raw samples of a range in order of time, replacing *out. */
int store_samples_read(struct store *store, int64_t series, int64_t from, int64_t until,
                       struct samples *out, struct error *err);

/* One hour (UTC) of one series. */
struct hourly {
    int64_t hour;          /* its start, ms */
    uint32_t count;
    double  sum, min, max;
    double  p95;           /* nearest rank: the ceil(0.95 count)-th smallest */
    double  last;          /* value at the latest time of the hour */
};
struct hourlies {
    struct hourly *row;    /* rising by hour; hours without samples are absent */
    size_t count, room;
};
void hourlies_release(struct hourlies *hourlies);

/* Reads rollups whose hour lies in the range, replacing *out. */
int store_hourly_read(struct store *store, int64_t series, int64_t from, int64_t until,
                      struct hourlies *out, struct error *err);

/* --- imports ledger ------------------------------------------------------ */

struct store_import {
    const char *file;          /* as named by the user */
    const char *format;
    uint64_t    bytes;         /* decoded length */
    uint64_t    hash;          /* XXH3 of the decoded bytes */
    uint64_t    put, missing, infinite, rejected;
    struct merge_counts counts;
    uint32_t    series;
    int64_t     from, to;      /* of the samples; from > to when there were none */
    int64_t     at;            /* when, by the program's clock */
};
/* Bytes that were imported before and changed nothing now leave no row. */
int store_import_put(struct store *store, const struct store_import *import, struct error *err);
int store_import_list(struct store *store, struct arena *arena, struct store_import **out,
                      size_t *count, struct error *err);

/* --- capacity, events ------------------------------------------------------ */

struct store_capacity {
    int64_t     series;
    int64_t     from;          /* in force from here on */
    double      value;         /* > 0, in the unit of the series */
    const char *origin;        /* "column", "set" */
};
/* The same (series, from, origin) again replaces. A "column" row equal to the one in force is skipped. */
int store_capacity_put(struct store *store, const struct store_capacity *row, struct error *err);
/* Of one series, or of all with series 0; by series and time. */
int store_capacity_list(struct store *store, int64_t series, struct arena *arena,
                        struct store_capacity **out, size_t *count, struct error *err);

struct store_event {
    int64_t     id;            /* set by the store */
    const char *selector;      /* glob on series names */
    const char *kind;          /* capacity, cleanup, launch, ignore */
    int64_t     at, until;     /* until = at for a moment */
    const char *note;
};
int store_event_add(struct store *store, const struct store_event *event, int64_t *out_id,
                    struct error *err);
/* ERR_NOTFOUND when there is none of that id. */
int store_event_remove(struct store *store, int64_t id, struct error *err);
int store_event_list(struct store *store, struct arena *arena, struct store_event **out,
                     size_t *count, struct error *err);

/* --- recorded runs --------------------------------------------------------- */

struct store_run {
    int64_t     id;            /* set by the store */
    int64_t     as_of;
    int64_t     at;            /* when it was recorded */
    const char *command;       /* what was asked */
    const char *timezone;
};

/* What a run foretold of one series; absent numbers are NULL columns (known = 0). */
struct store_number { double value; int known; };
struct store_outlook {
    const char *series;        /* its name */
    const char *verdict, *severity, *model, *statistic, *unit;
    struct store_number level, usable, growth_per_day;
    struct store_number days_early, days_median, days_late;      /* from as_of */
    struct store_number low[4], median[4], high[4];              /* 7, 14, 30, 90 days ahead */
};
int store_run_add(struct store *store, const struct store_run *run, const struct store_outlook *rows,
                  size_t count, int64_t *out_id, struct error *err);
int store_run_list(struct store *store, struct arena *arena, struct store_run **out, size_t *count,
                   struct error *err);
/* Rows of one run in order of name. ERR_NOTFOUND when there is no such run. */
int store_run_read(struct store *store, int64_t run, struct arena *arena,
                   struct store_outlook **out, size_t *count, struct error *err);

/* --- care ------------------------------------------------------------------ */

struct store_check {
    uint64_t series, chunks, samples, hours, imports;
    uint64_t faults;
    char     first[320];       /* the first fault in words; "" when there is none */
};
/* SQLite's integrity check, every chunk decoded against its checksum, rollups made anew and compared. */
int store_verify(struct store *store, struct store_check *out, struct error *err);

/* What store_prune() took away. */
struct store_pruned {
    uint64_t samples;
    uint64_t chunks;           /* that lost samples */
};
/*
 * Drops raw samples of the hours that end at or before `before`; their rollups stay, and are final: a
 * sample of such an hour that comes again counts as a duplicate. Inside a transaction;
 * rolled back, it has only counted. The file does not shrink, its room is used again.
 */
int store_prune(struct store *store, int64_t before, struct store_pruned *out, struct error *err);

/*
 * Writes a copy of the store as of one moment to `path`, whole or not at all, while others
 * read and write. Takes the place of an older copy; ERR_CREATE when another kind of file or the
 * store itself is there, or it can not be written. Not inside a transaction of one's own.
 */
int store_backup(struct store *store, const char *path, struct error *err);

struct store_facts {
    uint64_t file_bytes;
    int      schema;
    uint64_t series, chunks, samples, runs, imports;
    int64_t  first, last;
};
int store_facts(struct store *store, struct store_facts *out, struct error *err);

#endif

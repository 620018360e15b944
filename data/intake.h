/*
 * data/intake.h - where importers put samples, before anything is stored.
 *
 * An importer asks once for the handle of a series and then puts samples under
 * it, in any order. The intake keeps them per series in memory and hands them
 * on in batches, sorted by nothing, when it is full or at the end; what becomes
 * of a batch (stored, printed, compared) is the business of its drain. It also
 * counts everything that was read and did not become a sample, so that
 *
 *     read = put + missing + infinite + rejected
 *
 * always holds for values, and says the first rejects in full.
 *
 * One intake belongs to one thread.
 */
#ifndef DATA_INTAKE_H
#define DATA_INTAKE_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"
#include "data/series.h"
#include "data/tally.h"

/* Receives batches. A negative return stops the import with that code. */
struct drain {
    void *self;

    /*
     * Samples of one series, in the order they were put; at[] in ms UTC, value[]
     * finite; lent for the call. `series` counts from 0 in the order of first use;
     * info is the same each time.
     */
    int (*samples)(void *self, uint32_t series, const struct series_info *info,
                   const int64_t *at, const double *value, size_t count, struct error *err);

    /* Capacity of a series as said by the export itself; only changes are handed on. */
    int (*capacity)(void *self, uint32_t series, const struct series_info *info, int64_t at,
                    double capacity, struct error *err);

    /* All that was kept has been handed on. NULL: it does not matter. */
    int (*emptied)(void *self, struct error *err);
};

struct intake_limits {
    size_t   memory;        /* bytes of samples kept before a batch is handed on */
    uint64_t most_rejects;  /* more end the import; UINT64_MAX for no limit */
    uint32_t most_series;   /* distinct series in one file: a cap against runaway labels */
    int      abort_on_reject;
};

/* 128 MiB, no limit, a million, skip. */
extern const struct intake_limits intake_limits_default;

struct intake;

int intake_new(struct intake **out, const struct drain *drain, const struct intake_limits *limits,
               struct error *err);
void intake_free(struct intake *intake);

/*
 * The handle of a series, made at first sight. Two infos with equal keys give the
 * same handle; unit and kind of the first win. Strings are copied. ERR_LIMIT past
 * most_series, or when a part of the name is longer than 1 KiB (labels: 8 KiB).
 */
int intake_series(struct intake *intake, const struct series_info *info, uint32_t *out,
                  struct error *err);

/*
 * Puts one finite value at an instant. The hot path: a few instructions unless a
 * batch is due. Times before 1990 or after 2200 are refused with ERR_DATA.
 */
int intake_put(struct intake *intake, uint32_t series, int64_t at, double value,
               struct error *err);

/* Puts count samples of one series at once. */
int intake_put_many(struct intake *intake, uint32_t series, const int64_t *at,
                    const double *value, size_t count, struct error *err);

/* The capacity that holds from `at` on. */
int intake_capacity(struct intake *intake, uint32_t series, int64_t at, double capacity,
                    struct error *err);

/*
 * Counts a row or value that could not be read. Returns 0 to go on; ERR_DATA
 * (with *err filled) where the limits say to stop. line is 1-based, 0 for none;
 * column names the cell, "" for none; it is kept in .where of the tally's errors.
 */
int intake_reject(struct intake *intake, long line, const char *column, struct error *err,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

void intake_missing(struct intake *intake, uint64_t count);
void intake_infinite(struct intake *intake, uint64_t count);

/* Says something to the user once; the same text again is ignored. */
void intake_note(struct intake *intake, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Hands on all that is left. Call once, when the file was read to its end. */
int intake_finish(struct intake *intake, struct error *err);

const struct tally *intake_tally(const struct intake *intake);

/* Hands the tally over, which is then released by the caller, when nothing is put any more. */
struct tally intake_take_tally(struct intake *intake);
uint32_t intake_series_count(const struct intake *intake);
const struct series_info *intake_series_info(const struct intake *intake, uint32_t series);

#endif

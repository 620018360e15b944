/*
 * ingest/timetext.h - the times of exports, in all the ways they are written.
 *
 * A time is taken apart by one grammar: a date (year first, year last, month by
 * name, or none), a time of day, an offset or a zone word; or it is a number of
 * seconds, ms, µs or ns since 1970. What one cell cannot say (is 10/11 in October
 * or in November? is 1761436800000 in ms?) is decided once for the whole column
 * by looking at many cells; reading goes by that decision.
 *
 * Accepted: ISO 8601 with a T or a blank, with minutes only, basic (20251026T0130),
 * with .frac or ,frac, with Z +02 +0200 +02:00, a word UTC or GMT; 2025/10/26;
 * 26.10.2025, 26/10/2025, 10/26/2025, 26-10-2025 with or without AM/PM; Oct 26, 2025;
 * 26-Oct-2025; Jul 12, 2019 @ 00:00:00.000; ctime; JavaScript's Date.toString();
 * HTTP's and mail's dates. Zone words other than UTC, GMT and Z are refused: CST and
 * IST each mean several zones.
 */
#ifndef INGEST_TIMETEXT_H
#define INGEST_TIMETEXT_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/clock.h"
#include "data/base/error.h"
#include "ingest/importer.h"

/* What a cell looks like, before anything is decided about its column. */
enum time_shape {
    TIME_SHAPE_NONE,       /* no time at all */
    TIME_SHAPE_FULL,       /* a date with its year, with or without a time of day */
    TIME_SHAPE_NUMBER,     /* a number in the range of an epoch time */
    TIME_SHAPE_SERIAL,     /* a number in the range of spreadsheet day numbers */
    TIME_SHAPE_NO_YEAR,    /* 26-10 00:00:00 */
    TIME_SHAPE_CLOCK,      /* 00:00:00 */
    TIME_SHAPE_ZONE_WORD   /* a full time with a zone word that is not unique */
};

struct cell {
    const char *text;
    size_t      length;
};

enum time_shape time_shape(const char *text, size_t length);

/* 1 when the cell is a date alone, without a time of day. */
int time_is_date(const char *text, size_t length);

/* How one column writes its times. */
struct time_style {
    int     epoch_per_s;       /* 1, 1000, 1000000 or 1000000000 for numbers; 0 for civil times */
    int     day_numbers;       /* a spreadsheet's: days since 1899-12-30 */
    const char *format;        /* civil times by a pattern (timeformat.h); NULL: as they come */
    int     month_first;       /* 10/26/2025 */
    int     order_open;        /* there are such times: day and month could change places */
    int     some_local;        /* some of the cells looked at had no offset */
    int     fixed;             /* offset_s holds for local times: the header said so */
    int32_t offset_s;          /* seconds east */
    int     descending;        /* the cells looked at run backwards */
};

/*
 * Decides the style of a column from some of its cells (those that are no time
 * are left out). header is its name, which may say the zone: "Time (UTC+02:00)",
 * "TimeGenerated [UTC]". ERR_DATA, with a hint, when the column cannot be read:
 * undecidable order of day and month, mixed epoch units, no year, no date.
 */
int time_style_find(struct time_style *out, const struct cell *cells, size_t count,
                    const char *header, enum date_order order, struct error *err);

/*
 * The style as the user wrote it down: s, ms, us, ns, excel or a pattern by timeformat.h, which
 * is lent. The cells, of which there may be none, tell the order of the rows.
 */
void time_style_given(struct time_style *out, const char *format, const struct cell *cells,
                      size_t count, const char *header);

/* 0, or ERR_USAGE where time_style_given() could not take the format. */
int time_style_check(const char *format, struct error *err);

enum time_result {
    TIME_OK,           /* out[0] */
    TIME_TWICE,        /* the clocks showed this twice: out[0] < out[1] */
    TIME_NONE,         /* the clocks skipped this local time */
    TIME_BAD,          /* no time, or not one of this column's style */
    TIME_RANGE         /* before 1990 or after 2200 */
};

/* Reads the cells of one column; belongs to one thread. */
struct time_reader {
    struct time_style  style;
    const struct zone *zone;           /* for local times; NULL: UTC */
    uint64_t           locals;         /* times read that had no offset */
    /* caches: the last cell, the last day, and a day on which the offset does not change */
    char               last[32];
    size_t             last_length;
    int64_t            last_at;
    char               day_text[10];
    int64_t            day_ms;
    int64_t            calm_from, calm_until, calm_offset_ms;
};

void time_reader_init(struct time_reader *reader, const struct time_style *style,
                      const struct zone *zone);

enum time_result time_read(struct time_reader *reader, const char *text, size_t length,
                           int64_t out[2]);

#endif

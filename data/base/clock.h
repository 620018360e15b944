/*
 * data/base/clock.h - instants, civil times, zones and durations.
 *
 * An instant is an int64_t of milliseconds since 1970-01-01T00:00:00 UTC,
 * without leap seconds. A civil time is what a wall clock shows. Nothing here
 * reads the machine's clock except clock_now().
 */
#ifndef DATA_BASE_CLOCK_H
#define DATA_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

enum { TIME_ROOM = 40 };

struct civil {
    int year, month, day;             /* month 1-12, day 1-31 */
    int hour, minute, second, ms;     /* 0-23, 0-59, 0-59, 0-999 */
    int weekday;                      /* 0 Monday … 6 Sunday; set by the functions, ignored by them */
};

/* An IANA time zone, read once; shared between threads, never changed. */
struct zone;

/*
 * Opens a zone by its IANA name ("Europe/Berlin", "UTC"). ERR_USAGE when the
 * system has no zone of that name, ERR_IO when its file can not be read. The caller frees it. Call before threads
 * are started: the C library's TZ is changed for a moment.
 */
int zone_open(struct zone **out, const char *name, struct error *err);
void zone_free(struct zone *zone);
const char *zone_name(const struct zone *zone);

/* Seconds east of UTC at an instant. */
int32_t zone_offset(const struct zone *zone, int64_t at);

/* What the clocks of the zone show at an instant; a NULL zone is UTC. */
void zone_civil(const struct zone *zone, int64_t at, struct civil *out);

/*
 * The instants at which the zone's clocks show this civil time: none in the
 * hole of a change to summer time, two where the hour is repeated, otherwise
 * one. Returns how many, earliest first in out[]. A NULL zone is UTC.
 */
int zone_instants(const struct zone *zone, const struct civil *civil, int64_t out[2]);

/* The instant at which the local day (of `at`, moved by `days`) begins; DST-safe. */
int64_t zone_day_start(const struct zone *zone, int64_t at, int days);

/* Days since 1970-01-01 of a civil date (proleptic Gregorian). */
int64_t civil_days(int year, int month, int day);

/* 1 when all fields are in range for the month and leap year, else 0. */
int civil_valid(const struct civil *civil);

/* Of an English name, whole or cut to three letters or more, in any case: 1-12, 1-7 from Monday on; 0 for none. */
int month_named(const char *word, size_t length);
int weekday_named(const char *word, size_t length);

/* The local day number (days since 1970-01-01 on the zone's calendar) of an instant. */
int64_t zone_day(const struct zone *zone, int64_t at);

/*
 * Reads a time as users write it: `2026-01-31`, `2026-01-31T13:00[:05[.250]]`
 * (or a blank for the T), each with `Z`, `+02:00`, `+0200`, `+02` or nothing
 * (then in `zone`), `@EPOCH` in seconds, `now`, `now-14d`, `+90d`. ERR_USAGE otherwise.
 */
int time_parse(const char *text, const struct zone *zone, int64_t now, int64_t *out,
               struct error *err);

/* "2026-01-31T13:00:05Z" (with .mmm where not whole). Returns out. */
const char *time_iso(char out[TIME_ROOM], int64_t at);

/* "2026-01-31", "2026-01-31 13:00" and "31 Jan 2026" in the zone. Return out. */
const char *time_date(char out[TIME_ROOM], const struct zone *zone, int64_t at);
const char *time_minute(char out[TIME_ROOM], const struct zone *zone, int64_t at);
const char *time_words(char out[TIME_ROOM], const struct zone *zone, int64_t at);

/* Reads `90s 15m 6h 14d 8w 1y` (y = 365 d); whole or decimal. ERR_USAGE otherwise. */
int duration_parse(const char *text, int64_t *out_ms, struct error *err);

/* The shortest exact form: "14d", "90s"; milliseconds as "250ms". Returns out. */
const char *duration_text(char out[TIME_ROOM], int64_t ms);

/* The machine's clock. */
int64_t clock_now(void);

/* Seconds of a steady clock, for measuring how long something took. */
double clock_seconds(void);

#endif

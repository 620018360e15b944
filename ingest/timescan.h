/*
 * ingest/timescan.h - one time cell taken apart, before its column is understood.
 *
 * For timetext.c, timestyle.c, timeformat.c, and exports that tell date and time of day apart.
 */
#ifndef INGEST_TIMESCAN_H
#define INGEST_TIMESCAN_H

#include <stddef.h>
#include <stdint.h>

struct time_parts {
    int year, month, day;        /* month, day: as in the text's order where order_open */
    int hour, minute, second, ms;
    int32_t offset_s;            /* seconds east, where has_offset */
    unsigned has_date : 1, has_year : 1, has_clock : 1, has_offset : 1;
    unsigned order_open : 1;     /* day stands first in .day, but month may be meant */
    unsigned zone_word : 1;      /* a zone word that is not unique */
};

/* 1 when the whole text is a time by the grammar of timetext.h (numbers are not). */
int time_scan(const char *text, size_t length, struct time_parts *out);

/* Milliseconds since 1970 as the clocks show them; -1 in *ok when out of the calendar. */
int64_t time_parts_local(const struct time_parts *parts, int month_first, int *ok);

/* --- the pieces, for patterns ---------------------------------------------------- */

struct scan { const char *at, *end; };

/* Takes 1 … most digits; how many, 0 for none. */
int scan_number(struct scan *s, int most, int *out);

int scan_take(struct scan *s, char c);

/* Blanks as people and locales write them: also no-break and narrow no-break. */
void scan_blanks(struct scan *s);

/* An English month, or three or more letters of one: 1 … 12, or 0. */
int scan_month(struct scan *s);

/* +02, +0200, +02:00 behind a sign that is there; fills offset_s and has_offset. */
int scan_offset(struct scan *s, struct time_parts *out);

#endif

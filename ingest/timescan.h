/*
 * ingest/timescan.h - one time cell taken apart, before its column is understood.
 *
 * Only for timetext.c and timestyle.c.
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

#endif

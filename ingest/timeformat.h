/*
 * ingest/timeformat.h - times by a pattern that the user wrote down, as for strptime(3).
 *
 *     %Y %y %m %d %e %b %B %j    year, month and day; months in English; the day of the year
 *     %H %I %M %S %f %p          time of day; %f is a fraction of a second, %p AM or PM
 *     %z %Z                      an offset (+02:00, +0200, Z); a word for a zone, passed over
 *     %a %A                      a day of the week, passed over
 *     %F %T %%                   %Y-%m-%d, %H:%M:%S, and the sign itself
 *
 * A blank stands for any blanks or none, any other byte for itself. What the pattern leaves
 * open is the beginning: midnight, the first of the month.
 */
#ifndef INGEST_TIMEFORMAT_H
#define INGEST_TIMEFORMAT_H

#include <stddef.h>

#include "data/base/error.h"
#include "ingest/timescan.h"

/* 0, or ERR_USAGE where the pattern has an unknown sign or no year. */
int time_format_check(const char *format, struct error *err);

/* 1 when the whole text follows the pattern. */
int time_format_scan(const char *format, const char *text, size_t length, struct time_parts *out);

#endif

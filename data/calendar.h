/*
 * data/calendar.h - when people work: business hours, holidays, and times in which nothing may be changed.
 *
 * Days are local day numbers (zone_day()), weekdays 0 Monday to 6 Sunday. A calendar is plain data, read once
 * and shared; a NULL calendar knows weekends and nothing else.
 */
#ifndef DATA_CALENDAR_H
#define DATA_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/clock.h"
#include "data/base/error.h"
#include "data/finding.h"

/* A day, or one of every year. */
enum day_kind {
    DAY_DATE,       /* year, month, day */
    DAY_YEARLY,     /* month, day; 29 February in leap years alone */
    DAY_NTH,        /* the nth weekday of a month: nth 1-5, -1 the last */
    DAY_EASTER      /* Easter Sunday (Gregorian) + offset days */
};
struct day_rule {
    enum day_kind kind;
    int year, month, day;
    int weekday, nth;
    int offset;
};

/* Both days are in it. Rules of every year: one that ends before it begins goes on into the next year. */
struct freeze { struct day_rule first, last; };

enum { CALENDAR_RULES = 64 };    /* holidays, freezes: as many lines as a key may have */

struct calendar {
    const char     *name;                   /* "" for the one that holds where no other is named */
    unsigned char   open[WEEK_HOURS];       /* 1 in business hours: weekday * DAY_HOURS + hour */
    struct day_rule holiday[CALENDAR_RULES];
    size_t          holidays;
    struct freeze   freeze[CALENDAR_RULES];
    size_t          freezes;
};

/*
 * Reads days and whole hours of a week: "mon-fri 08:00-18:00", "sat 09:00-13:00", "* 00:00-24:00".
 * Returns 1 and the rest of the text in *rest, else 0.
 */
int week_hours_read(const char *text, struct window *out, const char **rest);

/*
 * Reads "2026-12-25", "25 December", "December 25", "last Monday of May", "2nd Tuesday of March" ("second"),
 * "easter", "easter+1". Case does not matter, three letters of a name are enough. ERR_CONFIG with a hint.
 */
int day_rule_read(const char *text, struct day_rule *out, struct error *err);

/* "FIRST..LAST", two such days of which both or neither name a year; one day is a freeze of its own. ERR_CONFIG. */
int freeze_read(const char *text, struct freeze *out, struct error *err);

/* Opens hours of a calendar. ERR_CONFIG with a hint. */
int calendar_hours_read(const char *text, struct calendar *into, struct error *err);

/* The day in a year on which a rule falls: 1 and *day, or 0 where it falls on none. */
int day_rule_in(const struct day_rule *rule, int year, int64_t *day);

/* Easter Sunday of a year of the Gregorian calendar. Source: Meeus, Astronomical Algorithms, 2nd edition, chapter 8. */
int64_t easter_day(int year);

int calendar_is_holiday(const struct calendar *calendar, int64_t day);
int calendar_is_frozen(const struct calendar *calendar, int64_t day);

/* A weekday with business hours (Monday to Friday where nothing is said) that is no holiday. */
int calendar_is_working(const struct calendar *calendar, int64_t day);

/* 1 in business hours of a working day. */
int calendar_is_open(const struct calendar *calendar, int64_t day, int hour);

/*
 * The day itself or the nearest before it that is a working day outside of freezes; the day itself where there
 * is none within a year.
 */
int64_t calendar_day_to_act(const struct calendar *calendar, int64_t day);

/* The begin of a local day. */
int64_t zone_start_of(const struct zone *zone, int64_t day);

#endif

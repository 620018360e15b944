#include "data/calendar.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "data/base/number.h"

enum { WEEK = 7, MONTHS = 12, YEAR_DAYS = 366, WORDS = 4, WORD_ROOM = 24 };

/* --- days -------------------------------------------------------------------------- */

static int weekday_of(int64_t day)
{
    return (int)(((day + 3) % WEEK + WEEK) % WEEK);    /* 1970-01-01 was a Thursday */
}

static int year_of(int64_t day)
{
    struct civil civil;

    zone_civil(NULL, day * DAY_MS, &civil);
    return civil.year;
}

int64_t zone_start_of(const struct zone *zone, int64_t day)
{
    int64_t noon = day * DAY_MS + DAY_MS / 2;    /* of UTC: in the zone that day, the one before or the next */

    return zone_day_start(zone, noon, (int)(day - zone_day(zone, noon)));
}

/* The letters are those of the formula. */
int64_t easter_day(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;

    return civil_days(year, n / 31, n % 31 + 1);
}

static int nth_day(const struct day_rule *rule, int year, int64_t *day)
{
    int next_year = rule->month == MONTHS ? year + 1 : year, next_month = rule->month % MONTHS + 1;
    int64_t first = civil_days(year, rule->month, 1), end = civil_days(next_year, next_month, 1);

    if (rule->nth < 0)
        *day = end - 1 - (weekday_of(end - 1) - rule->weekday + WEEK) % WEEK;
    else
        *day = first + (rule->weekday - weekday_of(first) + WEEK) % WEEK + (rule->nth - 1) * WEEK;
    return *day < end;
}

int day_rule_in(const struct day_rule *rule, int year, int64_t *day)
{
    struct civil civil = { .year = year, .month = rule->month, .day = rule->day };

    switch (rule->kind) {
    case DAY_NTH:
        return nth_day(rule, year, day);
    case DAY_EASTER:
        *day = easter_day(year) + rule->offset;
        return 1;
    case DAY_DATE:
        if (year != rule->year)
            return 0;
        break;
    case DAY_YEARLY:
        break;
    }
    *day = civil_days(year, rule->month, rule->day);
    return civil_valid(&civil);
}

/* --- reading -------------------------------------------------------------------------- */

/* "first", "2nd", "last": 1-5, -1, 0 for none. */
static int nth_of(const char *word)
{
    static const char *const names[] = { "first", "second", "third", "fourth", "fifth" };
    static const char *const short_names[] = { "1st", "2nd", "3rd", "4th", "5th" };

    for (int i = 0; i < 5; i++)
        if (strcasecmp(word, names[i]) == 0 || strcasecmp(word, short_names[i]) == 0)
            return i + 1;
    return strcasecmp(word, "last") == 0 ? -1 : 0;
}

static int whole(const char *word, int *out)
{
    int64_t value;

    if (!number_parse_int(word, strlen(word), &value) || value < -YEAR_DAYS || value > YEAR_DAYS)
        return 0;
    *out = (int)value;
    return 1;
}

static int read_yearly(const char *month, const char *day, struct day_rule *out)
{
    struct civil civil = { .year = 2000 };    /* a leap year */

    out->kind = DAY_YEARLY;
    out->month = civil.month = month_named(month, strlen(month));
    if (!out->month || !whole(day, &out->day))
        return 0;
    civil.day = out->day;
    return civil_valid(&civil);
}

static int read_date(const char *word, struct day_rule *out)
{
    struct civil civil = { 0 };
    int used = 0;

    if (sscanf(word, "%4d-%2d-%2d%n", &civil.year, &civil.month, &civil.day, &used) != 3 || word[used] ||
        !civil_valid(&civil))
        return 0;
    *out = (struct day_rule){ .kind = DAY_DATE, .year = civil.year, .month = civil.month, .day = civil.day };
    return 1;
}

static int read_easter(const char *word, struct day_rule *out)
{
    static const char name[] = "easter";
    const char *offset = word + sizeof name - 1;

    if (strncasecmp(word, name, sizeof name - 1) != 0)
        return 0;
    *out = (struct day_rule){ .kind = DAY_EASTER };
    return !*offset || ((*offset == '+' || *offset == '-') && whole(offset, &out->offset));
}

/* At most WORDS words; 0 for more, or for one that is too long. */
static int take_words(const char *text, char word[WORDS][WORD_ROOM])
{
    int count = 0;

    while (*(text += strspn(text, " \t"))) {
        size_t length = strcspn(text, " \t");

        if (count == WORDS || length >= WORD_ROOM)
            return 0;
        memcpy(word[count], text, length);
        word[count++][length] = '\0';
        text += length;
    }
    return count;
}

static int read_day(const char *text, struct day_rule *out)
{
    char word[WORDS][WORD_ROOM];
    int count = take_words(text, word);

    *out = (struct day_rule){ 0 };
    if (count == 1)
        return read_date(word[0], out) || read_easter(word[0], out);
    if (count == 2)
        return isdigit((unsigned char)word[0][0]) ? read_yearly(word[1], word[0], out)
                                                  : read_yearly(word[0], word[1], out);
    if (count != 4 || strcasecmp(word[2], "of") != 0)
        return 0;
    out->kind = DAY_NTH;
    out->nth = nth_of(word[0]);
    out->weekday = weekday_named(word[1], strlen(word[1])) - 1;
    out->month = month_named(word[3], strlen(word[3]));
    return out->nth && out->weekday >= 0 && out->month;
}

int day_rule_read(const char *text, struct day_rule *out, struct error *err)
{
    if (read_day(text, out))
        return 0;
    error_set(err, ERR_CONFIG, "'%.60s' is no day", text);
    error_hint(err, "Write 2026-12-25, 25 December, last Monday of May, or easter+1.");
    return ERR_CONFIG;
}

static int bad_freeze(const char *text, struct error *err)
{
    error_set(err, ERR_CONFIG, "'%.60s' is no time in which nothing is changed", text);
    error_hint(err, "Write 2026-12-18..2027-01-04, or, for every year, 18 December..4 January.");
    return ERR_CONFIG;
}

int freeze_read(const char *text, struct freeze *out, struct error *err)
{
    const char *dots = strstr(text, ".."), *behind = dots ? dots + 2 : text;
    char first[WORDS * WORD_ROOM];

    if (!dots)
        dots = text + strlen(text);
    if ((size_t)(dots - text) >= sizeof first)
        return bad_freeze(text, err);
    memcpy(first, text, (size_t)(dots - text));
    first[dots - text] = '\0';
    if (!read_day(first, &out->first) || !read_day(behind, &out->last) ||
        (out->first.kind == DAY_DATE) != (out->last.kind == DAY_DATE))
        return bad_freeze(text, err);
    if (out->first.kind == DAY_DATE && civil_days(out->first.year, out->first.month, out->first.day) >
                                           civil_days(out->last.year, out->last.month, out->last.day)) {
        error_set(err, ERR_CONFIG, "'%.60s' ends before it begins", text);
        return ERR_CONFIG;
    }
    return 0;
}

/* "mon", "mon-fri", "*" */
static int read_days(const char *word, size_t length, struct window *out)
{
    const char *dash = memchr(word, '-', length);
    size_t head = dash ? (size_t)(dash - word) : length;
    int first = weekday_named(word, head), last = dash ? weekday_named(dash + 1, length - head - 1) : first;

    if (length == 1 && *word == '*') {
        out->last_day = WEEK - 1;
        return 1;
    }
    out->first_day = first - 1;
    out->last_day = last - 1;
    return first && last >= first;
}

int week_hours_read(const char *text, struct window *out, const char **rest)
{
    size_t length = strcspn(text += strspn(text, " \t"), " \t");
    int used = 0;

    *out = (struct window){ .known = 1 };
    if (!read_days(text, length, out))
        return 0;
    text += length;
    text += strspn(text, " \t");
    if (sscanf(text, "%2d:00-%2d:00%n", &out->from_hour, &out->to_hour, &used) != 2 || !used ||
        (text[used] && !strchr(" \t", text[used])))
        return 0;
    *rest = text + used;
    return out->from_hour >= 0 && out->from_hour < out->to_hour && out->to_hour <= DAY_HOURS;
}

int calendar_hours_read(const char *text, struct calendar *into, struct error *err)
{
    struct window hours;
    const char *rest;

    if (!week_hours_read(text, &hours, &rest) || rest[strspn(rest, " \t")]) {
        error_set(err, ERR_CONFIG, "'%.60s' are no business hours", text);
        error_hint(err, "Write days and whole hours: mon-fri 08:00-18:00, or * for all days.");
        return ERR_CONFIG;
    }
    for (int day = hours.first_day; day <= hours.last_day; day++)
        for (int hour = hours.from_hour; hour < hours.to_hour; hour++)
            into->open[day * DAY_HOURS + hour] = 1;
    return 0;
}

/* --- asking ---------------------------------------------------------------------------- */

int calendar_is_holiday(const struct calendar *calendar, int64_t day)
{
    int year = year_of(day);
    int64_t on;

    /* easter+300 lies in the year after */
    for (size_t i = 0; calendar && i < calendar->holidays; i++)
        for (int y = year - 1; y <= year + 1; y++)
            if (day_rule_in(&calendar->holiday[i], y, &on) && on == day)
                return 1;
    return 0;
}

static int is_frozen_since(const struct freeze *freeze, int year, int64_t day)
{
    int64_t first, last;

    if (!day_rule_in(&freeze->first, year, &first) || day < first)
        return 0;
    if (freeze->last.kind == DAY_DATE)
        return day_rule_in(&freeze->last, freeze->last.year, &last) && day <= last;
    if (!day_rule_in(&freeze->last, year, &last))
        return 0;
    return last >= first ? day <= last : day_rule_in(&freeze->last, year + 1, &last) && day <= last;
}

int calendar_is_frozen(const struct calendar *calendar, int64_t day)
{
    int year = year_of(day);

    for (size_t i = 0; calendar && i < calendar->freezes; i++) {
        const struct freeze *freeze = &calendar->freeze[i];
        int from = freeze->first.kind == DAY_DATE ? freeze->first.year : year - 1;

        for (int y = from; y <= year; y++)
            if (is_frozen_since(freeze, y, day))
                return 1;
    }
    return 0;
}

int calendar_is_working(const struct calendar *calendar, int64_t day)
{
    int weekday = weekday_of(day);

    if (!calendar)
        return weekday < 5;
    return memchr(&calendar->open[weekday * DAY_HOURS], 1, DAY_HOURS) && !calendar_is_holiday(calendar, day);
}

int calendar_is_open(const struct calendar *calendar, int64_t day, int hour)
{
    return calendar && calendar->open[weekday_of(day) * DAY_HOURS + hour] && !calendar_is_holiday(calendar, day);
}

int64_t calendar_day_to_act(const struct calendar *calendar, int64_t day)
{
    for (int64_t back = 0; back < YEAR_DAYS; back++)
        if (calendar_is_working(calendar, day - back) && !calendar_is_frozen(calendar, day - back))
            return day - back;
    return day;
}

#include "ingest/timescan.h"

#include <string.h>
#include <strings.h>

#include "data/base/clock.h"

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Takes 1 … most digits; how many, 0 for none. */
int scan_number(struct scan *s, int most, int *out)
{
    int count = 0, value = 0;

    while (count < most && s->at < s->end && is_digit(*s->at)) {
        value = value * 10 + (*s->at++ - '0');
        count++;
    }
    if (count)
        *out = value;
    return count;
}

int scan_take(struct scan *s, char c)
{
    if (s->at == s->end || *s->at != c)
        return 0;
    s->at++;
    return 1;
}

static void skip(struct scan *s, const char *any)
{
    while (s->at < s->end && *s->at && strchr(any, *s->at))
        s->at++;
}

/* Blanks as people and locales write them: also no-break and narrow no-break. */
void scan_blanks(struct scan *s)
{
    for (;;) {
        skip(s, " \t");
        if (s->end - s->at >= 2 && memcmp(s->at, "\xc2\xa0", 2) == 0)
            s->at += 2;
        else if (s->end - s->at >= 3 && memcmp(s->at, "\xe2\x80\xaf", 3) == 0)
            s->at += 3;
        else
            return;
    }
}

/* The number of the name at the cursor, which goes behind it; 0 for none. */
static int take_name(struct scan *s, int (*named)(const char *word, size_t length))
{
    size_t length = 0;
    int number;

    while (s->at + length < s->end && is_letter(s->at[length]))
        length++;
    number = named(s->at, length);
    s->at += number ? length : 0;
    return number;
}

int scan_month(struct scan *s)
{
    return take_name(s, month_named);
}

static void weekday_name(struct scan *s)
{
    if (take_name(s, weekday_named)) {
        skip(s, ".,");
        scan_blanks(s);
    }
}

static int year_of(int digits, int value)
{
    return digits == 4 ? value : digits == 2 ? 2000 + value : -1;
}

/* "Oct 26, 2025" and "Oct 26 00:00:00 2025" up to the day; a year only where it follows at once. */
static int date_month_first(struct scan *s, struct time_parts *out)
{
    struct scan ahead;
    int year, digits;

    out->month = scan_month(s);
    if (!out->month)
        return 0;
    skip(s, ".");
    scan_blanks(s);
    if (!scan_number(s, 2, &out->day))
        return 0;
    out->has_date = 1;
    ahead = *s;
    skip(&ahead, ", ");
    digits = scan_number(&ahead, 5, &year);
    if (digits == 4 && (ahead.at == ahead.end || *ahead.at != ':')) {
        out->year = year;
        out->has_year = 1;
        *s = ahead;
    }
    return 1;
}

/* What follows one or two leading digits: 26/10/2025, 26-Oct-2025, 26 Oct 2025, 26-10 (no year). */
static int date_day_first(struct scan *s, int first, struct time_parts *out)
{
    char mark = s->at < s->end ? *s->at : '\0';
    int digits, year;

    if (mark != '/' && mark != '-' && mark != '.' && mark != ' ')
        return 0;
    s->at++;
    if (mark == '.')
        scan_blanks(s);
    out->has_date = 1;
    out->day = first;
    out->month = scan_month(s);
    if (!out->month) {
        if (mark == ' ' || !scan_number(s, 2, &out->month))
            return 0;
        out->order_open = mark != '.';
    }
    if (s->at < s->end && (*s->at == mark || (mark == ' ' && *s->at == ','))) {
        struct scan ahead = *s;

        ahead.at++;
        scan_blanks(&ahead);
        digits = scan_number(&ahead, 5, &year);
        if (digits == 4 || (digits == 2 && (ahead.at == ahead.end || *ahead.at != ':'))) {
            out->year = year_of(digits, year);
            out->has_year = 1;
            *s = ahead;
        }
    }
    return 1;
}

static int date_year_first(struct scan *s, int year, struct time_parts *out)
{
    char mark = s->at < s->end ? *s->at : '\0';

    if (mark != '-' && mark != '/' && mark != '.')
        return 0;
    s->at++;
    out->year = year;
    out->has_date = out->has_year = 1;
    return scan_number(s, 2, &out->month) && scan_take(s, mark) && scan_number(s, 2, &out->day);
}

/* 20251026, and 20251026013000 up to the day. */
static int date_basic(struct scan *s, struct time_parts *out)
{
    out->has_date = out->has_year = 1;
    return scan_number(s, 4, &out->year) == 4 && scan_number(s, 2, &out->month) == 2 &&
           scan_number(s, 2, &out->day) == 2;
}

static size_t digits_ahead(const struct scan *s)
{
    size_t count = 0;

    while (s->at + count < s->end && is_digit(s->at[count]))
        count++;
    return count;
}

static int date(struct scan *s, struct time_parts *out)
{
    size_t digits;
    int first = 0;

    weekday_name(s);
    digits = digits_ahead(s);
    if (digits == 0)
        return date_month_first(s, out);
    if (digits >= 8)
        return (digits == 8 || digits == 12 || digits == 14) && date_basic(s, out);
    scan_number(s, 4, &first);
    if (digits == 4)
        return date_year_first(s, first, out);
    return digits <= 2 && date_day_first(s, first, out);
}

/* .250 or ,250; further digits are cut. (Behind a time without a date, the comma parts it from that.) */
static void fraction(struct scan *s, struct time_parts *out)
{
    int unit = 100;

    if (s->end - s->at < 2 || !is_digit(s->at[1]) ||
        (*s->at != '.' && !(*s->at == ',' && out->has_date)))
        return;
    for (s->at++; s->at < s->end && is_digit(*s->at); s->at++, unit /= 10)
        out->ms += (*s->at - '0') * unit;
}

static int half_of_day(struct scan *s, struct time_parts *out)
{
    struct scan ahead = *s;
    int afternoon;

    scan_blanks(&ahead);
    if (ahead.at == ahead.end || !strchr("aApP", *ahead.at))
        return 1;
    afternoon = *ahead.at == 'p' || *ahead.at == 'P';
    ahead.at++;
    (void)scan_take(&ahead, '.');
    if (!scan_take(&ahead, 'm') && !scan_take(&ahead, 'M'))
        return 1;
    (void)scan_take(&ahead, '.');
    if (out->hour < 1 || out->hour > 12)
        return 0;
    out->hour = out->hour % 12 + 12 * afternoon;
    *s = ahead;
    return 1;
}

/* 1:30, 01:30:05.250, 0130, 013005. */
static int clock_time(struct scan *s, struct time_parts *out)
{
    size_t digits = digits_ahead(s);

    out->has_clock = 1;
    if (digits == 4 || digits == 6) {
        scan_number(s, 2, &out->hour);
        scan_number(s, 2, &out->minute);
        if (digits == 6)
            scan_number(s, 2, &out->second);
    } else {
        if (!scan_number(s, 2, &out->hour) || !scan_take(s, ':') || scan_number(s, 2, &out->minute) != 2)
            return 0;
        if (scan_take(s, ':') && scan_number(s, 2, &out->second) != 2)
            return 0;
    }
    fraction(s, out);
    return half_of_day(s, out);
}

int scan_offset(struct scan *s, struct time_parts *out)
{
    int negative = *s->at == '-', hours, minutes = 0;

    s->at++;
    if (scan_number(s, 2, &hours) != 2)
        return 0;
    if (scan_take(s, ':') || (s->at < s->end && is_digit(*s->at)))
        if (scan_number(s, 2, &minutes) != 2)
            return 0;
    if (scan_take(s, ':') && scan_number(s, 2, &(int){ 0 }) != 2)
        return 0;
    if (hours > 15 || minutes > 59)
        return 0;
    out->offset_s = (negative ? -1 : 1) * (hours * 3600 + minutes * 60);
    out->has_offset = 1;
    return 1;
}

/* Z, UTC, GMT, +02:00, GMT+0200, +0200 (Name), or nothing. */
static int zone(struct scan *s, struct time_parts *out)
{
    struct scan word;

    scan_blanks(s);
    word = *s;
    while (s->at < s->end && is_letter(*s->at))
        s->at++;
    if (s->at > word.at) {
        size_t length = (size_t)(s->at - word.at);

        out->has_offset = 1;
        if (!(length == 1 && strncasecmp(word.at, "z", 1) == 0) &&
            !(length == 3 && (strncasecmp(word.at, "utc", 3) == 0 ||
                              strncasecmp(word.at, "gmt", 3) == 0)))
            out->zone_word = 1;
    }
    if (s->at < s->end && (*s->at == '+' || *s->at == '-'))
        return scan_offset(s, out);
    return 1;
}

/* " (Mountain Daylight Time)", "[Europe/Berlin]" or " UTC" behind an offset repeats it. */
static void zone_comment(struct scan *s, const struct time_parts *parts)
{
    scan_blanks(s);
    if (parts->has_offset && s->end - s->at == 3 &&
        (strncasecmp(s->at, "utc", 3) == 0 || strncasecmp(s->at, "gmt", 3) == 0))
        s->at = s->end;
    if (parts->has_offset && s->at < s->end &&
        ((*s->at == '(' && s->end[-1] == ')') || (*s->at == '[' && s->end[-1] == ']')))
        s->at = s->end;
}

/* ctime puts the year behind the time of day. */
static int late_year(struct scan *s, struct time_parts *out)
{
    struct scan ahead = *s;
    int year;

    scan_blanks(&ahead);
    if (scan_number(&ahead, 5, &year) != 4)
        return 0;
    out->year = year;
    out->has_year = 1;
    *s = ahead;
    return 1;
}

static int clock_and_zone(struct scan *s, struct time_parts *out)
{
    if (!clock_time(s, out))
        return 0;
    if (out->has_date && !out->has_year)
        (void)late_year(s, out);
    if (!zone(s, out))
        return 0;
    if (out->has_date && !out->has_year)
        (void)late_year(s, out);
    zone_comment(s, out);
    return 1;
}

static int starts_with_clock(const struct scan *s)
{
    struct scan ahead = *s;
    int hour;

    return scan_number(&ahead, 2, &hour) && ahead.at < ahead.end && *ahead.at == ':';
}

int time_scan(const char *text, size_t length, struct time_parts *out)
{
    struct scan s = { text, text + length };
    const char *before;

    memset(out, 0, sizeof *out);
    scan_blanks(&s);
    while (s.end > s.at && (s.end[-1] == ' ' || s.end[-1] == '\t'))
        s.end--;
    if (s.at == s.end)
        return 0;
    if (starts_with_clock(&s)) {
        if (!clock_and_zone(&s, out))
            return 0;
        skip(&s, ", ");
        return s.at == s.end || (!out->has_offset && date(&s, out) && s.at == s.end);
    }
    if (!date(&s, out))
        return 0;
    before = s.at;
    scan_blanks(&s);
    skip(&s, s.at < s.end && *s.at == ':' ? ":" : "Tt_,@");
    scan_blanks(&s);
    if (s.at == s.end)
        return s.at == before;
    if (!is_digit(*s.at))    /* "2025-10-26Z" and "2025-10-26+02:00" are dates with an offset */
        return zone(&s, out) && s.at == s.end;
    if (s.at == before && digits_ahead(&(struct scan){ text, s.end }) < 8)
        return 0;            /* only 20251026013000 needs nothing in between */
    return clock_and_zone(&s, out) && s.at == s.end;
}

int64_t time_parts_local(const struct time_parts *parts, int month_first, int *ok)
{
    int swap = parts->order_open && month_first;
    int midnight = parts->hour == 24 && parts->minute == 0 && parts->second == 0 && parts->ms == 0;
    int leap = parts->second == 60;
    struct civil c = {
        .year = parts->year, .month = swap ? parts->day : parts->month,
        .day = swap ? parts->month : parts->day, .hour = midnight ? 0 : parts->hour,
        .minute = parts->minute, .second = leap ? 59 : parts->second, .ms = parts->ms,
    };

    *ok = civil_valid(&c);
    if (!*ok)
        return 0;
    return civil_days(c.year, c.month, c.day) * DAY_MS + parts->hour * HOUR_MS +
           parts->minute * MINUTE_MS + parts->second * SECOND_MS + parts->ms;
}

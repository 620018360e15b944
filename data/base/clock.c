#include "data/base/clock.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "data/base/number.h"

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
int64_t civil_days(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

/* The same source, civil_from_days. */
static void days_civil(int64_t days, struct civil *out)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;

    out->day = (int)(doy - (153 * mp + 2) / 5 + 1);
    out->month = (int)(mp < 10 ? mp + 3 : mp - 9);
    out->year = (int)(yoe + era * 400 + (out->month <= 2));
    out->weekday = (int)(((days + 3) % 7 + 7) % 7);    /* 1970-01-01 was a Thursday */
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Civil times have years of four digits; an instant beyond them shows the nearest that has. */
static const int64_t FIRST_MS = INT64_C(-62135596800000), LAST_MS = INT64_C(253402300799999);

static int64_t within_calendar(int64_t at)
{
    return at < FIRST_MS + DAY_MS ? FIRST_MS + DAY_MS : at > LAST_MS - DAY_MS ? LAST_MS - DAY_MS : at;
}

void zone_civil(const struct zone *zone, int64_t at, struct civil *out)
{
    int64_t in = within_calendar(at);
    int64_t local = in + (zone ? (int64_t)zone_offset(zone, in) * 1000 : 0);
    int64_t days = floor_div(local, DAY_MS);
    int64_t rest = local - days * DAY_MS;

    days_civil(days, out);
    out->hour = (int)(rest / HOUR_MS);
    out->minute = (int)(rest / MINUTE_MS % 60);
    out->second = (int)(rest / SECOND_MS % 60);
    out->ms = (int)(rest % 1000);
}

int civil_valid(const struct civil *c)
{
    static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int leap = (c->year % 4 == 0 && c->year % 100 != 0) || c->year % 400 == 0;

    return c->year >= 1 && c->year <= 9999 && c->month >= 1 && c->month <= 12 && c->day >= 1 &&
           c->day <= length[c->month - 1] + (leap && c->month == 2) && c->hour >= 0 &&
           c->hour <= 23 && c->minute >= 0 && c->minute <= 59 && c->second >= 0 &&
           c->second <= 59 && c->ms >= 0 && c->ms <= 999;
}

/* 1 + the index of the name that the word is, or begins; 0 for none. */
static int name_of(const char *word, size_t length, const char *const *names, int count)
{
    for (int i = 0; length >= 3 && i < count; i++)
        if (length <= strlen(names[i]) && strncasecmp(word, names[i], length) == 0)
            return i + 1;
    return 0;
}

int month_named(const char *word, size_t length)
{
    static const char *const names[12] = { "january", "february", "march", "april", "may", "june", "july",
                                           "august", "september", "october", "november", "december" };

    return name_of(word, length, names, 12);
}

int weekday_named(const char *word, size_t length)
{
    static const char *const names[7] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
                                          "sunday" };

    return name_of(word, length, names, 7);
}

static int64_t civil_ms(const struct civil *c)
{
    return civil_days(c->year, c->month, c->day) * DAY_MS + c->hour * HOUR_MS +
           c->minute * MINUTE_MS + c->second * SECOND_MS + c->ms;
}

int zone_instants(const struct zone *zone, const struct civil *civil, int64_t out[2])
{
    int64_t local = civil_ms(civil);
    int32_t before, after;
    int count = 0;

    if (!zone) {
        out[0] = local;
        return 1;
    }
    /* offsets in force a day earlier and a day later bracket any single change */
    before = zone_offset(zone, local - DAY_MS);
    after = zone_offset(zone, local + DAY_MS);
    if (zone_offset(zone, local - before * SECOND_MS) == before)
        out[count++] = local - before * SECOND_MS;
    if (after != before && zone_offset(zone, local - after * SECOND_MS) == after)
        out[count++] = local - after * SECOND_MS;
    if (count == 2 && out[0] > out[1]) {
        int64_t later = out[0];

        out[0] = out[1];
        out[1] = later;
    }
    return count;
}

int64_t zone_day(const struct zone *zone, int64_t at)
{
    int64_t in = within_calendar(at);

    return floor_div(in + (zone ? (int64_t)zone_offset(zone, in) * 1000 : 0), DAY_MS);
}

int64_t zone_day_start(const struct zone *zone, int64_t at, int days)
{
    struct civil midnight = { 0 };
    int64_t day = zone_day(zone, at) + days, out[2];

    days_civil(day, &midnight);
    if (zone_instants(zone, &midnight, out))
        return out[0];
    /* midnight itself is skipped: the day begins where the clocks land */
    midnight.hour = 1;
    return zone_instants(zone, &midnight, out) ? out[0] : day * DAY_MS;
}

/* Reads exactly `width` digits at *at; -1 when they are not there. */
static int digits(const char **at, int width)
{
    int value = 0;

    for (int i = 0; i < width; i++) {
        if ((*at)[i] < '0' || (*at)[i] > '9')
            return -1;
        value = value * 10 + ((*at)[i] - '0');
    }
    *at += width;
    return value;
}

static int after(const char **at, char mark)
{
    if (**at != mark)
        return 0;
    (*at)++;
    return 1;
}

static int read_clock(const char **at, struct civil *c)
{
    c->hour = digits(at, 2);
    if (!after(at, ':'))
        return 0;
    c->minute = digits(at, 2);
    if (after(at, ':'))
        c->second = digits(at, 2);
    if (after(at, '.'))
        for (int unit = 100; **at >= '0' && **at <= '9'; (*at)++, unit /= 10)
            c->ms += (**at - '0') * unit;
    return 1;
}

/* `Z`, `+02:00`, `+0200`, `+02` or the end. Returns 1 when an offset was read, 0 at the end, -1. */
static int read_offset(const char **at, int *seconds)
{
    int sign, hours, minutes = 0;

    if (**at == '\0')
        return 0;
    if (after(at, 'Z')) {
        *seconds = 0;
        return **at ? -1 : 1;
    }
    if (**at != '+' && **at != '-')
        return -1;
    sign = *(*at)++ == '-' ? -1 : 1;
    hours = digits(at, 2);
    (void)after(at, ':');
    if (**at)
        minutes = digits(at, 2);
    if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59 || **at)
        return -1;
    *seconds = sign * (hours * 3600 + minutes * 60);
    return 1;
}

static int bad_time(const char *text, struct error *err)
{
    error_set(err, ERR_USAGE, "'%.60s' is not a time", text);
    error_hint(err, "Write 2026-01-31, 2026-01-31T13:00, 2026-01-31T13:00Z, @1769860800 or now.");
    return ERR_USAGE;
}

/* `now`, `now-14d`, `+90d`, `@1769860800`. Returns 1 when it was one of these. */
static int read_relative(const char *text, int64_t now, int64_t *out)
{
    int64_t seconds, ms;

    if (text[0] == '@' && number_parse_int(text + 1, strlen(text + 1), &seconds) &&
        !__builtin_mul_overflow(seconds, SECOND_MS, out))
        return 1;
    if (strncmp(text, "now", 3) == 0)
        text += 3;
    else if (text[0] != '+')
        return 0;
    *out = now;
    if (*text == '\0')
        return 1;
    if ((*text != '+' && *text != '-') || duration_parse(text + 1, &ms, NULL) < 0)
        return 0;
    *out = *text == '-' ? now - ms : now + ms;
    return 1;
}

int time_parse(const char *text, const struct zone *zone, int64_t now, int64_t *out,
               struct error *err)
{
    const char *at = text;
    struct civil c = { 0 };
    int64_t instants[2];
    int offset = 0, has_offset, count;

    if (read_relative(text, now, out))
        return 0;
    c.year = digits(&at, 4);
    if (!after(&at, '-'))
        return bad_time(text, err);
    c.month = digits(&at, 2);
    if (!after(&at, '-'))
        return bad_time(text, err);
    c.day = digits(&at, 2);
    if ((after(&at, 'T') || after(&at, ' ')) && !read_clock(&at, &c))
        return bad_time(text, err);
    has_offset = read_offset(&at, &offset);
    if (has_offset < 0 || !civil_valid(&c))
        return bad_time(text, err);
    if (has_offset) {
        *out = civil_ms(&c) - offset * SECOND_MS;
        return 0;
    }
    count = zone_instants(zone, &c, instants);
    if (!count)
        return error_set(err, ERR_USAGE, "%.40s does not exist in %s: the clocks skip it", text,
                         zone_name(zone));
    *out = instants[0];
    return 0;
}

const char *time_iso(char out[TIME_ROOM], int64_t at)
{
    struct civil c;

    zone_civil(NULL, at, &c);
    if (c.ms)
        snprintf(out, TIME_ROOM, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.year, c.month, c.day,
                 c.hour, c.minute, c.second, c.ms);
    else
        snprintf(out, TIME_ROOM, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day,
                 c.hour, c.minute, c.second);
    return out;
}

const char *time_date(char out[TIME_ROOM], const struct zone *zone, int64_t at)
{
    struct civil c;

    zone_civil(zone, at, &c);
    snprintf(out, TIME_ROOM, "%04d-%02d-%02d", c.year, c.month, c.day);
    return out;
}

const char *time_minute(char out[TIME_ROOM], const struct zone *zone, int64_t at)
{
    struct civil c;

    zone_civil(zone, at, &c);
    snprintf(out, TIME_ROOM, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour,
             c.minute);
    return out;
}

const char *time_words(char out[TIME_ROOM], const struct zone *zone, int64_t at)
{
    static const char names[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct civil c;

    zone_civil(zone, at, &c);
    snprintf(out, TIME_ROOM, "%d %s %04d", c.day, names[c.month - 1], c.year);
    return out;
}

static const struct { const char *name; int64_t ms; } duration_units[] = {
    { "y", 365 * DAY_MS }, { "w", 7 * DAY_MS }, { "d", DAY_MS },    { "h", HOUR_MS },
    { "m", MINUTE_MS },    { "s", SECOND_MS },  { "ms", 1 },
};
enum { DURATION_UNITS = sizeof duration_units / sizeof duration_units[0] };

int duration_parse(const char *text, int64_t *out_ms, struct error *err)
{
    size_t length = strspn(text, "0123456789.");
    double value;

    if (length && number_parse(text, length, &value) == NUMBER_OK)
        for (size_t i = 0; i < DURATION_UNITS; i++)
            if (strcmp(text + length, duration_units[i].name) == 0 &&
                value * (double)duration_units[i].ms < 3e15) {
                *out_ms = (int64_t)(value * (double)duration_units[i].ms + 0.5);
                return 0;
            }
    error_set(err, ERR_USAGE, "'%.60s' is not a duration", text);
    error_hint(err, "Write a number and s, m, h, d, w or y: 90s, 15m, 6h, 14d, 8w.");
    return ERR_USAGE;
}

const char *duration_text(char out[TIME_ROOM], int64_t ms)
{
    for (size_t i = 2; i < DURATION_UNITS; i++)
        if (ms % duration_units[i].ms == 0) {
            snprintf(out, TIME_ROOM, "%lld%s", (long long)(ms / duration_units[i].ms),
                     duration_units[i].name);
            break;
        }
    return out;
}

int64_t clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

double clock_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

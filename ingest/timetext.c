/*
 * ingest/timetext.c - reading the cells of a column whose style is known.
 *
 * Exports repeat themselves: the same instant in many rows, the same day in nearly
 * all. So the last cell and the last day are kept, and only what differs is read.
 */
#include "ingest/timetext.h"

#include <math.h>
#include <string.h>

#include "data/base/number.h"
#include "ingest/timeformat.h"
#include "ingest/timescan.h"

/* What a store may hold; see intake_put(). */
static const int64_t FIRST_MS = INT64_C(631152000000), LAST_MS = INT64_C(7258118400000);

enum { LONGEST = 128 };    /* bytes of a time, a zone's name in brackets included */

/* --- what a single cell looks like ----------------------------------------- */

static enum time_shape number_shape(double value)
{
    /* 2001-09-09 to 2100-01-01 in s, ms, µs and ns */
    static const struct { double from, until; } epochs[] = {
        { 1e9, 4.1e9 }, { 1e12, 4.1e12 }, { 1e15, 4.1e15 }, { 1e18, 4.1e18 },
    };

    for (size_t i = 0; i < sizeof epochs / sizeof epochs[0]; i++)
        if (value >= epochs[i].from && value < epochs[i].until)
            return TIME_SHAPE_NUMBER;
    /* days since 1899-12-30: 1990 to 2100 */
    return value > 32874 && value < 73051 ? TIME_SHAPE_SERIAL : TIME_SHAPE_NONE;
}

/* Number text, also with a decimal comma, as the point form; its length, 0 when it is no number. */
static size_t number_text(char *copy, size_t room, const char *text, size_t length)
{
    if (!length || length >= room)
        return 0;
    for (size_t i = 0; i < length; i++) {
        if ((text[i] < '0' || text[i] > '9') && text[i] != '.' && text[i] != ',')
            return 0;
        copy[i] = text[i] == ',' ? '.' : text[i];
    }
    return length;
}

/* 20251026, 202510260130 and 20251026013000: a date more likely than a count. */
static int is_basic(const char *text, size_t length)
{
    struct time_parts parts;
    int ok;

    if (length != 8 && length != 12 && length != 14)
        return 0;
    if (!time_scan(text, length, &parts) || !parts.has_year)
        return 0;
    (void)time_parts_local(&parts, 0, &ok);
    return ok && parts.year >= 1990 && parts.year < 2200;
}

enum time_shape time_shape(const char *text, size_t length)
{
    struct time_parts parts;
    char copy[32];
    double value;
    int ok, swapped;

    if (!length || length > LONGEST)
        return TIME_SHAPE_NONE;
    if (number_text(copy, sizeof copy, text, length) &&
        number_parse(copy, length, &value) == NUMBER_OK)
        return is_basic(text, length) ? TIME_SHAPE_FULL : number_shape(value);
    if (!time_scan(text, length, &parts))
        return TIME_SHAPE_NONE;
    if (!parts.has_date)
        return TIME_SHAPE_CLOCK;
    if (!parts.has_year) {
        parts.year = 2000;    /* a leap year: any day fits */
        (void)time_parts_local(&parts, 0, &ok);
        return ok ? TIME_SHAPE_NO_YEAR : TIME_SHAPE_NONE;
    }
    (void)time_parts_local(&parts, 0, &ok);
    (void)time_parts_local(&parts, 1, &swapped);
    if (!ok && !swapped)
        return TIME_SHAPE_NONE;
    return parts.zone_word ? TIME_SHAPE_ZONE_WORD : TIME_SHAPE_FULL;
}

int time_is_date(const char *text, size_t length)
{
    struct time_parts parts;

    return time_shape(text, length) == TIME_SHAPE_FULL && time_scan(text, length, &parts) &&
           !parts.has_clock;
}

/* --- numbers ---------------------------------------------------------------- */

static enum time_result in_range(int64_t at)
{
    return at >= FIRST_MS && at < LAST_MS ? TIME_OK : TIME_RANGE;
}

/* Seconds and ms may have a fraction; finer units are whole. */
static enum time_result read_epoch(int per_s, const char *text, size_t length, int64_t *out)
{
    int64_t whole = 0, fraction = 0, unit = SECOND_MS;
    size_t i = 0;

    for (; i < length && text[i] >= '0' && text[i] <= '9'; i++)
        if (__builtin_mul_overflow(whole, 10, &whole) ||
            __builtin_add_overflow(whole, text[i] - '0', &whole))
            return TIME_BAD;
    if (i == 0)
        return TIME_BAD;
    if (i < length && (text[i] == '.' || text[i] == ',') && per_s <= 1000)
        for (i++; i < length && text[i] >= '0' && text[i] <= '9'; i++) {
            unit /= 10;
            fraction += unit * (text[i] - '0');
        }
    if (i < length)
        return TIME_BAD;
    if (per_s == 1) {
        if (whole > LAST_MS / SECOND_MS)
            return TIME_RANGE;
        *out = whole * SECOND_MS + fraction;
    } else {
        *out = whole / (per_s / 1000);
    }
    return in_range(*out);
}

/* --- civil times -------------------------------------------------------------- */

static unsigned digit(char c)
{
    return (unsigned)(unsigned char)c - '0';
}

static unsigned two(const char *p)
{
    return digit(p[0]) > 9 || digit(p[1]) > 9 ? 100 : digit(p[0]) * 10 + digit(p[1]);
}

static int read_day(struct time_reader *reader, const char *text)
{
    unsigned century = two(text), year = two(text + 2);
    struct civil c = { .year = (int)(century * 100 + year), .month = (int)two(text + 5),
                       .day = (int)two(text + 8) };

    if (century > 99 || year > 99 || text[4] != '-' || text[7] != '-' || !civil_valid(&c))
        return 0;
    memcpy(reader->day_text, text, sizeof reader->day_text);
    reader->day_ms = civil_days(c.year, c.month, c.day) * DAY_MS;
    return 1;
}

/*
 * `2025-10-26T01:30:05` with any one byte for the T, then the end, `Z` or `.mmm` and
 * one of these. Returns 1 with the clocks' time, 0 when it is written another way.
 */
static int read_iso(struct time_reader *reader, const char *text, size_t length, int64_t *local,
                    int *has_offset)
{
    unsigned hour, minute, second;
    size_t at = 19;

    if (length < 19 || length > 24 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' ||
        text[16] != ':')
        return 0;
    if (memcmp(text, reader->day_text, sizeof reader->day_text) != 0 && !read_day(reader, text))
        return 0;
    hour = two(text + 11);
    minute = two(text + 14);
    second = two(text + 17);
    if (hour > 23 || minute > 59 || second > 59)
        return 0;
    *local = reader->day_ms + hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS;
    if (length >= 23 && text[19] == '.') {
        unsigned tens = two(text + 20), ones = digit(text[22]);

        if (tens > 99 || ones > 9)
            return 0;
        *local += tens * 10 + ones;
        at = 23;
    }
    *has_offset = at < length;
    return at == length || (at + 1 == length && text[at] == 'Z');
}

/* The instants of a local time, by a day on which nothing changes where there is one. */
static int resolve(struct time_reader *reader, int64_t local, int64_t out[2])
{
    struct civil c;

    if (local < reader->calm_from || local >= reader->calm_until) {
        int64_t day = local - local % DAY_MS;
        int32_t before = zone_offset(reader->zone, day - DAY_MS);

        if (before != zone_offset(reader->zone, day + 2 * DAY_MS)) {
            zone_civil(NULL, local, &c);
            return zone_instants(reader->zone, &c, out);
        }
        reader->calm_from = day;
        reader->calm_until = day + DAY_MS;
        reader->calm_offset_ms = before * SECOND_MS;
    }
    out[0] = local - reader->calm_offset_ms;
    return 1;
}

static enum time_result from_local(struct time_reader *reader, int64_t local, int64_t out[2])
{
    int count;

    reader->locals++;
    if (in_range(local) != TIME_OK)
        return TIME_RANGE;
    if (reader->style.fixed) {
        out[0] = local - reader->style.offset_s * SECOND_MS;
        return TIME_OK;
    }
    if (!reader->zone) {
        out[0] = local;
        return TIME_OK;
    }
    count = resolve(reader, local, out);
    return count == 2 ? TIME_TWICE : count == 1 ? TIME_OK : TIME_NONE;
}

/* Days since 1899-12-30, which spreadsheets count; the fraction is the time of day. */
static enum time_result read_day_number(struct time_reader *reader, const char *text,
                                        size_t length, int64_t out[2])
{
    static const double EPOCH_DAYS = 25569;    /* from then to 1970-01-01 */
    char copy[32];
    double days;

    if (!number_text(copy, sizeof copy, text, length) ||
        number_parse(copy, length, &days) != NUMBER_OK)
        return TIME_BAD;
    if (days < EPOCH_DAYS || days > EPOCH_DAYS + (double)(LAST_MS / DAY_MS))
        return TIME_RANGE;
    /* to a second: a double of days is no finer than a few µs, and people's times are no finer */
    return from_local(reader, llround((days - EPOCH_DAYS) * (double)(DAY_MS / SECOND_MS)) * SECOND_MS,
                      out);
}

static enum time_result read_pattern(struct time_reader *reader, const char *text, size_t length,
                                     int64_t out[2])
{
    struct time_parts parts;
    int64_t local;
    int ok;

    if (!time_format_scan(reader->style.format, text, length, &parts))
        return TIME_BAD;
    local = time_parts_local(&parts, 0, &ok);
    if (!ok)
        return TIME_BAD;
    if (!parts.has_offset)
        return from_local(reader, local, out);
    out[0] = local - parts.offset_s * SECOND_MS;
    return in_range(out[0]);
}

static enum time_result read_civil(struct time_reader *reader, const char *text, size_t length,
                                   int64_t out[2])
{
    struct time_parts parts;
    int64_t local;
    int has_offset, ok;

    if (read_iso(reader, text, length, &local, &has_offset)) {
        if (!has_offset)
            return from_local(reader, local, out);
        out[0] = local;
        return in_range(local);
    }
    if (!time_scan(text, length, &parts) || !parts.has_year || parts.zone_word)
        return TIME_BAD;
    local = time_parts_local(&parts, reader->style.month_first, &ok);
    if (!ok)
        return TIME_BAD;
    if (!parts.has_offset)
        return from_local(reader, local, out);
    out[0] = local - parts.offset_s * SECOND_MS;
    return in_range(out[0]);
}

void time_reader_init(struct time_reader *reader, const struct time_style *style,
                      const struct zone *zone)
{
    *reader = (struct time_reader){ .style = *style, .zone = zone };
    reader->calm_from = INT64_MAX;
}

enum time_result time_read(struct time_reader *reader, const char *text, size_t length,
                           int64_t out[2])
{
    enum time_result result;

    if (length && length == reader->last_length && memcmp(text, reader->last, length) == 0) {
        out[0] = reader->last_at;
        return TIME_OK;
    }
    result = reader->style.epoch_per_s ? read_epoch(reader->style.epoch_per_s, text, length, out)
             : reader->style.day_numbers ? read_day_number(reader, text, length, out)
             : reader->style.format    ? read_pattern(reader, text, length, out)
                                       : read_civil(reader, text, length, out);
    if (result == TIME_OK && length <= sizeof reader->last) {
        memcpy(reader->last, text, length);
        reader->last_length = length;
        reader->last_at = out[0];
    }
    return result;
}

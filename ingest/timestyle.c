/*
 * ingest/timestyle.c - how a column writes its times, found from many of its cells.
 *
 * Day and month: a part above 12 decides. Else both readings of the column are
 * compared: the one that runs in one direction wins, then the one whose usual step
 * is smaller, then the one whose largest step is; a series that jumps by months
 * within days was misread. Where both readings are the same all along, either
 * will do; where nothing tells them apart, the user is asked.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "data/base/number.h"
#include "ingest/timeformat.h"
#include "ingest/timescan.h"
#include "ingest/timetext.h"

enum { MOST_LOOKED_AT = 4096 };

/* --- the zone in a header ------------------------------------------------------ */

static int sign_of(const char *p)
{
    return *p == '-' ? -1 : *p == '+' ? 1 : 0;
}

/* +02:00, -0330, +2 behind UTC or GMT; 0 when nothing follows. */
static int header_offset(const char *p, int32_t *out)
{
    int sign = sign_of(p), hours = 0, minutes = 0, digits = 0;

    *out = 0;
    if (!sign)
        return *p == '\0' || strchr(" )]", *p) != NULL;
    for (p++; *p >= '0' && *p <= '9' && digits < 2; p++, digits++)
        hours = hours * 10 + (*p - '0');
    if (*p == ':')
        p++;
    for (int i = 0; *p >= '0' && *p <= '9' && i < 2; p++, i++)
        minutes = minutes * 10 + (*p - '0');
    *out = sign * (hours * 3600 + minutes * 60);
    return digits > 0 && hours <= 15 && minutes <= 59;
}

/* "(PDH-CSV 4.0) (W. Europe Standard Time)(-60)": minutes to add to get UTC. */
static int pdh_bias(const char *header, int32_t *out)
{
    const char *open = strrchr(header, '(');
    char *end;
    long minutes;

    if (strncmp(header, "(PDH-CSV", 8) != 0 || !open)
        return 0;
    minutes = strtol(open + 1, &end, 10);
    if (end == open + 1 || *end != ')' || minutes < -1000 || minutes > 1000)
        return 0;
    *out = (int32_t)(-minutes * 60);
    return 1;
}

static int header_zone(const char *header, int32_t *out)
{
    if (pdh_bias(header, out))
        return 1;
    for (const char *p = header; *p; p++)
        if ((p == header || strchr(" ([_-", p[-1])) &&
            (strncasecmp(p, "UTC", 3) == 0 || strncasecmp(p, "GMT", 3) == 0))
            return header_offset(p + 3, out);
    return 0;
}

/* --- numbers ---------------------------------------------------------------------- */

static int epoch_unit(double value)
{
    return value < 1e11 ? 1 : value < 1e14 ? 1000 : value < 1e17 ? 1000000 : 1000000000;
}

static int find_epoch(struct time_style *out, const struct cell *cells, size_t count,
                      struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        int64_t whole = 0;
        size_t digits = 0;
        int unit;

        if (time_shape(cells[i].text, cells[i].length) != TIME_SHAPE_NUMBER)
            continue;
        while (digits < cells[i].length && cells[i].text[digits] >= '0' &&
               cells[i].text[digits] <= '9')
            digits++;
        (void)number_parse_int(cells[i].text, digits, &whole);
        unit = epoch_unit((double)whole);
        if (out->epoch_per_s && unit != out->epoch_per_s) {
            error_set(err, ERR_DATA, "the time column mixes units: '%.*s' among other magnitudes",
                      (int)cells[i].length, cells[i].text);
            error_hint(err, "Epoch times must be all in seconds, or all in ms, us or ns.");
            return ERR_DATA;
        }
        out->epoch_per_s = unit;
    }
    return 0;
}

/* --- order of day and month --------------------------------------------------------- */

struct reading {
    int64_t *step;        /* distances of neighbours, never negative */
    size_t   steps;
    size_t   up, down;
    int64_t  usual, largest;
};

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* The most frequent step that is not zero, and the largest. */
static void measure(struct reading *r)
{
    size_t best = 0;

    qsort(r->step, r->steps, sizeof *r->step, by_size);
    for (size_t i = 0, run = 0; i < r->steps; i++) {
        run = i && r->step[i] == r->step[i - 1] ? run + 1 : 1;
        if (r->step[i] > 0 && run > best) {
            best = run;
            r->usual = r->step[i];
        }
    }
    r->largest = r->steps ? r->step[r->steps - 1] : 0;
}

static void read_steps(struct reading *r, const struct time_parts *parts, size_t count,
                       int month_first)
{
    int64_t before = 0;

    for (size_t i = 0, seen = 0; i < count; i++) {
        int ok;
        int64_t at = time_parts_local(&parts[i], month_first, &ok);

        if (!ok)
            continue;
        if (seen++) {
            r->up += at > before;
            r->down += at < before;
            r->step[r->steps++] = at > before ? at - before : before - at;
        }
        before = at;
    }
    measure(r);
}

static int one_way(const struct reading *r)
{
    return r->up == 0 || r->down == 0;
}

/* Above 0: the first is the better reading; below: the second; 0: nothing tells. */
static int better(const struct reading *a, const struct reading *b)
{
    if (one_way(a) != one_way(b))
        return one_way(a) - one_way(b);
    if (a->usual != b->usual)
        return a->usual < b->usual ? 1 : -1;
    return a->largest == b->largest ? 0 : a->largest < b->largest ? 1 : -1;
}

static int ask_for_order(const struct time_parts *p, struct error *err)
{
    error_set(err, ERR_DATA, "%02d/%02d/%04d can be a day of two months, and no row tells which",
              p->day, p->month, p->year);
    error_hint(err, "Say which part stands first: --date-order dmy or --date-order mdy.");
    return ERR_DATA;
}

static int compare_readings(struct time_style *out, const struct time_parts *parts, size_t count,
                            const struct time_parts *open, struct error *err)
{
    struct reading day_first = { 0 }, month_first = { 0 };
    int found;

    day_first.step = malloc((count + 1) * sizeof *day_first.step);
    month_first.step = malloc((count + 1) * sizeof *month_first.step);
    if (!day_first.step || !month_first.step) {
        free(day_first.step);
        free(month_first.step);
        return error_set(err, ERR_NOMEM, "no memory to look at the time column");
    }
    read_steps(&day_first, parts, count, 0);
    read_steps(&month_first, parts, count, 1);
    found = better(&day_first, &month_first);
    free(day_first.step);
    free(month_first.step);
    if (!found)
        return ask_for_order(open, err);
    out->month_first = found < 0;
    return 0;
}

static int find_order(struct time_style *out, const struct time_parts *parts, size_t count,
                      struct error *err)
{
    const struct time_parts *open = NULL, *day = NULL, *month = NULL;

    for (size_t i = 0; i < count; i++) {
        const struct time_parts *p = &parts[i];

        if (!p->order_open)
            continue;
        if (p->day > 12)
            day = p;
        else if (p->month > 12)
            month = p;
        else if (p->day != p->month)
            open = p;
    }
    if (day && month) {
        error_set(err, ERR_DATA, "the time column has days first (%d/%d) and months first (%d/%d)",
                  day->day, day->month, month->day, month->month);
        error_hint(err, "Export it again with one order, best as ISO 8601.");
        return ERR_DATA;
    }
    out->month_first = month != NULL;
    return day || month || !open ? 0 : compare_readings(out, parts, count, open, err);
}

/* --- all together ------------------------------------------------------------------- */

static int no_time(enum time_shape shape, const struct cell *cell, struct error *err)
{
    int length = cell->length < 60 ? (int)cell->length : 60;

    switch (shape) {
    case TIME_SHAPE_CLOCK:
        error_set(err, ERR_DATA, "the time column holds a time of day without a date: '%.*s'", length,
                  cell->text);
        break;
    case TIME_SHAPE_NO_YEAR:
        error_set(err, ERR_DATA, "the time column holds no year: '%.*s'", length, cell->text);
        break;
    case TIME_SHAPE_SERIAL:
        error_set(err, ERR_DATA, "the time column holds spreadsheet day numbers: '%.*s'", length,
                  cell->text);
        error_hint(err, "Format the column as yyyy-mm-dd hh:mm:ss and save it again, or use a mapping "
                        "with time_format = excel.");
        return ERR_DATA;
    case TIME_SHAPE_ZONE_WORD:
        error_set(err, ERR_DATA, "the zone in '%.*s' means more than one zone", length, cell->text);
        error_hint(err, "Export it with a numeric offset such as +02:00, or in UTC.");
        return ERR_DATA;
    default:
        return error_set(err, ERR_DATA, "the time column holds no times: '%.*s'", length, cell->text);
    }
    error_hint(err, "Export it again with full dates, best as ISO 8601.");
    return ERR_DATA;
}

/* Takes apart what is a civil time; how many are. */
static size_t scan_all(struct time_parts *parts, const struct cell *cells, size_t count)
{
    size_t found = 0;

    for (size_t i = 0; i < count && found < MOST_LOOKED_AT; i++)
        if (time_shape(cells[i].text, cells[i].length) == TIME_SHAPE_FULL &&
            time_scan(cells[i].text, cells[i].length, &parts[found]))
            found++;
    return found;
}

static int find_civil(struct time_style *out, const struct cell *cells, size_t count,
                      enum date_order order, struct error *err)
{
    size_t room = count < MOST_LOOKED_AT ? count : MOST_LOOKED_AT, found, up = 0, down = 0;
    struct time_parts *parts = malloc((room + 1) * sizeof *parts);
    int rc = 0, ok;

    if (!parts)
        return error_set(err, ERR_NOMEM, "no memory to look at the time column");
    found = scan_all(parts, cells, count);
    if (order != DATE_AUTO)
        out->month_first = order == DATE_MDY;
    else
        rc = find_order(out, parts, found, err);
    for (size_t i = 0; i < found && rc == 0; i++) {
        int64_t at = time_parts_local(&parts[i], out->month_first, &ok), before;

        out->some_local |= !parts[i].has_offset;
        out->order_open |= (int)parts[i].order_open;
        if (!i)
            continue;
        before = time_parts_local(&parts[i - 1], out->month_first, &ok);
        up += at > before;
        down += at < before;
    }
    out->descending = down > up;
    free(parts);
    return rc;
}

int time_style_find(struct time_style *out, const struct cell *cells, size_t count,
                    const char *header, enum date_order order, struct error *err)
{
    size_t shapes[TIME_SHAPE_ZONE_WORD + 1] = { 0 };
    const struct cell *first[TIME_SHAPE_ZONE_WORD + 1] = { NULL };
    struct time_style style = { 0 };
    enum time_shape most = TIME_SHAPE_FULL;
    int rc;

    for (size_t i = 0; i < count; i++) {
        enum time_shape shape = time_shape(cells[i].text, cells[i].length);

        if (!shapes[shape]++)
            first[shape] = &cells[i];
    }
    for (int shape = TIME_SHAPE_FULL; shape <= TIME_SHAPE_ZONE_WORD; shape++)
        if (shapes[shape] > shapes[most])
            most = (enum time_shape)shape;
    if (!shapes[most])
        most = TIME_SHAPE_NONE;
    if (most == TIME_SHAPE_NONE && !first[most])
        return error_set(err, ERR_DATA, "the time column is empty");
    if (most != TIME_SHAPE_FULL && most != TIME_SHAPE_NUMBER)
        return no_time(most, first[most], err);
    style.fixed = header_zone(header, &style.offset_s);
    rc = most == TIME_SHAPE_NUMBER ? find_epoch(&style, cells, count, err)
                                   : find_civil(&style, cells, count, order, err);
    if (rc == 0)
        *out = style;
    return rc;
}

/* --- as the user says ------------------------------------------------------------------ */

static int epoch_of_name(const char *name)
{
    static const struct { const char *name; int per_s; } units[] = {
        { "s", 1 }, { "ms", 1000 }, { "us", 1000000 }, { "ns", 1000000000 },
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(units[i].name, name) == 0)
            return units[i].per_s;
    return 0;
}

int time_style_check(const char *format, struct error *err)
{
    if (epoch_of_name(format) || strcmp(format, "excel") == 0)
        return 0;
    if (strchr(format, '%'))
        return time_format_check(format, err);
    error_set(err, ERR_USAGE, "'%.60s' is no format of times", format);
    error_hint(err, "Write s, ms, us, ns, excel, or a pattern such as %%d.%%m.%%Y %%H:%%M.");
    return ERR_USAGE;
}

/* 1 when more of the times fall than rise. */
static int runs_down(const struct time_style *style, const struct cell *cells, size_t count)
{
    struct time_reader reader;
    int64_t at[2], before = 0;
    size_t up = 0, down = 0;

    time_reader_init(&reader, style, NULL);
    for (size_t i = 0; i < count; i++) {
        if (time_read(&reader, cells[i].text, cells[i].length, at) != TIME_OK)
            continue;
        up += before && at[0] > before;
        down += before && at[0] < before;
        before = at[0];
    }
    return down > up;
}

void time_style_given(struct time_style *out, const char *format, const struct cell *cells,
                      size_t count, const char *header)
{
    struct time_style style = { .epoch_per_s = epoch_of_name(format) };

    style.day_numbers = strcmp(format, "excel") == 0;
    if (!style.epoch_per_s && !style.day_numbers)
        style.format = format;
    style.some_local = !style.epoch_per_s;
    style.fixed = header_zone(header, &style.offset_s);
    style.descending = runs_down(&style, cells, count);
    *out = style;
}

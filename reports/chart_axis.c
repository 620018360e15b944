#include "reports/chart_axis.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/base/number.h"

enum { VALUE_TICKS = 5 };

struct multiple { double scale; const char *prefix; };

static const struct multiple binary[] = {
    { 0x1p50, "Pi" }, { 0x1p40, "Ti" }, { 0x1p30, "Gi" }, { 0x1p20, "Mi" }, { 0x1p10, "Ki" },
    { 1, "" },
};
static const struct multiple decimal[] = {
    { 1e15, "P" }, { 1e12, "T" }, { 1e9, "G" }, { 1e6, "M" }, { 1e4, "k" }, { 1, "" },
};

/* The suffix of each unit and multiple is written out, so that it outlives the call. */
static const char *byte_suffix(double scale, int rate)
{
    static const char *const names[2][6] = {
        { " PiB", " TiB", " GiB", " MiB", " KiB", " B" },
        { " PiB/s", " TiB/s", " GiB/s", " MiB/s", " KiB/s", " B/s" },
    };

    for (int i = 0; i < 5; i++)
        if (binary[i].scale == scale)
            return names[rate][i];
    return names[rate][5];
}

static const struct multiple *pick(const struct multiple *rows, double largest)
{
    while (rows->scale > 1 && largest < rows->scale)
        rows++;
    return rows;
}

static void choose_unit(struct value_axis *axis, double largest, const char *unit)
{
    int rate = strcmp(unit, "B/s") == 0;

    axis->scale = 1;
    axis->suffix = "";
    if (strcmp(unit, "%") == 0) {
        axis->suffix = " %";
    } else if (strcmp(unit, "ratio") == 0) {
        axis->scale = 0.01;
        axis->suffix = " %";
    } else if (rate || strcmp(unit, "B") == 0) {
        axis->scale = pick(binary, largest)->scale;
        axis->suffix = byte_suffix(axis->scale, rate);
    } else if (strcmp(unit, "s") == 0) {
        axis->scale = largest < 1 ? 1e-3 : 1;
        axis->suffix = largest < 1 ? " ms" : " s";
    } else {
        const struct multiple *multiple = pick(decimal, largest);

        axis->scale = multiple->scale == 1e4 ? 1e3 : multiple->scale;
        axis->suffix = multiple->prefix;
    }
}

/* The least of 1, 2, 2.5, 5 times a power of ten that gives at most VALUE_TICKS steps. */
static double nice_step(double largest)
{
    static const double nice[] = { 1, 2, 2.5, 5, 10 };
    double rough = largest / VALUE_TICKS, power = pow(10, floor(log10(rough)));

    for (int i = 0; i < 5; i++)
        if (nice[i] * power >= rough * (1 - 1e-9))
            return nice[i] * power;
    return 10 * power;
}

void value_axis_init(struct value_axis *axis, double largest, const char *unit)
{
    if (!(largest > 0) || !isfinite(largest))
        largest = 1;
    choose_unit(axis, largest, unit);
    axis->step = nice_step(largest / axis->scale);
    axis->top = axis->step * ceil(largest / axis->scale / axis->step - 1e-9);
}

void value_axis_label(const struct value_axis *axis, double value, struct buf *out)
{
    char number[NUMBER_ROOM];

    buf_addf(out, "%s%s", number_short(number, value, 3), axis->suffix);
}

/* How far apart ticks may stand: so many days (7: on Mondays) or months. */
static const struct { int days, months; } strides[] = {
    { 1, 0 }, { 2, 0 }, { 7, 0 }, { 14, 0 }, { 0, 1 }, { 0, 2 }, { 0, 3 }, { 0, 6 }, { 0, 12 },
};
enum { STRIDES = sizeof strides / sizeof strides[0] };

static int is_tick(const struct civil *c, int64_t day, int stride)
{
    if (strides[stride].months)
        return c->day == 1 && (c->month - 1) % strides[stride].months == 0;
    /* day 4 of the epoch was a Monday, so weeks begin on Mondays */
    return (day - 4) % strides[stride].days == 0;
}

static void label(struct date_tick *tick, const struct civil *c, int stride, int named_year)
{
    static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    char day[8] = "", year[8] = "";

    if (!strides[stride].months)
        snprintf(day, sizeof day, "%d ", c->day % 100);
    if (named_year != c->year)
        snprintf(year, sizeof year, " %d", c->year % 10000);
    snprintf(tick->label, sizeof tick->label, "%s%s%s", day, months[c->month - 1], year);
}

static int place(const struct zone *zone, int64_t from, int64_t until, int stride, int most,
                 struct date_tick *out)
{
    int64_t at = zone_day_start(zone, from, 0);
    int count = 0, year = 0;

    if (at < from)
        at = zone_day_start(zone, from, 1);
    for (; at <= until; at = zone_day_start(zone, at, 1)) {
        struct civil c;

        zone_civil(zone, at, &c);
        if (!is_tick(&c, zone_day(zone, at), stride))
            continue;
        if (count == most)
            return most + 1;
        out[count].at = at;
        label(&out[count++], &c, stride, year);
        year = c.year;
    }
    return count;
}

int date_ticks(const struct zone *zone, int64_t from, int64_t until, int most,
               struct date_tick out[DATE_TICKS])
{
    int count = 0;

    most = most < DATE_TICKS ? most : DATE_TICKS;
    for (int stride = 0; stride < STRIDES; stride++) {
        count = place(zone, from, until, stride, most, out);
        if (count <= most)
            return count;
    }
    return most;
}

#include "data/base/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "data/base/number.h"

static const struct { const char *text, *name; double scale; int exact; } units[] = {
    { "%",            "%",     1,      1 }, { "percent",      "%",     1,      0 },
    { "pct",          "%",     1,      0 }, { "percentage",   "%",     1,      0 },
    { "10^2.%",       "ratio", 1,      1 }, { "ratio",        "ratio", 1,      0 },
    { "percentunit",  "ratio", 1,      0 }, { "fraction",     "ratio", 1,      0 },
    { "B",            "B",     1,      1 }, { "By",           "B",     1,      1 },
    { "byte",         "B",     1,      0 }, { "bytes",        "B",     1,      0 },
    { "kB",           "B",     1e3,    1 }, { "KB",           "B",     1e3,    1 },
    { "kBy",          "B",     1e3,    1 }, { "kilobytes",    "B",     1e3,    0 },
    { "MB",           "B",     1e6,    1 }, { "MBy",          "B",     1e6,    1 },
    { "megabytes",    "B",     1e6,    0 }, { "GB",           "B",     1e9,    1 },
    { "GBy",          "B",     1e9,    1 }, { "gigabytes",    "B",     1e9,    0 },
    { "TB",           "B",     1e12,   1 }, { "terabytes",    "B",     1e12,   0 },
    { "PB",           "B",     1e15,   1 }, { "KiB",          "B",     0x1p10, 0 },
    { "KiBy",         "B",     0x1p10, 0 }, { "MiB",          "B",     0x1p20, 0 },
    { "MiBy",         "B",     0x1p20, 0 }, { "GiB",          "B",     0x1p30, 0 },
    { "GiBy",         "B",     0x1p30, 0 }, { "TiB",          "B",     0x1p40, 0 },
    { "TiBy",         "B",     0x1p40, 0 }, { "PiB",          "B",     0x1p50, 0 },
    { "bit",          "B",     0.125,  0 }, { "bits",         "B",     0.125,  0 },
    { "kbit",         "B",     125,    0 }, { "Mbit",         "B",     125e3,  0 },
    { "Gbit",         "B",     125e6,  0 }, { "kb",           "B",     125,    1 },
    { "Mb",           "B",     125e3,  1 }, { "Gb",           "B",     125e6,  1 },
    { "kilobits",     "B",     125,    0 }, { "megabits",     "B",     125e3,  0 },
    { "gigabits",     "B",     125e6,  0 },
    { "s",            "s",     1,      1 }, { "sec",          "s",     1,      0 },
    { "second",       "s",     1,      0 }, { "seconds",      "s",     1,      0 },
    { "ms",           "s",     1e-3,   1 }, { "milliseconds", "s",     1e-3,   0 },
    { "us",           "s",     1e-6,   1 }, { "microseconds", "s",     1e-6,   0 },
    { "\xc2\xb5s",    "s",     1e-6,   1 }, { "ns",           "s",     1e-9,   1 },
    { "nanoseconds",  "s",     1e-9,   0 }, { "min",          "s",     60,     1 },
    { "mins",         "s",     60,     0 }, { "minutes",      "s",     60,     0 },
    { "hour",         "s",     3600,   0 }, { "hours",        "s",     3600,   0 },
    { "day",          "s",     86400,  0 }, { "days",         "s",     86400,  0 },
    { "week",         "s",     604800, 0 }, { "weeks",        "s",     604800, 0 },
    { "req/s",        "1/s",   1,      0 }, { "reqs/s",       "1/s",   1,      0 },
    { "requests/s",   "1/s",   1,      0 }, { "ops/s",        "1/s",   1,      0 },
    { "io/s",         "1/s",   1,      0 }, { "rd/s",         "1/s",   1,      0 },
    { "wr/s",         "1/s",   1,      0 }, { "p/s",          "1/s",   1,      0 },
    { "packets/s",    "1/s",   1,      0 }, { "events/s",     "1/s",   1,      0 },
    { "Hz",           "1/s",   1,      0 }, { "1",            "",      1,      1 },
    { "count",        "",      1,      0 }, { "none",         "",      1,      0 },
    { "number",       "",      1,      0 }, { "short",        "",      1,      1 },
};
enum { UNITS = sizeof units / sizeof units[0] };

static int find(const char *text, size_t length)
{
    for (int i = 0; i < UNITS; i++)
        if (strlen(units[i].text) == length &&
            (units[i].exact ? strncmp : strncasecmp)(units[i].text, text, length) == 0)
            return i;
    return -1;
}

/* Splits off "/s", "/sec", "/second" or "ps"; returns the length before it. */
static size_t before_rate(const char *text, size_t length)
{
    static const char *const suffixes[] = { "/s", "/sec", "/second", " per second" };

    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        size_t n = strlen(suffixes[i]);

        if (length > n && strncasecmp(text + length - n, suffixes[i], n) == 0)
            return length - n;
    }
    if (length > 2 && (strncmp(text + length - 3, "bps", 3) == 0 ||
                       strncmp(text + length - 3, "Bps", 3) == 0))
        return length - 2;
    return length;
}

static void name_unit(struct unit *out, const char *name, size_t length, const char *rate)
{
    int most = (int)sizeof out->name - 1 - (int)strlen(rate);

    snprintf(out->name, sizeof out->name, "%.*s%s", (int)length < most ? (int)length : most, name,
             rate);
}

int unit_parse(const char *text, size_t length, struct unit *out)
{
    size_t head;
    int at;

    while (length && (text[0] == ' ' || text[0] == '\t'))
        text++, length--;
    while (length && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    out->scale = 1;
    head = before_rate(text, length);
    at = find(text, length);
    if (at >= 0)
        head = length;
    else
        at = find(text, head);
    if (at < 0 && head < length && head == 1 && text[0] == 'b') {    /* bps: bits a second */
        out->scale = 0.125;
        name_unit(out, "B", 1, "/s");
        return 1;
    }
    if (at < 0) {
        name_unit(out, text, length, "");
        return length == 0;
    }
    out->scale = units[at].scale;
    if (head == length)
        name_unit(out, units[at].name, strlen(units[at].name), "");
    else if (units[at].name[0] == '\0')
        name_unit(out, "1", 1, "/s");
    else
        name_unit(out, units[at].name, strlen(units[at].name), "/s");
    return 1;
}

static double multiple(const char *text)
{
    static const struct { const char *text; double scale; } multiples[] = {
        { "k", 1e3 },     { "K", 1e3 },     { "M", 1e6 },     { "G", 1e9 },     { "T", 1e12 },
        { "P", 1e15 },    { "Ki", 0x1p10 }, { "Mi", 0x1p20 }, { "Gi", 0x1p30 }, { "Ti", 0x1p40 },
        { "Pi", 0x1p50 },
    };

    for (size_t i = 0; i < sizeof multiples / sizeof multiples[0]; i++)
        if (strcmp(multiples[i].text, text) == 0)
            return multiples[i].scale;
    return 0;
}

int quantity_parse(const char *text, double *out, struct unit *unit, struct error *err)
{
    size_t length = strspn(text, "+-0123456789.");
    const char *suffix;
    struct unit found = { "", 1 };
    double value;

    if (text[length] == 'e' && strspn(text + length + 1, "+-0123456789"))
        length += 1 + strspn(text + length + 1, "+-0123456789");
    suffix = text + length + strspn(text + length, " ");
    if (number_parse(text, length, &value) == NUMBER_OK) {
        if (multiple(suffix) > 0) {
            *out = value * multiple(suffix);
            *unit = found;
            return 0;
        }
        if (unit_parse(suffix, strlen(suffix), &found)) {
            *out = value * found.scale;
            *unit = found;
            return 0;
        }
    }
    error_set(err, ERR_USAGE, "'%.60s' is not a quantity", text);
    error_hint(err, "Write a number and, if you like, k, M, G, Ki, Mi, Gi, a unit such as GiB, or %%.");
    return ERR_USAGE;
}

double unit_capacity(const char *name)
{
    return strcmp(name, "%") == 0 ? 100 : strcmp(name, "ratio") == 0 ? 1 : 0;
}

static void scaled_text(struct buf *out, double value, double step, const char *const *prefixes,
                        const char *unit)
{
    char text[NUMBER_ROOM];
    int prefix = 0;

    while (prefix < 5 && fabs(value) >= step * 0.9995) {
        value /= step;
        prefix++;
    }
    buf_addf(out, "%s%s%s%s", number_short(text, value, 3), prefix || unit[0] ? " " : "",
             prefixes[prefix], unit);
}

void quantity_text(struct buf *out, double value, const char *unit)
{
    static const char *const binary[] = { "", "Ki", "Mi", "Gi", "Ti", "Pi" };
    static const char *const decimal[] = { "", "k", "M", "G", "T", "P" };
    char text[NUMBER_ROOM];

    if (strcmp(unit, "%") == 0)
        buf_addf(out, "%s %%", number_short(text, value, 3));
    else if (strcmp(unit, "ratio") == 0)
        buf_addf(out, "%s %%", number_short(text, value * 100, 3));
    else if (strcmp(unit, "B") == 0 || strcmp(unit, "B/s") == 0)
        scaled_text(out, value, 1024, binary, unit);
    else if (strcmp(unit, "s") == 0 && fabs(value) < 1 && value != 0)
        buf_addf(out, "%s ms", number_short(text, value * 1e3, 3));
    else
        scaled_text(out, value, fabs(value) < 1e5 ? 1e5 : 1e3, decimal, unit);
}

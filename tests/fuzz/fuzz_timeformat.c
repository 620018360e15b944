/*
 * Times by a pattern. The first line of an input is a pattern as users write it, the others are
 * cells: a pattern that passes the check reads them the same with a memory and without, and gives
 * what a store can hold. The bytes also make a pattern and a time of their own: what strftime(3)
 * writes by it is read as that time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data/base/clock.h"
#include "ingest/timeformat.h"
#include "ingest/timetext.h"
#include "tests/fuzz/target.h"

enum { MOST_CELLS = 16, MOST_SIGNS = 12, SIGN_BITS = 5 };

static void must(int holds)
{
    if (!holds)
        abort();
}

/* --- patterns and cells of the input --------------------------------------------- */

static void check_cell(struct time_reader *reader, const struct cell *cell)
{
    struct time_reader fresh;
    int64_t a[2] = { 0, 0 }, b[2] = { 0, 0 };
    enum time_result one, other;

    time_reader_init(&fresh, &reader->style, reader->zone);
    one = time_read(reader, cell->text, cell->length, a);
    other = time_read(&fresh, cell->text, cell->length, b);
    must(one == other && (one > TIME_TWICE || a[0] == b[0]) && (one != TIME_TWICE || a[1] == b[1]));
    must(one > TIME_TWICE || (a[0] >= INT64_C(630000000000) && a[0] <= INT64_C(7259000000000)));
}

static size_t split(char *text, struct cell *cells)
{
    size_t count = 0;

    for (char *line = strtok(text, "\n"); line && count < MOST_CELLS; line = strtok(NULL, "\n"))
        cells[count++] = (struct cell){ line, strlen(line) };
    return count;
}

static void check_given(const char *format, char *text)
{
    static struct zone *zone;
    struct error err = ERROR_NONE;
    struct cell cells[MOST_CELLS];
    struct time_style style;
    struct time_reader reader;
    size_t count = split(text, cells);

    if (!zone && zone_open(&zone, "America/New_York", &err) < 0)
        abort();
    if (time_style_check(format, &err) < 0) {
        must(err.text[0] && err.hint[0]);
        return;
    }
    time_style_given(&style, format, cells, count, "time");
    time_reader_init(&reader, &style, zone);
    for (size_t i = 0; i < count; i++)
        check_cell(&reader, &cells[i]);
}

/* --- what strftime writes --------------------------------------------------------- */

/* A pattern of signs with something between them that no sign takes (an offset takes a colon). */
static void make_pattern(const uint8_t *data, size_t size, char *out)
{
    static const char signs[] = "YymdebBjHIMSpzZaAFT%";
    static const char between[] = "-/., _|#=();@";
    char *at = out;

    for (size_t i = 0; i < size && i < MOST_SIGNS; i++) {
        *at++ = '%';
        *at++ = signs[(data[i] & ((1 << SIGN_BITS) - 1)) % (sizeof signs - 1)];
        *at++ = between[(data[i] >> SIGN_BITS) * 7 % (sizeof between - 1)];
    }
    *at = '\0';
}

static int holds(const char *pattern, const char *any)
{
    for (const char *p = pattern; *p; p++)
        if (*p == '%' && strchr(any, *++p))
            return 1;
    return 0;
}

static int says_day(const char *pattern)
{
    return holds(pattern, "Fj") || (holds(pattern, "mbB") && holds(pattern, "de"));
}

static int says_hour(const char *pattern)
{
    return holds(pattern, "I") ? holds(pattern, "p") : holds(pattern, "HT");
}

/* By a pointer, since here the pattern is no text of the program's own. */
static size_t (*const write_by)(char *, size_t, const char *, const struct tm *) = strftime;

/* The time lies between 1970 and 2038: 1969 to 2068 are the years that two digits stand for. */
static void check_made(const uint8_t *data, size_t size, uint32_t dice)
{
    time_t at = (time_t)dice % (INT64_C(68) * 366 * 86400);
    struct tm want;
    char pattern[3 * MOST_SIGNS + 1], text[40 * MOST_SIGNS];
    struct time_parts got;
    struct error err = ERROR_NONE;
    size_t length;

    make_pattern(data, size, pattern);
    if (time_format_check(pattern, &err) < 0)
        return;
    must(gmtime_r(&at, &want) != NULL);
    length = write_by(text, sizeof text, pattern, &want);
    must(length > 0 && time_format_scan(pattern, text, length, &got));
    must(got.year == want.tm_year + 1900);
    if (says_day(pattern))
        must(got.month == want.tm_mon + 1 && got.day == want.tm_mday);
    if (says_hour(pattern))
        must(got.hour == want.tm_hour);
    if (holds(pattern, "MT"))
        must(got.minute == want.tm_min);
    if (holds(pattern, "ST"))
        must(got.second == want.tm_sec);
    must(!got.has_offset || got.offset_s == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), *end;
    uint32_t dice = 0;

    must(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    end = strchr(text, '\n');
    if (end)
        *end = '\0';
    check_given(text, end ? end + 1 : text + strlen(text));
    if (size > sizeof dice) {
        memcpy(&dice, data, sizeof dice);
        check_made(data + sizeof dice, size - sizeof dice, dice);
    }
    free(text);
    return 0;
}

/*
 * Times: the lines of the input are the cells of a column. A reader that has read the cells
 * before gives what one gives that has not, and what is read lies in the years of a store.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/timetext.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MOST_CELLS = 64 };

static size_t split(const char *text, size_t length, struct cell *cells)
{
    size_t count = 0;

    while (length && count < MOST_CELLS) {
        const char *end = memchr(text, '\n', length);
        size_t cell = end ? (size_t)(end - text) : length;

        cells[count++] = (struct cell){ text, cell };
        length -= cell + (end != NULL);
        text += cell + (end != NULL);
    }
    return count;
}

static void check_cell(struct time_reader *reader, const struct cell *cell)
{
    struct time_reader fresh;
    int64_t a[2] = { 0, 0 }, b[2] = { 0, 0 };
    enum time_result one, other;

    time_reader_init(&fresh, &reader->style, reader->zone);
    one = time_read(reader, cell->text, cell->length, a);
    other = time_read(&fresh, cell->text, cell->length, b);
    if (one != other || (one <= TIME_TWICE && a[0] != b[0]) || (one == TIME_TWICE && a[1] != b[1]))
        abort();
    if (one <= TIME_TWICE && (a[0] < INT64_C(630000000000) || a[0] > INT64_C(7259000000000)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct zone *zone;
    struct error err = ERROR_NONE;
    struct cell cells[MOST_CELLS];
    struct time_style style;
    size_t count = split((const char *)bytes, length, cells);

    if (!zone && zone_open(&zone, "America/New_York", &err) < 0)
        abort();
    for (int order = DATE_AUTO; order <= DATE_MDY; order++) {
        struct time_reader reader;

        if (time_style_find(&style, cells, count, order ? "time" : "Time (UTC-03:30)",
                            (enum date_order)order, &err) < 0)
            continue;
        time_reader_init(&reader, &style, order == DATE_MDY ? NULL : zone);
        for (size_t i = 0; i < count; i++)
            check_cell(&reader, &cells[i]);
    }
    return 0;
}

/*
 * Windows performance counters as perfmon, relog and typeperf write them, and VMware's esxtop -b:
 *
 *     "(PDH-CSV 4.0) (W. Europe Standard Time)(-60)","\\WEB-01\Memory\Available MBytes",…
 *     "11/21/2025 01:00:00.123","6530",…
 *
 * Times are month/day/year in every language, by the clocks of the host; the number of minutes in
 * the first cell is to be added for UTC, that of the day the file was begun. A missing value
 * is " ". Megabytes are of 2^20 bytes. typeperf puts a blank line first and words last.
 * https://learn.microsoft.com/windows-server/administration/windows-commands/relog
 */
#include <string.h>

#include "ingest/csv_table.h"

static const char magic[] = "\"(PDH-CSV";

static int is_head(const char *text, size_t length)
{
    while (length && (*text == '\r' || *text == '\n' || *text == ' ')) {
        text++;
        length--;
    }
    return length >= sizeof magic - 1 && memcmp(text, magic, sizeof magic - 1) == 0;
}

static int pdh_sniff(const char *head, size_t length)
{
    return is_head(head, length) ? 100 : 0;
}

/* 1 where the cells are parted by semicolons, as in locales whose decimal sign is a comma. */
static int has_semicolons(const char *text, size_t length)
{
    const char *head = memmem(text, length, magic, sizeof magic - 1);
    const char *quote = head ? memchr(head + 1, '"', (size_t)(text + length - head) - 1) : NULL;

    return quote && quote + 1 < text + length && quote[1] == ';';
}

/* The unit in the counter's name; those of 2^10 and 2^20 bytes are not told by "Bytes". */
static const char *counter_unit(const char *name)
{
    static const struct { const char *words, *unit; } units[] = {
        { "Megabytes/sec", "MiB/s" }, { "MBytes/sec", "MiB/s" }, { "Megabytes", "MiB" },
        { "KBytes/sec", "KiB/s" },    { "KBytes", "KiB" },       { "MBytes", "MiB" },
        { "Kilobytes", "KiB" },       { "MBits", "Mbit/s" },     { "Bits/sec", "bit/s" },
    };
    const char *counter = strrchr(name, '\\');

    for (size_t i = 0; counter && i < sizeof units / sizeof units[0]; i++)
        if (strstr(counter, units[i].words))
            return units[i].unit;
    return NULL;
}

static int pdh_plan(struct csv_plan *out, const char *text, size_t length, int whole,
                    const struct ingest_options *options, struct arena *arena, struct error *err)
{
    struct ingest_options mine = *options;
    int rc;

    mine.date_order = DATE_MDY;
    if (!mine.decimal && !has_semicolons(text, length))
        mine.decimal = '.';
    rc = csv_plan_make(out, text, length, whole, &mine, arena, err);
    if (rc <= 0)
        return rc;
    out->source = "perfmon";
    for (size_t i = 0; i < out->values; i++) {
        struct csv_column *column = &out->column[out->value[i]];
        const char *unit = counter_unit(column->header);

        if (unit)
            column->unit = unit;
    }
    return rc;
}

static int pdh_read(struct input *in, const struct ingest_options *options, struct intake *out,
                    struct error *err)
{
    return csv_import(in, pdh_plan, options, out, err);
}

extern const struct importer importer_pdh_csv;
const struct importer importer_pdh_csv = {
    .name       = "pdh-csv",
    .title      = "Windows performance counters (perfmon, relog, typeperf) and esxtop, CSV",
    .recognised = "a first cell (PDH-CSV 4.0)",
    .command    = "relog LOG.blg -f csv -o LOG.csv   or   esxtop -b -d 60 -n 1440 > LOG.csv",
    .example    = "\"(PDH-CSV 4.0) (W. Europe Standard Time)(-60)\","
                  "\"\\\\WEB-01\\Processor(_Total)\\% Processor Time\","
                  "\"\\\\WEB-01\\Memory\\Available MBytes\"\r\n"
                  "\"11/21/2025 01:00:00.123\",\"25.8493943132169\",\" \"\r\n"
                  "\"11/21/2025 02:00:00.123\",\"24.8294889777125\",\"6530\"\r\n",
    .sniff      = pdh_sniff,
    .read       = pdh_read,
    .describe   = csv_plan_describe,
};

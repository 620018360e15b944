/*
 * sysstat's sadf -p, a value a line, parted by tabs:
 *
 *     web-01	600	2026-11-23 09:30:00 UTC	all	%user	40.70
 *     web-01	600	2026-11-23 09:30:00 UTC	-	kbmemfree	522812
 *
 * Host, interval, time (the end of the interval), device ("-" for none), field, value. What kind of
 * device it is, the line does not say: the field tells. Source: sadf(1), rndr_stats.c of sysstat 12.
 */
#include <fnmatch.h>
#include <string.h>

#include "ingest/sysstat_text.h"

enum { HOST, INTERVAL, TIME, DEVICE, FIELD, VALUE, CELLS };

static const char *label_of(const char *device, const char *field)
{
    static const struct { const char *device, *field, *label; } labels[] = {
        { "all",    "*",        "CPU" },   { "cpu[0-9]*", "*",    "CPU" },   { "*", "intr/s", "INTR" },
        { "*",      "%ifutil",  "IFACE" }, { "*", "[rt]x*/s",     "IFACE" }, { "*", "coll/s", "IFACE" },
        { "ttyS*",  "*",        "TTY" },   { "*", "*fsused",      "FILESYSTEM" },
        { "*",      "MBfs*",    "FILESYSTEM" }, { "*", "*[iI]used", "FILESYSTEM" },
    };

    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (fnmatch(labels[i].device, device, 0) == 0 && fnmatch(labels[i].field, field, 0) == 0)
            return labels[i].label;
    return "DEV";
}

/* The device as sadf -d names it: cpu0 is 0. */
static const struct cell *add_label(struct text_job *job, const char *field, struct cell *device)
{
    char name[256];
    const char *label;

    tags_clear(&job->tags);
    if (cell_is(device, "-"))
        return NULL;
    label = label_of(cell_copy(device, name, sizeof name), field);
    if (strcmp(label, "CPU") == 0 && head_begins(device->text, device->length, "cpu")) {
        device->text += 3;
        device->length -= 3;
    }
    sysstat_add_device(job, label, device);
    return device;
}

static void read_record(struct text_job *job, void *self)
{
    char field[SYSSTAT_NAME_ROOM];
    struct text_series *series;
    struct cell device;
    double value;
    int64_t at;

    text_split(job, '\t');
    if (job->failed || (job->cells > DEVICE && sysstat_aside(self, &job->cell[DEVICE])))
        return;
    if (job->cells != CELLS) {
        text_reject(job, "", "%zu cells, not %d", job->cells, CELLS);
        return;
    }
    if (!text_time(job, &job->cell[TIME], "timestamp", &at))
        return;
    job->found = 1;
    if (!sysstat_number(job, &job->cell[VALUE], cell_copy(&job->cell[FIELD], field, sizeof field),
                        &value))
        return;
    device = job->cell[DEVICE];
    series = sysstat_series(job, field, &job->cell[HOST], add_label(job, field, &device),
                            sysstat_period(&job->cell[INTERVAL]));
    if (series)
        text_put(job, series, at, value);
}

static void finish(struct text_job *job, void *self)
{
    sysstat_note_asides(job, self);
}

static int pairs_read(struct input *in, const struct ingest_options *options, struct intake *out,
                      struct error *err)
{
    static const struct text_format format = {
        .what = "samples of sadf", .record = read_record, .finish = finish,
    };
    struct sysstat_asides asides = { 0 };

    return text_import(in, options, out, &format, &asides, err);
}

/* Six cells: a number of seconds in the second, a time in the third. */
static int pairs_sniff(const char *head, size_t length)
{
    const char *end = memchr(head, '\n', length), *from = head, *stop;
    struct cell cell[CELLS];
    size_t cells = 0;

    while (end && cells < CELLS && from <= end) {
        stop = memchr(from, '\t', (size_t)(end - from));
        stop = stop ? stop : end;
        cell[cells++] = (struct cell){ from, (size_t)(stop - from) };
        from = stop + 1;
    }
    return cells >= VALUE && from > end && sysstat_period(&cell[INTERVAL]) > 0 && cell[HOST].length &&
                   time_shape(cell[TIME].text, cell[TIME].length) > TIME_SHAPE_NONE
               ? 85 : 0;
}

extern const struct importer importer_sadf_pairs;
const struct importer importer_sadf_pairs = {
    .name       = "sadf-pairs",
    .title      = "sysstat: sadf -p",
    .recognised = "six cells parted by tabs: host, interval, time, device, field, value",
    .command    = "sadf -p /var/log/sysstat/sa01 -- -A",
    .example    = "web-01\t600\t2026-11-23 09:30:00 UTC\tall\t%user\t40.70\n"
                  "web-01\t600\t2026-11-23 09:30:00 UTC\t-\tkbmemfree\t522812\n",
    .sniff      = pairs_sniff,
    .read       = pairs_read,
};

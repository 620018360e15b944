/*
 * vmstat -t: two header lines, which are repeated, then a line an interval:
 *
 *     --procs-- ---memory--- … -----timestamp-----
 *        r    b         swpd         free …  st  gu                 UTC
 *        7    0            0     19134988 …   0   0 2026-11-23 09:25:45
 *
 * The last word of the header is the zone; but for UTC it is not unique, and the times are
 * taken as local. The first line is the mean since boot. Memory is in KiB, swap in KiB/s, blocks
 * are of 1024 bytes. Source: vmstat(8) of procps-ng 4.
 */
#include <stdio.h>
#include <string.h>

#include "ingest/text_import.h"

enum { NAMES_MOST = 32, NAME_ROOM = 16 };

struct reader {
    char     name[NAMES_MOST][NAME_ROOM];
    size_t   names;
    int      utc;
    int      since_boot;        /* the mean since boot was met */
    uint64_t untimed;
};

static const char *unit_of(const char *name)
{
    static const struct { const char *names, *unit; } units[] = {
        { " swpd free buff cache inact active ", "KiB" }, { " si so bi bo ", "KiB/s" },
        { " in cs ", "1/s" }, { " us sy id wa st gu ", "%" },
    };
    char word[NAME_ROOM + 2];

    snprintf(word, sizeof word, " %s ", name);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strstr(units[i].names, word))
            return units[i].unit;
    return NULL;
}

static void read_names(struct text_job *job, struct reader *r)
{
    const struct cell *zone = &job->cell[job->cells - 1];

    r->utc = cell_is(zone, "UTC") || cell_is(zone, "GMT");
    r->names = job->cells < NAMES_MOST ? job->cells : NAMES_MOST;
    for (size_t i = 0; i < r->names; i++)
        cell_copy(&job->cell[i], r->name[i], NAME_ROOM);
    if (r->names && !unit_of(r->name[r->names - 1]))
        r->names--;    /* the zone */
}

static void put_value(struct text_job *job, const struct reader *r, size_t i, int64_t at)
{
    struct text_series *series;
    double value;

    if (!text_number(job, &job->cell[i], '.', r->name[i], &value))
        return;
    series = text_series(job, r->name[i], strlen(r->name[i]));
    if (series && !series->open) {
        struct draft draft = { .source = "vmstat", .metric = r->name[i], .unit = unit_of(r->name[i]) };

        text_open(job, series, &draft);
    }
    if (series && series->open)
        text_put(job, series, at, value);
}

static void read_values(struct text_job *job, struct reader *r)
{
    char text[64];
    struct cell time = { text, 0 };
    const struct cell *date = &job->cell[r->names], *clock = date + 1;
    int64_t at;

    if (date->length + clock->length + 3 > sizeof text) {
        text_reject(job, "timestamp", "not a time");
        return;
    }
    time.length = (size_t)snprintf(text, sizeof text, "%.*s %.*s%s", (int)date->length, date->text,
                                   (int)clock->length, clock->text, r->utc ? "Z" : "");
    if (!text_time(job, &time, "timestamp", &at))
        return;
    job->found = 1;
    if (!r->since_boot) {
        r->since_boot = 1;
        return;
    }
    for (size_t i = 0; i < r->names && !job->failed; i++)
        put_value(job, r, i, at);
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;

    if (memmem(job->line, job->length, "memory", 6) || memmem(job->line, job->length, "procs", 5))
        return;
    text_words(job);
    if (job->failed)
        return;
    if (cell_is(&job->cell[0], "r"))
        read_names(job, r);
    else if (r->names && job->cells == r->names)
        r->untimed++;
    else if (!r->names || job->cells != r->names + 2)
        text_reject(job, "", "%zu words, not %zu", job->cells, r->names + 2);
    else
        read_values(job, r);
}

static void finish(struct text_job *job, void *self)
{
    const struct reader *r = self;

    if (r->untimed && !job->found) {
        text_fail(job, ERR_DATA, "its lines have no times");
        error_hint(&job->err, "Run vmstat with -t.");
    }
    if (r->since_boot)
        intake_note(job->out, "the first line, the mean since boot, was left out");
}

static int vmstat_read(struct input *in, const struct ingest_options *options, struct intake *out,
                       struct error *err)
{
    static const struct text_format format = {
        .what = "lines of vmstat", .record = read_record, .finish = finish,
    };
    struct reader r = { .names = 0 };

    return text_import(in, options, out, &format, &r, err);
}

static int vmstat_sniff(const char *head, size_t length)
{
    const char *end = memchr(head, '\n', length);

    return end && (head_begins(head, length, "procs ") || head_begins(head, length, "--procs")) &&
                   memmem(head, (size_t)(end - head), "-memory-", 8)
               ? 100 : 0;
}

extern const struct importer importer_vmstat_text;
const struct importer importer_vmstat_text = {
    .name       = "vmstat",
    .title      = "vmstat -t",
    .recognised = "a first line procs … memory … timestamp",
    .command    = "vmstat -t -w 60 > vmstat.txt",
    .example    =
        "--procs-- -----memory----- -swap-- --io-- -system- -----cpu----- -----timestamp-----\n"
        " r  b  swpd  free  buff cache  si so  bi  bo  in   cs us sy id wa st                 UTC\n"
        " 7  0     0 19134 82840 47746   0  0 145 620 561 1254 28 10 61  0  0 2026-11-23 09:25:45\n"
        " 2  0     0 19130 82840 47746   0  0 179 363 878 8888 65 28  2  5  0 2026-11-23 09:26:45\n",
    .sniff      = vmstat_sniff,
    .read       = vmstat_read,
};

/*
 * collectd's csv plugin: one file a day and type instance, named by its path,
 *
 *     HOST/PLUGIN-INSTANCE/TYPE-INSTANCE-2026-11-23
 *     epoch,value            or epoch,read,write …
 *     1795426002.741,98.477157
 *
 * Counters are written as whole numbers, unless StoreRates makes rates of them, which have
 * decimals as gauges have. https://collectd.org/documentation/manpages/collectd.conf.html
 */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/text_import.h"

enum { SOURCES_MOST = 64, PART_ROOM = 256 };

struct reader {
    char   host[PART_ROOM], plugin[PART_ROOM], plugin_instance[PART_ROOM];
    char   type[PART_ROOM], type_instance[PART_ROOM];
    char   name[SOURCES_MOST][PART_ROOM];    /* of the data sources; name[0] is epoch */
    size_t columns;
};

/* "NAME-INSTANCE" into its two parts; names have no dash. */
static void split_name(const char *text, size_t length, char *name, char *instance)
{
    const char *dash = memchr(text, '-', length);
    struct cell first = { text, dash ? (size_t)(dash - text) : length };
    struct cell rest = { dash ? dash + 1 : "", dash ? length - first.length - 1 : 0 };

    cell_copy(&first, name, PART_ROOM);
    cell_copy(&rest, instance, PART_ROOM);
}

/* The last part of the path that ends at *end; moves *end before it. */
static struct cell last_part(const char *path, const char **end)
{
    const char *from = *end;
    struct cell part;

    while (from > path && from[-1] != '/')
        from--;
    part = (struct cell){ from, (size_t)(*end - from) };
    *end = from > path ? from - 1 : path;
    return part;
}

static int is_day(const char *text)
{
    return fnmatch("-[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*", text, 0) == 0;
}

static void read_path(struct reader *r, const char *path)
{
    const char *end = path ? path + strlen(path) : "";
    struct cell part;

    if (!path)
        path = end;
    part = last_part(path, &end);
    for (size_t i = 0; i + 11 <= part.length; i++)
        if (is_day(part.text + i)) {
            part.length = i;
            break;
        }
    split_name(part.text, part.length, r->type, r->type_instance);
    part = last_part(path, &end);
    split_name(part.text, part.length, r->plugin, r->plugin_instance);
    part = last_part(path, &end);
    cell_copy(&part, r->host, PART_ROOM);
}

/* Types of types.db whose sources are of kind DERIVE or COUNTER. */
static int is_counter(const char *type)
{
    static const char *const types[] = {
        "if_*", "disk_octets", "disk_ops", "disk_merged", "disk_time", "disk_io_time", "cpu",
        "counter", "derive", "contextswitch", "fork_rate", "swap_io", "vmpage_*", "total_*",
        "*_bytes", "ps_cputime", "ps_disk_*", "ps_pagefaults", "pg_xact", "pg_n_tup_c", "pg_blks",
        "pg_scan", "mysql_*", "nginx_requests", "apache_requests", "apache_bytes", "invocations",
        "operations", "io_octets", "io_packets", "irq", "protocol_counter",
    };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (fnmatch(types[i], type, 0) == 0)
            return 1;
    return 0;
}

static const char *unit_of(const char *type)
{
    static const struct { const char *type, *unit; } units[] = {
        { "percent*", "%" },   { "*octets", "B" },    { "df_complex", "B" }, { "memory", "B" },
        { "swap", "B" },       { "disk_time", "ms" }, { "disk_io_time", "ms" }, { "df", "B" },
        { "*_bytes", "B" },    { "uptime", "s" },     { "ping", "ms" },      { "pg_db_size", "B" },
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (fnmatch(units[i].type, type, 0) == 0)
            return units[i].unit;
    return NULL;
}

static void read_header(struct text_job *job, struct reader *r)
{
    r->columns = job->cells < SOURCES_MOST ? job->cells : SOURCES_MOST;
    for (size_t i = 0; i < r->columns; i++)
        cell_copy(&job->cell[i], r->name[i], PART_ROOM);
}

static void open_series(struct text_job *job, const struct reader *r, struct text_series *series,
                        size_t column)
{
    const struct cell *cell = &job->cell[column];
    char metric[3 * PART_ROOM + 3];
    struct draft draft = { .source = "collectd", .resource = r->host, .tags = &job->tags };
    int same = strcmp(r->plugin, r->type) == 0;

    snprintf(metric, sizeof metric, "%s%s%s%s%s", r->plugin, same || !r->plugin[0] ? "" : ".",
             same ? "" : r->type, strcmp(r->name[column], "value") == 0 ? "" : ".",
             strcmp(r->name[column], "value") == 0 ? "" : r->name[column]);
    if (r->plugin[0])
        draft.metric = metric;
    draft.usual_unit = unit_of(r->type);
    tags_clear(&job->tags);
    tags_add(&job->tags, "instance", r->plugin_instance);
    tags_add(&job->tags, "type", r->type_instance);
    if (is_counter(r->type) && !memchr(cell->text, '.', cell->length))
        draft.kind = SERIES_COUNTER;
    text_open(job, series, &draft);
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;
    int64_t at;

    text_split(job, ',');
    if (job->failed)
        return;
    if (cell_is(&job->cell[0], "epoch")) {
        read_header(job, r);
        return;
    }
    if (job->cells != r->columns) {
        text_reject(job, "", "%zu cells, not %zu", job->cells, r->columns);
        return;
    }
    if (!text_time(job, &job->cell[0], "epoch", &at))
        return;
    job->found = 1;
    for (size_t i = 1; i < job->cells && !job->failed; i++) {
        struct text_series *series;
        double value;

        if (!text_number(job, &job->cell[i], '.', r->name[i], &value))
            continue;
        series = text_series(job, r->name[i], strlen(r->name[i]));
        if (series && !series->open)
            open_series(job, r, series, i);
        if (series && series->open)
            text_put(job, series, at, value);
    }
}

static int collectd_read(struct input *in, const struct ingest_options *options,
                         struct intake *out, struct error *err)
{
    static const struct text_format format = { .what = "samples", .record = read_record };
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory to read a table");
    read_path(r, options->file);
    rc = text_import(in, options, out, &format, r, err);
    free(r);
    return rc;
}

/* "epoch," and below it a number of seconds with decimals. */
static int collectd_sniff(const char *head, size_t length)
{
    const char *end = memchr(head, '\n', length), *stop = head + length, *p;

    if (!head_begins(head, length, "epoch,") || !end)
        return 0;
    for (p = end + 1; p < stop && *p >= '0' && *p <= '9';)
        p++;
    return p - end - 1 >= 9 && p < stop && *p == '.' ? 90 : 0;
}

extern const struct importer importer_collectd_csv;
const struct importer importer_collectd_csv = {
    .name       = "collectd-csv",
    .title      = "collectd csv plugin; the path names the series",
    .recognised = "a header epoch,… and times with decimals",
    .command    = "LoadPlugin csv in collectd.conf; then the files below its DataDir",
    .example    = "epoch,value\n1795426002.741,98.477157\n1795426012.741,97.113\n",
    .sniff      = collectd_sniff,
    .read       = collectd_read,
};

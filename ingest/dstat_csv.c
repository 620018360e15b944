/*
 * dstat --output and pcp dstat --output: lines of who and when, a line of groups, a line of names.
 *
 *     "Host:","vm",,,,"User:","root"
 *     "Cmdline:","dstat -Tcm",,,,"Date:","23 Nov 2026 09:35:48 UTC"
 *     "epoch","total cpu usage",,,,,"memory usage",,,
 *     "epoch","usr","sys","idl","wai","stl","used","free","buff","cach"
 *     1795426548.773,38.076,13.205,47.498,0.842,0.380,381386752,15474900992,25518080,8831467520
 *
 * The column "time" has day and month, local and without the year, which is that of the Date
 * above. The first row is the mean since boot (of pcp dstat, one without rates). dstat counts in
 * bytes, pcp dstat gives memory and disks in KiB. Source: dstat 0.7.4 and pcp-dstat(1) 6.0.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/text_import.h"

enum { COLUMNS_MOST = 512, NAME_ROOM = 128 };

struct reader {
    char   host[256];
    char   group[COLUMNS_MOST][NAME_ROOM];
    char   name[COLUMNS_MOST][2 * NAME_ROOM + 2];
    size_t groups, columns;
    int    pcp;
    int    epoch;           /* times are seconds since 1970 */
    int    since_boot;      /* the first row was met */
    int    year, month;     /* of the row before, where the time has no year */
};

static const char *unit_of(const struct reader *r, const char *name)
{
    static const struct { const char *group, *dstat, *pcp; } units[] = {
        { "total cpu usage", "%", "%" },   { "total usage", "%", "%" },
        { "cpu", "%", "%" },               { "memory usage", "B", "KiB" },
        { "dsk/", "B/s", "KiB/s" },        { "net/", "B/s", NULL },
        { "swap", "B", "KiB" },            { "paging", "B/s", NULL },
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strncmp(name, units[i].group, strlen(units[i].group)) == 0)
            return r->pcp ? units[i].pcp : units[i].dstat;
    return NULL;
}

/* The year in "23 Nov 2026 09:35:48 UTC", 0 when there is none. */
static int year_of(const struct cell *cell)
{
    for (size_t i = 0; i + 4 <= cell->length; i++) {
        int64_t year;

        if (number_parse_int(cell->text + i, 4, &year) && year >= 1990 && year < 2200 &&
            (i == 0 || cell->text[i - 1] == ' '))
            return (int)year;
    }
    return 0;
}

/* "Host:","vm",… and "Date:","23 Nov 2026 …" */
static void read_facts(struct text_job *job, struct reader *r)
{
    for (size_t i = 0; i + 1 < job->cells; i++) {
        if (cell_is(&job->cell[i], "Host:"))
            cell_copy(&job->cell[i + 1], r->host, sizeof r->host);
        else if (cell_is(&job->cell[i], "Date:"))
            r->year = year_of(&job->cell[i + 1]);
    }
}

/* A group's name stands above its first column. */
static void read_groups(struct text_job *job, struct reader *r)
{
    r->groups = job->cells < COLUMNS_MOST ? job->cells : COLUMNS_MOST;
    r->columns = 0;
    for (size_t i = 0; i < r->groups; i++) {
        if (job->cell[i].length)
            cell_copy(&job->cell[i], r->group[i], NAME_ROOM);
        else if (i)
            memcpy(r->group[i], r->group[i - 1], NAME_ROOM);
    }
}

static void read_names(struct text_job *job, struct reader *r)
{
    if (job->cells > COLUMNS_MOST) {
        text_fail(job, ERR_LIMIT, "a table with more than %d columns", COLUMNS_MOST);
        return;
    }
    r->columns = job->cells;
    r->epoch = cell_is(&job->cell[0], "epoch");
    r->since_boot = r->month = 0;
    for (size_t i = 0; i < r->columns; i++) {
        char name[NAME_ROOM];

        cell_copy(&job->cell[i], name, sizeof name);
        if (strchr(name, ':') || i >= r->groups)
            snprintf(r->name[i], sizeof r->name[i], "%s", name);
        else
            snprintf(r->name[i], sizeof r->name[i], "%s:%s", r->group[i], name);
    }
}

/* "23-11 09:35:37" with the year; December is followed by the next year's January. */
static int read_time(struct text_job *job, struct reader *r, int64_t *out)
{
    char text[64], full[80];
    int day, month, used = 0;
    struct cell cell = { full, 0 };

    if (r->epoch)
        return text_time(job, &job->cell[0], "epoch", out);
    cell_copy(&job->cell[0], text, sizeof text);
    if (sscanf(text, "%2d-%2d %n", &day, &month, &used) != 2 || !used)
        return text_time(job, &job->cell[0], "time", out);
    if (!r->year) {
        struct civil now;

        zone_civil(job->options->zone, job->options->now, &now);
        r->year = now.year;
    }
    r->year += month < r->month;
    r->month = month;
    cell.length = (size_t)snprintf(full, sizeof full, "%04d-%02d-%02d %s", r->year, month, day,
                                   text + used);
    return text_time(job, &cell, "time", out);
}

static void put_cell(struct text_job *job, const struct reader *r, size_t column, int64_t at)
{
    struct text_series *series;
    double value;

    if (!text_number(job, &job->cell[column], '.', r->name[column], &value))
        return;
    series = text_series(job, r->name[column], strlen(r->name[column]));
    if (series && !series->open) {
        struct draft draft = { .source = r->pcp ? "pcp" : "dstat", .resource = r->host,
                               .metric = r->name[column], .unit = unit_of(r, r->name[column]) };

        text_open(job, series, &draft);
    }
    if (series && series->open)
        text_put(job, series, at, value);
}

static void read_row(struct text_job *job, struct reader *r)
{
    int64_t at;

    if (!r->since_boot) {
        r->since_boot = 1;
        job->found = 1;
        return;
    }
    if (job->cells != r->columns) {
        text_reject(job, "", "%zu cells, not %zu", job->cells, r->columns);
        return;
    }
    if (read_time(job, r, &at))
        for (size_t i = 1; i < job->cells && !job->failed; i++)
            put_cell(job, r, i, at);
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;
    char first[NAME_ROOM];

    text_split(job, ',');
    if (job->failed)
        return;
    cell_copy(&job->cell[0], first, sizeof first);
    if (strncmp(first, "pcp-dstat", 9) == 0)
        r->pcp = 1;
    else if (strncmp(first, "Dstat", 5) == 0 || strcmp(first, "Author:") == 0)
        return;
    else if (strcmp(first, "Host:") == 0 || strcmp(first, "Cmdline:") == 0)
        read_facts(job, r);
    else if (job->line[0] == '"' && !r->groups)
        read_groups(job, r);
    else if (job->line[0] == '"' && !r->columns)
        read_names(job, r);
    else if (job->line[0] == '"')
        read_groups(job, r);
    else if (r->columns)
        read_row(job, r);
    else
        text_reject(job, "", "a row above the names of its columns");
}

static void finish(struct text_job *job, void *self)
{
    const struct reader *r = self;

    if (r->since_boot)
        intake_note(job->out, "the first row, the mean since boot, was left out");
}

static int dstat_read(struct input *in, const struct ingest_options *options, struct intake *out,
                      struct error *err)
{
    static const struct text_format format = {
        .what = "rows of dstat", .quotes = 1, .record = read_record, .finish = finish,
    };
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory to read a table");
    rc = text_import(in, options, out, &format, r, err);
    free(r);
    return rc;
}

static int dstat_sniff(const char *head, size_t length)
{
    return head_begins(head, length, "\"Dstat ") || head_begins(head, length, "\"pcp-dstat ") ? 100 : 0;
}

extern const struct importer importer_dstat_csv;
const struct importer importer_dstat_csv = {
    .name       = "dstat-csv",
    .title      = "dstat and pcp dstat, CSV",
    .recognised = "a first line Dstat … CSV output or pcp-dstat … CSV Output",
    .command    = "dstat -Tcmdn --output dstat.csv 60",
    .example    = "\"Dstat 0.8.0 CSV output\"\n\"Host:\",\"vm\",,,,\"User:\",\"root\"\n"
                  "\"Cmdline:\",\"dstat -Tc\",,,,\"Date:\",\"23 Nov 2026 09:35:48 UTC\"\n"
                  "\"epoch\",\"total cpu usage\",,\n\"epoch\",\"usr\",\"sys\",\"idl\"\n"
                  "1795426548.773,38.076,13.205,47.498\n1795426549.774,67.164,31.841,0\n",
    .sniff      = dstat_sniff,
    .read       = dstat_read,
};

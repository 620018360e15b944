/*
 * InfluxDB 1's own shell, as `influx -execute` prints without -format:
 *
 *     name: cpu
 *     tags: host=web-01
 *     time                 mean
 *     ----                 ----
 *     2025-11-22T00:00:00Z 17.60131066666667
 *
 * Columns are as wide as their widest cell and stand where the dashes stand; an empty cell is blanks.
 * https://docs.influxdata.com/influxdb/v1/tools/influx-cli/
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/influx_names.h"

enum { COLUMNS_MOST = 256, NAME_ROOM = 512 };

struct reader {
    char     measurement[NAME_ROOM], tags[4096];
    char     name[COLUMNS_MOST][NAME_ROOM];
    size_t   from[COLUMNS_MOST + 1];    /* where each column begins in its line */
    size_t   columns;                   /* 0: the header is still to come */
    char    *names;                     /* the line above the dashes */
    size_t   names_length;
    uint64_t texts;
};

/* The text of column i of a line, blanks taken off. */
static struct cell column(const struct reader *r, const char *line, size_t length, size_t i)
{
    size_t from = r->from[i] < length ? r->from[i] : length;
    size_t to = i + 1 < r->columns && r->from[i + 1] < length ? r->from[i + 1] : length;

    while (from < to && line[from] == ' ')
        from++;
    while (to > from && line[to - 1] == ' ')
        to--;
    return (struct cell){ line + from, to - from };
}

/* "name: cpu" and "tags: host=web-01, region=eu" begin a table. */
static int read_title(struct text_job *job, struct reader *r)
{
    int name = head_begins(job->line, job->length, "name: ");
    struct cell text = { job->line + 6, job->length - 6 };

    if (!name && !head_begins(job->line, job->length, "tags: "))
        return 0;
    r->columns = 0;
    if (name) {
        cell_copy(&text, r->measurement, sizeof r->measurement);
        r->tags[0] = '\0';
    } else {
        cell_copy(&text, r->tags, sizeof r->tags);
    }
    return 1;
}

static int is_dashes(const struct text_job *job)
{
    for (size_t i = 0; i < job->length; i++)
        if (job->line[i] != '-' && job->line[i] != ' ')
            return 0;
    return 1;
}

static void read_dashes(struct text_job *job, struct reader *r)
{
    r->columns = 0;
    for (size_t i = 0; i < job->length && r->columns < COLUMNS_MOST; i++)
        if (job->line[i] == '-' && (i == 0 || job->line[i - 1] == ' '))
            r->from[r->columns++] = i;
    for (size_t i = 0; i < r->columns; i++) {
        struct cell name = column(r, r->names, r->names_length, i);

        cell_copy(&name, r->name[i], NAME_ROOM);
    }
    if (!r->columns || strcmp(r->name[0], "time") != 0) {
        text_reject(job, "", "a table without a time in front");
        r->columns = 0;
    }
}

/* The line may be the names of columns: it is kept until the next tells. */
static void keep_names(struct text_job *job, struct reader *r)
{
    char *names = realloc(r->names, job->length + 1);

    if (!names) {
        text_fail(job, ERR_NOMEM, "no memory for the names of columns");
        return;
    }
    memcpy(names, job->line, job->length);
    r->names = names;
    r->names_length = job->length;
}

static struct text_series *find_series(struct text_job *job, struct reader *r, size_t i)
{
    char key[NAME_ROOM + sizeof r->tags + NAME_ROOM + 4];
    int length = snprintf(key, sizeof key, "%s\n%s\n%s", r->measurement, r->tags, r->name[i]);
    struct text_series *series = text_series(job, key, (size_t)length);

    if (series && !series->open) {
        influx_tags(job, &(struct cell){ r->tags, strlen(r->tags) });
        influx_open(job, series, r->measurement, r->name[i], NULL);
    }
    return series && series->open ? series : NULL;
}

static void read_values(struct text_job *job, struct reader *r)
{
    struct cell cell = column(r, job->line, job->length, 0);
    int64_t at;

    if (!text_time(job, &cell, "time", &at))
        return;
    job->found = 1;
    for (size_t i = 1; i < r->columns && !job->failed; i++) {
        struct text_series *series;
        double value;

        cell = column(r, job->line, job->length, i);
        if (number_parse(cell.text, cell.length, &value) == NUMBER_BAD) {
            r->texts++;
        } else if (text_number(job, &cell, '.', r->name[i], &value)) {
            series = find_series(job, r, i);
            if (series)
                text_put(job, series, at, value);
        }
    }
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;

    if (read_title(job, r))
        return;
    if (r->names && is_dashes(job))
        read_dashes(job, r);
    else if (r->columns)
        read_values(job, r);
    else
        keep_names(job, r);
}

static void finish(struct text_job *job, void *self)
{
    const struct reader *r = self;

    if (r->texts)
        intake_note(job->out, "%llu values that are no numbers left out",
                    (unsigned long long)r->texts);
}

static int column_read(struct input *in, const struct ingest_options *options, struct intake *out,
                       struct error *err)
{
    static const struct text_format format = {
        .what = "rows with a time", .record = read_record, .finish = finish,
    };
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory to read a table");
    rc = text_import(in, options, out, &format, r, err);
    free(r->names);
    free(r);
    return rc;
}

static int column_sniff(const char *head, size_t length)
{
    return head_begins(head, length, "name: ") && memmem(head, length, "\n----", 5) ? 95 : 0;
}

extern const struct importer importer_influx1_column;
const struct importer importer_influx1_column = {
    .name       = "influxdb1-column",
    .title      = "InfluxDB 1 query results, as its shell prints them",
    .recognised = "lines name: …, tags: … and a table under dashes",
    .command    = "influx -database DB -precision rfc3339 -execute 'SELECT …'   (better: -format csv)",
    .example    = "name: cpu\ntags: host=web-01\n"
                  "time                 mean\n----                 ----\n"
                  "2025-11-22T00:00:00Z 17.60131066666667\n2025-11-22T01:00:00Z 16.912455583333333\n",
    .sniff      = column_sniff,
    .read       = column_read,
};

/*
 * PRTG's historicdata.csv. Each channel is there twice, as people read it and as a number:
 *
 *     "Date Time","Date Time(RAW)","Total","Total(RAW)",…,"Coverage","Coverage(RAW)"
 *     "11/21/2025 1:00:00 AM - 11/21/2025 2:00:00 AM","45982.0416666667","26 %","25.8494",…
 *
 * Only the numbers are read. The raw time is in days since 1899-12-30 UTC and, of averages, the
 * end of the interval; the last row sums up and has none. A channel's unit is that of its
 * readable column where that is a percentage, in which both columns agree.
 * https://www.paessler.com/manuals/prtg/historic_data_reports
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/text_import.h"

enum { COLUMNS_MOST = 512, NAME_ROOM = 256 };

#define EPOCH_DAYS 25569    /* of 1970-01-01 */

static const char raw[] = "(RAW)", nothing[] = "Not enough monitoring data";

struct reader {
    char     name[COLUMNS_MOST][NAME_ROOM];    /* without (RAW); "" for a column that is not read */
    size_t   columns, time;
    char     separator;
    uint64_t summaries;
};

static void read_header(struct text_job *job, struct reader *r)
{
    r->columns = job->cells;
    r->time = COLUMNS_MOST;
    if (job->cells > COLUMNS_MOST) {
        text_fail(job, ERR_LIMIT, "a table with more than %d columns", COLUMNS_MOST);
        return;
    }
    for (size_t i = 0; i < job->cells; i++) {
        char *name = r->name[i];
        size_t length = strlen(cell_copy(&job->cell[i], name, NAME_ROOM));
        int is_raw = length > strlen(raw) && strcmp(name + length - strlen(raw), raw) == 0;

        name[is_raw ? length - strlen(raw) : 0] = '\0';
        if (is_raw && r->time == COLUMNS_MOST)
            r->time = i;    /* the first pair is the time, in any language */
        if (i == r->time || strcmp(name, "Coverage") == 0)
            name[0] = '\0';
    }
    if (r->time == COLUMNS_MOST)
        text_fail(job, ERR_DATA, "there is no column of raw times: \"Date Time(RAW)\"");
}

static int is_percent(const struct cell *cell)
{
    return cell->length && cell->text[cell->length - 1] == '%';
}

static void put_cell(struct text_job *job, const struct reader *r, size_t column, int64_t at)
{
    struct text_series *series;
    double value;

    if (!text_number(job, &job->cell[column], r->separator == ';' ? ',' : '.', r->name[column], &value))
        return;
    series = text_series(job, r->name[column], strlen(r->name[column]));
    if (series && !series->open) {
        struct draft draft = { .source = "prtg", .metric = r->name[column] };

        if (is_percent(&job->cell[column - 1]))
            draft.unit = "%";
        text_open(job, series, &draft);
    }
    if (series && series->open)
        text_put(job, series, at, value);
}

/* Days to ms; whole seconds, since 1/24 of a day is no finite number. */
static int read_time(struct text_job *job, const struct reader *r, int64_t *out)
{
    struct cell days = job->cell[r->time];
    char shown[48];
    double value;

    cell_copy(&days, shown, sizeof shown);
    if (r->separator == ';' && strchr(shown, ','))
        *strchr(shown, ',') = '.';
    if (number_parse(shown, strlen(shown), &value) != NUMBER_OK || value < 32874 || value > 109575) {
        text_reject(job, "Date Time(RAW)", "not a time: '%s'", shown);
        return 0;
    }
    *out = (int64_t)llround((value - EPOCH_DAYS) * 86400) * SECOND_MS;
    return 1;
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;
    int64_t at;

    if (head_begins(job->line, job->length, nothing)) {
        text_fail(job, ERR_DATA, "PRTG answered: not enough monitoring data");
        error_hint(&job->err, "Ask for a longer span or shorter averages, with sdate, edate and avg.");
        return;
    }
    if (!r->columns)
        r->separator = memchr(job->line, ';', job->length) ? ';' : ',';
    text_split(job, r->separator);
    if (job->failed)
        return;
    if (!r->columns) {
        read_header(job, r);
    } else if (job->cells != r->columns) {
        text_reject(job, "", "%zu cells, not %zu", job->cells, r->columns);
    } else if (job->cell[r->time].length == 0) {
        r->summaries++;
    } else if (read_time(job, r, &at)) {
        job->found = 1;
        for (size_t i = 1; i < job->cells && !job->failed; i++)
            if (r->name[i][0])
                put_cell(job, r, i, at);
    }
}

static void finish(struct text_job *job, void *self)
{
    const struct reader *r = self;

    if (r->summaries)
        intake_note(job->out, "%llu rows of totals or averages left out",
                    (unsigned long long)r->summaries);
}

static int prtg_read(struct input *in, const struct ingest_options *options, struct intake *out,
                     struct error *err)
{
    static const struct text_format format = {
        .what = "rows with a time", .quotes = 1,
        .record = read_record, .finish = finish,
    };
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory to read a table");
    rc = text_import(in, options, out, &format, r, err);
    free(r);
    return rc;
}

/* The second column is that of the raw times, in whatever language. */
static int prtg_sniff(const char *head, size_t length)
{
    const char *end = memchr(head, '\n', length), *found;

    if (head_begins(head, length, nothing))
        return 100;
    if (!end)
        end = head + length;
    found = memmem(head, (size_t)(end - head), "(RAW)\"", 6);
    return length && *head == '"' && found && memmem(found + 6, (size_t)(end - found - 6), "(RAW)\"", 6)
               ? 100 : 0;
}

extern const struct importer importer_prtg_csv;
const struct importer importer_prtg_csv = {
    .name       = "prtg",
    .title      = "PRTG historic data, CSV",
    .recognised = "a header with \"…(RAW)\" columns",
    .command    = "curl 'https://HOST/api/historicdata.csv?id=2001&avg=3600&sdate=…&edate=…'",
    .example    = "\"Date Time\",\"Date Time(RAW)\",\"Total\",\"Total(RAW)\",\"Coverage\","
                  "\"Coverage(RAW)\"\r\n"
                  "\"11/21/2025 1:00:00 AM - 11/21/2025 2:00:00 AM\",\"45982.0416666667\",\"26 %\","
                  "\"25.8494\",\"100 %\",\"0000010000\"\r\n",
    .sniff      = prtg_sniff,
    .read       = prtg_read,
};

/*
 * sar's and mpstat's texts: a banner with the date, then for each activity a line of names, which is
 * repeated, and a line a time and device.
 *
 *     Linux 6.1.0 (web-01) 	11/23/26 	_x86_64_	(2 CPU)
 *
 *     09:25:45        CPU     %user     %nice   %system   %iowait    %steal     %idle
 *     09:25:47        all     40.70     23.87     28.64      5.03      0.00      1.76
 *     Average:        all     18.40      2.09      8.14      1.08      0.03     70.26
 *
 * The date stands in the banner alone, as the locale writes it: a time that falls back by half a day
 * within an activity is of the next day. Lines of averages are left out. The time is the end of the
 * interval, as the clocks showed it. Source: sar(1), pr_stats.c of sysstat 12.
 */
#include <stdio.h>
#include <string.h>

#include "ingest/sysstat_text.h"
#include "ingest/timescan.h"

enum { NAMES_MOST = 64, HALF_DAY_MS = 12 * 3600 * 1000 };

struct reader {
    char     host[256];
    int      dated;
    int64_t  day_ms;                  /* midnight of the banner's date, by the clocks */
    int64_t  later_ms;                /* whole days that this activity has gone on since */
    int64_t  before_ms;               /* the time of day before; -1: none yet */
    char     name[NAMES_MOST][SYSSTAT_NAME_ROOM];
    size_t   names;
    struct sysstat_asides asides;
    uint64_t averages;
};

/* --- the banner ------------------------------------------------------------------------ */

/* Midnight of a date whose parts may stand in two orders; 0 when the calendar has it not. */
static int read_date(struct text_job *job, struct reader *r, const struct cell *cell,
                     const struct time_parts *parts)
{
    enum date_order order = job->options->date_order;
    int month_first = order == DATE_MDY || (order == DATE_AUTO && parts->month > 12), ok;

    if (order == DATE_AUTO && parts->order_open && parts->day <= 12 && parts->month <= 12 &&
        parts->day != parts->month) {
        text_fail(job, ERR_DATA, "its date %.*s can be a day of two months", (int)cell->length,
                  cell->text);
        error_hint(&job->err, "Say which part stands first: --date-order dmy or --date-order mdy.");
        return 0;
    }
    r->day_ms = time_parts_local(parts, month_first, &ok);
    return ok;
}

/* The word that is a date; 0 when there is none. */
static int find_date(struct text_job *job, struct reader *r)
{
    for (size_t i = 0; i < job->cells; i++) {
        const struct cell *cell = &job->cell[i];
        struct time_parts parts;

        if (time_scan(cell->text, cell->length, &parts) && parts.has_year && !parts.has_clock)
            return read_date(job, r, cell, &parts);
    }
    return 0;
}

static int is_banner(const struct text_job *job)
{
    return head_begins(job->line, job->length, "Linux ") && memmem(job->line, job->length, " CPU)", 5);
}

/* "Linux 6.1.0 (web-01) 	11/23/26 	_x86_64_	(2 CPU)" */
static void read_banner(struct text_job *job, struct reader *r)
{
    const char *open = memchr(job->line, '(', job->length);
    const char *close = open ? memchr(open, ')', job->length - (size_t)(open - job->line)) : NULL;
    struct cell host = { open ? open + 1 : "", close ? (size_t)(close - open) - 1 : 0 };

    cell_copy(&host, r->host, sizeof r->host);
    r->dated = find_date(job, r);
    r->names = 0;
}

/* --- a line ---------------------------------------------------------------------------- */

/* The time of day in the first cell, or in two with AM or PM; how many cells it took, 0: none. */
static size_t time_of_day(const struct text_job *job, int64_t *out)
{
    char text[32];
    struct time_parts parts;
    size_t cells = 1;
    int length;

    if (job->cells > 1 && (cell_is(&job->cell[1], "AM") || cell_is(&job->cell[1], "PM")))
        cells = 2;
    if (job->cell[0].length > sizeof text - 4)
        return 0;
    length = snprintf(text, sizeof text, "%.*s%s%.*s", (int)job->cell[0].length, job->cell[0].text,
                      cells == 2 ? " " : "", cells == 2 ? 2 : 0, cells == 2 ? job->cell[1].text : "");
    if (!time_scan(text, (size_t)length, &parts) || parts.has_date || !parts.has_clock)
        return 0;
    *out = parts.hour * HOUR_MS + parts.minute * MINUTE_MS + parts.second * SECOND_MS;
    return cells;
}

static int is_number(const struct cell *cell)
{
    char text[64];
    double value;

    cell_copy(cell, text, sizeof text);
    if (strchr(text, ','))
        *strchr(text, ',') = '.';
    return number_parse(text, strlen(text), &value) != NUMBER_BAD;
}

static int has_number(const struct text_job *job, size_t from)
{
    for (size_t i = from; i < job->cells; i++)
        if (is_number(&job->cell[i]))
            return 1;
    return 0;
}

/* The names of an activity; those that it had already change nothing. */
static void read_names(struct text_job *job, struct reader *r, size_t from)
{
    size_t names = job->cells - from < NAMES_MOST ? job->cells - from : NAMES_MOST;
    int same = names == r->names;

    for (size_t i = 0; i < names; i++) {
        char name[SYSSTAT_NAME_ROOM];

        cell_copy(&job->cell[from + i], name, sizeof name);
        same = same && strcmp(name, r->name[i]) == 0;
        snprintf(r->name[i], sizeof r->name[i], "%s", name);
    }
    r->names = names;
    if (same)
        return;
    r->later_ms = 0;    /* the next activity begins again at its first time */
    r->before_ms = -1;
    job->clock.last = 0;
}

static int instant(struct text_job *job, struct reader *r, int64_t of_day, int64_t *out)
{
    char text[32];
    struct cell cell = { text, 0 };
    struct civil c;

    if (r->before_ms >= 0 && of_day < r->before_ms - HALF_DAY_MS)
        r->later_ms += DAY_MS;
    r->before_ms = of_day;
    zone_civil(NULL, r->day_ms + r->later_ms + of_day, &c);
    cell.length = (size_t)snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d", c.year, c.month,
                                   c.day, c.hour, c.minute, c.second);
    return text_time(job, &cell, "time", out);
}

static void read_values(struct text_job *job, struct reader *r, size_t from, int64_t at)
{
    struct cell host = { r->host, strlen(r->host) };
    const struct cell *device = NULL;

    tags_clear(&job->tags);
    for (size_t i = 0; i < r->names; i++)
        if (sysstat_is_device(r->name[i])) {
            device = &job->cell[from + i];
            sysstat_add_device(job, r->name[i], device);
        }
    for (size_t i = 0; i < r->names && !job->failed; i++) {
        struct text_series *series;
        double value;

        if (sysstat_is_device(r->name[i]) ||
            !sysstat_number(job, &job->cell[from + i], r->name[i], &value))
            continue;
        series = sysstat_series(job, r->name[i], &host, device, 0);
        if (series)
            text_put(job, series, at, value);
    }
}

static void read_timed(struct text_job *job, struct reader *r, size_t from, int64_t of_day)
{
    const char *rest = from < job->cells ? job->cell[from].text : job->line + job->length;
    struct cell words = { rest, (size_t)(job->line + job->length - rest) };
    int64_t at;

    if (sysstat_aside(&r->asides, &words))
        return;
    if (!has_number(job, from))
        read_names(job, r, from);
    else if (!r->dated)
        text_reject(job, "", "no date above it");
    else if (job->cells - from != r->names)
        text_reject(job, "", "%zu words, not %zu", job->cells - from, r->names);
    else if (instant(job, r, of_day, &at)) {
        job->found = 1;
        read_values(job, r, from, at);
    }
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;
    int64_t of_day = 0;
    char word[40];
    size_t from;

    text_words(job);
    if (job->failed)
        return;
    from = time_of_day(job, &of_day);
    if (is_banner(job))
        read_banner(job, r);
    else if (from)
        read_timed(job, r, from, of_day);
    else if (job->cell[0].text[job->cell[0].length - 1] == ':')    /* "Average:", in any language */
        r->averages++;
    else
        text_reject(job, "", "no time: '%s'", cell_copy(&job->cell[0], word, sizeof word));
}

static void finish(struct text_job *job, void *self)
{
    const struct reader *r = self;

    if (r->averages)
        intake_note(job->out, "%llu rows of totals or averages left out",
                    (unsigned long long)r->averages);
    sysstat_note_asides(job, &r->asides);
}

static int sar_read(struct input *in, const struct ingest_options *options, struct intake *out,
                    struct error *err)
{
    static const struct text_format format = {
        .what = "samples of sar", .record = read_record, .finish = finish,
    };
    struct reader r = { .before_ms = -1 };

    return text_import(in, options, out, &format, &r, err);
}

static int sar_sniff(const char *head, size_t length)
{
    const char *end = memchr(head, '\n', length);

    return end && head_begins(head, length, "Linux ") &&
                   memmem(head, (size_t)(end - head), " CPU)", 5) &&
                   memchr(end, ':', length - (size_t)(end - head))
               ? 90 : 0;
}

extern const struct importer importer_sar_text;
const struct importer importer_sar_text = {
    .name       = "sar-text",
    .title      = "sysstat: the text of sar and mpstat",
    .recognised = "a first line Linux … (host) date … (n CPU), then times",
    .command    = "sar -A -f /var/log/sysstat/sa01   (better: sadf -d, whose times have dates)",
    .example    = "Linux 6.1.0 (web-01) \t2026-11-23 \t_x86_64_\t(2 CPU)\n\n"
                  "09:25:45        CPU     %user     %idle\n"
                  "09:25:47        all     40.70      1.76\n"
                  "Average:        all     18.40     70.26\n",
    .sniff      = sar_sniff,
    .read       = sar_read,
};

/*
 * Prometheus in lines of text.
 *
 *     {__name__="up", job="node"} 1 1761436800000          promtool tsdb dump, ms
 *     up{job="node"} 1 1761436800                          OpenMetrics, s; ends with # EOF
 *     up{job="node"} 1 1761436800000                       exposition and /federate, ms
 *     up{job="node"} => 1 @[1761436800]                    promtool query instant
 *     up{job="node"} =>                                    promtool query range; then
 *     1 @[1761436800]
 *
 * Times are told apart by their size, seconds from milliseconds. A line without a time, as
 * a scrape gives them, is a sample of no known time: left out and said.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/points.h"
#include "ingest/prometheus_series.h"
#include "ingest/text_import.h"

/* From here on (the year 5138 in seconds) a time is in milliseconds. */
#define LEAST_MS 1e11
#define LEAST_AT INT64_C(631152000000)    /* 1990 */

/* Values by which the kind and unit of a series are judged before it is opened. */
enum { JUDGED = 512 };

/* What is kept of a series until it is opened. */
struct waiting {
    struct text_series *series;
    struct points  points;
    struct waiting *next;
};

struct reader {
    struct waiting  *first, **end;  /* in the order of first sight */
    size_t           kept;          /* points of all that wait */
    struct text_series *series;     /* of promtool's range query: the lines that follow are its */
    uint64_t untimed, strings;
    struct buf name, value;
};

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    return p;
}

static int is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == ':';
}

/* Where the series ends: behind the name and its {…}. NULL when braces or quotes do not close. */
static const char *series_end(const char *p, const char *end)
{
    int quoted = 0;

    while (p < end && is_name_byte(*p))
        p++;
    if (p == end || *p != '{')
        return p;
    for (p++; p < end; p++) {
        if (quoted && *p == '\\' && p + 1 < end)
            p++;
        else if (*p == '"')
            quoted = !quoted;
        else if (*p == '}' && !quoted)
            return p + 1;
    }
    return NULL;
}

/* Takes "…" off the front, unescaped into r->value; NULL when it is none. */
static const char *take_quoted(struct reader *r, const char *p, const char *end)
{
    buf_clear(&r->value);
    if (p == end || *p != '"')
        return NULL;
    for (p++; p < end && *p != '"'; p++) {
        if (*p == '\\' && p + 1 < end) {
            p++;
            buf_addc(&r->value, *p == 'n' ? '\n' : *p);
        } else {
            buf_addc(&r->value, *p);
        }
    }
    return p < end ? p + 1 : NULL;
}

/* The labels between { and }; 0 when they are none. */
static int read_labels(struct text_job *job, struct reader *r, const char *p, const char *end)
{
    for (p = skip_blanks(p, end); p < end && *p != '}';) {
        const char *from = p;

        while (p < end && is_name_byte(*p))
            p++;
        buf_clear(&r->name);
        buf_addn(&r->name, from, (size_t)(p - from));
        p = skip_blanks(p, end);
        if (r->name.used == 0 || p == end || *p != '=')
            return 0;
        p = take_quoted(r, skip_blanks(p + 1, end), end);
        if (!p)
            return 0;
        tags_add(&job->tags, r->name.text, r->value.used ? r->value.text : "");
        p = skip_blanks(p, end);
        if (p < end && *p == ',')
            p = skip_blanks(p + 1, end);
    }
    return p < end;
}

/* The tags of a series' text. */
static int read_name(struct text_job *job, struct reader *r, const char *p, const char *end)
{
    const char *from = p;

    tags_clear(&job->tags);
    while (p < end && is_name_byte(*p))
        p++;
    if (p > from) {
        buf_clear(&r->name);
        buf_addn(&r->name, from, (size_t)(p - from));
        tags_add(&job->tags, "__name__", r->name.text);
    }
    return p == end || read_labels(job, r, p + 1, end);
}

/* --- series ----------------------------------------------------------------------- */

/* Remembers "# TYPE name kind" under that very name, which no series has. */
static void read_type(struct text_job *job)
{
    static const char mark[] = "# TYPE ";
    static const struct { const char *word; enum series_kind kind; } kinds[] = {
        { "gauge", SERIES_GAUGE }, { "counter", SERIES_COUNTER },
    };
    struct text_series *type;

    if (!head_begins(job->line, job->length, mark))
        return;
    text_words(job);
    if (job->failed || job->cells != 4)
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (cell_is(&job->cell[3], kinds[i].word)) {
            type = text_series(job, job->line,
                               (size_t)(job->cell[2].text + job->cell[2].length - job->line));
            if (type) {
                type->open = 1;
                type->series = (uint32_t)kinds[i].kind;
            }
        }
}

/* The kind that a TYPE line gave, -1 for none. */
static int told_kind(struct text_job *job, struct reader *r)
{
    const char *name = tags_get(&job->tags, "__name__");
    const struct text_series *type;

    if (!name)
        return -1;
    buf_clear(&r->value);
    buf_addf(&r->value, "# TYPE %s", name);
    type = text_series(job, r->value.text, r->value.used);
    return type && type->open ? (int)type->series : -1;
}

/* Opens a series by what was kept of it, and puts that. */
static void open_series(struct text_job *job, struct reader *r, struct waiting *waiting)
{
    struct text_series *series = waiting->series;
    struct points *points = &waiting->points;
    struct ingest_options options = *job->options;

    if (series->open || job->failed)
        return;
    read_name(job, r, series->key, series->key + series->length);
    if (options.kind < 0)
        options.kind = told_kind(job, r);
    job->failed = prometheus_series(&job->tags, points->value, points->count, &options, job->out,
                                    &series->series, &series->scale, &job->err);
    series->open = job->failed == 0;
    for (size_t i = 0; i < points->count && !job->failed; i++)
        text_put(job, series, points->at[i], points->value[i]);
    r->kept -= points->count;
    points_release(points);
}

static void open_all(struct text_job *job, struct reader *r)
{
    while (r->first) {
        struct waiting *waiting = r->first;

        r->first = waiting->next;
        open_series(job, r, waiting);
        points_release(&waiting->points);
        waiting->series->own = NULL;
        free(waiting);
    }
    r->end = &r->first;
}

static struct waiting *wait_for(struct text_job *job, struct reader *r, struct text_series *series)
{
    struct waiting *waiting = series->own;

    if (waiting)
        return waiting;
    if (!read_name(job, r, series->key, series->key + series->length)) {
        text_reject(job, "", "no labels: '%.40s'", series->key);
        return NULL;
    }
    waiting = calloc(1, sizeof *waiting);
    if (!waiting) {
        text_fail(job, ERR_NOMEM, "no memory for a series");
        return NULL;
    }
    waiting->series = series;
    series->own = *r->end = waiting;
    r->end = &waiting->next;
    return waiting;
}

static void put_point(struct text_job *job, struct reader *r, struct text_series *series,
                      int64_t at, double value)
{
    struct waiting *waiting;

    if (series->open) {
        text_put(job, series, at, value);
        return;
    }
    waiting = wait_for(job, r, series);
    if (!waiting)
        return;
    job->failed = points_add(&waiting->points, at, value, &job->err);
    r->kept += job->failed == 0;
    if (waiting->points.count == JUDGED)
        open_series(job, r, waiting);
    else if (r->kept == POINTS_MOST)
        open_all(job, r);
}

/* --- lines ---------------------------------------------------------------------------- */

/* Takes a word off the front. */
static struct cell take_word(const char **at, const char *end)
{
    const char *from = skip_blanks(*at, end), *p = from;

    while (p < end && *p != ' ' && *p != '\t')
        p++;
    *at = p;
    return (struct cell){ from, (size_t)(p - from) };
}

/* 1736…, 1736….5 and 1736…000; with @[ ] around it in promtool's answers. */
static int read_time(struct text_job *job, struct cell word, int64_t *out)
{
    double at = 0;

    if (word.length > 3 && word.text[0] == '@') {
        word.text += 2;
        word.length -= 3;
    }
    if (number_parse(word.text, word.length, &at) != NUMBER_OK || at < 0 || at > 1e14) {
        text_reject(job, "time", "no time behind the value");
        return 0;
    }
    *out = at >= LEAST_MS ? (int64_t)at : (int64_t)(at * 1000 + 0.5);
    return 1;
}

static void put(struct text_job *job, struct reader *r, const char *text, size_t length,
                const char *rest, const char *end)
{
    struct cell value_word = take_word(&rest, end);
    struct cell time_word = take_word(&rest, end);
    struct text_series *series;
    double value;
    int64_t at;

    if (time_word.length == 0 || time_word.text[0] == '#') {    /* # begins an exemplar */
        r->untimed++;
        return;
    }
    if (!read_time(job, time_word, &at) || !text_number(job, &value_word, '.', "value", &value))
        return;
    job->found = 1;
    if (at < LEAST_AT)
        text_reject(job, "time", "a time before 1990");
    else if ((series = text_series(job, text, length)) != NULL)
        put_point(job, r, series, at, value);
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;
    const char *end = job->line + job->length, *stop = series_end(job->line, end), *rest;

    if (job->line[0] == '#') {
        read_type(job);
        return;
    }
    if (!stop || job->length == 0) {
        text_reject(job, "", "a brace or quote is not closed");
        return;
    }
    rest = skip_blanks(stop, end);
    if (end - rest >= 2 && rest[0] == '=' && rest[1] == '>') {
        rest = skip_blanks(rest + 2, end);
        r->series = rest == end ? text_series(job, job->line, (size_t)(stop - job->line)) : NULL;
        if (rest < end)
            put(job, r, job->line, (size_t)(stop - job->line), rest, end);
    } else if (r->series && memmem(job->line, job->length, " @[", 3)) {
        put(job, r, r->series->key, r->series->length, job->line, end);
    } else if (stop > job->line) {
        put(job, r, job->line, (size_t)(stop - job->line), rest, end);
    } else {
        text_reject(job, "", "no sample of a series");
    }
}

static void finish(struct text_job *job, void *self)
{
    struct reader *r = self;

    open_all(job, r);
    if (job->failed)
        return;
    if (r->untimed && !job->found) {
        text_fail(job, ERR_DATA, "none of its %llu samples has a time", (unsigned long long)r->untimed);
        error_hint(&job->err, "A scrape is one moment; ask the server for a span: "
                              "/api/v1/query_range, or promtool tsdb dump.");
    } else if (r->untimed) {
        intake_note(job->out, "%llu samples without a time left out", (unsigned long long)r->untimed);
    }
}

static int text_read(struct input *in, const struct ingest_options *options, struct intake *out,
                     struct error *err)
{
    static const struct text_format format = {
        .what = "samples of a series", .record = read_record, .finish = finish,
    };
    struct reader r = { 0 };
    int rc;

    r.end = &r.first;
    buf_init(&r.name, 64 << 10);
    buf_init(&r.value, 64 << 10);
    rc = text_import(in, options, out, &format, &r, err);
    for (struct waiting *next; r.first; r.first = next) {
        next = r.first->next;
        points_release(&r.first->points);
        free(r.first);
    }
    buf_release(&r.name);
    buf_release(&r.value);
    return rc;
}

/* A line of name{…} or {…}, then "=>" or a number. */
static int looks_like_sample(const char *p, const char *end)
{
    const char *stop = series_end(p, end), *rest;
    struct cell word;
    double value;

    if (!stop || stop == p || (*p >= '0' && *p <= '9') ||
        (*p == '{' && (end - p < 3 || strncmp(p, "{_", 2) != 0)))
        return 0;
    rest = skip_blanks(stop, end);
    if (end - rest >= 2 && rest[0] == '=' && rest[1] == '>')
        return 1;
    if (stop[-1] != '}' && rest == stop)
        return 0;
    word = take_word(&rest, end);
    return stop[-1] == '}' && number_parse(word.text, word.length, &value) != NUMBER_BAD;
}

static int text_sniff(const char *head, size_t length)
{
    const char *end = head + length, *stop = memchr(head, '\n', length);

    if (head_begins(head, length, "# HELP ") || head_begins(head, length, "# TYPE "))
        return 100;
    stop = stop ? stop : end;
    if (stop > head && stop[-1] == '\r')
        stop--;
    return looks_like_sample(head, stop) ? 95 : 0;
}

extern const struct importer importer_prometheus_text;
const struct importer importer_prometheus_text = {
    .name       = "prometheus-text",
    .title      = "Prometheus: promtool tsdb dump, promtool query, OpenMetrics with times",
    .recognised = "lines of name{labels} with a value and a time, or with =>",
    .command    = "promtool tsdb dump --match='{job=\"node\"}' DATA_FOLDER",
    .example    = "{__name__=\"node_memory_MemFree_bytes\", instance=\"web-01:9100\", job=\"node\"} "
                  "6430440070 1761436800000\n"
                  "{__name__=\"node_memory_MemFree_bytes\", instance=\"web-01:9100\", job=\"node\"} "
                  "6415582030 1761437100000\n",
    .sniff      = text_sniff,
    .read       = text_read,
};

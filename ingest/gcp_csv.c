/*
 * ingest/gcp_csv.c - the CSV that Metrics Explorer and dashboards of Google Cloud download.
 *
 *     TimeSeries ID,<id>,<id>…
 *     <label>,<value>,<value>…                                0 or more rows of labels
 *     Wed May 01 2024 05:48:00 GMT-0600 (Mountain …),0,undefined
 *
 * It is not RFC 4180: the ids hold raw quotes and, in filters, commas. So nothing is
 * quoted here, and how many series there are is told by the rows of data, not by the first row.
 * An id is the metric's path, resource type, aligner, reducer, filter and period, joined by
 * points: <path>.<type>.ALIGN_MEAN.REDUCE_NONE.<filter>.60s.<label>:<value>…
 * There is never a unit: it follows from the metric (Google's lists of metrics give
 * utilization as 10^2.%, a ratio, and sizes in By).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/csv_table.h"
#include "ingest/gcp_names.h"
#include "ingest/naming.h"

static const char magic[] = "TimeSeries ID,";

enum { MOST_LABEL_ROWS = 64 };

static int sniff(const char *head, size_t length)
{
    return length >= sizeof magic - 1 && memcmp(head, magic, sizeof magic - 1) == 0 ? 100 : 0;
}

/* --- lines of the head --------------------------------------------------------- */

/* A line without its end, split at commas. */
struct line {
    struct cell *cell;
    size_t       count;
    const char  *next;         /* behind its end; NULL when it has none */
};

static int split_line(struct line *out, const char *p, const char *end, struct arena *arena)
{
    const char *stop = memchr(p, '\n', (size_t)(end - p)), *text_end = stop ? stop : end;
    size_t commas = 0;

    if (text_end > p && text_end[-1] == '\r')
        text_end--;
    for (const char *q = p; q < text_end; q++)
        commas += *q == ',';
    out->cell = arena_take(arena, (commas + 1) * sizeof *out->cell);
    out->count = 0;
    out->next = stop ? stop + 1 : NULL;
    for (const char *from = p; out->cell; from++) {
        const char *comma = memchr(from, ',', (size_t)(text_end - from));

        out->cell[out->count++] = (struct cell){ from, (size_t)((comma ? comma : text_end) - from) };
        if (!comma)
            break;
        from = comma;
    }
    return out->cell != NULL;
}

/* The head: ids, labels and the first row of data. */
struct head {
    struct line ids, label[MOST_LABEL_ROWS], first;
    size_t      labels;
    const char *data;
    size_t      series;
};

/* 1; 0 when the text ends before the first row of data does; or an ERR_ code. */
static int read_head(struct head *head, const char *text, size_t length, int whole,
                     struct arena *arena, struct error *err)
{
    const char *end = text + length, *p = text;
    long line = 1;

    memset(head, 0, sizeof *head);
    if (!split_line(&head->ids, p, end, arena))
        return error_set(err, ERR_NOMEM, "no memory to look at a file");
    for (p = head->ids.next; p && p < end; p = head->first.next) {
        line++;
        if (!split_line(&head->first, p, end, arena))
            return error_set(err, ERR_NOMEM, "no memory to look at a file");
        if (!head->first.next && !whole)
            return 0;
        if (time_shape(head->first.cell[0].text, head->first.cell[0].length) == TIME_SHAPE_FULL) {
            head->data = p;
            head->series = head->first.count - 1;
            return 1;
        }
        if (head->labels == MOST_LABEL_ROWS)
            break;
        head->label[head->labels++] = head->first;
    }
    if (!whole && head->labels < MOST_LABEL_ROWS)
        return 0;
    error_set(err, ERR_DATA, "there is no row with a time below the header");
    err->line = line;
    error_hint(err, "The chart had no data, or this is no download of Metrics Explorer.");
    return ERR_DATA;
}

/* --- what an id says ---------------------------------------------------------------- */

static const char *find(const char *text, size_t length, const char *word)
{
    return memmem(text, length, word, strlen(word));
}

/* The metric: metric.type="…" of the filter, else the path up to the resource's type. */
static const char *metric_of(const struct cell *id, struct arena *arena)
{
    static const char filter[] = "metric.type=\"";
    const char *end = id->text + id->length, *at = find(id->text, id->length, filter), *stop;

    if (at) {
        at += sizeof filter - 1;
        stop = memchr(at, '"', (size_t)(end - at));
        if (stop && stop > at)
            return arena_text(arena, at, (size_t)(stop - at));
    }
    stop = memchr(id->text, '.', id->length);
    return arena_text(arena, id->text, stop ? (size_t)(stop - id->text) : id->length);
}

/* The word behind `mark` up to the next point: ALIGN_MEAN gives MEAN. */
static struct cell word_behind(const struct cell *id, const char *mark)
{
    const char *end = id->text + id->length, *at = find(id->text, id->length, mark), *stop;

    if (!at)
        return (struct cell){ NULL, 0 };
    at += strlen(mark);
    stop = memchr(at, '.', (size_t)(end - at));
    return (struct cell){ at, (size_t)((stop ? stop : end) - at) };
}

/* The statistic of the aligner; a rate or an unaligned series has none. */
static const char *stat_of(const struct cell *id, struct arena *arena)
{
    struct cell word = word_behind(id, ".ALIGN_");
    char room[16];
    const char *stat = word.text ? statistic_word(word.text, word.length, room) : NULL;

    return stat ? arena_copy(arena, stat) : NULL;
}

/* ".300s." or ".300s" at the end. */
static int64_t period_of(const struct cell *id)
{
    const char *p = id->text, *end = id->text + id->length;
    int64_t found = 0;

    for (; p < end; p++) {
        int64_t seconds = 0;
        const char *q = p + 1;

        if (*p != '.')
            continue;
        for (; q < end && *q >= '0' && *q <= '9' && seconds < INT64_C(100000000); q++)
            seconds = seconds * 10 + (*q - '0');
        if (q > p + 1 && q < end && *q == 's' && (q + 1 == end || q[1] == '.'))
            found = seconds * SECOND_MS;
    }
    return found;
}

/* An aligned rate is already a second. */
static const char *unit_of(const char *metric, const struct cell *id, struct arena *arena)
{
    struct cell aligner = word_behind(id, ".ALIGN_");
    const char *unit = gcp_unit(metric);
    char *rate;

    if (aligner.length != 4 || memcmp(aligner.text, "RATE", 4) != 0)
        return unit;
    rate = arena_take(arena, strlen(unit) + 4);
    if (rate)
        snprintf(rate, strlen(unit) + 4, "%s/s", unit[0] ? unit : "1");
    return rate;
}

/* --- the plan ------------------------------------------------------------------------- */

/* The rank of a label as the name of the resource; SIZE_MAX when it is none. */
static size_t rank_of(const struct cell *key)
{
    for (size_t rank = 0; gcp_resource_labels[rank]; rank++)
        if (strlen(gcp_resource_labels[rank]) == key->length &&
            memcmp(gcp_resource_labels[rank], key->text, key->length) == 0)
            return rank;
    return SIZE_MAX;
}

static int is_ignored(const struct cell *key)
{
    return key->length == 0 || (key->length == 9 && memcmp(key->text, "undefined", 9) == 0);
}

static void add_quoted(struct buf *out, const struct cell *key, const struct cell *value)
{
    buf_addf(out, "%s%.*s=\"", out->used > 1 ? "," : "", (int)key->length, key->text);
    for (size_t i = 0; i < value->length; i++) {
        if (value->text[i] == '"' || value->text[i] == '\\')
            buf_addc(out, '\\');
        buf_addc(out, value->text[i]);
    }
    buf_addc(out, '"');
}

/* The labels of one series but for the one that names the resource. */
static int label_column(struct csv_column *column, const struct head *head, size_t index,
                        struct arena *arena)
{
    size_t best = SIZE_MAX, best_rank = SIZE_MAX;
    struct buf labels;

    buf_init(&labels, 1 << 16);
    for (size_t i = 0; i < head->labels; i++)
        if (head->label[i].count > index && rank_of(&head->label[i].cell[0]) < best_rank) {
            best = i;
            best_rank = rank_of(&head->label[i].cell[0]);
        }
    buf_addc(&labels, '{');
    for (size_t i = 0; i < head->labels; i++) {
        const struct line *label = &head->label[i];

        if (i == best)
            column->resource = cell_text(arena, &label->cell[index]);
        else if (label->count > index && !is_ignored(&label->cell[0]))
            add_quoted(&labels, &label->cell[0], &label->cell[index]);
    }
    buf_addc(&labels, '}');
    if (labels.used > 2)
        column->labels = arena_copy(arena, labels.text);
    index = labels.failed != 0;
    buf_release(&labels);
    return !index;
}

/* Ids with commas in them can't be told apart; what they have in common stands in the first. */
static struct cell id_of(const struct head *head, size_t index)
{
    const struct line *ids = &head->ids;
    const struct cell *last = &ids->cell[ids->count - 1];

    if (ids->count == head->series + 1)
        return ids->cell[index];
    return (struct cell){ ids->cell[1].text,
                          (size_t)(last->text + last->length - ids->cell[1].text) };
}

static int make_columns(struct csv_plan *plan, const struct head *head, struct arena *arena)
{
    plan->columns = head->series + 1;
    plan->column = arena_take(arena, plan->columns * sizeof *plan->column);
    plan->value = arena_take(arena, plan->columns * sizeof *plan->value);
    plan->key = arena_take(arena, sizeof *plan->key);
    if (!plan->column || !plan->value || !plan->key)
        return 0;
    plan->column[0] = (struct csv_column){ .role = CSV_TIME, .header = "time", .decimal = '.' };
    for (size_t i = 1; i < plan->columns; i++) {
        struct csv_column *column = &plan->column[i];
        struct cell id = id_of(head, i);

        column->role = CSV_VALUE;
        column->decimal = '.';
        column->name = column->header = metric_of(&id, arena);
        if (!column->name || !label_column(column, head, i, arena))
            return 0;
        column->stat = stat_of(&id, arena);
        column->unit = unit_of(column->name, &id, arena);
        if (!column->unit)
            return 0;
        plan->value[plan->values++] = i;
        plan->period_ms = period_of(&id);
    }
    return 1;
}

static int gcp_plan(struct csv_plan *out, const char *text, size_t length, int whole,
                    const struct ingest_options *options, struct arena *arena, struct error *err)
{
    struct csv_plan plan = { .source = "gcp", .separator = ',', .clock = SIZE_MAX,
                             .capacity = SIZE_MAX };
    struct head *head;
    int rc;

    (void)options;
    if (!sniff(text, length))
        return 0;
    head = arena_take(arena, sizeof *head);
    rc = head ? read_head(head, text, length, whole, arena, err)
              : error_set(err, ERR_NOMEM, "no memory to look at a file");
    if (rc <= 0)
        return rc;
    if (!make_columns(&plan, head, arena))
        return error_set(err, ERR_NOMEM, "no memory to look at a file");
    plan.header = head->ids.cell;
    plan.headers = head->ids.count;
    plan.data_offset = (size_t)(head->data - text);
    plan.data_line = (long)head->labels + 2;
    *out = plan;
    return 1;
}

static int read_table(struct input *in, const struct ingest_options *options, struct intake *out,
                      struct error *err)
{
    return csv_import(in, gcp_plan, options, out, err);
}

extern const struct importer importer_gcp_csv;
const struct importer importer_gcp_csv = {
    .name       = "gcp-csv",
    .title      = "Google Cloud Metrics Explorer CSV",
    .recognised = "the first cell TimeSeries ID",
    .command    = "Metrics Explorer or a dashboard's chart: Download, Download CSV",
    .example    = "TimeSeries ID,instance/cpu/utilization.gce_instance.ALIGN_MEAN.REDUCE_NONE."
                  "metric.type=\"compute.googleapis.com/instance/cpu/utilization\".60s."
                  "instance_name:web-1\r\n"
                  "instance_name,web-1\r\n"
                  "Sat Jan 31 2026 00:00:00 GMT+0100 (Central European Standard Time),0.415\r\n"
                  "Sat Jan 31 2026 00:01:00 GMT+0100 (Central European Standard Time),undefined",
    .sniff      = sniff,
    .read       = read_table,
};

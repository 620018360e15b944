#include "ingest/csv_deliver.h"

#include <stdio.h>
#include <string.h>

#include "data/base/unit.h"
#include "ingest/csv_header.h"
#include "ingest/draft.h"
#include "ingest/mapping.h"
#include "ingest/naming.h"

enum { MOST_TRAILING_WORDS = 20 };    /* lines behind the data that a program may say good-bye with */

void csv_delivery_init(struct csv_delivery *d, const struct ingest_options *options,
                       struct intake *intake)
{
    memset(d, 0, sizeof *d);
    d->options = options;
    d->intake = intake;
    tags_init(&d->tags);
}

void csv_delivery_release(struct csv_delivery *d)
{
    tags_release(&d->tags);
    arena_release(&d->names);
}

/* --- the name of a series -------------------------------------------------------------- */

/* What the row says in the column of this role; "" when it says nothing, NULL without such a column. */
static const char *said(struct csv_delivery *d, const struct csv_group *group, enum csv_role role)
{
    for (size_t i = 0; i < d->plan->keys; i++)
        if (d->plan->column[d->plan->key[i]].role == role)
            return cell_text(&d->names, &group->cell[i]);
    return NULL;
}

static void add_labels(struct csv_delivery *d, const struct csv_group *group,
                       const struct csv_column *column)
{
    tags_clear(&d->tags);
    for (size_t i = 0; i < d->plan->keys; i++) {
        const struct csv_column *key = &d->plan->column[d->plan->key[i]];
        const char *text = key->role == CSV_LABEL ? cell_text(&d->names, &group->cell[i]) : NULL;

        if (text)
            tags_add(&d->tags, key->name, text);
    }
    if (column->labels)
        csv_header_labels(column->labels, &d->tags);
    mapping_labels(d->options->mapping, &d->tags);
}

/* The unit that only the metric's name tells, where nothing else does. */
static const char *unit_by_name(const char *metric)
{
    const char *text = metric ? metric_unit(metric) : NULL;
    struct unit unit;

    return text && unit_parse(text, strlen(text), &unit) && unit.scale == 1 ? text : "";
}

static int has_text(const char *text)
{
    return text && text[0];
}

/*
 * What the file says in a column goes before what the user says for all of it: the user
 * can't mean to make one series of many. In a wide file --metric alone says that the columns
 * are resources.
 */
static int name_series(struct csv_delivery *d, struct csv_series *series, struct error *err)
{
    static const char *const resources[] = { "instance", "pod", "node", "host", "hostname", NULL };
    const struct csv_column *column = &d->plan->column[series->column];
    const struct csv_group *group = series->group;
    struct ingest_options options = *d->options;
    const char *resource = said(d, group, CSV_RESOURCE), *metric = said(d, group, CSV_METRIC);
    const char *header = column->resource;
    char stem[512];
    struct draft draft = { .stat = column->stat, .unit = series->unit, .tags = &d->tags,
                           .period_ms = d->plan->period_ms };
    double scale;

    add_labels(d, group, column);
    draft.source = said(d, group, CSV_SOURCE);
    if (has_text(draft.source))
        options.source = NULL;
    else
        draft.source = d->plan->source;
    if (column->labels && !header && !has_text(resource) && !options.resource)
        header = tags_take_first(&d->tags, resources);
    if (d->plan->values > 1 && !has_text(metric) && options.metric) {
        if (!resource && !options.resource && !d->plan->is_long)
            header = column->name;
        else
            options.metric = NULL;
    }
    draft.metric = has_text(metric) ? metric : column->name;
    if (has_text(metric))
        options.metric = NULL;
    draft.resource = resource ? resource : has_text(header) ? header
                                         : file_stem(d->options->file, stem, sizeof stem);
    if (has_text(resource))
        options.resource = NULL;
    options.unit = NULL;    /* it is in series->unit already */
    if (!has_text(draft.unit) && !has_text(d->options->unit))
        draft.unit = unit_by_name(draft.metric);
    draft.kind = column->kind == SERIES_GAUGE && !column->kind_said ? metric_kind(draft.metric)
                                                                    : column->kind;
    return draft_series(&draft, &options, d->intake, &series->handle, &scale, err);
}

/* --- batches ------------------------------------------------------------------------------ */

static int deliver_samples(struct csv_delivery *d, struct csv_batch *batch, struct error *err)
{
    for (size_t i = 0; i < batch->runs; i++) {
        const struct csv_run *run = &batch->run[i];
        struct csv_series *series = run->series;
        int rc = series->handle == NO_HANDLE ? name_series(d, series, err) : 0;

        if (rc == 0)
            rc = run->count == 1
                     ? intake_put(d->intake, series->handle, run->at[0], run->value[0], err)
                     : intake_put_many(d->intake, series->handle, run->at, run->value, run->count, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int deliver_capacities(struct csv_delivery *d, const struct csv_batch *batch,
                              struct error *err)
{
    for (size_t i = 0; i < batch->capacities; i++) {
        struct csv_series *series = batch->capacity[i].series;
        int rc = series->handle == NO_HANDLE ? name_series(d, series, err) : 0;

        if (rc == 0)
            rc = intake_capacity(d->intake, series->handle, batch->capacity[i].at,
                                 batch->capacity[i].value, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int deliver_reject(struct csv_delivery *d, const struct csv_reject *reject, long line_shift,
                          struct error *err)
{
    return intake_reject(d->intake, reject->line + line_shift, reject->column, err, "%s", reject->reason);
}

static int deliver_rejects(struct csv_delivery *d, const struct csv_batch *batch, struct error *err)
{
    int rc = 0;

    for (size_t i = 0; i < batch->rejects && rc == 0; i++)
        rc = deliver_reject(d, &batch->reject[i], batch->line_shift, err);
    for (size_t i = 0; i < batch->unkept.count; i++)
        for (uint64_t k = 0; k < batch->unkept.reason[i].count && rc == 0; k++)
            rc = intake_reject(d->intake, 0, "", err, "%s", batch->unkept.reason[i].text);
    return rc;
}

/* Words of earlier batches were a mistake when samples follow. */
static int settle_words(struct csv_delivery *d, struct error *err)
{
    int rc = 0;

    for (; d->text_rows && rc == 0; d->text_rows--)
        rc = deliver_reject(d, &d->text, 0, err);
    return rc;
}

int csv_deliver(struct csv_delivery *d, struct csv_batch *batch, struct error *err)
{
    int rc = batch->counts.rows ? settle_words(d, err) : 0;

    if (rc == 0)
        rc = deliver_samples(d, batch, err);
    if (rc == 0)
        rc = deliver_capacities(d, batch, err);
    if (rc == 0)
        rc = deliver_rejects(d, batch, err);
    if (rc < 0)
        return rc;
    intake_missing(d->intake, batch->counts.missing);
    intake_infinite(d->intake, batch->counts.infinite);
    d->counts.rows += batch->counts.rows;
    d->counts.summaries += batch->counts.summaries;
    d->counts.headers += batch->counts.headers;
    d->counts.folds += batch->counts.folds;
    d->counts.locals += batch->counts.locals;
    if (batch->text_rows && !d->text_rows) {
        d->text = batch->text;
        d->text.line += batch->line_shift;
    }
    d->text_rows += batch->text_rows;
    return 0;
}

/* --- what the user should know ---------------------------------------------------------------- */

static void note_columns(struct csv_delivery *d)
{
    struct buf list;

    buf_init(&list, 200);
    for (size_t i = 0; i < d->plan->columns; i++) {
        const struct csv_column *column = &d->plan->column[i];

        if (column->role == CSV_LEFT_OUT && !(d->plan->trailing && i + 1 == d->plan->columns))
            buf_addf(&list, "%s'%.60s' (%s)", list.used ? ", " : "", column->header, column->why);
    }
    if (list.used)
        intake_note(d->intake, "left out: %s", list.text);
    buf_release(&list);
}

void csv_deliver_plan(struct csv_delivery *d, const struct csv_plan *plan)
{
    d->plan = plan;
    note_columns(d);
    if (plan->same_name)
        intake_note(d->intake, "several columns are named '%.60s': the second was called '%.60s #2'",
                    plan->same_name, plan->same_name);
}

static void note_times(struct csv_delivery *d)
{
    const char *zone = zone_name(d->options->zone);

    if (d->counts.locals && !d->options->zone_given && !d->plan->style.fixed)
        intake_note(d->intake, "times without an offset were taken as %s; say --timezone ZONE if "
                    "the clocks showed another", zone);
    if (d->counts.folds)
        intake_note(d->intake, "%llu times in an hour that %s had twice: %s",
                    (unsigned long long)d->counts.folds, zone,
                    d->options->fold == FOLD_FIRST    ? "taken as the first"
                    : d->options->fold == FOLD_SECOND ? "taken as the second"
                    : d->options->fold == FOLD_ERROR  ? "rejected"
                                                      : "told apart by the order of the rows");
}

static void note_rows(struct csv_delivery *d, char final)
{
    if (d->counts.headers)
        intake_note(d->intake, "%llu repeated header rows skipped",
                    (unsigned long long)d->counts.headers);
    if (d->counts.summaries)
        intake_note(d->intake, "%llu rows of totals or averages left out",
                    (unsigned long long)d->counts.summaries);
    if (d->text_rows)
        intake_note(d->intake, "%llu lines of text behind the data left out",
                    (unsigned long long)d->text_rows);
    if (final != '\n' && final != '\r' && d->counts.rows && d->plan->line_feed_only)
        intake_note(d->intake, "the last line has no end; the file may have been cut off there");
}

/* Nothing at all could be read: the first reason is why. */
static int nothing_read(const struct tally *tally, struct error *err)
{
    const struct error *first = &tally->reject[0];

    error_set(err, ERR_DATA, "no row could be read: %s", first->text);
    error_at(err, first->where, first->line, first->column);
    err->line = first->line;
    return ERR_DATA;
}

int csv_deliver_end(struct csv_delivery *d, char final, struct error *err)
{
    const struct tally *tally = intake_tally(d->intake);
    int rc = d->text_rows > MOST_TRAILING_WORDS ? settle_words(d, err) : 0;

    if (rc < 0)
        return rc;
    note_times(d);
    note_rows(d, final);
    return d->counts.rows == 0 && tally->rejected ? nothing_read(tally, err) : 0;
}

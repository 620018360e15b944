#include "ingest/csv_parse.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ingest/csv_names.h"
#include "ingest/csv_straight.h"

enum { MOST_ODD = 64 };    /* rows in a row */

int csv_worker_init(struct csv_worker *w, const struct csv_plan *plan,
                    const struct ingest_options *options, struct error *err)
{
    int rc;

    memset(w, 0, sizeof *w);
    w->plan = plan;
    w->options = options;
    w->straight = csv_is_straight(plan);
    time_reader_init(&w->time, &plan->style, options->zone);
    rc = csv_rows_init(&w->rows, plan->separator, plan->quote, plan->comment, err);
    if (rc == 0)
        rc = csv_groups_init(&w->groups, plan, options, &w->arena, err);
    return rc;
}

void csv_worker_release(struct csv_worker *w)
{
    csv_rows_release(&w->rows);
    csv_groups_release(&w->groups);
    arena_release(&w->arena);
}

/* --- what can't be read -------------------------------------------------------------- */

/* Bytes of the file for a message: short, and without zeros that would end it. */
struct excerpt { char text[48]; };

static struct excerpt excerpt(const struct cell *cell)
{
    struct excerpt out;
    size_t length = cell->length < sizeof out.text - 1 ? cell->length : sizeof out.text - 1;

    for (size_t i = 0; i < length; i++)
        out.text[i] = cell->text[i] ? cell->text[i] : '?';
    out.text[length] = '\0';
    return out;
}

static void fill_reject(struct csv_reject *reject, long line, const char *column,
                        const char *format, va_list args) __attribute__((format(printf, 4, 0)));

static void fill_reject(struct csv_reject *reject, long line, const char *column,
                        const char *format, va_list args)
{
    reject->line = line;
    snprintf(reject->column, sizeof reject->column, "%s", column);
    vsnprintf(reject->reason, sizeof reject->reason, format, args);
}

static void reject(struct csv_worker *w, size_t column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Counts a row or value that is no good; the first of a batch are kept with their place. */
static void reject(struct csv_worker *w, size_t column, const char *format, ...)
{
    struct csv_batch *batch = w->batch;

    struct csv_reject unkept;
    int keep = batch->rejects < INTAKE_REJECTS;
    va_list args;

    batch->counts.rejected++;
    va_start(args, format);
    fill_reject(keep ? &batch->reject[batch->rejects++] : &unkept, w->rows.line,
                column < w->plan->columns ? w->plan->column[column].header : "", format, args);
    va_end(args);
    if (!keep)
        reject_reasons_add(&batch->unkept, unkept.reason, 1);
}

/* Words between samples are a mistake after all. */
static void settle_text_rows(struct csv_worker *w)
{
    struct csv_batch *batch = w->batch;

    if (!batch->text_rows)
        return;
    batch->counts.rejected += batch->text_rows;
    if (batch->rejects < INTAKE_REJECTS) {
        batch->reject[batch->rejects++] = batch->text;
        batch->text_rows--;
    }
    if (batch->text_rows)
        reject_reasons_add(&batch->unkept, batch->text.reason, batch->text_rows);
    batch->text_rows = 0;
}

static void text_row(struct csv_worker *w)
{
    struct csv_reject *text = &w->batch->text;

    if (w->batch->text_rows++)
        return;
    text->line = w->rows.line;
    text->column[0] = '\0';
    snprintf(text->reason, sizeof text->reason, "no samples, but words: '%s'",
             excerpt(&w->rows.cell[0]).text);
}

/* The header of this table, as it stands in files written one behind the other. */
static int is_header(const struct csv_worker *w)
{
    const struct csv_plan *plan = w->plan;
    const struct csv_rows *row = &w->rows;

    if (!plan->header || row->count != plan->headers)
        return 0;
    for (size_t i = 0; i < row->count; i++)
        if (!cell_equal(&row->cell[i], &plan->header[i]))
            return 0;
    return 1;
}

static int is_empty(const struct csv_rows *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cell[i].length)
            return 0;
    return 1;
}

static int has_number(const struct csv_worker *w)
{
    struct quantity q;

    for (size_t i = 0; i < w->rows.count && i < w->plan->columns; i++)
        if (csv_value(w->rows.cell[i].text, w->rows.cell[i].length, w->plan->column[i].decimal, &q) ==
            NUMBER_OK)
            return 1;
    return 0;
}

/* The header of another table: it names a time, here or in another column. */
static int is_other_header(const struct csv_worker *w)
{
    const struct csv_plan *plan = w->plan;
    const struct csv_rows *row = &w->rows;

    if (!plan->header || plan->time >= plan->headers || row->count < 2)
        return 0;
    if (plan->time < row->count && cell_equal(&row->cell[plan->time], &plan->header[plan->time]))
        return 1;
    for (size_t i = 0; i < row->count; i++)
        if (csv_name_is_time(&row->cell[i]))
            return !has_number(w);
    return 0;
}

static int begins_with_word(const struct cell *cell)
{
    return cell->length && (cell->text[0] < '0' || cell->text[0] > '9') && cell->text[0] != '-';
}

/*
 * A row without a time, or with another number of cells. Headers, totals, empty rows and words
 * behind the data belong to many exports; what else there is, is a mistake. 1: stop before it.
 */
static int odd_row(struct csv_worker *w, enum time_result result, int fits)
{
    const struct csv_plan *plan = w->plan;
    const struct csv_rows *row = &w->rows;
    const struct cell *time = plan->time < row->count ? &row->cell[plan->time] : NULL;

    if (is_empty(row))
        return 0;
    if (is_header(w)) {
        w->batch->counts.headers++;
        return 0;
    }
    if (is_other_header(w)) {
        w->batch->new_header = 1;
        return 1;
    }
    if (csv_is_summary(&row->cell[0]) && result == TIME_BAD) {
        w->batch->counts.summaries++;
        return 0;
    }
    if (begins_with_word(&row->cell[0]) && !has_number(w)) {
        text_row(w);
        return 0;
    }
    if (!fits)
        reject(w, SIZE_MAX, "%zu cells, not %zu", row->count, plan->columns);
    else if (result == TIME_NONE)
        reject(w, plan->time, "%s does not exist in %s: the clocks skip it", excerpt(time).text,
               zone_name(w->options->zone));
    else if (result == TIME_RANGE)
        reject(w, plan->time, "time out of range: '%s'", excerpt(time).text);
    else
        reject(w, plan->time, "not a time: '%s'", excerpt(time).text);
    return 0;
}

/* --- times -------------------------------------------------------------------------------- */

static enum time_result row_time(struct csv_worker *w, int64_t out[2])
{
    const struct cell *time = &w->rows.cell[w->plan->time], *clock;
    char both[96];

    if (w->plan->clock == SIZE_MAX)
        return time_read(&w->time, time->text, time->length, out);
    clock = &w->rows.cell[w->plan->clock];
    if (time->length + clock->length + 1 > sizeof both)
        return TIME_BAD;
    memcpy(both, time->text, time->length);
    both[time->length] = ' ';
    memcpy(both + time->length + 1, clock->text, clock->length);
    return time_read(&w->time, both, time->length + 1 + clock->length, out);
}

/* Which of the two instants a repeated hour means; 0 when the user wants neither. */
static int unfold(struct csv_worker *w, const struct csv_group *group, const int64_t at[2],
                  int64_t *out)
{
    int64_t before = group->last_at;

    w->batch->counts.folds++;
    switch (w->options->fold) {
    case FOLD_FIRST:
        *out = at[0];
        return 1;
    case FOLD_SECOND:
        *out = at[1];
        return 1;
    case FOLD_ERROR:
        return 0;
    case FOLD_ORDER:
        break;
    }
    /* rows run on: the nearer instant that lies beyond the row before */
    if (w->plan->style.descending)
        *out = !before || at[1] < before ? at[1] : at[0];
    else
        *out = !before || at[0] > before ? at[0] : at[1];
    return 1;
}

/* --- values --------------------------------------------------------------------------------- */

/* A cell that is more than a bare number: grouped digits, a unit, a word for nothing. */
static double written_value(struct csv_worker *w, const struct csv_series *series,
                            const struct cell *cell)
{
    const struct csv_column *column = &w->plan->column[series->column];
    struct quantity q;

    switch (csv_value(cell->text, cell->length, column->decimal, &q)) {
    case NUMBER_MISSING:
        w->batch->counts.missing++;
        return NAN;
    case NUMBER_INFINITE:
        w->batch->counts.infinite++;
        return NAN;
    case NUMBER_BAD:
        reject(w, series->column, "not a number: '%s'", excerpt(cell).text);
        return NAN;
    case NUMBER_OK:
        break;
    }
    if (!q.has_unit && column->cells_have_units && q.value != 0)
        reject(w, series->column, "'%s' has no unit, others in the column have", excerpt(cell).text);
    else if (q.has_unit && strcmp(q.unit.name, series->unit) != 0)
        reject(w, series->column, "'%s' is no amount of %s", excerpt(cell).text,
               series->unit[0] ? series->unit : "bare numbers");
    else
        return q.has_unit ? q.value : q.value * series->scale;
    return NAN;
}

/* What the cell says in the series' unit, or NAN. */
static double cell_value(struct csv_worker *w, const struct csv_series *series, const struct cell *cell)
{
    const struct csv_column *column = &w->plan->column[series->column];
    double value;

    if (column->decimal == '.' && !column->cells_have_units &&
        number_parse(cell->text, cell->length, &value) == NUMBER_OK)
        return value * series->scale;
    return written_value(w, series, cell);
}

static void put_values(struct csv_worker *w, struct csv_group *group, int64_t at)
{
    struct csv_batch *batch = w->batch;
    double *value = batch->value + batch->rows * batch->columns;

    for (size_t i = 0; i < w->plan->values; i++) {
        value[i] = cell_value(w, &group->series[i], &w->rows.cell[w->plan->value[i]]);
        batch->gaps |= isnan(value[i]) != 0;
    }
    csv_batch_end_row(batch, at, group);
}

static int put_capacity(struct csv_worker *w, struct csv_group *group, int64_t at, struct error *err)
{
    const struct cell *cell = &w->rows.cell[w->plan->capacity];
    struct quantity q;
    double capacity;

    if (csv_value(cell->text, cell->length, w->plan->column[w->plan->capacity].decimal, &q) != NUMBER_OK)
        return 0;
    capacity = q.has_unit ? q.value : q.value * group->series[0].scale;
    if (capacity <= 0 || capacity == group->capacity)
        return 0;
    group->capacity = capacity;
    return csv_batch_capacity(w->batch, &group->series[0], at, capacity, err);
}

static int sound_row(struct csv_worker *w, const int64_t time[2], enum time_result result,
                     struct error *err)
{
    const struct csv_plan *plan = w->plan;
    struct csv_group *group = csv_groups_find(&w->groups, &w->rows);
    int64_t at = time[0];
    int rc;

    if (!group)
        return error_set(err, ERR_NOMEM, "no memory for the series of a table");
    if (group->refused) {
        reject(w, SIZE_MAX, "a name is longer than 1000 bytes");
        return 0;
    }
    if (result == TIME_TWICE && !unfold(w, group, time, &at)) {
        reject(w, plan->time, "%s happened twice in %s", excerpt(&w->rows.cell[plan->time]).text,
               zone_name(w->options->zone));
        return 0;
    }
    rc = csv_batch_reserve(w->batch, err);
    if (rc < 0)
        return rc;
    group->last_at = at;
    settle_text_rows(w);
    w->batch->counts.rows++;
    put_values(w, group, at);
    return plan->capacity == SIZE_MAX ? 0 : put_capacity(w, group, at, err);
}

/* --- rows -------------------------------------------------------------------------------------- */

/* 1: stop before this row; 0: go on; or an ERR_ code. */
static int take_row(struct csv_worker *w, struct error *err)
{
    const struct csv_plan *plan = w->plan;
    enum time_result result;
    int64_t at[2];
    int fits = w->rows.count == plan->columns || (plan->trailing && w->rows.count + 1 == plan->columns);

    if (w->rows.damage) {
        reject(w, SIZE_MAX, "%s", csv_damage_text(w->rows.damage));
        return 0;
    }
    if (!fits)
        return odd_row(w, TIME_BAD, 0);
    result = row_time(w, at);
    return result == TIME_OK || result == TIME_TWICE ? sound_row(w, at, result, err)
                                                     : odd_row(w, result, 1);
}

/* Takes rows as long as they look like those before; gives that up where they never do. */
static int take_straight_rows(struct csv_worker *w, struct error *err)
{
    uint64_t before = w->batch->counts.rows;
    int rc = 0;

    if (!w->straight || w->odd == MOST_ODD)
        return 0;
    do
        rc = csv_batch_reserve(w->batch, err);
    while (rc == 0 && csv_straight_row(w));
    if (w->batch->counts.rows > before) {
        settle_text_rows(w);
        w->odd = 0;
    }
    w->odd++;
    return rc;
}

int csv_worker_parse(struct csv_worker *w, struct csv_stretch *stretch, struct csv_batch *batch,
                     struct error *err)
{
    int rc;

    csv_batch_clear(batch, w->plan->values);
    w->batch = batch;
    w->time.locals = 0;
    w->odd = 0;
    csv_rows_feed(&w->rows, stretch->text, stretch->length, stretch->last, stretch->line);
    do {
        rc = take_straight_rows(w, err);
        if (rc == 0)
            rc = csv_rows_next(&w->rows, err);
        if (rc <= 0)
            break;
        rc = take_row(w, err);
    } while (rc == 0);
    if (rc < 0)
        return rc;
    batch->counts.locals = w->time.locals;
    stretch->behind = (size_t)(w->rows.at - stretch->text);
    stretch->used = batch->new_header ? (size_t)(w->rows.start - stretch->text) : stretch->behind;
    stretch->next_line = batch->new_header ? w->rows.line : w->rows.next_line;
    return csv_batch_gather(batch, err);
}

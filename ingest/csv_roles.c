#include "ingest/csv_roles.h"

#include <string.h>

#include "ingest/csv_cast.h"
#include "ingest/csv_names.h"

static int find_style(struct csv_plan *plan, const struct csv_dialect *d,
                      const struct ingest_options *options, struct arena *arena, struct error *err)
{
    size_t count;
    struct cell *cells = csv_dialect_column(d, plan->time, &count, arena);

    if (!cells)
        return error_set(err, ERR_NOMEM, "no memory to look at a file");
    return time_style_find(&plan->style, cells, count, d->header[plan->time], options->date_order,
                           err);
}

static int no_values(const struct csv_plan *plan, struct error *err)
{
    error_set(err, ERR_DATA, "there is a time column '%.60s', but no column of numbers beside it",
              plan->column[plan->time].header);
    error_hint(err, "If the numbers have a decimal comma, say --decimal ,");
    return ERR_DATA;
}

int csv_plan_make(struct csv_plan *out, const char *text, size_t length, int whole,
                  const struct ingest_options *options, struct arena *arena, struct error *err)
{
    struct csv_dialect d;
    struct csv_plan plan = { .source = "", .quotes = 1, .comment = '#' };
    int rc = csv_dialect_find(&d, text, length, whole, options->decimal, arena, err);

    if (rc <= 0)
        return rc;
    plan.line_feed_only = !memchr(text, '\r', length);
    plan.separator = d.sheet->separator;
    plan.decimal_guessed = (char)d.decimal_guessed;
    plan.same_name = d.same_name;
    plan.columns = d.columns;
    plan.trailing = d.trailing;
    plan.time = d.time;
    plan.clock = d.clock;
    plan.header = d.header_cell;
    plan.headers = d.header_count;
    plan.data_offset = d.data_offset;
    plan.data_line = d.first_line;
    if (d.sheet->damage && d.sheet->damage_line < d.first_line) {
        plan.broken = d.sheet->damage;
        plan.broken_line = d.sheet->damage_line;
    }
    plan.column = arena_take(arena, (plan.columns + 1) * sizeof *plan.column);
    if (!plan.column || !csv_cast(&plan, &d, arena))
        return error_set(err, ERR_NOMEM, "no memory to look at a file");
    rc = find_style(&plan, &d, options, arena, err);
    if (rc == 0 && !plan.values)
        rc = no_values(&plan, err);
    if (rc < 0)
        return rc;
    *out = plan;
    return 1;
}

/* A header so long that no row of data is in sight: it must do with its first cell. */
static int is_long_header(const char *head, size_t length)
{
    struct cell cell = { head, 0 };

    if (length < INPUT_HEAD || memchr(head, '\n', length))
        return 0;
    while (cell.length < length && !strchr(",;\t|", head[cell.length]))
        cell.length++;
    if (cell.length > 1 && *cell.text == '"') {
        cell.text++;
        cell.length -= 2;
    }
    return csv_name_is_time(&cell);
}

int csv_plan_sniff(const char *head, size_t length, int is_long)
{
    static const struct ingest_options options = { .kind = -1 };
    enum { LIKELY = 50, POSSIBLE = 20, GLANCE = 16 * 1024 };
    struct arena arena = { 0 };
    struct csv_plan plan;
    struct error err = ERROR_NONE;
    size_t blank = 0;
    int rc, sure = 0;

    while (blank < length && strchr(" \t\r\n", head[blank]) && head[blank])
        blank++;
    if (blank == length || strchr("{[<", head[blank]))
        return 0;
    if (is_long_header(head, length))
        return is_long ? 0 : LIKELY;
    rc = csv_plan_make(&plan, head, length < GLANCE ? length : GLANCE, length < GLANCE, &options,
                       &arena, &err);
    if (rc <= 0 && length > GLANCE)
        rc = csv_plan_make(&plan, head, length, length < INPUT_HEAD, &options, &arena, &err);
    if (rc > 0)
        sure = plan.is_long == is_long ? LIKELY : 0;
    else if (rc == ERR_DATA)
        sure = is_long ? 0 : POSSIBLE;    /* one of them must say what is wrong */
    arena_release(&arena);
    return sure;
}

int csv_plan_describe(const char *head, size_t length, const struct ingest_options *options,
                      struct buf *out, struct error *err)
{
    static const char *const names[] = {
        "time", "time of day", "value", "resource", "metric", "source", "unit", "capacity", "label",
        "left out",
    };
    struct arena arena = { 0 };
    struct csv_plan plan;
    int rc = csv_plan_make(&plan, head, length, 0, options, &arena, err);

    if (rc == 0)
        rc = error_set(err, ERR_DATA, "no time column was found");
    for (size_t i = 0; rc > 0 && i < plan.columns; i++) {
        const struct csv_column *column = &plan.column[i];

        buf_addf(out, "%s\t%s", column->header, names[column->role]);
        if (column->role == CSV_LEFT_OUT)
            buf_addf(out, ": %s", column->why);
        if (column->role == CSV_VALUE && column->unit)
            buf_addf(out, " in %s", column->unit);
        buf_addc(out, '\n');
    }
    arena_release(&arena);
    return rc < 0 ? rc : 0;
}

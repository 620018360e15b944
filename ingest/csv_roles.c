#include "ingest/csv_roles.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/csv_cast.h"
#include "ingest/csv_names.h"
#include "ingest/mapping.h"

static int find_style(struct csv_plan *plan, const struct csv_dialect *d,
                      const struct ingest_options *options, struct arena *arena, struct error *err)
{
    const struct mapping *mapping = options->mapping;
    const char *header = d->header[plan->time];
    size_t count;
    struct cell *cells = csv_dialect_column(d, plan->time, &count, arena);
    int rc = 0;

    if (!cells)
        return error_set(err, ERR_NOMEM, "no memory to look at a file");
    if (mapping && mapping->time_format)
        time_style_given(&plan->style, mapping->time_format, cells, count, header);
    else
        rc = time_style_find(&plan->style, cells, count, header, options->date_order, err);
    if (mapping && mapping->timezone)
        plan->style.fixed = 0;    /* the user knows better than the header */
    return rc;
}

static int no_values(const struct csv_plan *plan, struct error *err)
{
    error_set(err, ERR_DATA, "there is a time column '%.60s', but no column of numbers beside it",
              plan->column[plan->time].header);
    error_hint(err, "If the numbers have a decimal comma, say --decimal comma.");
    return ERR_DATA;
}

/* Numbers such as 1.234 that no other tells to be about one or about a thousand are asked about. */
static int ask_for_decimal(const struct csv_plan *plan, struct error *err)
{
    for (size_t i = 0; i < plan->columns; i++) {
        const struct csv_column *column = &plan->column[i];

        if (column->decimal || (column->role != CSV_VALUE && column->role != CSV_CAPACITY))
            continue;
        error_set(err, ERR_DATA, "the numbers in column '%.60s' can be read in two ways: is 1.234, or "
                  "1,234, about one or about a thousand?", column->header);
        error_hint(err, "Say which sign stands before decimals: --decimal point or --decimal comma.");
        return ERR_DATA;
    }
    return 0;
}

int csv_plan_of(struct csv_plan *out, const struct csv_dialect *d,
                const struct ingest_options *options, struct arena *arena, struct error *err)
{
    struct csv_plan plan = {
        .source = "", .separator = d->sheet->manner.separator, .quote = d->sheet->manner.quote,
        .comment = d->sheet->manner.comment, .columns = d->columns, .trailing = d->trailing,
        .time = d->time, .clock = d->clock, .header = d->header_cell, .headers = d->header_count,
        .data_offset = d->data_offset, .data_line = d->first_line, .same_name = d->same_name,
        .column = arena_take(arena, (d->columns + 1) * sizeof *plan.column),
    };
    int broken = d->sheet->damage && d->sheet->damage_line < d->first_line;
    int rc = plan.column ? csv_cast(&plan, d, options->mapping, arena, err)
                         : error_set(err, ERR_NOMEM, "no memory to look at a file");

    if (rc == 0)
        rc = find_style(&plan, d, options, arena, err);
    if (rc == 0 && !plan.values)
        rc = no_values(&plan, err);
    if (rc < 0)
        return rc;
    plan.broken = broken ? d->sheet->damage : CSV_SOUND;
    plan.broken_line = broken ? d->sheet->damage_line : 0;
    *out = plan;
    rc = ask_for_decimal(&plan, err);
    return rc < 0 ? rc : 1;
}

int csv_plan_make(struct csv_plan *out, const char *text, size_t length, int whole,
                  const struct ingest_options *options, struct arena *arena, struct error *err)
{
    const struct csv_given given = { .manner = { 0, '"', '#' }, .decimal = options->decimal };
    struct csv_dialect d;
    int rc = csv_dialect_find(&d, text, length, whole, &given, arena, err);

    if (rc > 0)
        rc = csv_plan_of(out, &d, options, arena, err);
    if (rc > 0)
        out->line_feed_only = !memchr(text, '\r', length);
    return rc;
}

int csv_plan_sniff(const char *head, size_t length, int is_long)
{
    static const struct ingest_options options = { .kind = -1 };
    enum { LIKELY = 50, POSSIBLE = 20, GLANCE = 16 * 1024 };
    struct arena arena = { 0 };
    struct csv_plan plan = { .values = 0 };
    struct error err = ERROR_NONE;
    size_t blank = 0;
    int rc, sure = 0;

    while (blank < length && strchr(" \t\r\n", head[blank]) && head[blank])
        blank++;
    if (blank == length || strchr("{[<", head[blank]))
        return 0;
    rc = csv_plan_make(&plan, head, length < GLANCE ? length : GLANCE, length < GLANCE, &options,
                       &arena, &err);
    if (rc <= 0 && length > GLANCE)
        rc = csv_plan_make(&plan, head, length, length < INPUT_HEAD, &options, &arena, &err);
    if (rc == ERR_NOMEM || arena.failed)
        sure = ERR_NOMEM;
    else if (rc > 0 || plan.values)    /* with values, all that is open is their decimal sign */
        sure = plan.is_long == is_long ? LIKELY : 0;
    else if (rc == ERR_DATA)
        sure = is_long ? 0 : POSSIBLE;    /* one of them must say what is wrong */
    arena_release(&arena);
    return sure;
}

const char *csv_role_name(enum csv_role role)
{
    static const char *const names[] = {
        "time", "time of day", "value", "resource", "metric", "source", "unit", "capacity", "label",
        "left out",
    };

    return names[role];
}

static void describe_times(const struct time_style *style, struct buf *out)
{
    const char *unit = style->epoch_per_s == 1 ? "s" : style->epoch_per_s == 1000 ? "ms"
                       : style->epoch_per_s == 1000000 ? "µs" : "ns";

    if (style->epoch_per_s)
        buf_addf(out, ": %s since 1970", unit);
    else if (style->day_numbers)
        buf_add(out, ": days of a spreadsheet");
    else if (style->format)
        buf_addf(out, ": %s", style->format);
    else if (style->order_open)
        buf_add(out, style->month_first ? ": month before day" : ": day before month");
    if (style->fixed)
        buf_addf(out, ", UTC%+d:%02d by its header", (int)style->offset_s / 3600,
                 abs((int)style->offset_s) / 60 % 60);
    else if (style->some_local)
        buf_add(out, style->format || style->order_open || style->day_numbers
                         ? ", without an offset" : ": without an offset");
}

static void describe_value(const struct csv_column *column, struct buf *out)
{
    if (strcmp(column->name, column->header) != 0)
        buf_addf(out, " '%s'", column->name);
    if (column->unit)
        buf_addf(out, " in %s", column->unit);
    if (column->decimal == ',')
        buf_add(out, ", decimal comma");
    if (column->kind != SERIES_GAUGE)
        buf_addf(out, ", %s", series_kind_name(column->kind));
    if (column->stat)
        buf_addf(out, ", stat %s", column->stat);
}

int csv_plan_look(csv_planner *planner, struct csv_plan *out, const char *head, size_t length,
                  const struct ingest_options *options, struct arena *arena, struct error *err)
{
    int rc = planner(out, head, length, 0, options, arena, err);

    return rc == 0 ? error_set(err, ERR_DATA, "no time column was found") : rc;
}

int csv_describe(csv_planner *planner, const char *head, size_t length,
                 const struct ingest_options *options, struct buf *out, struct error *err)
{
    struct arena arena = { 0 };
    struct csv_plan plan;
    int rc = csv_plan_look(planner, &plan, head, length, options, &arena, err);

    for (size_t i = 0; rc > 0 && i < plan.columns; i++) {
        const struct csv_column *column = &plan.column[i];

        buf_addf(out, "%s\t%s", column->header, csv_role_name(column->role));
        if (column->role == CSV_LEFT_OUT)
            buf_addf(out, ": %s", column->why);
        if (column->role == CSV_TIME)
            describe_times(&plan.style, out);
        if (column->role == CSV_VALUE)
            describe_value(column, out);
        buf_addc(out, '\n');
    }
    arena_release(&arena);
    return rc < 0 ? rc : 0;
}

int csv_plan_describe(const char *head, size_t length, const struct ingest_options *options,
                      struct buf *out, struct error *err)
{
    return csv_describe(csv_plan_make, head, length, options, out, err);
}

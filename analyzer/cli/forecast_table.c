/* analyzer/cli/forecast_table.c - forecasts for people. */
#include "analyzer/cli/forecast.h"
#include "reports/table.h"

enum { COLUMNS = 3 + FORECAST_LEVELS };

static void add_rows(struct asking *asking, const struct store_series *series,
                     const struct course *course, struct table *table)
{
    const char *unit = series->info.unit;

    for (size_t step = 0; step < course->steps; step++) {
        table_text(table, step ? "" : series->name);
        table_time(table, course->last + (int64_t)(step + 1) * course->step_ms);
        table_quantity(table, (struct maybe){ course->path[step], 1 }, unit);
        for (size_t i = 0; i < asking->request.level_count; i++)
            table_quantity(table, (struct maybe){ course->quantile[i * course->steps + step], 1 },
                           unit);
    }
}

static int fill_table(struct context *context, struct asking *asking, struct table *table,
                      struct error *err)
{
    struct course_work work;
    int rc = course_init(&work, asking->engine, &asking->request, err);

    for (size_t i = 0; i < asking->engine->selected_count && rc == 0; i++) {
        const struct store_series *series = &asking->engine->series[asking->engine->selected[i]];
        struct course course;

        rc = course_make(&work, asking->engine, asking->engine->selected[i], &asking->request,
                         &course, err);
        if (rc == 0)
            add_rows(asking, series, &course, table);
        if (rc == ERR_TOOFEW || rc == ERR_NUMERIC) {
            context_note(context, "%s: not forecast: %s", series->name, err->text);
            rc = 0;
        }
    }
    course_release(&work);
    return rc;
}

int forecast_table(struct context *context, struct asking *asking, struct error *err)
{
    struct column columns[COLUMNS] = {
        { .key = "series", .title = "Series", .flexible = 1 },
        { .key = "time", .title = "Time" },
        { .key = "mean", .title = "Expected", .right = 1 },
    };
    struct table_style style = { .width = (unsigned)context->width };
    struct table table;
    struct buf out;
    int rc;

    for (size_t i = 0; i < asking->request.level_count; i++)
        columns[3 + i] = (struct column){
            .key = arena_format(&context->arena, "q%g", asking->levels[i]),
            .title = arena_format(&context->arena, "%g %%", 100 * asking->levels[i]), .right = 1 };
    table_init(&table, &context->arena, columns, 3 + asking->request.level_count, context->zone);
    buf_init(&out, FORECAST_BYTES);
    rc = fill_table(context, asking, &table, err);
    if (rc == 0)
        rc = table_terminal(&table, &style, &out, err);
    if (rc == 0)
        rc = context_print(context, &out, err);
    buf_release(&out);
    return rc;
}

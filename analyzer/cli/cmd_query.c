/* analyzer/cli/cmd_query.c - `headroom query`: a user's own SQL on the store. */
#include <math.h>
#include <string.h>

#include "analyzer/cli/command.h"
#include "analyzer/cli/output.h"
#include "data/base/number.h"
#include "data/base/text.h"
#include "data/store/query.h"
#include "reports/table.h"

enum {
    PART_MOST  = 1 << 26,    /* of one row: a text of the store is at most 8 KiB, users can join them */
    FLUSH      = 1 << 16,    /* text gathered before it is written */
    TABLE_ROWS = 10000       /* of a table for people; programs get all */
};

static void write_number(const struct query_value *value, struct buf *out)
{
    char number[NUMBER_ROOM];

    if (value->kind == QUERY_WHOLE)
        buf_addf(out, "%lld", (long long)value->whole);
    else
        buf_add(out, number_exact(number, value->real));
}

static void write_hex(const struct query_value *value, struct buf *out)
{
    for (size_t i = 0; i < value->length; i++)
        buf_addf(out, "%02x", (unsigned char)value->text[i]);
}

static int is_number(const struct query_value *value)
{
    return value->kind == QUERY_WHOLE || (value->kind == QUERY_REAL && isfinite(value->real));
}

/* --- CSV and JSON: row by row --------------------------------------------------------------- */

static void csv_row(const struct query *query, struct buf *out)
{
    for (size_t i = 0; i < query_columns(query); i++) {
        struct query_value value = query_value(query, i);

        if (i)
            buf_addc(out, ',');
        if (is_number(&value))
            write_number(&value, out);
        else if (value.kind == QUERY_TEXT)
            text_csv(out, value.text);
        else if (value.kind == QUERY_BYTES)
            write_hex(&value, out);
    }
    buf_add(out, "\r\n");
}

static void json_row(const struct query *query, struct buf *out)
{
    buf_add(out, "\n{");
    for (size_t i = 0; i < query_columns(query); i++) {
        struct query_value value = query_value(query, i);

        if (i)
            buf_addc(out, ',');
        text_json(out, query_column(query, i));
        buf_addc(out, ':');
        if (is_number(&value)) {
            write_number(&value, out);
        } else if (value.kind == QUERY_TEXT) {
            text_json(out, value.text);
        } else if (value.kind == QUERY_BYTES) {
            buf_addc(out, '"');
            write_hex(&value, out);
            buf_addc(out, '"');
        } else {
            buf_add(out, "null");
        }
    }
    buf_addc(out, '}');
}

static int flush(struct context *context, struct buf *text, struct error *err)
{
    int rc = context_print(context, text, err);

    buf_clear(text);
    return rc;
}

static void csv_head(const struct query *query, struct buf *out)
{
    for (size_t i = 0; i < query_columns(query); i++) {
        if (i)
            buf_addc(out, ',');
        text_csv(out, query_column(query, i));
    }
    buf_add(out, "\r\n");
}

static int stream(struct context *context, struct query *query, enum output format,
                  struct error *err)
{
    struct buf text;
    size_t rows = 0;
    int rc;

    buf_init(&text, PART_MOST);
    if (format == OUTPUT_CSV)
        csv_head(query, &text);
    else
        buf_add(&text, "{\"schema\":\"headroom.query/1\",\"rows\":[");
    while ((rc = query_next(query, err)) > 0) {
        if (format == OUTPUT_CSV) {
            csv_row(query, &text);
        } else {
            buf_add(&text, rows++ ? "," : "");
            json_row(query, &text);
        }
        if (text.used >= FLUSH || text.failed)
            rc = flush(context, &text, err);
        if (rc < 0)
            break;
    }
    if (rc == 0 && format == OUTPUT_JSON)
        buf_add(&text, "\n]}\n");
    if (rc == 0)
        rc = flush(context, &text, err);
    buf_release(&text);
    return rc;
}

/* --- for people ---------------------------------------------------------------------------- */

static struct column *make_columns(struct context *context, const struct query *query)
{
    size_t count = query_columns(query);
    struct column *columns = arena_take(&context->arena, count * sizeof *columns);

    for (size_t i = 0; columns && i < count; i++)
        columns[i] = (struct column){ .key = query_column(query, i), .title = query_column(query, i),
                                      .flexible = i == 0 };
    return columns;
}

static void add_cell(struct context *context, struct table *table, struct column *column,
                     const struct query_value *value)
{
    struct buf text;

    if (value->kind == QUERY_TEXT) {
        table_text(table, arena_copy(&context->arena, value->text));
        return;
    }
    if (!is_number(value) && value->kind != QUERY_BYTES) {
        table_none(table);
        return;
    }
    column->right = value->kind != QUERY_BYTES;
    buf_init(&text, PART_MOST);
    if (is_number(value))
        write_number(value, &text);
    else
        buf_addf(&text, "%zu bytes", value->length);
    table_text(table, buf_keep(&text, &context->arena));
}

static int print_table(struct context *context, struct query *query, struct error *err)
{
    struct column *columns = make_columns(context, query);
    struct table table;
    size_t rows = 0;
    int rc = 0;

    if (!columns)
        return error_set(err, ERR_NOMEM, "no memory for a table");
    table_init(&table, &context->arena, columns, query_columns(query), context->zone);
    while (rows < TABLE_ROWS && (rc = query_next(query, err)) > 0) {
        for (size_t i = 0; i < query_columns(query); i++) {
            struct query_value value = query_value(query, i);

            add_cell(context, &table, &columns[i], &value);
        }
        rows++;
    }
    if (rc > 0 && (rc = query_next(query, err)) > 0)
        context_warn(context, "only the first %d rows are shown; --format csv gives all", TABLE_ROWS);
    return rc < 0 ? rc : output_table(context, &table, OUTPUT_TABLE, "query", err);
}

static int run(struct context *context, const void *given, int argc, char **argv,
               struct error *err)
{
    const struct output_settings *settings = given;
    struct store *store = NULL;
    struct query *query = NULL;
    int rc = context_store_read(context, &store, err);

    (void)argc;
    if (rc == 0)
        rc = query_open(store, argv[0], &query, err);
    if (rc == 0)
        rc = settings->format == OUTPUT_TABLE
                 ? print_table(context, query, err)
                 : stream(context, query, (enum output)settings->format, err);
    query_close(query);
    store_close(store);
    return rc;
}

extern const struct command cmd_query;
const struct command cmd_query = {
    .name = "query",
    .group = "Data",
    .summary = "read the store by SQL",
    .operands = "SQL",
    .details = "One SELECT, by SQLite's rules. Beside the tables of the store (series, capacity, event, "
               "import, run, outlook) there are\n"
               "samples: series, time, value, at, id\n"
               "hourly: series, time, count, sum, min, max, mean, p95, last, at, id\n"
               "series is the name; time is UTC, at the same in milliseconds since 1970. Conditions on "
               "series (= or GLOB), id, time and at are fast.",
    .examples = "headroom query \"SELECT * FROM samples WHERE series GLOB '*/cpu' LIMIT 9\"\n"
                "headroom query \"SELECT series, max(p95) FROM hourly GROUP BY series\"",
    .options = output_options,
    .defaults = &output_default,
    .size = sizeof output_default,
    .least = 1,
    .most = 1,
    .run = run,
};

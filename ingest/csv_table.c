#include "ingest/csv_table.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/csv_deliver.h"
#include "ingest/csv_parse.h"

enum {
    STRETCH  = 256 * 1024,    /* text parsed at once: fits the second-level cache */
    LOOK     = 64 * 1024      /* text looked at to make a plan */
};

/* The text of the file that was not read yet. */
struct text {
    struct input *in;
    char         *bytes;
    size_t        room, length;
    long          line;               /* of bytes[0] */
    const char   *block;              /* handed out by the input, not copied yet */
    size_t        block_left;
    int           ended;
    char          final;              /* the file's last byte */
};

static int append(struct text *text, size_t count, struct error *err)
{
    if (text->length + count + CSV_SLACK > text->room) {
        size_t room = (text->length + count) * 2 + STRETCH;
        char *bytes = realloc(text->bytes, room);

        if (!bytes)
            return error_set(err, ERR_NOMEM, "no memory to read a table");
        text->bytes = bytes;
        text->room = room;
    }
    memcpy(text->bytes + text->length, text->block, count);
    text->length += count;
    text->block += count;
    text->block_left -= count;
    return 0;
}

/* Reads on until `want` bytes are there or the file ends. */
static int fill(struct text *text, size_t want, struct error *err)
{
    while (text->length < want && !text->ended) {
        size_t count = want - text->length;
        int rc = 1;

        if (!text->block_left)
            rc = input_next(text->in, &text->block, &text->block_left, err);
        if (rc < 0)
            return rc;
        text->ended = rc == 0;
        if (text->ended)
            break;
        rc = append(text, count < text->block_left ? count : text->block_left, err);
        if (rc < 0)
            return rc;
        text->final = text->bytes[text->length - 1];
    }
    if (!text->ended && !text->block_left) {    /* a look ahead: is this the end? */
        int rc = input_next(text->in, &text->block, &text->block_left, err);

        if (rc < 0)
            return rc;
        text->ended = rc == 0;
    }
    return 0;
}

static void drop(struct text *text, size_t count, long next_line)
{
    memmove(text->bytes, text->bytes + count, text->length - count);
    text->length -= count;
    text->line = next_line;
}

/* --- one plan ------------------------------------------------------------------------- */

struct table {
    struct text                  text;
    csv_planner                 *planner;
    const struct ingest_options *options;
    struct intake               *intake;
    struct csv_plan              plan;
    struct csv_worker            worker;
    struct csv_batch             batch;
    struct csv_delivery          delivery;
    struct arena                 arena;
    int                          planned;
};

static int no_table(struct error *err)
{
    error_set(err, ERR_DATA, "no column of times was found");
    error_hint(err, "A table needs a column with dates and times, best as ISO 8601; "
                    "'headroom formats' lists what else can be read.");
    return ERR_DATA;
}

/* Plans by the first bytes; by more and more of them where a header is longer than that. */
static int look_and_plan(struct table *table, struct csv_plan *plan, struct error *err)
{
    struct text *text = &table->text;

    for (size_t look = LOOK;; look *= 4) {
        int rc = fill(text, look, err), whole;

        if (rc < 0)
            return rc;
        if (look > text->length)
            look = text->length;
        whole = text->ended && look == text->length;
        rc = table->planner(plan, text->bytes, look, whole, table->options, &table->arena, err);
        if (rc != 0 || whole || look > CSV_ROW_MOST)
            return rc;
    }
}

/* Plans for the text at hand. 1 when that worked, 0 when it is no table; then the text is as it was. */
static int make_plan(struct table *table, struct error *err)
{
    struct text *text = &table->text;
    struct csv_plan plan;
    int rc = look_and_plan(table, &plan, err);

    if (rc <= 0)
        return rc;
    if (table->planned)
        csv_worker_release(&table->worker);
    table->planned = 1;
    table->plan = plan;
    drop(text, plan.data_offset, text->line + plan.data_line - 1);
    rc = csv_worker_init(&table->worker, &table->plan, table->options, err);
    return rc < 0 ? rc : 1;
}

/* Another header was met: its rows need a plan of their own. */
static int plan_anew(struct table *table, const struct csv_stretch *stretch, struct error *err)
{
    struct text *text = &table->text;
    long line = text->line;
    size_t behind = stretch->behind - stretch->used;
    int rc = fill(text, STRETCH, err);

    if (rc == 0)
        rc = make_plan(table, err);
    if (rc > 0)
        csv_deliver_plan(&table->delivery, &table->plan);
    if (rc != 0 && rc != ERR_DATA)
        return rc < 0 ? rc : 0;
    /* no rows follow it, or none that can be read: it is one line that makes no sense */
    drop(text, behind, line + 1);
    return intake_reject(table->intake, line, "", err, "a header that no rows follow");
}

static int too_long(const struct text *text, struct error *err)
{
    error_set(err, ERR_DATA, "a row is longer than %d MiB", CSV_ROW_MOST >> 20);
    err->line = text->line;
    error_hint(err, "A quote may be open, or this is no table.");
    return ERR_DATA;
}

/* Reads one stretch. 1: there may be more; 0: the end. */
static int read_stretch(struct table *table, struct error *err)
{
    struct text *text = &table->text;
    struct csv_stretch stretch = {
        .text = text->bytes, .length = text->length, .last = text->ended, .line = text->line,
    };
    int rc = csv_worker_parse(&table->worker, &stretch, &table->batch, err);

    if (rc == 0)
        rc = csv_deliver(&table->delivery, &table->batch, err);
    if (rc < 0)
        return rc;
    if (!stretch.used && !table->batch.new_header && text->length > CSV_ROW_MOST)
        return too_long(text, err);
    drop(text, stretch.used, stretch.next_line);
    if (table->batch.new_header)
        rc = plan_anew(table, &stretch, err);
    return rc < 0 ? rc : !(text->ended && !text->length);
}

static int read_all(struct table *table, struct error *err)
{
    int rc = fill(&table->text, STRETCH, err);

    if (rc == 0) {
        rc = make_plan(table, err);
        if (rc == 0)
            rc = no_table(err);
    }
    if (rc > 0)
        csv_deliver_plan(&table->delivery, &table->plan);
    while (rc > 0) {
        rc = read_stretch(table, err);
        if (rc > 0) {
            int filled = fill(&table->text, table->text.length + STRETCH, err);

            rc = filled < 0 ? filled : 1;
        }
    }
    return rc < 0 ? rc : csv_deliver_end(&table->delivery, table->text.final, err);
}

int csv_import(struct input *in, csv_planner *planner, const struct ingest_options *options,
               struct intake *out, struct error *err)
{
    struct table *table = calloc(1, sizeof *table);
    int rc;

    if (!table)
        return error_set(err, ERR_NOMEM, "no memory to read a table");
    table->text.in = in;
    table->text.line = 1;
    table->planner = planner;
    table->options = options;
    table->intake = out;
    csv_delivery_init(&table->delivery, options, out);
    rc = read_all(table, err);
    csv_delivery_release(&table->delivery);
    if (table->planned)
        csv_worker_release(&table->worker);
    csv_batch_release(&table->batch);
    arena_release(&table->arena);
    free(table->text.bytes);
    free(table);
    return rc < 0 ? rc : 0;
}

#include "ingest/csv_table.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/csv_crew.h"
#include "ingest/csv_parse.h"

enum {
    LOOK         = 64 * 1024,    /* text looked at to make a plan */
    MOST_RESUMES = 8             /* a table that must be read in order so often, is to its end */
};

/* --- one plan ------------------------------------------------------------------------- */

struct table {
    struct csv_text              text;
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
    struct csv_text *text = &table->text;

    for (size_t look = LOOK;; look *= 4) {
        int rc = csv_text_fill(text, look, err), whole;

        if (rc < 0 || !text->length)
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
    struct csv_text *text = &table->text;
    struct csv_plan plan;
    int rc = look_and_plan(table, &plan, err);

    if (rc <= 0)
        return rc;
    if (table->planned)
        csv_worker_release(&table->worker);
    table->planned = 1;
    table->plan = plan;
    text->stretch = plan.values == 1 ? CSV_STRETCH_LONG : CSV_STRETCH_WIDE;
    if (plan.broken)
        rc = intake_reject(table->intake, text->line + plan.broken_line - 1, "", err, "%s",
                           csv_damage_text(plan.broken));
    csv_text_drop(text, plan.data_offset, text->line + plan.data_line - 1);
    if (rc < 0)
        return rc;
    rc = csv_worker_init(&table->worker, &table->plan, table->options, err);
    return rc < 0 ? rc : 1;
}

/* Another header was met: its rows need a plan of their own. */
static int plan_anew(struct table *table, const struct csv_stretch *stretch, struct error *err)
{
    struct csv_text *text = &table->text;
    long line = text->line;
    size_t behind = stretch->behind - stretch->used;
    int rc = csv_text_fill(text, text->stretch, err);

    if (rc == 0)
        rc = make_plan(table, err);
    if (rc > 0)
        csv_deliver_plan(&table->delivery, &table->plan);
    if (rc != 0 && rc != ERR_DATA)
        return rc < 0 ? rc : 0;
    /* no rows follow it, or none that can be read: it is one line that makes no sense */
    csv_text_drop(text, behind, line + 1);
    return intake_reject(table->intake, line, "", err, "a header that no rows follow");
}

/* Reads one stretch. 1: there may be more; 0: the end. */
static int read_stretch(struct table *table, struct error *err)
{
    struct csv_text *text = &table->text;
    struct csv_stretch stretch = {
        .text = text->bytes, .length = text->length, .last = text->ended, .line = text->line,
    };
    int rc = csv_worker_parse(&table->worker, &stretch, &table->batch, err);

    if (rc == 0)
        rc = csv_deliver(&table->delivery, &table->batch, err);
    if (rc < 0)
        return rc;
    if (!stretch.used && !table->batch.new_header && (rc = csv_text_check_row(text, err)) < 0)
        return rc;
    csv_text_drop(text, stretch.used, stretch.next_line);
    if (table->batch.new_header)
        rc = plan_anew(table, &stretch, err);
    return rc < 0 ? rc : !(text->ended && !text->length);
}

/*
 * Threads can share a table unless its rows lean on one another: local times in an hour that
 * comes twice are told apart by what stood before. Rows that end in a lone CR are not cut.
 */
static int can_share(const struct table *table)
{
    const struct csv_plan *plan = &table->plan;
    int local = plan->style.some_local && !plan->style.fixed &&
                strcmp(zone_name(table->options->zone), "UTC") != 0;

    return table->options->jobs > 1 && !local && table->text.length >= CSV_STRETCH_WIDE / 2 &&
           memchr(table->text.bytes, '\n', table->text.length);
}

/* Reads on with all threads as long as that goes. 1: what follows must be read in order. */
static int read_shared(struct table *table, struct error *err)
{
    int rc = csv_crew_read(&table->text, &table->plan, table->options, table->options->jobs,
                           &table->delivery, err);

    if (rc <= 0)
        return rc;
    /* what the worker remembers of the rows before is out of date now */
    csv_worker_release(&table->worker);
    rc = csv_worker_init(&table->worker, &table->plan, table->options, err);
    return rc < 0 ? rc : 1;
}

static int read_rows(struct table *table, struct error *err)
{
    int rc = 1, resumes = 0;

    while (rc > 0) {
        if (resumes < MOST_RESUMES && can_share(table)) {
            resumes++;
            rc = read_shared(table, err);
            if (rc <= 0)
                break;
        }
        rc = read_stretch(table, err);
        if (rc > 0) {
            int filled = csv_text_fill(&table->text, table->text.length + table->text.stretch, err);

            rc = filled < 0 ? filled : 1;
        }
    }
    return rc;
}

static int read_all(struct table *table, struct error *err)
{
    int rc = csv_text_fill(&table->text, table->text.stretch, err);

    if (rc == 0) {
        rc = make_plan(table, err);
        if (rc == 0)
            rc = no_table(err);
    }
    if (rc > 0) {
        csv_deliver_plan(&table->delivery, &table->plan);
        rc = read_rows(table, err);
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
    csv_text_init(&table->text, in);
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
    csv_text_release(&table->text);
    free(table);
    return rc < 0 ? rc : 0;
}

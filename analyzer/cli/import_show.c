#include "analyzer/cli/import_show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyzer/cli/output.h"
#include "data/base/text.h"
#include "data/base/unit.h"
#include "reports/json_write.h"

enum { OUTPUT_MOST = 1 << 28 };

enum { NAME_SHOWN = 30 };    /* columns of a file's name: the line must not wrap */
static const double DRAW_SECONDS = 0.1, SETTLE_SECONDS = 0.3;

static const char INFINITE[] = "infinite";

/* An infinite value was there and is no sample; a cell that says "no value" is none. */
uint64_t import_rejected(const struct tally *tally)
{
    return tally->rejected + tally->infinite;
}

uint64_t import_read(const struct tally *tally)
{
    return tally->put + import_rejected(tally);
}

const char *const import_outputs[] = { "table", "json", NULL };

/* --- progress -------------------------------------------------------------------- */

/* The last part of a path, and of that no more than a line has room for. */
static void add_file(struct buf *line, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash && slash[1] ? slash + 1 : path;
    struct buf safe;

    buf_init(&safe, 4096);
    text_tty(&safe, name);
    if (text_width(safe.text) <= NAME_SHOWN)
        buf_add(line, safe.text);
    else
        buf_add(line, "…");
    buf_release(&safe);
}

/* "[2/9] cpu.csv  12.5 MiB  40 %  4.1 M samples/s  3 s left" */
static void add_state(struct buf *line, const struct import_progress *progress,
                      const struct import_state *state, double seconds)
{
    if (progress->files > 1)
        buf_addf(line, "[%zu/%zu] ", progress->index + 1, progress->files);
    add_file(line, state->file);
    buf_add(line, "  ");
    quantity_text(line, (double)state->bytes, "B");
    if (state->share >= 0)
        buf_addf(line, "  %.0f %%", 100 * state->share);
    if (seconds < SETTLE_SECONDS)
        return;    /* a rate of nothing yet */
    buf_add(line, "  ");
    quantity_text(line, (double)state->samples / seconds, "");
    buf_add(line, " samples/s");
    if (state->share > 0)
        buf_addf(line, "  %.0f s left", ceil(seconds * (1 - state->share) / state->share));
}

void import_tick(void *self, const struct import_state *state)
{
    struct import_progress *progress = self;
    double now = clock_seconds();
    struct buf line;

    if (progress->file != state->file) {
        progress->file = state->file;
        progress->began = now;
    }
    if (now - progress->drawn < DRAW_SECONDS)
        return;
    progress->drawn = now;
    progress->on_screen = 1;
    buf_init(&line, 4096);
    buf_add(&line, "\r\033[K");
    add_state(&line, progress, state, now - progress->began);
    fputs(line.text, progress->context->messages);
    fflush(progress->context->messages);
    buf_release(&line);
}

void import_tick_clear(struct import_progress *progress)
{
    if (progress->on_screen)
        fputs("\r\033[K", progress->context->messages);
    progress->on_screen = 0;
}

/* --- messages --------------------------------------------------------------------- */

static void show_reject(const struct context *context, const char *file,
                        const struct error *reject)
{
    struct buf line;

    buf_init(&line, 4096);
    buf_add(&line, "headroom: ");
    text_tty(&line, file);
    buf_addc(&line, ':');
    if (reject->line)
        buf_addf(&line, "%ld:", reject->line);
    if (reject->where[0]) {
        text_tty(&line, reject->where);
        buf_addc(&line, ':');
    }
    buf_addc(&line, ' ');
    text_tty(&line, reject->text);
    fprintf(context->messages, "%s\n", line.text);
    buf_release(&line);
}

/* 1 when the file was given up at this very reject: then the failure says it. */
static int is_failure(const struct error *reject, const struct error *failure)
{
    return failure->code && failure->line == reject->line && strstr(failure->text, reject->text);
}

/* All of them by reason, "12 not a number, 3 infinite". */
static void show_reasons(const struct context *context, const char *file, const struct tally *tally)
{
    struct buf list;

    buf_init(&list, 2048);
    for (size_t i = 0; i < tally->reasons.count; i++)
        buf_addf(&list, "%s%llu %s", i ? ", " : "", (unsigned long long)tally->reasons.reason[i].count,
                 tally->reasons.reason[i].text);
    if (tally->infinite)
        buf_addf(&list, "%s%llu %s", list.used ? ", " : "", (unsigned long long)tally->infinite,
                 INFINITE);
    context_warn(context, "%s: %llu value%s rejected: %s", file,
                 (unsigned long long)import_rejected(tally),
                 import_rejected(tally) == 1 ? " was" : "s were", list.text);
    buf_release(&list);
}

static void show_rejects(const struct context *context, const struct import_result *result)
{
    const struct tally *tally = &result->tally;
    size_t shown = tally->rejected < INTAKE_REJECTS ? (size_t)tally->rejected : INTAKE_REJECTS;

    for (size_t i = 0; i < shown && !context->globals.quiet; i++)
        if (!is_failure(&tally->reject[i], &result->error))
            show_reject(context, result->file, &tally->reject[i]);
    if (import_rejected(tally) > (result->error.code != 0))    /* one alone is the failure */
        show_reasons(context, result->file, tally);
}

void import_messages(const struct context *context, const struct import_result *result)
{
    const struct tally *tally = &result->tally;

    show_rejects(context, result);
    for (size_t i = 0; i < tally->notes; i++)
        context_note(context, "%s: %s", result->file, tally->note[i]);
    if (tally->missing)
        context_detail(context, "%s: %llu values are missing in the export", result->file,
                       (unsigned long long)tally->missing);
    if (!result->error.code && !tally->put && !tally->notes && !tally->infinite)
        context_note(context, "%s: it holds no samples", result->file);
}

/* --- counts as a table ----------------------------------------------------------------- */

static const struct column columns[] = {
    { .key = "file", .title = "File", .flexible = 1 },
    { .key = "format", .title = "Format", .spare = 1 },
    { .key = "read", .title = "Read", .right = 1 },
    { .key = "new", .title = "New", .right = 1 },
    { .key = "duplicate", .title = "Duplicate", .right = 1 },
    { .key = "replaced", .title = "Replaced", .right = 1 },
    { .key = "rejected", .title = "Rejected", .right = 1 },
    { .key = "series", .title = "Series", .right = 1 },
    { .key = "from", .title = "From", .spare = 1 },
    { .key = "to", .title = "To" },
};

static void add_counted(struct table *table, const struct import_result *result, uint64_t count)
{
    if (result->counted)
        table_count(table, count);
    else
        table_none(table);
}

static void add_row(struct table *table, const struct import_result *result, int series_known)
{
    table_text(table, result->file);
    table_text(table, result->format);
    table_count(table, import_read(&result->tally));
    add_counted(table, result, result->counts.fresh);
    add_counted(table, result, result->counts.duplicate);
    add_counted(table, result, result->counts.replaced);
    table_count(table, import_rejected(&result->tally));
    if (series_known)
        table_count(table, result->series);
    else
        table_none(table);
    if (result->from > result->to) {
        table_none(table);
        table_none(table);
    } else {
        table_date(table, result->from);
        table_date(table, result->to);
    }
}

/* Adds up what was stored. The series of several files are counted elsewhere: they overlap. */
static struct import_result total_of(const struct import_result *results, size_t count)
{
    struct import_result total = { .file = "total", .counted = 1, .from = INT64_MAX,
                                   .to = INT64_MIN };

    for (size_t i = 0; i < count; i++) {
        const struct import_result *result = &results[i];

        if (result->error.code)
            continue;
        total.tally.put += result->tally.put;
        total.tally.missing += result->tally.missing;
        total.tally.infinite += result->tally.infinite;
        total.tally.rejected += result->tally.rejected;
        for (size_t k = 0; k < result->tally.reasons.count; k++)
            reject_reasons_add(&total.tally.reasons, result->tally.reasons.reason[k].text,
                               result->tally.reasons.reason[k].count);
        total.counts.fresh += result->counts.fresh;
        total.counts.duplicate += result->counts.duplicate;
        total.counts.replaced += result->counts.replaced;
        total.counted &= result->counted;
        total.bytes += result->bytes;
        total.seconds += result->seconds;
        if (result->from < total.from)
            total.from = result->from;
        if (result->to > total.to)
            total.to = result->to;
    }
    return total;
}

static int write_table(struct context *context, const struct import_result *results, size_t count,
                       const struct import_seen *seen, struct error *err)
{
    struct table table;
    size_t stored = 0;

    table_init(&table, &context->arena, columns, sizeof columns / sizeof columns[0],
               context->zone);
    for (size_t i = 0; i < count; i++)
        if (!results[i].error.code) {
            add_row(&table, &results[i], 1);
            stored++;
        }
    if (stored > 1) {
        struct import_result total = total_of(results, count);

        total.series = seen ? (uint32_t)seen->count : 0;
        add_row(&table, &total, seen != NULL);
    }
    return stored ? output_table(context, &table, OUTPUT_TABLE, "ingest", err) : 0;
}

/* --- counts as JSON ---------------------------------------------------------------------- */

static void add_count(struct buf *out, const char *key, const struct import_result *result,
                      uint64_t count)
{
    if (result->counted)
        json_put_count(out, key, count);
    else
        json_put_null(out, key);
}

static void add_reason(struct buf *out, const char *reason, uint64_t count)
{
    json_put_item(out);
    json_begin(out, '{');
    json_put_text(out, "reason", reason);
    json_put_count(out, "count", count);
    json_end(out, '}');
}

static void add_reasons(struct buf *out, const struct tally *tally)
{
    json_put_key(out, "reasons");
    json_begin(out, '[');
    for (size_t i = 0; i < tally->reasons.count; i++)
        add_reason(out, tally->reasons.reason[i].text, tally->reasons.reason[i].count);
    if (tally->infinite)
        add_reason(out, INFINITE, tally->infinite);
    json_end(out, ']');
}

static void add_counts(struct buf *out, const struct import_result *result)
{
    json_put_count(out, "read", import_read(&result->tally));
    json_put_count(out, "samples", result->tally.put);
    add_count(out, "new", result, result->counts.fresh);
    add_count(out, "duplicate", result, result->counts.duplicate);
    add_count(out, "replaced", result, result->counts.replaced);
    json_put_count(out, "rejected", import_rejected(&result->tally));
    add_reasons(out, &result->tally);
    json_put_count(out, "missing", result->tally.missing);
    json_put_count(out, "infinite", result->tally.infinite);
}

static void add_span(struct buf *out, const struct import_result *result)
{
    if (result->from > result->to) {
        json_put_null(out, "from");
        json_put_null(out, "to");
    } else {
        json_put_time(out, "from", result->from);
        json_put_time(out, "to", result->to);
    }
    json_put_count(out, "bytes", result->bytes);
    json_put_number(out, "seconds", round(result->seconds * 1e3) / 1e3);
}

static void add_place(struct buf *out, const struct error *err)
{
    if (err->line)
        json_put_count(out, "line", (uint64_t)err->line);
    else
        json_put_null(out, "line");
}

static void add_rejects(struct buf *out, const struct tally *tally)
{
    json_put_key(out, "errors");
    json_begin(out, '[');
    for (size_t i = 0; i < tally->rejected && i < INTAKE_REJECTS; i++) {
        const struct error *reject = &tally->reject[i];

        json_put_item(out);
        json_begin(out, '{');
        add_place(out, reject);
        json_put_text(out, "column", reject->where[0] ? reject->where : NULL);
        json_put_text(out, "reason", reject->text);
        json_end(out, '}');
    }
    json_end(out, ']');
}

static void add_failure(struct buf *out, const struct error *err)
{
    if (!err->code) {
        json_put_null(out, "failure");
        return;
    }
    json_put_key(out, "failure");
    json_begin(out, '{');
    json_put_count(out, "status", (uint64_t)error_status(err->code));
    add_place(out, err);
    json_put_text(out, "reason", err->text);
    json_put_text(out, "hint", err->hint[0] ? err->hint : NULL);
    json_end(out, '}');
}

static void add_result(struct buf *out, const struct import_result *result)
{
    json_put_item(out);
    json_begin(out, '{');
    json_put_text(out, "file", result->file);
    json_put_text(out, "format", result->format);
    add_counts(out, result);
    json_put_count(out, "series", result->series);
    add_span(out, result);
    add_rejects(out, &result->tally);
    json_put_key(out, "notes");
    json_begin(out, '[');
    for (size_t i = 0; i < result->tally.notes; i++) {
        json_put_item(out);
        text_json(out, result->tally.note[i]);
    }
    json_end(out, ']');
    add_failure(out, &result->error);
    json_end(out, '}');
}

static int write_json(struct context *context, const struct import_result *results, size_t count,
                      const struct import_seen *seen, struct error *err)
{
    struct import_result total = total_of(results, count);
    struct buf out;
    int rc;

    buf_init(&out, OUTPUT_MOST);
    json_begin(&out, '{');
    json_put_text(&out, "schema", "headroom.ingest/1");
    json_put_key(&out, "files");
    json_begin(&out, '[');
    for (size_t i = 0; i < count; i++)
        add_result(&out, &results[i]);
    json_end(&out, ']');
    json_put_key(&out, "total");
    json_begin(&out, '{');
    add_counts(&out, &total);
    if (seen)
        json_put_count(&out, "series", seen->count);
    else
        json_put_null(&out, "series");
    add_span(&out, &total);
    json_end(&out, '}');
    json_end(&out, '}');
    buf_addc(&out, '\n');
    rc = context_print(context, &out, err);
    buf_release(&out);
    return rc;
}

int import_output(struct context *context, const struct import_result *results, size_t count,
                  const struct import_seen *seen, int output, struct error *err)
{
    if (output == IMPORT_JSON)
        return write_json(context, results, count, seen, err);
    return context->globals.quiet ? 0 : write_table(context, results, count, seen, err);
}

#include "analyzer/cli/import_show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "analyzer/cli/output.h"
#include "data/base/text.h"
#include "data/base/unit.h"
#include "reports/json_write.h"

enum { OUTPUT_MOST = 1 << 28 };

static const double DRAW_SECONDS = 0.1;

const char *const import_outputs[] = { "table", "json", NULL };

/* --- progress -------------------------------------------------------------------- */

/* Bytes on disk are not those read where a file is compressed: then no share is shown. */
static uint64_t plain_size(const char *file)
{
    struct stat status;
    size_t length = strlen(file);

    if ((length > 3 && strcmp(file + length - 3, ".gz") == 0) ||
        (length > 4 && strcmp(file + length - 4, ".zst") == 0) || stat(file, &status) != 0 ||
        !S_ISREG(status.st_mode))
        return 0;
    return (uint64_t)status.st_size;
}

void import_tick(void *self, const char *file, uint64_t bytes)
{
    struct import_progress *progress = self;
    double now = clock_seconds();
    struct buf line;

    if (progress->file != file) {
        progress->file = file;
        progress->size = plain_size(file);
    }
    if (now - progress->drawn < DRAW_SECONDS)
        return;
    progress->drawn = now;
    progress->on_screen = 1;
    buf_init(&line, 4096);
    buf_add(&line, "\r\033[K");
    if (progress->files > 1)
        buf_addf(&line, "[%zu/%zu] ", progress->index + 1, progress->files);
    text_tty(&line, file);
    buf_add(&line, "  ");
    quantity_text(&line, (double)bytes, "B");
    if (progress->size > 0 && bytes <= progress->size)
        buf_addf(&line, "  %u %%", (unsigned)(100.0 * (double)bytes / (double)progress->size));
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

static void show_rejects(const struct context *context, const struct import_result *result)
{
    const struct tally *tally = &result->tally;
    size_t shown = tally->rejected < INTAKE_REJECTS ? (size_t)tally->rejected : INTAKE_REJECTS;

    for (size_t i = 0; i < shown && !context->globals.quiet; i++)
        if (!is_failure(&tally->reject[i], &result->error))
            show_reject(context, result->file, &tally->reject[i]);
    if (tally->rejected > shown || (tally->rejected && context->globals.quiet))
        context_warn(context, "%s: %llu values could not be read%s", result->file,
                     (unsigned long long)tally->rejected,
                     context->globals.quiet ? "" : "; the first are above");
}

void import_messages(const struct context *context, const struct import_result *result)
{
    const struct tally *tally = &result->tally;

    show_rejects(context, result);
    for (size_t i = 0; i < tally->notes; i++)
        context_note(context, "%s: %s", result->file, tally->note[i]);
    if (tally->infinite)
        context_note(context, "%s: %llu infinite values are left out", result->file,
                     (unsigned long long)tally->infinite);
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
    { .key = "samples", .title = "Samples", .right = 1 },
    { .key = "new", .title = "New", .right = 1 },
    { .key = "replaced", .title = "Replaced", .right = 1, .spare = 1 },
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
    table_count(table, result->tally.put);
    add_counted(table, result, result->counts.fresh);
    add_counted(table, result, result->counts.replaced);
    table_count(table, result->tally.rejected);
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

static void add_counts(struct buf *out, const struct import_result *result)
{
    json_put_count(out, "samples", result->tally.put);
    add_count(out, "new", result, result->counts.fresh);
    add_count(out, "duplicate", result, result->counts.duplicate);
    add_count(out, "replaced", result, result->counts.replaced);
    json_put_count(out, "rejected", result->tally.rejected);
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

static void add_file(struct buf *out, const struct import_result *result)
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
        add_file(&out, &results[i]);
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

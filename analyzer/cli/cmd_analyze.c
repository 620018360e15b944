/* analyzer/cli/cmd_analyze.c - `headroom analyze`: every answer about a selection. */
#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/stream.h"
#include "analyzer/engine/record.h"
#include "reports/renderer.h"

enum { OUTPUT_MOST = 1 << 30 };

enum { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV };
static const char *const formats[] = { "table", "json", "csv", NULL };

struct settings {
    struct question question;
    int             format;       /* -1: not given */
    int             record;
    int             from_stdin, no_header;
};

static const struct settings defaults = { .format = -1 };

static const struct option options[] = {
    QUESTION_OPTIONS(struct settings, question),
    { .name = "format", .letter = 'f', .kind = OPTION_CHOICE,
      .at = offsetof(struct settings, format), .argument = "FORMAT", .choices = formats,
      .help = "how to write it" },
    { .name = "record", .kind = OPTION_FLAG, .at = offsetof(struct settings, record),
      .help = "keep this run, so that later reports can say what changed and how it turned out" },
    SHARD_OPTION(struct settings, question),
    STREAM_OPTIONS(struct settings, from_stdin, no_header),
    { .name = NULL },
};

static int write_analysis(struct context *context, const struct analysis *analysis, int format,
                          struct buf *out, struct error *err)
{
    struct render_options render = { .width = (unsigned)context->width,
                                     .color = context->colour };

    switch (format) {
    case FORMAT_JSON:
        analysis_json(analysis, context->zone, out);
        return 0;
    case FORMAT_CSV:
        return analysis_csv(analysis, context->zone, out, err);
    default:
        return analysis_table(analysis, context->zone, &render, out, err);
    }
}

/* --- from standard input ------------------------------------------------------------------ */

struct rows {
    struct context *context;
    int             format, headless;    /* headless: the header stands there, or is not wanted */
};

static int answer(void *self, const struct engine *engine, struct error *err)
{
    struct rows *rows = self;
    struct analysis analysis;
    struct arena arena = { NULL };
    struct buf out;
    int rc = engine_study(engine, &arena, &analysis, err);

    buf_init(&out, OUTPUT_MOST);
    if (rc == 0 && rows->format == FORMAT_JSON)
        analysis_json_lines(&analysis, rows->context->zone, &out);
    else if (rc == 0)
        rc = analysis_csv(&analysis, rows->context->zone, &out, err);
    if (rc == 0 && rows->format == FORMAT_CSV && rows->headless)
        buf_cut_line(&out);
    if (rc == 0)
        rc = context_print(rows->context, &out, err);
    rows->headless = 1;
    buf_release(&out);
    arena_release(&arena);
    return rc;
}

static int run_stream(struct context *context, const struct settings *s, int argc, struct error *err)
{
    struct rows rows = { context, s->format < 0 ? FORMAT_CSV : s->format, s->no_header };
    struct stream_job job = { answer, &rows, &s->question };
    int rc = stream_check(argc, err);

    if (rc == 0 && (rows.format == FORMAT_TABLE || s->record)) {
        error_set(err, ERR_USAGE, "--stdin does not go with %s", s->record ? "--record" : "a table");
        error_hint(err, "Rows are written as they are found: --format csv or json.");
        return ERR_USAGE;
    }
    return rc < 0 ? rc : stream_answer(context, &job, err);
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct analysis analysis;
    struct engine engine;
    struct buf out;
    int64_t id;
    int rc;

    if (s->from_stdin)
        return run_stream(context, s, argc, err);
    rc = ask_analysis(context, &s->question, argc, argv, &engine, &analysis, err);

    if (rc < 0)
        return rc;
    buf_init(&out, OUTPUT_MOST);
    out.stream = context->out;
    if (s->record)
        rc = record_run(context->db, context->lock_wait_ms, &analysis, "analyze", context->now,
                        &id, err);
    if (rc == 0)
        rc = write_analysis(context, &analysis, s->format, &out, err);
    if (rc == 0)
        rc = context_print(context, &out, err);
    buf_release(&out);
    engine_close(&engine);
    return rc;
}

extern const struct command cmd_analyze;
const struct command cmd_analyze = {
    .name = "analyze",
    .group = "Analyse",
    .summary = "peak hours, growth, days to exhaustion and what to do, most urgent first",
    .operands = "[SELECTOR…]",
    .details = "A selector is a glob on series names; several add up, none means everything.\n"
               "Days are counted from the newest sample of each source, or from --as-of.\n"
               "With --stdin the series come on standard input, as any export whose rows stand together by "
               "resource, and rows go out as they are found, csv unless --format json asks for an object a line. "
               "Nothing is stored; days are counted from the newest sample of each resource.",
    .examples = "headroom analyze\teverything, as a table\n"
                "headroom analyze 'prod/*/disk*' --format json\tdisks of one source, for a script\n"
                "psql -f by-host.sql --csv | headroom analyze --stdin\tstraight from a database",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .most = ANY_NUMBER,
    .run = run,
};

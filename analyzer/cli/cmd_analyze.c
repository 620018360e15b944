/* analyzer/cli/cmd_analyze.c - `headroom analyze`: every answer about a selection. */
#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/engine/record.h"
#include "reports/renderer.h"

enum { OUTPUT_MOST = 1 << 30 };

enum { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV };
static const char *const formats[] = { "table", "json", "csv", NULL };

struct settings {
    struct question question;
    int             format;
    int             record;
};

static const struct settings defaults = { .format = FORMAT_TABLE };

static const struct option options[] = {
    QUESTION_OPTIONS(struct settings, question),
    { .name = "format", .letter = 'f', .kind = OPTION_CHOICE,
      .at = offsetof(struct settings, format), .argument = "FORMAT", .choices = formats,
      .help = "how to write it" },
    { .name = "record", .kind = OPTION_FLAG, .at = offsetof(struct settings, record),
      .help = "keep this run, so that later reports can say what changed and how it turned out" },
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

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct analysis analysis;
    struct engine engine;
    struct buf out;
    int64_t id;
    int rc = ask_analysis(context, &s->question, argc, argv, &engine, &analysis, err);

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
               "Days are counted from the newest sample of each source, or from --as-of.",
    .examples = "headroom analyze\teverything, as a table\n"
                "headroom analyze 'prod/*/disk*' --format json\tdisks of one source, for a script",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .most = ANY_NUMBER,
    .run = run,
};

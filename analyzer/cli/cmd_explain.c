/* analyzer/cli/cmd_explain.c - `headroom explain`: how one verdict was reached. */
#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/engine/driver_finding.h"
#include "analyzer/engine/explain.h"

enum { PAGE_MOST = 1 << 24 };

enum { FORMAT_TEXT, FORMAT_JSON };
static const char *const formats[] = { "text", "json", NULL };

struct settings {
    struct question question;
    int             format;
};

static const struct settings defaults = { .format = FORMAT_TEXT };

static const struct option options[] = {
    QUESTION_OPTIONS(struct settings, question),
    { .name = "format", .letter = 'f', .kind = OPTION_CHOICE,
      .at = offsetof(struct settings, format), .argument = "FORMAT", .choices = formats,
      .help = "how to write it" },
    { .name = NULL },
};

/* Every curve of a [throughput] that names the series; room for one of each. */
static int fit_curves(struct context *context, const struct engine *engine, size_t series,
                      struct explanation *what, struct error *err)
{
    const struct rules *rules = &engine->options.rules;
    struct throughput_curve *curves = arena_take(&context->arena, (rules->throughput_count + 1) *
                                                                      sizeof *curves);
    size_t load, throughput;

    if (!curves)
        return error_set(err, ERR_NOMEM, "no memory for curves");
    what->curves = curves;
    for (size_t i = 0; i < rules->throughput_count; i++) {
        const struct throughput_rule *rule = &rules->throughputs[i];
        int rc;

        if (!throughput_pair(engine, rule, series, &load, &throughput))
            continue;
        rc = throughput_measure(engine, rule, load, throughput, &curves[what->curve_count++], err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* What drives the series, into the finding as well. */
static int fit_driver(struct context *context, struct drive_work *work, const struct study *study,
                      struct finding *finding, struct drive *drive, struct error *err)
{
    int rc = drive_init(work, study->engine, err);

    if (rc == 0)
        rc = drive_make(work, study, drive, err);
    return rc < 0 ? rc : driver_tell(drive, study, &context->arena, finding, err);
}

static int explain(struct context *context, const struct engine *engine, size_t series, int format,
                   struct buf *page, struct error *err)
{
    struct drive_work work = { 0 };
    struct finding finding;
    struct drive drive = { 0 };
    struct study study;
    struct explanation what = { .study = &study, .finding = &finding, .drive = &drive };
    int rc = ask_finding(context, engine, series, &study, &finding, err);

    if (rc < 0)
        return rc;
    if (engine->options.rules.driver_count)
        rc = fit_driver(context, &work, &study, &finding, &drive, err);
    if (rc == 0)
        rc = fit_curves(context, engine, series, &what, err);
    if (rc == 0)
        (format == FORMAT_JSON ? explain_json : explain_write)(&what, page);
    drive_release(&work);
    study_release(&study);
    return rc;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct engine engine;
    struct buf page;
    size_t series;
    int rc = ask_one(context, &s->question, argv[0], &engine, &series, err);

    (void)argc;
    if (rc < 0)
        return rc;
    buf_init(&page, PAGE_MOST);
    rc = explain(context, &engine, series, s->format, &page, err);
    if (rc == 0)
        rc = context_print(context, &page, err);
    buf_release(&page);
    engine_close(&engine);
    return rc;
}

extern const struct command cmd_explain;
const struct command cmd_explain = {
    .name = "explain",
    .group = "Analyse",
    .summary = "how one series' verdict was reached, to be checked with a pencil",
    .operands = "SERIES",
    .details = "Data used and left out, steps found, models tried with their errors, the "
               "arithmetic of the date and the amount, what drives the series, what its load "
               "gets done, and what would change it.",
    .examples = "headroom explain '*/db-main/*connections*'\tone series; a glob that matches one",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .least = 1,
    .most = 1,
    .run = run,
};

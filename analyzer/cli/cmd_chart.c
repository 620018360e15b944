/* analyzer/cli/cmd_chart.c - `headroom chart`: one gnuplot chart of one series. */
#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/outfile.h"
#include "analyzer/cli/scenarios.h"
#include "analyzer/engine/draw.h"
#include "reports/gnuplot.h"

static const char *const kinds[] = { "forecast", "profile", "heatmap", "scenario", "backtest", NULL };

struct settings {
    struct question question;
    struct scenario_settings scenarios;
    const char *output;
    int         kind;
    long        width, height;
};

static const struct settings defaults = { .width = 0 };

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    { .name = "output", .letter = 'o', .kind = OPTION_TEXT, AT(output), .argument = "FILE",
      .help = "ends in .svg, .png or .pdf; written whole or not at all" },
    { .name = "kind", .kind = OPTION_CHOICE, AT(kind), .argument = "KIND", .choices = kinds,
      .help = "what to draw" },
    { .name = "width", .kind = OPTION_COUNT, AT(width), .argument = "N", .least = 200,
      .most = 8000, .help = "in pixels (default 860)" },
    { .name = "height", .kind = OPTION_COUNT, AT(height), .argument = "N", .least = 100,
      .most = 8000, .help = "in pixels (default 340)" },
    QUESTION_OPTIONS(struct settings, question),
    SCENARIO_OPTIONS(struct settings, scenarios),
    { .name = NULL },
};

static int read_drawing(const struct settings *s, struct drawing *out, struct error *err)
{
    if (ask_drawing(s->output, out, err) < 0)
        return err->code;
    if (s->width)
        out->width = (unsigned)s->width;
    if (s->height)
        out->height = (unsigned)s->height;
    return 0;
}

/* One series of a comparison, as `whatif` makes it. */
static int draw_scenarios(struct context *context, const struct settings *s, const struct engine *engine,
                          struct chart **chart, struct error *err)
{
    struct whatif_plans plans;
    struct whatif whatif;
    size_t count = 0;
    int rc = scenarios_plans(context, &s->scenarios, &plans, err);

    if (rc == 0)
        rc = whatif_run(engine, &plans, &context->arena, &whatif, err);
    if (rc == 0)
        rc = whatif_draw(engine, &plans, &whatif, 1, &context->arena, chart, &count, err);
    if (rc == 0 && !count)
        rc = error_set(err, ERR_TOOFEW, "there is too little history for a forecast");
    return rc;
}

static int draw_one(struct context *context, const struct settings *s, const struct engine *engine,
                    size_t series, struct chart **chart, struct error *err)
{
    struct analysis analysis = { .as_of = engine->as_of[series],
                                 .timezone = engine->options.timezone,
                                 .policy = engine->options.policy };
    struct finding *finding = arena_take(&context->arena, sizeof *finding);
    struct study study;
    int rc;

    *chart = arena_take(&context->arena, sizeof **chart);
    if (!*chart || !finding)
        return error_set(err, ERR_NOMEM, "no memory for a chart");
    rc = ask_finding(context, engine, series, &study, finding, err);
    if (rc < 0)
        return rc;
    rc = draw_chart(&study, (enum chart_kind)s->kind, finding, &analysis, &context->arena, *chart, err);
    study_release(&study);
    return rc;
}

static int draw(struct context *context, const struct settings *s, struct engine *engine,
                size_t series, const struct drawing *drawing, struct error *err)
{
    struct chart_image image;
    struct chart *chart;
    int rc;

    engine_select(engine, series);
    rc = s->kind == CHART_SCENARIO ? draw_scenarios(context, s, engine, &chart, err)
                                   : draw_one(context, s, engine, series, &chart, err);
    if (rc == 0)
        rc = charts_draw(chart, 1, drawing, &context->arena, &image, err);
    if (rc == 0)
        rc = outfile_write(context, s->output, image.bytes, image.length, err);
    return rc;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct drawing drawing;
    struct engine engine;
    size_t series;
    int rc = read_drawing(s, &drawing, err);

    (void)argc;
    if (rc == 0)
        rc = ask_one(context, &s->question, argv[0], &engine, &series, err);
    if (rc < 0)
        return rc;
    rc = draw(context, s, &engine, series, &drawing, err);
    engine_close(&engine);
    return rc;
}

extern const struct command cmd_chart;
const struct command cmd_chart = {
    .name = "chart",
    .group = "Report",
    .summary = "one chart of one series, by gnuplot",
    .operands = "SERIES",
    .details = "Without -o the chart is written to standard output as SVG.\n"
               "--kind backtest lays what would have been foretold over what came, two weeks at a time.\n"
               "--kind scenario draws the plans that 'whatif' would compare; its options say which.",
    .examples = "headroom chart '*/db-main/*connections*' -o pool.png\thistory and forecast\n"
                "headroom chart '*/web-01/cpu*' --kind heatmap -o week.svg\tthe hours of the week",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .least = 1,
    .most = 1,
    .run = run,
};

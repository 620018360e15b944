/* analyzer/cli/cmd_simulate.c - `headroom simulate`: scaling policies, replayed. */
#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/outfile.h"
#include "analyzer/config/scaling.h"
#include "analyzer/engine/simulate.h"
#include "analyzer/engine/simulate_chart.h"
#include "reports/gnuplot.h"
#include "reports/simulation.h"

enum { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV };
enum { PAGE_MOST = 1 << 28, ALL_ITS_OWN = SIMULATED_RUNS - 2, NOT_GIVEN = -1 };

static const char *const formats[] = { "table", "json", "csv", NULL };

struct settings {
    struct question      question;
    struct words         policy;
    struct scaling_given given;
    const char *instances, *chart;
    double      unit, price, allowed;
    int64_t     horizon_ms;
    int         search, format;
};

static const struct settings defaults = {
    .given = SCALING_NOTHING,
    .instances = "1", .price = NOT_GIVEN, .allowed = 0.1, .horizon_ms = 28 * DAY_MS,
};

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    { .name = "policy", .kind = OPTION_LIST, AT(policy), .argument = "NAME",
      .help = "threshold, target, step, scheduled, predictive, or a [scaling NAME]; may be given "
              "again (default threshold)" },
    { .name = "instances", .kind = OPTION_TEXT, AT(instances), .argument = "N|SERIES",
      .help = "in force while the usage was recorded (default 1)" },
    { .name = "unit-capacity", .kind = OPTION_AMOUNT, AT(unit), .argument = "QUANTITY",
      .help = "what one instance carries (default: the capacity over the instances)" },
    SCALING_ROWS(struct settings, given),
    { .name = "horizon", .kind = OPTION_DURATION, AT(horizon_ms), .argument = "DURATION",
      .help = "of the forecast courses, 0s for none (default 28d)" },
    { .name = "price", .kind = OPTION_NUMBER, AT(price), .argument = "N", .least = 0, .most = 1e15,
      .help = "of a unit and hour" },
    { .name = "search", .kind = OPTION_FLAG, AT(search),
      .help = "try all kinds with many settings and recommend one" },
    { .name = "allow", .kind = OPTION_PERCENT, AT(allowed), .argument = "PERCENT", .least = 0,
      .most = 100, .help = "of the time in which demand may be unmet, for --search (default 0.1)" },
    { .name = "chart", .kind = OPTION_TEXT, AT(chart), .argument = "FILE",
      .help = "draw demand and the first policy's supply; ends in .svg, .png or .pdf" },
    { .name = "format", .letter = 'f', .kind = OPTION_CHOICE, AT(format), .argument = "FORMAT",
      .choices = formats, .help = "how to write it" },
    QUESTION_OPTIONS(struct settings, question),
    { .name = NULL },
};

/* --- the question --------------------------------------------------------------------------- */

static int read_policies(struct context *context, const struct settings *s,
                         struct simulate_policy *out, size_t *count, struct error *err)
{
    size_t given = s->policy.count ? s->policy.count : 1;
    int rc = 0;

    if (given > ALL_ITS_OWN)
        return error_set(err, ERR_USAGE, "%zu policies are more than %d", given, ALL_ITS_OWN);
    for (*count = 0; *count < given && rc == 0; (*count)++) {
        struct simulate_policy *policy = &out[*count];

        policy->name = s->policy.count ? s->policy.word[*count] : scalers[0]->name;
        rc = scaling_named(context->config, policy->name, &policy->scaler, &policy->policy, err);
        if (rc == 0)
            rc = scaling_lay(&s->given, &policy->policy, err);
    }
    return rc;
}

static int read_question(struct context *context, const struct settings *s,
                         struct simulate_policy *policies, struct simulate_question *out,
                         struct error *err)
{
    *out = (struct simulate_question){
        .demand = { .unit = s->unit }, .policies = policies, .ahead_ms = s->horizon_ms,
        .price = { s->price, s->price >= 0 }, .search = s->search, .allowed = s->allowed / 100 };
    if (ask_instances(s->instances, &out->demand, err) < 0)
        return err->code;
    return read_policies(context, s, policies, &out->count, err);
}

/* --- the answer ------------------------------------------------------------------------------- */

static int write_answer(struct context *context, const struct settings *s,
                        const struct simulation *simulation, struct error *err)
{
    struct table_style style = { .width = (unsigned)context->width, .color = context->colour };
    struct buf out;
    int rc;

    buf_init(&out, PAGE_MOST);
    rc = s->format == FORMAT_JSON ? simulation_json(simulation, &context->arena, &out, err)
       : s->format == FORMAT_CSV  ? simulation_csv(simulation, &context->arena, &out, err)
                                  : simulation_text(simulation, context->zone, &style,
                                                    &context->arena, &out, err);
    if (rc == 0)
        rc = context_print(context, &out, err);
    buf_release(&out);
    return rc;
}

static int draw(struct context *context, const struct settings *s,
                const struct simulation *simulation, const struct drawing *drawing,
                struct error *err)
{
    struct chart_image image;
    struct chart chart;
    int rc = simulate_chart(simulation, 0, context->zone, &context->arena, &chart, err);

    if (rc == 0)
        rc = charts_draw(&chart, 1, drawing, &context->arena, &image, err);
    return rc < 0 ? rc : outfile_write(context, s->chart, image.bytes, image.length, err);
}

static int simulate(struct context *context, const struct settings *s, const struct engine *engine,
                    size_t series, struct simulate_question *question,
                    const struct drawing *drawing, struct error *err)
{
    struct simulation *simulation = arena_take(&context->arena, sizeof *simulation);
    struct finding finding;
    struct study study;
    int rc = simulation ? ask_finding(context, engine, series, &study, &finding, err)
                        : error_set(err, ERR_NOMEM, "no memory for a simulation");

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < question->count; i++)
        question->policies[i].policy.full = study.rule.policy.exhaustion_pct / 100;
    rc = simulate_make(&study, &finding, question, &context->arena, simulation, err);
    if (rc == 0 && s->chart)
        rc = draw(context, s, simulation, drawing, err);
    if (rc == 0)
        rc = write_answer(context, s, simulation, err);
    study_release(&study);
    return rc;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct simulate_policy policies[ALL_ITS_OWN];
    struct simulate_question question;
    struct drawing drawing = drawing_default;
    struct engine engine;
    size_t series;
    int rc = read_question(context, s, policies, &question, err);

    (void)argc;
    if (rc == 0 && s->chart)
        rc = ask_drawing(s->chart, &drawing, err);
    if (rc == 0)
        rc = ask_one(context, &s->question, argv[0], &engine, &series, err);
    if (rc < 0)
        return rc;
    rc = simulate(context, s, &engine, series, &question, &drawing, err);
    engine_close(&engine);
    return rc;
}

extern const struct command cmd_simulate;
const struct command cmd_simulate = {
    .name = "simulate",
    .group = "Plan",
    .summary = "replay scaling policies on recorded and forecast demand",
    .operands = "SERIES",
    .details = "Demand is utilisation times instances in force. Each policy stands beside a fixed "
               "number of units and an oracle that knows all that comes. Units above the "
               "exhaustion share of the rules (95 %) count as full. Nothing is ever applied.",
    .examples = "headroom simulate '*prod*cpu*' --instances 10 --max 12\t"
                "up at 70 %, down at 30 %, 300 s apart\n"
                "headroom simulate '*prod*cpu*' --instances 10 --policy target --policy step\t"
                "side by side\n"
                "headroom simulate '*prod*cpu*' --instances 10 --search --price 0.04\t"
                "the best that could be found",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .least = 1,
    .most = 1,
    .run = run,
};

/* analyzer/cli/cmd_whatif.c - `headroom whatif`: forecasts under changed assumptions, beside the baseline. */
#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/outfile.h"
#include "analyzer/cli/scenarios.h"
#include "analyzer/cli/version.h"
#include "reports/renderer.h"
#include "reports/whatif.h"

enum { CHARTS = 6, CHARTS_MOST = 200, STATUS_CROSSED = 2, CHECKLIST_PLANS = 2 };
static const size_t OUTPUT_MOST = (size_t)1 << 31;

enum { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV, FORMAT_HTML };
static const char *const formats[] = { "table", "json", "csv", "html", NULL };

struct settings {
    struct question          question;
    struct scenario_settings scenarios;
    int         format, checklist, detailed_exitcode;
    const char *output;
    long        charts;
};

static const struct settings defaults = { .charts = CHARTS };

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    SCENARIO_OPTIONS(struct settings, scenarios),
    { .name = "checklist", .kind = OPTION_FLAG, AT(checklist),
      .help = "the impact checklist of one change, filled in, as Markdown" },
    { .name = "format", .letter = 'f', .kind = OPTION_CHOICE, AT(format), .argument = "FORMAT",
      .choices = formats, .help = "how to write it" },
    { .name = "output", .letter = 'o', .kind = OPTION_TEXT, AT(output), .argument = "FILE",
      .help = "written whole or not at all (default: standard output)" },
    { .name = "charts", .kind = OPTION_COUNT, AT(charts), .argument = "N", .least = 0, .most = CHARTS_MOST,
      .help = "charts of the most urgent, in html (default 6)" },
    QUESTION_OPTIONS(struct settings, question),
    { .name = "detailed-exitcode", .kind = OPTION_FLAG, AT(detailed_exitcode),
      .help = "end in 2 when a limit is reached under any plan" },
    { .name = NULL },
};

/* What is compared, and lives in until it is written. */
struct comparing {
    struct context        *context;
    const struct settings *settings;
    struct whatif_plans    plans;
    struct engine          engine;
    struct whatif          whatif;
};

/* What is assumed but changes nothing anywhere is said: a selector or a unit may be wrong. */
static void warn_idle(const struct comparing *c)
{
    for (size_t plan = 1; plan < c->whatif.plan_count; plan++) {
        const char *why = NULL;
        size_t applies = 0;

        for (size_t row = 0; row < c->whatif.analysis->count; row++) {
            const struct outcome *o = &c->whatif.rows[row].outcomes[plan];

            applies += (size_t)o->applies;
            if (o->note_count)
                why = o->notes[0];
        }
        if (!applies && c->plans.plans[plan].count)
            context_warn(c->context, "'%s' changes nothing here%s%s", c->whatif.plans[plan].name,
                         why ? ": " : "", why ? why : "");
    }
}

/* --- forms ------------------------------------------------------------------------------ */

static int render(const struct comparing *c, const char *title, const char *renderer,
                  struct report *report, struct buf *out, struct error *err)
{
    struct render_options style = { .width = (unsigned)c->context->width };

    report->title = title;
    report->whatif = &c->whatif;
    report->analysis = c->whatif.analysis;
    report->zone = c->context->zone;
    report->run.version = HEADROOM_VERSION;
    return renderer_find(renderer)->render(report, &style, out, err);
}

static int write_page(struct comparing *c, struct buf *out, struct error *err)
{
    struct report report = { .kind = REPORT_WHATIF };
    struct chart *charts = NULL;
    size_t count = 0;
    int rc = whatif_draw(&c->engine, &c->plans, &c->whatif, (size_t)c->settings->charts, &c->context->arena,
                         &charts, &count, err);

    if (rc == 0)
        rc = ask_charts(c->context, charts, count, 0, &report, err);
    return rc < 0 ? rc : render(c, "What if", "html", &report, out, err);
}

static int write_checklist(const struct comparing *c, struct buf *out, struct error *err)
{
    struct report report = { .kind = REPORT_CHECKLIST };

    if (c->plans.count != CHECKLIST_PLANS) {
        error_set(err, ERR_USAGE, "a checklist is of one change, not of %zu", c->plans.count - 1);
        error_hint(err, "Stack scenarios as one: --scenario launch+disks.");
        return ERR_USAGE;
    }
    return render(c, "Impact checklist", "markdown", &report, out, err);
}

static int write_form(struct comparing *c, struct buf *out, struct error *err)
{
    struct render_options style = { .width = (unsigned)c->context->width, .color = c->context->colour };

    if (c->settings->checklist)
        return write_checklist(c, out, err);
    switch (c->settings->format) {
    case FORMAT_HTML:
        return write_page(c, out, err);
    case FORMAT_JSON:
        whatif_json(&c->whatif, c->context->zone, out);
        return 0;
    case FORMAT_CSV:
        return whatif_csv(&c->whatif, c->context->zone, out, err);
    default:
        return whatif_table(&c->whatif, c->context->zone, &style, out, err);
    }
}

static int write_comparison(struct comparing *c, struct error *err)
{
    struct buf out;
    int rc;

    buf_init(&out, OUTPUT_MOST);
    rc = write_form(c, &out, err);
    if (rc == 0)
        rc = buf_check(&out, "the comparison", err);
    if (rc == 0)
        rc = outfile_write(c->context, c->settings->output, out.text, out.used, err);
    buf_release(&out);
    return rc;
}

static int crosses(const struct whatif *whatif)
{
    for (size_t row = 0; row < whatif->analysis->count; row++)
        for (size_t plan = 1; plan < whatif->plan_count; plan++) {
            enum verdict verdict = whatif->rows[row].outcomes[plan].verdict;

            if (verdict == VERDICT_FORECAST || verdict == VERDICT_EXHAUSTED)
                return 1;
        }
    return 0;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    struct comparing c = { .context = context, .settings = settings };
    int rc = scenarios_plans(context, &c.settings->scenarios, &c.plans, err);

    if (rc == 0)
        rc = ask_open(context, &c.settings->question, argc, argv, &c.engine, err);
    if (rc < 0)
        return rc;
    rc = whatif_run(&c.engine, &c.plans, &context->arena, &c.whatif, err);
    if (rc == 0) {
        warn_idle(&c);
        rc = write_comparison(&c, err);
    }
    engine_close(&c.engine);
    if (rc < 0)
        return rc;
    return c.settings->detailed_exitcode && crosses(&c.whatif) ? STATUS_CROSSED : 0;
}

extern const struct command cmd_whatif;
const struct command cmd_whatif = {
    .name = "whatif",
    .group = "Plan",
    .summary = "forecasts under changed assumptions, beside the baseline",
    .operands = "[SELECTOR…]",
    .details = "A change is an amount, then when: nothing (from now on), @TIME, @TIME..TIME (more and more) or "
               "@TIME/DURATION (for so long). What lies in the past is in the data and changes nothing.\n"
               "The options together are one plan, 'options'; scenarios of the config are plans of their own, "
               "and A+B stacks them. Without any, every [scenario] of the config is compared. Those with "
               "committed = yes are in force everywhere.",
    .examples = "headroom whatif '*disk*' --growth +20%\tgrow a fifth faster\n"
                "headroom whatif '*/pool/*' --load +15%@2026-01-01 --capacity +200@2026-02-01\ta launch, and room for it\n"
                "headroom whatif --scenario launch --scenario launch+disks -f html -o w.html\tside by side\n"
                "headroom whatif --scenario launch --checklist\tfor the change request",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .most = ANY_NUMBER,
    .run = run,
};

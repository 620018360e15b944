/*
 * analyzer/cli/cmd_check.c - `headroom check`: a gate for cron, CI and Nagios.
 *
 * One line and perfdata, by the Monitoring Plugins guidelines: 0 OK, 1 WARNING,
 * 2 CRITICAL, 3 UNKNOWN.
 */
#include <string.h>

#include "analyzer/cli/ask.h"
#include "analyzer/cli/check_show.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/deadline.h"
#include "analyzer/config/config_waiver.h"

enum { OUTPUT_MOST = 1 << 30, TIMEOUT_MOST = 86400 };

static const double PROBABILITY = 0.5;

struct settings {
    struct question question;
    struct words environments;
    int64_t      within_ms;         /* -1: not given */
    double       probability;       /* -1: not given */
    const char  *warning, *critical;
    long         timeout;
    int          mode, explain, json;
};

static const struct settings defaults = { .within_ms = -1, .probability = -1 };

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    { .name = "within", .kind = OPTION_DURATION, AT(within_ms), .argument = "DURATION",
      .help = "critical when a limit is reached within it (default 14d)" },
    { .name = "probability", .kind = OPTION_NUMBER, AT(probability), .argument = "P", .least = 0.01,
      .most = 0.99, .help = "how likely that must be (default 0.5); half of it warns" },
    { .name = "warning", .letter = 'w', .kind = OPTION_TEXT, AT(warning), .argument = "RANGE",
      .help = "warn outside a range of days (30:) or of use (~:80%), or from a pressure (HIGH)" },
    { .name = "critical", .letter = 'c', .kind = OPTION_TEXT, AT(critical), .argument = "RANGE",
      .help = "the same, critical" },
    { .name = "environment", .letter = 'e', .kind = OPTION_LIST, AT(environments), .argument = "NAME",
      .help = "series of this source alone; may be given again" },
    { .name = "timeout", .letter = 't', .kind = OPTION_COUNT, AT(timeout), .argument = "SECONDS", .least = 1,
      .most = TIMEOUT_MOST, .help = "UNKNOWN when there is no answer within it" },
    { .name = "mode", .kind = OPTION_FLAG, AT(mode),
      .help = "print full, reduced, minimal or emergency, by the pressure, and nothing else" },
    { .name = "explain", .kind = OPTION_FLAG, AT(explain),
      .help = "say in further lines which series decided, why, and what is waived" },
    { .name = "json", .kind = OPTION_FLAG, AT(json), .help = "all of it as JSON" },
    QUESTION_OPTIONS(struct settings, question),
    { .name = NULL },
};

/* --- what is asked ------------------------------------------------------------------------ */

/* A pressure by its name; 0 where the text is none. */
static int read_level(const char *text)
{
    int level = PRESSURE_LOW;

    while (level <= PRESSURE_CRITICAL && strcmp(text, pressure_name((enum pressure)level)) != 0)
        level++;
    return level <= PRESSURE_CRITICAL ? level : 0;
}

/* severity: 0 warns, 1 is critical */
static int read_threshold(const char *text, int severity, struct gate_rules *rules, struct error *err)
{
    struct range range;
    int rc;

    if (!text)
        return 0;
    rules->level[severity] = read_level(text);
    if (rules->level[severity])
        return 0;
    rc = range_parse(text, &range, err);
    if (rc < 0) {
        error_hint(err, "Write 30: or 10:20 (days), ~:80%% (of capacity), @10:20 (inside), or LOW, MEDIUM, HIGH, "
                        "CRITICAL.");
        return rc;
    }
    if (range.unit == '%')
        rules->use[severity] = range;
    else
        rules->days[severity] = range;
    return 0;
}

/* The newest sample may be twice its cadence and the policy's allowance old. */
static int64_t age_most(void *self, const struct finding *finding)
{
    struct rule rule;

    config_rule(self, finding->name, &rule);
    return (int64_t)(2000 * finding->data.cadence_s) + rule.policy.stale_ms;
}

static int read_rules(struct context *context, const struct settings *s, struct gate_rules *out,
                      struct error *err)
{
    struct waiver *waivers;
    int rc;

    *out = (struct gate_rules){
        .within_days = (double)(s->within_ms < 0 ? 14 * DAY_MS : s->within_ms) / (double)DAY_MS,
        .zone = context->zone,
        .now = s->question.as_of.text ? s->question.as_of.at : context->now,
        .self = context->config,
        .age_most = s->question.as_of.text ? NULL : age_most,
    };
    rc = read_threshold(s->warning, 0, out, err);
    if (rc == 0)
        rc = read_threshold(s->critical, 1, out, err);
    if (rc == 0)
        rc = config_waivers(context->config, context->zone, &context->arena, &waivers, &out->waiver_count, err);
    if (rc < 0)
        return rc;
    out->waivers = waivers;
    /* thresholds of days take the place of the odds, unless these are asked for as well */
    out->probability = s->probability > 0 ? s->probability
                       : s->within_ms < 0 && (out->days[0].given || out->days[1].given) ? 0 : PROBABILITY;
    return 0;
}

/* Keeps the series of the environments. */
static int keep_environments(struct engine *engine, const struct words *environments, struct error *err)
{
    size_t kept = 0;

    for (size_t i = 0; i < engine->selected_count && environments->count; i++)
        for (size_t k = 0; k < environments->count; k++)
            if (engine_of_source(engine, engine->selected[i], environments->word[k])) {
                engine->selected[kept++] = engine->selected[i];
                break;
            }
    if (!environments->count)
        return 0;
    engine->selected_count = kept;
    return kept ? 0 : error_set(err, ERR_NOTFOUND, "no series of '%.100s' is among them", environments->word[0]);
}

/* --- the answer --------------------------------------------------------------------------- */

static int answer(struct context *context, const struct settings *s, const struct gate_rules *rules,
                  const struct analysis *analysis, struct error *err)
{
    struct gate gate;
    struct buf out;
    int rc = gate_judge(analysis, rules, &context->arena, &gate, err);

    if (rc < 0)
        return rc;
    buf_init(&out, OUTPUT_MOST);
    if (s->json)
        check_json(&gate, rules, analysis, &out);
    else if (s->mode)
        buf_addf(&out, "%s\n", pressure_mode(gate.pressure));
    else
        check_line(&gate, rules, analysis, &out);
    if (s->explain && !s->json && !s->mode)
        check_lines(&gate, rules, &out);
    deadline_stop();
    rc = context_print(context, &out, err);
    buf_release(&out);
    return rc < 0 ? rc : (int)gate.state;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct gate_rules rules;
    struct analysis analysis;
    struct engine engine;
    int rc = read_rules(context, s, &rules, err);

    if (s->timeout)
        deadline_start((unsigned)s->timeout);
    if (rc == 0)
        rc = ask_open(context, &s->question, argc, argv, &engine, err);
    if (rc < 0)
        return rc;
    rc = keep_environments(&engine, &s->environments, err);
    if (rc == 0)
        rc = engine_analyze(&engine, &context->arena, &analysis, err);
    if (rc == 0)
        rc = answer(context, s, &rules, &analysis, err);
    engine_close(&engine);
    return rc;
}

extern const struct command cmd_check;
const struct command cmd_check = {
    .name = "check",
    .group = "Report",
    .summary = "a gate for cron, CI and Nagios: one line, exit 0 to 3",
    .operands = "[SELECTOR…]",
    .details = "0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. Data that stopped are UNKNOWN: those of one series when its "
               "source goes on, and all when the newest sample is older than twice its cadence and 26 hours by the "
               "clock. With --as-of the clock is not asked.\n"
               "A range is that of monitoring plugins: 10:20 alerts outside, @10:20 inside, 30: below 30, ~:80% "
               "above 80. In days it is held against the median date and takes the place of the odds.\n"
               "A [waiver NAME] of the config silences the gate of its series until a day.",
    .examples = "headroom check --within 14d\tbefore a launch\n"
                "headroom check -e staging -w 30: -c 14: -t 10\tfor Nagios, in days left\n"
                "headroom check -c ~:90% --explain\tby the use of the last day, and which it was\n"
                "headroom check --mode 'staging/*'\twhich tests may run now",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .most = ANY_NUMBER,
    .plugin = 1,
    .run = run,
};

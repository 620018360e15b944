/*
 * analyzer/cli/cmd_check.c - `headroom check`: a gate for cron, CI and Nagios.
 *
 * One line and perfdata, by the Monitoring Plugins guidelines: 0 OK, 1 WARNING,
 * 2 CRITICAL, 3 UNKNOWN.
 */
#include <math.h>
#include <string.h>

#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "data/base/text.h"

enum { OK, WARNING, CRITICAL, UNKNOWN };
enum { LINE_MOST = 1 << 20, NAMED = 3 };
static const char *const states[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };
static const char *const levels[] = { "LOW", "MEDIUM", "HIGH", "CRITICAL", NULL };

struct settings {
    struct question question;
    int64_t within_ms;
    double  probability;
    int     warning, critical;      /* pressure: index into levels, -1 not asked for */
    int     mode;
};

static const struct settings defaults = { .within_ms = 14 * DAY_MS, .probability = 0.5,
                                          .warning = -1, .critical = -1 };

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    { .name = "within", .kind = OPTION_DURATION, AT(within_ms), .argument = "DURATION",
      .help = "critical when a limit is reached within it (default 14d)" },
    { .name = "probability", .kind = OPTION_NUMBER, AT(probability), .argument = "P", .least = 0.01,
      .most = 0.99, .help = "how likely that must be (default 0.5); half of it warns" },
    { .name = "warning", .letter = 'w', .kind = OPTION_CHOICE, AT(warning), .argument = "LEVEL",
      .choices = levels, .help = "warn from this pressure on" },
    { .name = "critical", .letter = 'c', .kind = OPTION_CHOICE, AT(critical), .argument = "LEVEL",
      .choices = levels, .help = "critical from this pressure on" },
    { .name = "mode", .kind = OPTION_FLAG, AT(mode),
      .help = "print full, reduced, minimal or emergency, by the pressure, and nothing else" },
    QUESTION_OPTIONS(struct settings, question),
    { .name = NULL },
};

struct gate {
    const struct settings *settings;
    size_t      state[UNKNOWN + 1];    /* how many series are in each */
    size_t      exhausted;
    double      pressure;              /* highest, %; below 0: none is known */
    struct buf  named;                 /* the first few that decided */
    size_t      names;
};

/* The nearest points of a distribution function on both sides of a day. */
struct bracket {
    double days;
    double day, value;               /* at or before it; 0 and 0 to start */
    double next_day, next_value;     /* at or after it; next_day < 0: there is none */
};

static void narrow(struct bracket *b, double day, double value)
{
    if (day <= b->days && day >= b->day) {
        b->day = day;
        b->value = value;
    }
    if (day >= b->days && (b->next_day < 0 || day < b->next_day)) {
        b->next_day = day;
        b->next_value = value;
    }
}

/* P(limit reached within the window): known at five days and three quantiles; between them, a line. */
static struct maybe probability_within(const struct finding *f, double days)
{
    const struct exhaustion *e = &f->exhaustion;
    const struct { struct maybe day; double value; } quantiles[] = {
        { e->days_early, 0.1 }, { e->days_median, 0.5 }, { e->days_late, 0.9 },
    };
    struct bracket b = { .days = days, .next_day = -1 };

    for (int i = 0; i < PROBABILITIES; i++)
        if (e->probability[i].known)
            narrow(&b, probability_days[i], e->probability[i].value);
    for (size_t i = 0; i < sizeof quantiles / sizeof quantiles[0]; i++)
        if (quantiles[i].day.known)
            narrow(&b, quantiles[i].day.value, quantiles[i].value);
    if (b.next_day < 0 || b.next_day <= b.day)
        return (struct maybe){ b.value, b.day > 0 };
    return (struct maybe){ b.value + (b.next_value - b.value) * (days - b.day) /
                                         (b.next_day - b.day), 1 };
}

static int state_of(const struct finding *f, const struct settings *s, struct maybe odds)
{
    int level = (int)f->pressure - PRESSURE_LOW, state = OK;

    if (f->verdict == VERDICT_STALE || f->verdict == VERDICT_NO_DATA)
        return UNKNOWN;
    if (f->verdict == VERDICT_EXHAUSTED || (odds.known && odds.value >= s->probability))
        return CRITICAL;
    if (odds.known && odds.value >= s->probability / 2)
        state = WARNING;
    if (s->critical >= 0 && level >= s->critical)
        return CRITICAL;
    if (s->warning >= 0 && level >= s->warning)
        state = WARNING;
    return state;
}

static void name_it(struct gate *gate, const struct finding *f, struct maybe odds)
{
    if (gate->names++ >= NAMED)
        return;
    buf_add(&gate->named, gate->names > 1 ? ", " : "");
    text_tty(&gate->named, f->name);
    if (f->verdict == VERDICT_EXHAUSTED)
        buf_add(&gate->named, " (full)");
    else if (f->verdict == VERDICT_STALE)
        buf_add(&gate->named, " (data stopped)");
    else if (f->exhaustion.days_median.known)
        buf_addf(&gate->named, " (%.0f d, p=%.2f)", f->exhaustion.days_median.value, odds.value);
    else if (f->pressure_pct.known)
        buf_addf(&gate->named, " (%.0f %%)", f->pressure_pct.value);
}

static void weigh(struct gate *gate, const struct finding *f, int *worst)
{
    struct maybe odds = probability_within(f, (double)gate->settings->within_ms / (double)DAY_MS);
    int state = state_of(f, gate->settings, odds);

    gate->state[state]++;
    gate->exhausted += f->verdict == VERDICT_EXHAUSTED;
    if (f->pressure_pct.known)
        gate->pressure = fmax(gate->pressure, f->pressure_pct.value);
    /* UNKNOWN yields to what is known to be bad, and stands above OK */
    if (state == CRITICAL || (state == WARNING && *worst != CRITICAL) ||
        (state == UNKNOWN && *worst == OK))
        *worst = state;
}

static void name_deciders(struct gate *gate, const struct analysis *analysis, int worst)
{
    for (size_t i = 0; i < analysis->count; i++) {
        const struct finding *f = &analysis->findings[i];
        struct maybe odds = probability_within(f, (double)gate->settings->within_ms /
                                                      (double)DAY_MS);

        if (state_of(f, gate->settings, odds) == worst)
            name_it(gate, f, odds);
    }
    if (gate->names > NAMED)
        buf_addf(&gate->named, " and %zu more", gate->names - NAMED);
}

static void write_line(const struct gate *gate, const struct analysis *analysis, int worst,
                       struct buf *out)
{
    char window[TIME_ROOM];

    duration_text(window, gate->settings->within_ms);
    buf_addf(out, "%s: ", states[worst]);
    if (worst == OK)
        buf_addf(out, "none of %zu resources runs out within %s", analysis->count, window);
    else if (worst == UNKNOWN)
        buf_addf(out, "no news of %zu of %zu resources: %s", gate->state[UNKNOWN],
                 analysis->count, gate->named.text);
    else
        buf_addf(out, "%zu of %zu resources %s action or %s at risk within %s: %s",
                 gate->state[worst], analysis->count, gate->state[worst] == 1 ? "needs" : "need",
                 gate->state[worst] == 1 ? "is" : "are", window, gate->named.text);
    buf_addf(out, " | exhausted=%zu;;1 critical=%zu;;1 warning=%zu;1 unknown=%zu", gate->exhausted,
             gate->state[CRITICAL], gate->state[WARNING], gate->state[UNKNOWN]);
    if (gate->pressure >= 0)
        buf_addf(out, " pressure=%.0f%%;%.0f;%.0f", gate->pressure,
                 analysis->policy.pressure_pct[1], analysis->policy.pressure_pct[2]);
    buf_addc(out, '\n');
}

static int judge(struct context *context, const struct settings *s,
                 const struct analysis *analysis, struct error *err)
{
    struct gate gate = { .settings = s, .pressure = -1 };
    int worst = analysis->count ? OK : UNKNOWN, rc;
    struct buf out;

    buf_init(&out, LINE_MOST);
    buf_init(&gate.named, LINE_MOST);
    for (size_t i = 0; i < analysis->count; i++)
        weigh(&gate, &analysis->findings[i], &worst);
    name_deciders(&gate, analysis, worst);
    if (s->mode)
        buf_addf(&out, "%s\n", pressure_mode(analysis->pressure));
    else
        write_line(&gate, analysis, worst, &out);
    rc = context_print(context, &out, err);
    buf_release(&gate.named);
    buf_release(&out);
    return rc < 0 ? rc : worst;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct analysis analysis;
    struct engine engine;
    int rc = ask_analysis(context, &s->question, argc, argv, &engine, &analysis, err);

    if (rc < 0)
        return rc;
    rc = judge(context, s, &analysis, err);
    engine_close(&engine);
    return rc;
}

extern const struct command cmd_check;
const struct command cmd_check = {
    .name = "check",
    .group = "Report",
    .summary = "a gate for cron, CI and Nagios: one line, exit 0 to 3",
    .operands = "[SELECTOR…]",
    .details = "0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. Data that stopped is UNKNOWN.",
    .examples = "headroom check --within 14d\tbefore a launch\n"
                "headroom check --mode 'staging/*'\twhich tests may run now",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .most = ANY_NUMBER,
    .plugin = 1,
    .run = run,
};

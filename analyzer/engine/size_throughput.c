/*
 * analyzer/engine/size_throughput.c - how much load a service should be given.
 *
 * By the universal scalability law fitted to a [throughput] of the config (models/usl.h): beyond the
 * load at which `share` of the highest throughput is done, more load buys little but waiting.
 */
#include <math.h>

#include "analyzer/engine/size.h"
#include "analyzer/engine/throughput.h"

static void fit_rows(const struct throughput_curve *curve, struct arena *arena,
                     struct sizing *out)
{
    const struct usl_fit *fit = &curve->fit;

    size_row(out, (struct size_row){ "throughput_of_one", "One unit of load gets done",
                                     SIZE_QUANTITY, curve->throughput_unit, 0,
                                     known_number(fit->lambda), { 0, 0 },
                                     arena_format(arena, "standard error %.2g, %zu points, %.0f %% "
                                                  "of the variance told", fit->lambda_error, fit->n,
                                                  100 * fit->r2) });
    size_row(out, (struct size_row){ "contention", "Contention", SIZE_SHARE, "", 0,
                                     known_number(fit->sigma), { 0, 0 },
                                     arena_format(arena, "the share done one after another; "
                                                  "standard error %.2g %%",
                                                  100 * fit->sigma_error) });
    size_row(out, (struct size_row){ "coherency", "Coherency", SIZE_NUMBER, "", 0,
                                     known_number(fit->kappa), { 0, 0 },
                                     arena_format(arena, "the cost of keeping each consistent with "
                                                  "each other; standard error %.2g",
                                                  fit->kappa_error) });
}

static void limit_rows(const struct throughput_curve *curve, double share, struct arena *arena,
                       struct sizing *out)
{
    const struct usl_fit *fit = &curve->fit;
    struct maybe allow = { 0, 0 };

    if (fit->most.known)
        allow = usl_load(fit, share * fit->most.value);
    size_row(out, (struct size_row){ "max_load", "Load to allow", SIZE_NUMBER, "", 1,
                                     known_number(fit->highest), allow,
                                     arena_format(arena, "the highest seen; %.0f %% of the highest "
                                                  "throughput", 100 * share) });
    size_row(out, (struct size_row){ "max_throughput", "Throughput with it", SIZE_QUANTITY,
                                     curve->throughput_unit, 0,
                                     known_number(usl_throughput(fit, fit->highest)),
                                     { allow.known ? usl_throughput(fit, allow.value) : 0,
                                       allow.known }, NULL });
    size_row(out, (struct size_row){ "peak_load", "Load at the peak", SIZE_NUMBER, "", 0, { 0, 0 },
                                     fit->peak,
                                     fit->peak.known ? arena_format(arena, "standard error %.2g",
                                                                    fit->peak_error.value)
                                                     : "none can be told from these data" });
    size_row(out, (struct size_row){ "most_throughput", "Highest throughput", SIZE_QUANTITY,
                                     curve->throughput_unit, 0, { 0, 0 }, fit->most,
                                     fit->most.known ? arena_format(arena, "standard error %.2g",
                                                                    fit->most_error.value)
                                                     : NULL });
}

static void curve_notes(const struct throughput_curve *curve, struct arena *arena,
                        struct sizing *out)
{
    const struct usl_fit *fit = &curve->fit;

    if (fit->verdict != USL_USABLE)
        size_note(out, SEVERITY_NOTICE, "CURVE_REFUSED",
                  arena_format(arena, "[throughput %s] is refused: %s.", curve->rule->name,
                               usl_verdict_words(fit->verdict)));
    else if (fit->peak.known && fit->highest > fit->peak.value)
        size_note(out, SEVERITY_WARNING, "BEYOND_PEAK",
                  arena_format(arena, "Loads beyond the peak were seen: with %.3g less gets done "
                               "than with %.3g.", fit->highest, fit->peak.value));
}

static int add_curve(struct study *study, const struct throughput_rule *rule, double share,
                     struct arena *arena, struct sizing *out, struct error *err)
{
    size_t series = (size_t)(study->series - study->engine->series), load, throughput;
    struct throughput_curve *curve = arena_take(arena, sizeof *curve);
    int rc;

    if (!curve)
        return error_set(err, ERR_NOMEM, "no memory for a curve");
    if (!throughput_pair(study->engine, rule, series, &load, &throughput))
        return 0;
    rc = throughput_measure(study->engine, rule, load, throughput, curve, err);
    if (rc < 0)
        return rc;
    if (curve->fit.verdict == USL_USABLE) {
        fit_rows(curve, arena, out);
        limit_rows(curve, share, arena, out);
    }
    curve_notes(curve, arena, out);
    return 1;
}

int size_throughput(struct study *study, const struct finding *finding, const void *question,
                    struct arena *arena, struct sizing *out, struct error *err)
{
    const struct throughput_question *q = question;
    const struct rules *rules = &study->engine->options.rules;
    int found = 0;

    (void)finding;
    for (size_t i = 0; i < rules->throughput_count && !found; i++)
        found = add_curve(study, &rules->throughputs[i], q->share, arena, out, err);
    if (found == 0) {
        error_set(err, ERR_USAGE, "no [throughput] of the config names this series");
        error_hint(err, "Say which series is the load of which: [throughput NAME] with load and "
                        "throughput.");
        return ERR_USAGE;
    }
    return found < 0 ? found : 0;
}

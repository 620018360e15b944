/*
 * reports/render_openmetrics.c - findings as gauges for a textfile collector.
 *
 * The common subset of the Prometheus text format 0.0.4 and OpenMetrics 1.0: no
 * time stamps, which the collector refuses, and no sample where nothing is known.
 */
#include <string.h>

#include "data/base/number.h"
#include "data/base/text.h"
#include "reports/renderer.h"
#include "reports/words.h"

static void family(struct buf *out, const char *name, const char *help)
{
    buf_addf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

/* One sample; label and value may be NULL. Nothing when the number is not known. */
static void sample(struct buf *out, const char *name, const struct finding *f, const char *label,
                   const char *value, struct maybe number)
{
    char text[NUMBER_ROOM];

    if (!number.known)
        return;
    buf_addf(out, "%s{series=\"", name);
    text_label(out, f->name);
    if (label)
        buf_addf(out, "\",%s=\"%s", label, value);
    buf_addf(out, "\"} %s\n", number_exact(text, number.value));
}

static struct maybe day_seconds(const struct finding *f, struct maybe days)
{
    return (struct maybe){ days.known ? (double)(words_day_at(f->as_of, days.value) / 1000) : 0,
                           days.known };
}

static void exhaustion(struct buf *out, const struct finding *f, const char *name)
{
    sample(out, name, f, "percentile", "p10", day_seconds(f, f->exhaustion.days_early));
    sample(out, name, f, "percentile", "p50", day_seconds(f, f->exhaustion.days_median));
    sample(out, name, f, "percentile", "p90", day_seconds(f, f->exhaustion.days_late));
}

static void act_by(struct buf *out, const struct finding *f, const char *name)
{
    sample(out, name, f, NULL, NULL, (struct maybe){ (double)(f->exhaustion.act_by / 1000),
                                                     f->exhaustion.has_act_by });
}

static void days_left(struct buf *out, const struct finding *f, const char *name)
{
    sample(out, name, f, NULL, NULL, f->exhaustion.days_median);
}

static void peak(struct buf *out, const struct finding *f, const char *name)
{
    sample(out, name, f, NULL, NULL, (struct maybe){ f->peak_pct.value / 100, f->peak_pct.known });
}

static void growth(struct buf *out, const struct finding *f, const char *name)
{
    sample(out, name, f, NULL, NULL, f->growth.per_day);
}

static void state(struct buf *out, const struct finding *f, const char *name)
{
    sample(out, name, f, "state", verdict_name(f->verdict), (struct maybe){ 1, 1 });
}

static void severity(struct buf *out, const struct finding *f, const char *name)
{
    sample(out, name, f, NULL, NULL, (struct maybe){ f->severity, 1 });
}

static const struct {
    const char *name, *help;
    void (*write)(struct buf *, const struct finding *, const char *name);
} families[] = {
    { "headroom_exhaustion_timestamp_seconds", "When usable capacity is reached, by percentile.",
      exhaustion },
    { "headroom_act_by_timestamp_seconds", "When to act at the latest.", act_by },
    { "headroom_days_left", "Days to the median exhaustion date.", days_left },
    { "headroom_peak_utilization_ratio", "Peak utilisation over the history used.", peak },
    { "headroom_growth_per_day", "Growth a day in the unit of the series.", growth },
    { "headroom_series_state", "The verdict of the analysis.", state },
    { "headroom_series_severity", "0 none, 1 info, 2 notice, 3 warning, 4 critical.", severity },
};

static void total(struct buf *out, const char *name, const char *help, double value)
{
    char text[NUMBER_ROOM];

    family(out, name, help);
    buf_addf(out, "%s %s\n", name, number_exact(text, value));
}

static int render(const struct report *report, const struct render_options *options,
                  struct buf *out, struct error *err)
{
    const struct analysis *a = report->analysis;

    (void)options;
    for (size_t k = 0; k < sizeof families / sizeof families[0]; k++) {
        family(out, families[k].name, families[k].help);
        for (size_t i = 0; i < a->count; i++)
            families[k].write(out, analysis_finding(a, i), families[k].name);
    }
    total(out, "headroom_series", "Series judged.", (double)a->count);
    total(out, "headroom_samples_rejected", "Rows of imports that could not be read, all time.",
          (double)a->rejected);
    if (a->samples)
        total(out, "headroom_newest_sample_timestamp_seconds", "The newest sample.",
              (double)(a->newest / 1000));
    total(out, "headroom_last_success_timestamp_seconds", "When this was written.",
          (double)((report->run.generated_at ? report->run.generated_at : a->as_of) / 1000));
    buf_add(out, "# EOF\n");
    return buf_check(out, "the report", err);
}

const struct renderer renderer_openmetrics = {
    .name = "openmetrics", .suffix = "prom", .media = "text/plain; version=0.0.4; charset=utf-8",
    .summary = "gauges for the Prometheus textfile collector", .render = render,
};

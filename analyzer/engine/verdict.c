/*
 * analyzer/engine/verdict.c - which verdict holds, and the sentence that says why.
 *
 * The verdicts stand in an order and the first that holds is given; see
 * data/finding.h and docs/methods.md.
 */
#include <math.h>

#include "analyzer/engine/finding.h"

enum { PRESSURE_HOURS = 24, RECENT_DAYS = 7, LEAST_DAYS = 7 };

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for a verdict");
}

/* --- pressure ------------------------------------------------------------------ */

int finding_two_hours(const struct study *study, size_t i, int64_t since, struct maybe *pct)
{
    const struct hourlies *hours = &study->hours;
    const struct hourly *row = &hours->row[i];
    int before = i > 0 && row->hour - row[-1].hour == HOUR_MS && row[-1].hour >= since;
    int after = i + 1 < hours->count && row[1].hour - row->hour == HOUR_MS;

    if (after)
        *pct = study_percent(study, (row->sum + row[1].sum) / ((double)row->count + row[1].count),
                             row->hour);
    else if (!before)
        *pct = study_percent(study, row->sum / row->count, row->hour);
    return pct->known && (after || !before);
}

/* The highest two-hour mean since an instant, in % of capacity. */
static struct maybe peak_since(const struct study *study, int64_t since)
{
    const struct hourlies *hours = &study->hours;
    struct maybe best = { 0, 0 }, pct = { 0, 0 };

    for (size_t i = hours->count; i-- > 0 && hours->row[i].hour >= since;)
        if (finding_two_hours(study, i, since, &pct) && (!best.known || pct.value > best.value))
            best = pct;
    return best;
}

/* The newest 24 hours, or, of business hours alone, the newest day of them. */
static struct maybe peak_of_today(const struct study *study)
{
    const struct hourlies *hours = &study->hours;
    int64_t until = study->rule.calendar && hours->count ? hours->row[hours->count - 1].hour : study->as_of;

    return peak_since(study, until - PRESSURE_HOURS * HOUR_MS);
}

struct maybe finding_recent_peak(const struct study *study, int days)
{
    return peak_since(study, study->as_of - days * DAY_MS);
}

static enum pressure pressure_of(const struct policy *policy, struct maybe pct)
{
    int level = 0;

    if (!pct.known)
        return PRESSURE_UNKNOWN;
    while (level < 3 && pct.value >= policy->pressure_pct[level])
        level++;
    return (enum pressure)(PRESSURE_LOW + level);
}

/* --- exhaustion ------------------------------------------------------------------ */

/*
 * Where today stands by the planning statistic: the newest sample of what piles up, the newest two
 * hours of what is judged by its busiest two. A p95 or a mean of a day is there when the day is.
 */
static struct maybe level_today(const struct study *study)
{
    const struct hourly *row = study->hours.row;
    size_t last = study->hours.count - 1;
    double sum = row[last].sum, count = row[last].count;

    if (study->statistic == STATISTIC_DAILY_MAX)
        return (struct maybe){ study->latest, 1 };
    if (last > 0 && row[last].hour - row[last - 1].hour == HOUR_MS) {
        sum += row[last - 1].sum;
        count += row[last - 1].count;
    }
    return (struct maybe){ sum / count, study->statistic == STATISTIC_DAILY_PEAK };
}

/* What was measured today, with what is assumed from now on. */
static double assumed_today(const struct study *study, double value)
{
    double share = study_share(study, 0);

    return study->assumed ? share * study_assume(study, 0, value / share) : value;
}

/*
 * The bins of the last week at today's level (past steps taken out): full is
 * what reached the limit in it, also where the weekend is quiet.
 */
static int is_exhausted(const struct study *study, int64_t *since)
{
    struct maybe usable = study_usable(study, study->as_of), today;
    int falling = study->direction == DIRECTION_FALLING, full = 0;

    if (!usable.known || !study->hours.count)
        return 0;
    today = level_today(study);
    if (study->fn)
        today.value = assumed_today(study, today.value);
    if (today.known && (falling ? today.value <= usable.value : today.value >= usable.value)) {
        full = 1;
        *since = study->latest_at;
    }
    for (size_t i = study->fn; i-- > 0;) {
        int64_t start = study->bins.start[study->fat[i]];
        double level = study->share[study->fat[i] % 7] *
                       study_assume(study, 0, study->fy[i] + change_offset(&study->changes, i));
        int there = falling ? level <= usable.value : level >= usable.value;

        if (study->as_of - start > (RECENT_DAYS + 1) * DAY_MS && (!full || !there))
            break;
        if (there) {
            full = 1;
            *since = start;
        }
    }
    return full;
}

static void put_act_by(const struct study *study, struct exhaustion *out)
{
    const struct zone *zone = study->engine->options.zone;
    int64_t day, at;

    if (!out->days_early.known)
        return;
    day = zone_day(zone, finding_date(study, out->days_early.value - out->lead_time_days));
    at = zone_start_of(zone, calendar_day_to_act(study->calendar, day));
    out->has_act_by = 1;
    out->act_by = at < study->as_of ? study->as_of : at;
}

struct maybe finding_probability(const struct study *study, double days)
{
    double step = floor((days + study->lag_days) / study->bins.days);

    if (!study->has_odds || !study->threshold_known)
        return (struct maybe){ 0, 0 };
    if (study->dates.reached)
        return (struct maybe){ 1, 1 };
    if (step < 1)
        return (struct maybe){ 0, 1 };
    if (step > (double)study->horizon)
        return (struct maybe){ 0, 0 };
    return (struct maybe){ study->cdf[(size_t)step - 1], 1 };
}

static void put_exhaustion(const struct study *study, struct finding *out)
{
    const struct policy *policy = &study->rule.policy;
    struct exhaustion *e = &out->exhaustion;
    double window;

    e->threshold = study_usable(study, study->as_of);
    e->lead_time_days = (double)policy->lead_time_ms / (double)DAY_MS;
    e->exhausted_known = is_exhausted(study, &e->exhausted_since);
    if (!study->has_odds || !study->threshold_known)
        return;
    e->days_early = study->dates.early;
    e->days_median = study->dates.median;
    e->days_late = study->dates.late;
    for (int i = 0; i < PROBABILITIES; i++)
        if (probability_days[i] <= study->shown_days)
            e->probability[i] = finding_probability(study, probability_days[i]);
    window = fmax(14, e->lead_time_days);
    e->probability_window = finding_probability(study, window);
    put_act_by(study, e);
    e->action_required =
        (e->probability_window.known && e->probability_window.value >= policy->action_probability) ||
        (e->days_early.known && e->days_early.value <= e->lead_time_days);
}

/* Full: no date is ahead, and everything is due now. */
static void put_exhausted(const struct study *study, struct finding *out)
{
    struct exhaustion *e = &out->exhaustion;

    e->days_early = e->days_median = e->days_late = (struct maybe){ 0, 1 };
    for (int i = 0; i < PROBABILITIES; i++)
        e->probability[i] = (struct maybe){ 1, 1 };
    e->probability_window = (struct maybe){ 1, 1 };
    e->has_act_by = 1;
    e->act_by = study->as_of;
    e->action_required = 1;
}

/* --- verdict ----------------------------------------------------------------------- */

static int is_stale(const struct study *study)
{
    return study->as_of - study->latest_at >
           2 * study->series->cadence_ms + study->rule.policy.stale_ms;
}

static int has_history(const struct study *study)
{
    return study->fn >= PASSAGE_LEAST && study->has_odds &&
           study->t[study->n - 1] - study->t[0] + study->bins.days >= LEAST_DAYS;
}

static int is_shrinking(const struct study *study)
{
    double away = study->direction == DIRECTION_FALLING ? 1 : -1;

    return study->has_growth && study->growth.significant && away * study->growth.slope > 0;
}

static enum verdict verdict_of(const struct study *study, const struct finding *out)
{
    if (study->series->first > study->as_of)    /* TIME_LAST where there is none */
        return VERDICT_NO_DATA;
    if (is_stale(study))
        return VERDICT_STALE;
    if (!study->hours.count)    /* one reading of a counter */
        return VERDICT_NO_DATA;
    if (out->exhaustion.exhausted_known)
        return VERDICT_EXHAUSTED;
    if (!out->exhaustion.threshold.known)
        return VERDICT_NO_CAPACITY;
    if (!has_history(study))
        return VERDICT_INSUFFICIENT_DATA;
    if (out->exhaustion.days_early.known || out->exhaustion.days_median.known)
        return VERDICT_FORECAST;
    if (is_shrinking(study))
        return VERDICT_SHRINKING;
    if (!study->has_growth || !study->growth.significant)
        return VERDICT_NO_SIGNIFICANT_GROWTH;
    return VERDICT_BEYOND_HORIZON;
}

static const char *stale_reason(const struct study *study, struct arena *arena)
{
    int64_t age = study->as_of - study->latest_at;
    int in_days = age >= 3 * DAY_MS;
    char day[TIME_ROOM];

    return arena_format(arena, "the newest sample is of %s, %.0f %s before %s",
                        time_minute(day, study->engine->options.zone, study->latest_at),
                        (double)age / (double)(in_days ? DAY_MS : HOUR_MS),
                        in_days ? "days" : "hours",
                        study->engine->options.has_as_of ? "the day looked from"
                                                         : "the newest of its source");
}

/* At the limit now, or on the busy days of the week that ends now. */
static const char *exhausted_reason(const struct study *study, struct arena *arena,
                                    const struct exhaustion *e)
{
    int falling = study->direction == DIRECTION_FALLING;
    int now = falling ? study->latest <= e->threshold.value : study->latest >= e->threshold.value;
    char day[TIME_ROOM];

    time_words(day, study->engine->options.zone, e->exhausted_since);
    return arena_format(arena, now && falling ? "%s left, no more than the %s to be kept, since %s"
                               : now          ? "%s in use, at or above the usable %s since %s"
                               : falling      ? "%s left now; down to the %s to be kept at times since %s"
                                              : "%s in use now; up to the usable %s at times since %s",
                        finding_quantity(arena, study->latest, study->info.unit),
                        finding_quantity(arena, e->threshold.value, study->info.unit), day);
}

/* The sentence for one verdict; from the arena. */
static const char *reason_of(const struct study *study, struct arena *arena,
                             const struct finding *out)
{
    const struct zone *zone = study->engine->options.zone;
    const char *unit = study->info.unit;
    char day[TIME_ROOM], other[TIME_ROOM];
    const struct exhaustion *e = &out->exhaustion;

    switch (out->verdict) {
    case VERDICT_NO_DATA:
        return "there is no sample up to this day";
    case VERDICT_STALE:
        return stale_reason(study, arena);
    case VERDICT_EXHAUSTED:
        return exhausted_reason(study, arena, e);
    case VERDICT_NO_CAPACITY:
        return "neither the export nor the config says how much there is; growth and peaks are "
               "shown, no date can be";
    case VERDICT_INSUFFICIENT_DATA:
        return arena_format(arena, "%zu valid days of history; a date needs %d over at least %d days",
                            study->fn, PASSAGE_LEAST, LEAST_DAYS);
    case VERDICT_FORECAST:
        if (e->days_median.known)
            return arena_format(arena, "reaches %s about %s; one time in ten by %s",
                                finding_quantity(arena, e->threshold.value, unit),
                                time_words(day, zone, finding_date(study, e->days_median.value)),
                                time_words(other, zone, finding_date(study, e->days_early.value)));
        return arena_format(arena, "may reach %s by %s, one time in ten; more likely not within %.0f days",
                            finding_quantity(arena, e->threshold.value, unit),
                            time_words(other, zone, finding_date(study, e->days_early.value)),
                            study->shown_days);
    case VERDICT_SHRINKING:
        return arena_format(arena, "moves away from the limit by %s a day",
                            finding_quantity(arena, fabs(study->growth.slope), unit));
    case VERDICT_NO_SIGNIFICANT_GROWTH:
        return study->has_growth
                   ? arena_format(arena, "the slope lies between %s and %s a day, which may be none",
                                  finding_quantity(arena, study->growth.low, unit),
                                  finding_quantity(arena, study->growth.high, unit))
                   : "no growth could be measured";
    case VERDICT_BEYOND_HORIZON:
        return arena_format(arena, "grows %s a day, but does not reach %s within %.0f days",
                            finding_quantity(arena, study->growth.slope, unit),
                            finding_quantity(arena, e->threshold.value, unit), study->shown_days);
    case VERDICTS:
        break;
    }
    return "";
}

/* Old data, or too little, have no future that could be told. */
static int foretells_nothing(enum verdict verdict)
{
    return verdict == VERDICT_NO_DATA || verdict == VERDICT_STALE ||
           verdict == VERDICT_INSUFFICIENT_DATA;
}

static void forget_odds(struct finding *out)
{
    out->exhaustion.probability_window = (struct maybe){ 0, 0 };
    for (int i = 0; i < PROBABILITIES; i++)
        out->exhaustion.probability[i] = (struct maybe){ 0, 0 };
    for (int i = 0; i < OUTLOOKS; i++)
        out->forecast.at[i] = (struct outlook){ { 0, 0 }, { 0, 0 }, { 0, 0 } };
}

int finding_judge(struct study *study, struct arena *arena, struct finding *out, struct error *err)
{
    put_exhaustion(study, out);
    out->verdict = verdict_of(study, out);
    if (out->verdict == VERDICT_EXHAUSTED)
        put_exhausted(study, out);
    else
        out->exhaustion.exhausted_known = 0;
    if (out->verdict != VERDICT_FORECAST && out->verdict != VERDICT_EXHAUSTED) {
        out->exhaustion.days_early = out->exhaustion.days_median = out->exhaustion.days_late =
            (struct maybe){ 0, 0 };
        out->exhaustion.has_act_by = 0;
        out->exhaustion.action_required = 0;
    }
    if (foretells_nothing(out->verdict))
        forget_odds(out);
    if (out->verdict != VERDICT_NO_DATA && out->verdict != VERDICT_STALE) {
        out->pressure_pct = peak_of_today(study);
        out->pressure = pressure_of(&study->rule.policy, out->pressure_pct);
    }
    out->reason = reason_of(study, arena, out);
    return out->reason ? 0 : no_memory(err);
}

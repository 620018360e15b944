#include "reports/words.h"

#include <math.h>

#include "data/base/number.h"
#include "data/base/unit.h"

#define DASH "\xe2\x80\x93"

static const double WEEKS_FROM = 21, MONTHS_FROM = 90, MONTH = 30.4375;    /* days */

int64_t words_day_at(int64_t as_of, double days)
{
    return as_of + (int64_t)floor(days * (double)DAY_MS);
}

static void amount(struct buf *out, double count, const char *one)
{
    double whole = floor(count + 0.5);

    buf_addf(out, "%.0f %s%s", whole, one, whole == 1 ? "" : "s");
}

void words_days(struct buf *out, double days)
{
    if (days < WEEKS_FROM)
        amount(out, floor(days), "day");
    else if (days < MONTHS_FROM)
        amount(out, days / 7, "week");
    else
        amount(out, days / MONTH, "month");
}

void words_distance(struct buf *out, double days)
{
    double whole = floor(days);

    if (whole == 0)
        buf_add(out, "today");
    else if (whole == 1)
        buf_add(out, "tomorrow");
    else if (whole == -1)
        buf_add(out, "yesterday");
    else if (whole > 0) {
        buf_add(out, "in ");
        words_days(out, whole);
    } else {
        words_days(out, -whole);
        buf_add(out, " ago");
    }
}

void words_date(struct buf *out, int64_t as_of, struct maybe days, const struct zone *zone)
{
    char date[TIME_ROOM];

    if (days.known)
        buf_add(out, time_words(date, zone, words_day_at(as_of, days.value)));
    else
        buf_add(out, "not within the horizon");
}

void words_odds(struct buf *out, struct maybe probability)
{
    double percent = probability.value * 100;

    if (!probability.known)
        buf_add(out, DASH);
    else if (percent < 1)
        buf_add(out, "under 1 %");
    else if (percent > 99)
        buf_add(out, "over 99 %");
    else
        buf_addf(out, "%.0f %%", percent);
}

void words_quantity(struct buf *out, struct maybe value, const char *unit)
{
    if (value.known)
        quantity_text(out, value.value, unit);
    else
        buf_add(out, DASH);
}

void words_use(struct buf *out, const struct finding *finding)
{
    words_level(out, finding);
    if (!finding->capacity.value.known && !finding->capacity.usable.known)
        return;
    buf_add(out, "; may use ");
    words_limit(out, finding);
}

void words_level(struct buf *out, const struct finding *finding)
{
    struct maybe level = finding->level.known ? finding->level : finding->latest;
    const struct maybe *capacity = &finding->capacity.value;
    char share[NUMBER_ROOM];

    words_quantity(out, level, finding->info.unit);
    if (level.known && capacity->known && capacity->value > 0 &&
        unit_capacity(finding->info.unit) == 0)
        buf_addf(out, " (%s %%)", number_short(share, 100 * level.value / capacity->value, 2));
}

void words_month(struct buf *out, const struct finding *finding)
{
    const struct growth *growth = &finding->growth;
    char number[NUMBER_ROOM];

    if (!growth->per_day.known)
        buf_add(out, DASH);
    else if (!growth->significant)
        buf_add(out, "none");
    else if (growth->percent_per_month.known)
        buf_addf(out, "%s%s %%", growth->percent_per_month.value > 0 ? "+" : "",
                 number_short(number, growth->percent_per_month.value, 2));
    else
        buf_add(out, growth->per_day.value > 0 ? "growing" : "shrinking");
}

void words_growth(struct buf *out, const struct finding *finding)
{
    if (finding->growth.per_day.known && !finding->growth.significant) {
        buf_add(out, "no real growth");
        return;
    }
    words_month(out, finding);
    if (finding->growth.per_day.known && finding->growth.percent_per_month.known)
        buf_add(out, " a month");
}

void words_limit(struct buf *out, const struct finding *finding)
{
    const struct maybe *total = &finding->capacity.value, *usable = &finding->capacity.usable;

    if (!total->known && !usable->known) {
        buf_add(out, DASH);
        return;
    }
    words_quantity(out, usable->known ? *usable : *total, finding->info.unit);
    if (total->known && usable->known && total->value != usable->value) {
        buf_add(out, " of ");
        words_quantity(out, *total, finding->info.unit);
    }
}

void words_runs_out(struct buf *out, const struct finding *finding, const struct zone *zone)
{
    const struct exhaustion *e = &finding->exhaustion;
    char date[TIME_ROOM];

    if (finding->verdict == VERDICT_EXHAUSTED) {
        buf_add(out, "already full");
        if (e->exhausted_known)
            buf_addf(out, ", since %s", time_words(date, zone, e->exhausted_since));
        return;
    }
    if (!e->days_early.known && !e->days_median.known) {
        buf_addf(out, "no date: %s", verdict_words(finding->verdict));
        return;
    }
    if (!e->days_median.known) {
        buf_add(out, "at the earliest ");
        words_date(out, finding->as_of, e->days_early, zone);
        return;
    }
    words_date(out, finding->as_of, e->days_median, zone);
    if (!e->days_early.known)
        return;
    buf_add(out, e->days_late.known ? ", between " : ", at the earliest ");
    words_date(out, finding->as_of, e->days_early, zone);
    if (e->days_late.known) {
        buf_add(out, " and ");
        words_date(out, finding->as_of, e->days_late, zone);
    }
}

void words_grade(struct buf *out, const struct finding *finding)
{
    double days = (double)(finding->data.to - finding->data.from) / (double)DAY_MS;
    char share[NUMBER_ROOM];

    if (!finding->data.grade || !finding->data.samples) {
        buf_add(out, "no data");
        return;
    }
    buf_addf(out, "grade %c: ", finding->data.grade);
    words_days(out, days);
    buf_addf(out, " of data, %s %% of the hours",
             number_short(share, 100 * finding->data.coverage, 3));
}

void words_days_of_week(struct buf *out, int first, int last, enum words_style style)
{
    static const char *const names[2][7] = {
        { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
        { "mon", "tue", "wed", "thu", "fri", "sat", "sun" },
    };

    buf_add(out, names[style][first]);
    if (last != first)
        buf_addf(out, "%s%s", style == WORDS_PEOPLE ? DASH : "-", names[style][last]);
}

void words_window(struct buf *out, const struct window *window)
{
    if (!window->known) {
        buf_add(out, DASH);
        return;
    }
    words_days_of_week(out, window->first_day, window->last_day, WORDS_PEOPLE);
    buf_addf(out, " %02d:00" DASH "%02d:00", window->from_hour, window->to_hour);
}

const char *words_title(const struct finding *finding)
{
    const struct series_key *key = &finding->info.key;

    return key->resource && key->resource[0] ? key->resource : key->metric;
}

int words_not_judged(const struct finding *finding)
{
    return finding->verdict == VERDICT_NO_DATA || finding->verdict == VERDICT_STALE ||
           finding->verdict == VERDICT_NO_CAPACITY ||
           finding->verdict == VERDICT_INSUFFICIENT_DATA;
}

int words_needs_decision(const struct finding *finding)
{
    return finding->verdict == VERDICT_EXHAUSTED || finding->exhaustion.action_required ||
           finding->severity >= SEVERITY_WARNING;
}

int words_has_deadline(const struct finding *finding)
{
    return words_needs_decision(finding) && words_due(finding) != INT64_MAX;
}

int64_t words_due(const struct finding *finding)
{
    int64_t due = INT64_MAX;

    if (finding->verdict == VERDICT_EXHAUSTED)
        return finding->as_of;
    if (finding->exhaustion.has_act_by)
        due = finding->exhaustion.act_by;
    for (size_t i = 0; i < finding->recommendation_count; i++)
        if (finding->recommendations[i].has_act_by && finding->recommendations[i].act_by < due)
            due = finding->recommendations[i].act_by;
    return due;
}

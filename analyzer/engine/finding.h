/*
 * analyzer/engine/finding.h - a study reduced to the plain values a report shows.
 */
#ifndef ANALYZER_ENGINE_FINDING_H
#define ANALYZER_ENGINE_FINDING_H

#include "analyzer/engine/study.h"

/*
 * Fills *out from a finished study: figures, verdict, advice. All that is lent
 * lives in the arena. Returns 0 or ERR_NOMEM.
 */
int finding_make(struct study *study, struct arena *arena, struct finding *out,
                 struct error *err);

/*
 * What would be found if the study's dates, limits or demand were others (assume.h): a copy of `before` with the
 * capacity, the verdict and the advice made anew. What was measured stays, and so do the outlooks.
 */
int finding_again(struct study *study, const struct finding *before, struct arena *arena,
                  struct finding *out, struct error *err);

/* --- its parts, each in its own file ---------------------------------------- */

/* verdict.c: verdict, reason, exhaustion, pressure. */
int finding_judge(struct study *study, struct arena *arena, struct finding *out,
                  struct error *err);

/* advise.c: recommendations, most severe first. */
int finding_advise(struct study *study, struct arena *arena, struct finding *out,
                   struct error *err);

/* maintenance.c: when the quiet window begins next, after as_of and outside of freezes. */
void finding_maintenance(const struct study *study, struct finding *out);

/* group_finding.c: what a group is made of; nothing for a stored series. ERR_NOMEM. */
int finding_group(const struct study *study, struct arena *arena, struct finding *out, struct error *err);

/*
 * amount.c: how much capacity to add, and what that buys. *out stays unknown where
 * there are no odds or nothing needs to be added.
 */
void finding_amount(struct study *study, const struct finding *finding, struct amount *out);

/* amount.c: positive to add, negative to give back, 0 where what is there fits; in purchasable units. */
double finding_change(const struct study *study, const struct finding *finding, double need);

/* cost.c: the price of one unit and month; and what acting, waiting and idling cost. ERR_NOMEM. */
struct maybe finding_unit_price(const struct study *study);
int finding_cost(struct study *study, struct arena *arena, struct finding *out, struct error *err);

/* verdict.c: P(the limit is reached within so many days from as_of); unknown beyond the horizon. */
struct maybe finding_probability(const struct study *study, double days);

/* Days from as_of to the end of the life of what is decided now: lead time, review and planned life. */
double finding_life_days(const struct study *study);

/* The 90 % quantile of usage on the busiest day of the week that ends then, and the capacity that holds it under the target; unknown without odds. */
struct maybe finding_late_level(struct study *study);
struct maybe finding_need(struct study *study);

/*
 * The instant of the local day that lies `days` after the finding's as_of; for
 * turning "12.4 days" into a date.
 */
int64_t finding_date(const struct study *study, double days);

/* The highest utilisation (mean of two hours) in the days before as_of, in %. */
struct maybe finding_recent_peak(const struct study *study, int days);

/*
 * Hour i and the next as a mean in % of capacity; an hour with no neighbour (none before `since`
 * counts) stands alone. 0 where it is the second of two, or nothing is known of the capacity.
 */
int finding_two_hours(const struct study *study, size_t i, int64_t since, struct maybe *pct);

/* A quantity for people, from the arena; "" when there is no memory. */
const char *finding_quantity(struct arena *arena, double value, const char *unit);

#endif

/*
 * analyzer/engine/coverage.c - did the 80 % band hold 80 % of this series' own past?
 */
#include <math.h>

#include "analyzer/engine/study.h"

enum {
    NEAR    = 7,     /* steps ahead at which the band is checked */
    FAR     = STUDY_TRIAL_STEPS,
    WEEK    = 7,     /* bins between two origins */
    ORIGINS = 8,
    LEAST   = 4      /* answers below which a share says nothing */
};

/* The bins before `limit` of the grid: how many of the fitted ones. */
static size_t fitted_before(const struct study *study, size_t limit)
{
    size_t n = study->fn;

    while (n > 0 && study->fat[n - 1] >= limit)
        n--;
    return n;
}

static size_t spikes_before(const struct study *study, double t)
{
    size_t count = study->spike_count;

    while (count > 0 && study->t[study->spikes[count - 1].index] > t)
        count--;
    return count;
}

/* The study as it was with the first n fitted bins; shares all arrays, and draws into the trial. */
static int go_back(const struct study *study, size_t n, struct study *then)
{
    *then = *study;
    then->passage = study->trial;
    then->paths = STUDY_TRIAL_PATHS;
    then->horizon = FAR;
    then->fn = n;
    then->bins.count = study->fat[n - 1] + 1;
    then->spike_count = spikes_before(study, study->ft[n - 1]);
    int rc = change_find(study->ft, study->fy, n, NULL, 0, &then->scratch, &then->changes, NULL);
    return rc < 0 ? rc : study_redraw(then, NULL);
}

/* Was the bin `step` ahead inside the 80 % band drawn then? */
static void check_inside(const struct study *study, struct study *then, size_t step, double *asked, double *inside)
{
    static const double band[2] = { 0.1, 0.9 };
    size_t target = then->bins.count - 1 + step;
    double edge[2], truth = target < study->bins.count ? study->bins.y[target] : NAN;

    if (isnan(truth))
        return;
    study_fan(then, step, band, 2, edge);
    *asked += 1;
    *inside += truth >= edge[0] && truth <= edge[1];
}

/*
 * The share of past bins inside the 80 % band as it would have been drawn, 7 and 14 steps ahead, from up to
 * eight origins a week apart; steps are searched for anew each time. What is known too early is which model was
 * chosen, and which bins are spikes.
 */
void study_coverage(struct study *study)
{
    double asked = 0, inside = 0;

    study->coverage = (struct maybe){ 0, 0 };
    for (size_t origin = 0; origin < ORIGINS; origin++) {
        size_t back = FAR + WEEK * origin, n;
        struct study then;

        if (study->bins.count < back)
            break;
        n = fitted_before(study, study->bins.count - back);
        if (n < 2 * FAR || go_back(study, n, &then) < 0)
            break;
        check_inside(study, &then, NEAR, &asked, &inside);
        check_inside(study, &then, FAR, &asked, &inside);
    }
    if (asked >= LEAST)
        study->coverage = (struct maybe){ inside / asked, 1 };
}

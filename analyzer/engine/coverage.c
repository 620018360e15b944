/*
 * analyzer/engine/coverage.c - did the 80 % band hold 80 % of this series' own past?
 */
#include "analyzer/engine/study.h"

enum {
    NEAR    = 7,     /* steps ahead at which the band is checked */
    FAR     = 14,
    WEEK    = 7,     /* bins between two origins */
    ORIGINS = 8,
    PATHS   = 200,
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

/* Was the bin `step` ahead of the newest of the first n inside the 80 % band drawn there? */
static void check_inside(struct study *study, size_t n, size_t step, double *asked, double *inside)
{
    static const double band[2] = { 0.1, 0.9 };
    size_t target = study->fat[n - 1] + step;
    double edge[2];

    for (size_t i = n; i < study->fn && study->fat[i] <= target; i++) {
        if (study->fat[i] != target)
            continue;
        passage_fan(study->trial, step, band, 2, edge);
        *asked += 1;
        *inside += study->fy[i] >= edge[0] && study->fy[i] <= edge[1];
    }
}

/*
 * The share of held-out past bins inside the fan's 80 % band, 7 and 14 steps
 * ahead, from up to eight origins a week apart; steps are searched for anew each
 * time, so that nothing is known then that came later.
 */
void study_coverage(struct study *study)
{
    struct passage_options options = { .step_days = study->bins.days, .horizon = FAR,
                                       .paths = PATHS, .seed = STUDY_SEED,
                                       .floor = { 0, study->floored } };
    double asked = 0, inside = 0;

    study->coverage = (struct maybe){ 0, 0 };
    for (size_t origin = 0; origin < ORIGINS; origin++) {
        size_t back = FAR + WEEK * origin, n;
        struct changes then;

        if (study->bins.count < back)
            break;
        n = fitted_before(study, study->bins.count - back);
        if (n < 2 * FAR ||
            change_find(study->ft, study->fy, n, NULL, 0, &study->scratch, &then, NULL) < 0 ||
            passage_simulate(study->trial, study->ft, study->fy, n, &then, &options, NULL) < 0)
            break;
        check_inside(study, n, NEAR, &asked, &inside);
        check_inside(study, n, FAR, &asked, &inside);
    }
    if (asked >= LEAST)
        study->coverage = (struct maybe){ inside / asked, 1 };
}

/*
 * models/seasonal_naive.c - as it was a day, a week, a year ago.
 *
 *     y[n+h] = y[n+h - k m],  k the least for which that is known, m the period
 *
 * Source: Hyndman and Athanasopoulos 2021, section 5.2.
 */
#include <math.h>

#include "models/seasonal.h"

void seasonal_naive(const struct history *history, size_t period, size_t horizon, double *path)
{
    double last = history_last(history);

    for (size_t h = 0; h < horizon; h++) {
        size_t back = (h / period + 1) * period;    /* the least that leads into the history */

        while (back <= history->n + h && isnan(history->y[history->n + h - back]))
            back += period;
        path[h] = back <= history->n + h ? history->y[history->n + h - back] : last;
    }
}

static const char *lacks_day(const struct history *history)
{
    if (history->day < 2)
        return "one sample a day or fewer";
    return history->n < history->day ? "less than a day" : NULL;
}

static const char *lacks_week(const struct history *history)
{
    if (history->week < 2)
        return "one sample a week or fewer";
    return history->n < history->week ? "less than a week" : NULL;
}

static int day_path(const struct history *history, size_t horizon, struct scratch *scratch,
                    double *path, struct figures *figures, struct error *err)
{
    (void)scratch;
    (void)err;
    seasonal_naive(history, history->day, horizon, path);
    figures_add(figures, "samples a day", (double)history->day, 0);
    return 0;
}

static int week_path(const struct history *history, size_t horizon, struct scratch *scratch,
                     double *path, struct figures *figures, struct error *err)
{
    (void)scratch;
    (void)err;
    seasonal_naive(history, history->week, horizon, path);
    figures_add(figures, "samples a week", (double)history->week, 0);
    return 0;
}

extern const struct model model_same_day, model_same_week;

const struct model model_same_day = {
    .name    = "seasonal-naive-day",
    .title   = "As a day ago",
    .formula = "y[n+h] = y[n+h - k m], m samples a day",
    .source  = "Hyndman and Athanasopoulos 2021, section 5.2",
    .least   = 2,
    .lacks   = lacks_day,
    .path    = day_path,
};

const struct model model_same_week = {
    .name    = "seasonal-naive-week",
    .title   = "As a week ago",
    .formula = "y[n+h] = y[n+h - k m], m samples a week",
    .source  = "Hyndman and Athanasopoulos 2021, section 5.2",
    .least   = 2,
    .lacks   = lacks_week,
    .path    = week_path,
};

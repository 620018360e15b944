/*
 * models/calendar.c - a straight trend, what the hour of day adds and what the day of week adds.
 *
 *     y[t] = b0 + b1 t + hour[h(t)] + weekday[w(t)] + e[t],    hour[0] = weekday[0] = 0
 *
 * by least squares. A row of the design has at most four entries that are not zero, so its
 * normal equations are a table of counts and sums, made in one pass.
 *
 * Source: Hyndman and Athanasopoulos 2021, section 7.4 (seasonal dummies).
 */
#include <math.h>
#include <string.h>

#include "models/cholesky.h"
#include "models/model.h"

enum { CONSTANT, TREND, HOURS = TREND + 1, DAY_HOURS_BUT_ONE = 23, WEEKDAYS = HOURS + DAY_HOURS_BUT_ONE,
       TERMS = WEEKDAYS + 6, ROW = 4 };

/* A class that never occurs has no equation; this share of a row keeps the rest solvable and
 * moves no coefficient by more than rounding does. */
static const double anchor = 1e-9;

struct row { size_t at[ROW]; double value[ROW]; size_t count; };

static void put(struct row *row, size_t at, double value)
{
    row->at[row->count] = at;
    row->value[row->count] = value;
    row->count++;
}

/* The hour and weekday of sample t; from the grid where the history does not say. */
static struct row row_of(const struct history *history, size_t t)
{
    size_t hour = 0, weekday = 0;
    struct row row = { .count = 0 };

    if (history->day > 1)
        hour = history->hour ? history->hour[t] : t % history->day * 24 / history->day;
    if (history->week > 1)
        weekday = history->weekday ? history->weekday[t] : t % history->week * 7 / history->week;
    put(&row, CONSTANT, 1);
    put(&row, TREND, ((double)t - (double)(history->n - 1) / 2) / (double)history->n);
    if (hour > 0)
        put(&row, HOURS + hour - 1, 1);
    if (weekday > 0)
        put(&row, WEEKDAYS + weekday - 1, 1);
    return row;
}

static void add_row(const struct row *row, double y, double *gram, double *moment)
{
    for (size_t i = 0; i < row->count; i++) {
        moment[row->at[i]] += row->value[i] * y;
        for (size_t j = 0; j <= i; j++)    /* put() is called in the order of the terms: at[] ascends */
            gram[row->at[i] * TERMS + row->at[j]] += row->value[i] * row->value[j];
    }
}

static int fit(const struct history *history, struct scratch *scratch, double *coef)
{
    double *gram = scratch_take(scratch, (size_t)TERMS * TERMS);

    memset(gram, 0, sizeof *gram * TERMS * TERMS);
    memset(coef, 0, sizeof *coef * TERMS);
    for (size_t t = 0; t < history->n; t++)
        if (!isnan(history->y[t])) {
            struct row row = row_of(history, t);

            add_row(&row, history->y[t], gram, coef);
        }
    for (size_t i = 0; i < TERMS; i++)
        gram[i * TERMS + i] += anchor;
    if (!cholesky_factor(gram, TERMS))
        return 0;
    cholesky_solve(gram, TERMS, coef);
    return 1;
}

static const char *lacks_calendar(const struct history *history)
{
    size_t cycle = history->week > 1 ? history->week : history->day;

    if (cycle < 2)
        return "no cycle of a day or a week";
    return history->n < 2 * cycle ? "less than two weeks" : NULL;
}

static int calendar_path(const struct history *history, size_t horizon, struct scratch *scratch,
                         double *path, struct figures *figures, struct error *err)
{
    size_t mark = scratch_mark(scratch);
    double *coef = scratch_take(scratch, TERMS);
    int solved = fit(history, scratch, coef);

    for (size_t h = 0; h < horizon && solved; h++) {
        struct row row = row_of(history, history->n + h);

        path[h] = 0;
        for (size_t i = 0; i < row.count; i++)
            path[h] += row.value[i] * coef[row.at[i]];
    }
    if (solved)
        figures_add(figures, "slope per day", coef[TREND] / (double)history->n / history->step_days, 1);
    scratch_reset(scratch, mark);
    return solved ? 0 : error_set(err, ERR_NUMERIC, "the calendar regression has no solution");
}

extern const struct model model_calendar;
const struct model model_calendar = {
    .name    = "calendar",
    .title   = "Trend with hours and weekdays",
    .formula = "y = b0 + b1 t + hour + weekday",
    .source  = "Hyndman and Athanasopoulos 2021, section 7.4",
    .least   = 14,
    .lacks   = lacks_calendar,
    .path    = calendar_path,
};

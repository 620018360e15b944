/*
 * analyzer/engine/rivals.c - straight lines, as other tools draw them.
 *
 * predict_linear (Prometheus): least squares over the window, read off at a time
 * ahead: the limit is reached when the line passes it. timeleft (Zabbix): the
 * same line over 7 days of hourly trends, from the line's level now. Both take
 * raw values, not a day's peak, as their users do.
 */
#include "analyzer/engine/rivals.h"

#include <math.h>

#include <gsl/gsl_fit.h>

static const char *const names[FORECASTERS] = {
    "headroom", "line over 6 hours", "line over 7 days", "time-left over 7 days",
    "least squares, all history", "past crossings (climatology)", "past rises as far",
};

const char *forecaster_name(enum forecaster forecaster)
{
    return names[forecaster];
}

/* A line a + b t, t in days before (negative) or after now. */
struct line { double a, b; };

/* When the line is at the limit: 0 already, INFINITY never. */
static double crossing_of(struct line line, double limit)
{
    if (line.a >= limit)
        return 0;
    return line.b > 0 ? (limit - line.a) / line.b : INFINITY;
}

enum { LINE_HOURS = 7 * 24 };

/* Least squares over the hours of the last `days` days before as_of; 1 when there is one. */
static int hours_line(const struct study *study, double days, struct line *out)
{
    const struct hourlies *hours = &study->hours;
    double t[LINE_HOURS + 1], y[LINE_HOURS + 1], c00, c01, c11, sum;
    size_t count = 0;

    for (size_t i = hours->count; i-- > 0 && count <= LINE_HOURS;) {
        double age = (double)(study->as_of - hours->row[i].hour) / (double)DAY_MS;

        if (age < 0)
            continue;
        if (age > days)
            break;
        t[count] = -age;
        y[count++] = hours->row[i].sum / hours->row[i].count;
    }
    return count >= 2 && gsl_fit_linear(t, 1, y, 1, count, &out->a, &out->b, &c00, &c01, &c11,
                                        &sum) == 0 &&
           isfinite(out->a) && isfinite(out->b);
}

/* Least squares over all known bins. */
static int bins_line(const double *y, size_t n, struct line *out)
{
    double t[STUDY_MOST_DAYS + 2], v[STUDY_MOST_DAYS + 2], c00, c01, c11, sum;
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]))
            continue;
        t[count] = (double)i - (double)(n - 1);
        v[count++] = y[i];
    }
    return count >= 2 && gsl_fit_linear(t, 1, v, 1, count, &out->a, &out->b, &c00, &c01, &c11,
                                        &sum) == 0;
}

void rivals_crossing(const struct study *study, const double *y, size_t n, double limit,
                     double out[FORECASTERS])
{
    struct line line;

    for (int f = 0; f < FORECASTERS; f++)
        out[f] = INFINITY;
    if (hours_line(study, 0.25, &line))
        out[FORECASTER_LINE_6H] = crossing_of(line, limit);
    if (hours_line(study, 7, &line)) {
        out[FORECASTER_LINE_7D] = crossing_of(line, limit);
        /* timeleft answers from the newest value where the line is already past it */
        line.a = fmin(line.a, y[n - 1]);
        out[FORECASTER_TIMELEFT_7D] = crossing_of(line, limit);
    }
    if (bins_line(y, n, &line))
        out[FORECASTER_OLS_ALL] = crossing_of(line, limit);
}

/* Does the window of `days` days after bin i reach the limit? */
static int reaches(const double *y, size_t i, int days, double limit)
{
    for (int day = 1; day <= days; day++)
        if (y[i + (size_t)day] >= limit)
            return 1;
    return 0;
}

double rivals_crossings(const double *y, size_t n, double limit, int days)
{
    double windows = 0, crossed = 0;

    for (size_t i = 0; i + (size_t)days < n; i++)
        if (y[i] < limit) {
            windows += 1;
            crossed += reaches(y, i, days, limit);
        }
    return windows > 0 ? crossed / windows : 0;
}

double rivals_rises(const double *y, size_t n, double rise, int days)
{
    double windows = 0, risen = 0;

    for (size_t i = 0; i + (size_t)days < n; i++)
        if (!isnan(y[i])) {
            windows += 1;
            risen += reaches(y, i, days, y[i] + rise);
        }
    return windows > 0 ? risen / windows : 0;
}

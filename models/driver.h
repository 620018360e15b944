/*
 * models/driver.h - what a resource needs for each unit of load or business.
 *
 *     y_t = a + b x_{t-k} + e_t
 *
 * y is the resource, x its driver (requests, users, orders), one value a bin each; b is the
 * marginal cost of a unit and a what is needed without any. Standard errors allow for noise that
 * remembers (hac.h). A fit is only as good as its reasons, so it is refused, in this order, where
 *
 *     TOO_SHORT         there are too few bins that have both
 *     STANDS_STILL      the driver varies by too little to tell what a unit costs
 *     EXPLAINS_NOTHING  the 95 % interval of b holds 0, or b x tells hardly anything of y
 *     DRIFTS            beside b x the resource moves with time by itself: c of
 *                       y = a + b x + c t is significant (95 %) and moved y by more than twice the noise
 *     WANDERS           the residuals may be a random walk, and the changes from bin to bin have nothing
 *                       to do with the driver's: two series that both grow look related though
 *                       they are not (Granger and Newbold 1974, J. Econometrics 2, 111-120)
 *
 * A walk is tested for as Engle and Granger 1987 do (Econometrica 55, 251-276): the t statistic
 * of g in e_t - e_{t-1} = g e_{t-1} + u_t, beside MacKinnon's critical value of 5 % (2010, Queen's
 * Economics Department working paper 1227, table 2, two variables, constant). Noise that remembers
 * for weeks looks like one in a few months, so the changes, y_t - y_{t-1} on x_t - x_{t-1}, are asked, too.
 */
#ifndef MODELS_DRIVER_H
#define MODELS_DRIVER_H

#include <stddef.h>

#include "models/scratch.h"

enum {
    DRIVER_LEAST = 14,     /* bins that have both: two weeks of days */
    DRIVER_LAGS  = 7       /* bins by which demand may follow its driver, at most */
};

enum driver_verdict {
    DRIVER_USABLE,
    DRIVER_TOO_SHORT,
    DRIVER_STANDS_STILL,
    DRIVER_EXPLAINS_NOTHING,
    DRIVER_DRIFTS,
    DRIVER_WANDERS
};

/* All of it is filled but for TOO_SHORT (n alone) and STANDS_STILL (n, lowest, highest). */
struct driver_fit {
    enum driver_verdict verdict;
    size_t n;                       /* bins that have both */
    size_t lag;                     /* k, bins; 0 unless a tenth less is left unexplained with it */
    double cost, cost_error;        /* b, unit of y for each unit of x, and its standard error */
    double cost_low, cost_high;     /* 90 % interval */
    double base, base_error;        /* a, unit of y, and its standard error */
    double covariance;              /* of a and b */
    double r2;                      /* share of the variance of y that b x tells, 0-1 */
    double noise;                   /* standard deviation of e, unit of y */
    double rho;                     /* lag-1 autocorrelation of e */
    double trend, trend_error;      /* c, unit of y a bin, beside the driver; and its standard error */
    double trend_noise;             /* standard deviation left beside driver and trend, unit of y */
    int    trending;                /* the 95 % interval of c excludes 0 */
    double wander, wander_critical; /* t statistic of g; above the critical value it may be a walk */
    double change_cost, change_error; /* b from the changes between neighbouring bins, its standard error */
    int    changes_agree;           /* the 95 % interval of that excludes 0, on the same side as b */
    double width;                   /* bins the errors are taken to remember: S of hac.h */
    double lowest, highest;         /* x that was seen */
};

/* Doubles of scratch for n bins. */
size_t driver_room(size_t n);

/*
 * Fits y[n] to x[n], both on the same grid of bins, NaN where there is none. Cannot fail: what
 * can not be told is a verdict.
 */
void driver_measure(const double *y, const double *x, size_t n, struct scratch *scratch,
                    struct driver_fit *out);

/* What is needed at driver value x, on average, and the standard deviation of one bin about it. */
double driver_demand(const struct driver_fit *fit, double x);
double driver_spread(const struct driver_fit *fit, double x);

/* Why a fit is refused, as the rest of "refused: …"; "" for a usable one. */
const char *driver_verdict_words(enum driver_verdict verdict);

#endif

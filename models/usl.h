/*
 * models/usl.h - how throughput follows load: the universal scalability law.
 *
 *     C(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1))
 *
 * N is the load (requests in service, threads, users), lambda what one of it gets done, sigma the
 * share that must be done one after another (contention), kappa what it costs to keep each
 * consistent with each other (coherency). With kappa there is a peak at N* = sqrt((1 - sigma) / kappa),
 * beyond which more load gets less done; without it throughput levels off at lambda / sigma (Amdahl).
 *
 * Fitted by nonlinear least squares (GSL's trust region, analytic derivatives) with 0 <= sigma,
 * kappa: one that comes out negative is fixed at 0 and the rest fitted anew. Standard errors are those
 * of the linearised fit; of the peak, by the delta method. They take the points to be independent: see
 * usl_widen().
 *
 * The knee is where the line of light load meets the ceiling, N = C_max / lambda (Denning and Buzen
 * 1978, ACM Comput. Surv. 10, 225-261). Data that lie on one side of it alone fit any curve of this
 * family, so a fit is refused where there is no point below or none above it.
 *
 * Source: Gunther 2007, Guerrilla Capacity Planning, chapters 4 and 5 (at least six loads).
 */
#ifndef MODELS_USL_H
#define MODELS_USL_H

#include <stddef.h>

#include "data/base/error.h"
#include "data/finding.h"

enum { USL_LEAST = 6 };      /* different loads */

enum usl_verdict {
    USL_USABLE,
    USL_TOO_FEW,             /* under USL_LEAST different loads */
    USL_UNRELATED,           /* throughput does not follow load on such a curve */
    USL_NO_BEND,             /* throughput still grows with load: the knee lies beyond what was seen */
    USL_NO_FOOT              /* all loads lie above the knee: what light load gets done was not seen */
};

struct usl_fit {
    enum usl_verdict verdict;
    size_t n;
    double lambda, lambda_error;     /* throughput of one unit of load */
    double sigma, sigma_error;
    double kappa, kappa_error;       /* errors are 0 where the value is fixed at 0 */
    double r2;                       /* share of the variance of throughput told, 0-1 */
    double noise;                    /* standard deviation of throughput about the curve */
    double rho;                      /* lag-1 autocorrelation of what is left, points in the order given */
    double lowest, highest;          /* load that was seen */
    double knee;                     /* C_max / lambda; 0 where there is no ceiling */
    /* Unknown where kappa's 95 % interval holds 0: then there may be no peak at all. */
    struct maybe peak, peak_error;   /* N* */
    /* At the peak, else lambda / sigma where sigma's 95 % interval excludes 0. */
    struct maybe most, most_error;   /* highest throughput */
};

/*
 * Fits throughput[n] to load[n] > 0, in order of time. What data can not tell is a verdict;
 * ERR_NOMEM when GSL has no room (its workspace is made for a number of points).
 */
int usl_measure(const double *load, const double *throughput, size_t n, struct usl_fit *out,
                struct error *err);

/* C(N). */
double usl_throughput(const struct usl_fit *fit, double load);

/*
 * The lowest load that gets `throughput` done, on the rising side of the curve; unknown where that is
 * more than the curve reaches.
 */
struct maybe usl_load(const struct usl_fit *fit, double throughput);

/*
 * Widens all standard errors for points that are neighbours in time: n (1 - rho) / (1 + rho) of them
 * are independent (Bayley and Hammersley 1946, J. R. Statist. Soc. B 8, 184-197). Peak and
 * ceiling become unknown where they are not sure any more.
 */
void usl_widen(struct usl_fit *fit);

/* Why a fit is refused, as the rest of "refused: …"; "" for a usable one. */
const char *usl_verdict_words(enum usl_verdict verdict);

#endif

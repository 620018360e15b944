#include "models/usl.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_multifit_nlinear.h>

#include "models/gls.h"

enum { LAMBDA, SIGMA, KAPPA, PARAMETERS };

/* Iterations and relative steps at which the search ends; from its start a handful are needed. */
enum { ITERATIONS_MOST = 200 };
static const double TOLERANCE = 1e-12;

/* Less of the variance than this is no curve but a cloud: half of it is left. */
static const double EXPLAINED_LEAST = 0.5;

/* What one fit works on; values hold the parameters that are fixed. */
struct problem {
    const double *load, *throughput;
    size_t n;
    double value[PARAMETERS];
    int    is_free[PARAMETERS];
    size_t free_count;
    double error[PARAMETERS];                /* of the free ones */
    double covariance[PARAMETERS][PARAMETERS];
    double rss;
};

static double below(const double *value, double load)
{
    return 1 + value[SIGMA] * (load - 1) + value[KAPPA] * load * (load - 1);
}

static void take_values(const struct problem *p, const gsl_vector *x, double *value)
{
    size_t at = 0;

    for (int i = 0; i < PARAMETERS; i++)
        value[i] = p->is_free[i] ? gsl_vector_get(x, at++) : p->value[i];
}

static int residuals(const gsl_vector *x, void *self, gsl_vector *f)
{
    const struct problem *p = self;
    double value[PARAMETERS];

    take_values(p, x, value);
    for (size_t i = 0; i < p->n; i++)
        gsl_vector_set(f, i, value[LAMBDA] * p->load[i] / below(value, p->load[i]) - p->throughput[i]);
    return GSL_SUCCESS;
}

static int derivatives(const gsl_vector *x, void *self, gsl_matrix *jacobian)
{
    const struct problem *p = self;
    double value[PARAMETERS];

    take_values(p, x, value);
    for (size_t i = 0; i < p->n; i++) {
        double load = p->load[i], d = below(value, load), curve = value[LAMBDA] * load / d;
        double by[PARAMETERS] = { load / d, -curve * (load - 1) / d, -curve * load * (load - 1) / d };
        size_t at = 0;

        for (int k = 0; k < PARAMETERS; k++)
            if (p->is_free[k])
                gsl_matrix_set(jacobian, i, at++, by[k]);
    }
    return GSL_SUCCESS;
}

/*
 * A start: N / C is a line in N - 1 and N (N - 1), so ordinary least squares gives the three of
 * them. Needs room for the columns, lent as `cell` [4 n].
 */
static void start_at(struct problem *p, double *cell)
{
    double *n_over_c = cell + PARAMETERS * p->n, beta[PARAMETERS], most = 0;
    struct gls_fit line;
    size_t rows = 0;

    for (size_t i = 0; i < p->n; i++)
        most = fmax(most, p->throughput[i] / p->load[i]);
    for (size_t i = 0; i < p->n; i++)
        rows += p->throughput[i] > 0;
    for (size_t i = 0, row = 0; i < p->n; i++) {
        double load = p->load[i];

        if (p->throughput[i] <= 0)
            continue;
        cell[row] = 1;
        cell[rows + row] = load - 1;
        cell[2 * rows + row] = load * (load - 1);
        n_over_c[row++] = load / p->throughput[i];
    }
    gls_solve(cell, PARAMETERS, n_over_c, rows, &line);
    gls_coefficients(&line, beta);
    p->value[LAMBDA] = beta[0] > 0 ? 1 / beta[0] : most;
    p->value[SIGMA] = beta[0] > 0 ? fmax(beta[1] / beta[0], 0) : 0;
    p->value[KAPPA] = beta[0] > 0 ? fmax(beta[2] / beta[0], 0) : 0;
}

static void read_result(struct problem *p, const gsl_multifit_nlinear_workspace *w, gsl_matrix *covariance)
{
    const gsl_vector *f = gsl_multifit_nlinear_residual(w);
    double variance;
    size_t row = 0;

    take_values(p, gsl_multifit_nlinear_position(w), p->value);
    p->rss = 0;
    for (size_t i = 0; i < p->n; i++)
        p->rss += gsl_vector_get(f, i) * gsl_vector_get(f, i);
    variance = p->rss / (double)(p->n - p->free_count);
    gsl_multifit_nlinear_covar(gsl_multifit_nlinear_jac(w), 0, covariance);
    for (int j = 0; j < PARAMETERS; j++) {
        size_t column = 0;

        for (int k = 0; k < PARAMETERS; k++) {
            int both = p->is_free[j] && p->is_free[k];

            p->covariance[j][k] = both ? variance * gsl_matrix_get(covariance, row, column) : 0;
            column += (size_t)p->is_free[k];
        }
        row += (size_t)p->is_free[j];
        p->error[j] = sqrt(fmax(p->covariance[j][j], 0));
    }
}

/* One search over the free parameters from p->value. */
static int search(struct problem *p, struct error *err)
{
    gsl_multifit_nlinear_parameters how = gsl_multifit_nlinear_default_parameters();
    gsl_multifit_nlinear_fdf what = { .f = residuals, .df = derivatives, .n = p->n, .params = p };
    gsl_multifit_nlinear_workspace *w;
    gsl_matrix *covariance;
    gsl_vector *x;
    int info, rc = 0;

    p->free_count = what.p = 0;
    for (int i = 0; i < PARAMETERS; i++)
        p->free_count += (size_t)p->is_free[i];
    what.p = p->free_count;
    w = gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &how, p->n, what.p);
    covariance = gsl_matrix_alloc(what.p, what.p);
    x = gsl_vector_alloc(what.p);
    if (!w || !covariance || !x) {
        rc = error_set(err, ERR_NOMEM, "no memory to fit %zu points", p->n);
        goto done;
    }
    for (int i = 0, at = 0; i < PARAMETERS; i++)
        if (p->is_free[i])
            gsl_vector_set(x, (size_t)at++, p->value[i]);
    gsl_multifit_nlinear_init(x, &what, w);
    gsl_multifit_nlinear_driver(ITERATIONS_MOST, TOLERANCE, TOLERANCE, TOLERANCE, NULL, NULL, &info, w);
    read_result(p, w, covariance);
done:
    gsl_vector_free(x);
    gsl_matrix_free(covariance);
    gsl_multifit_nlinear_free(w);
    return rc;
}

/* With what comes out negative fixed at 0, the worse of them (by its error) first. */
static int search_bounded(struct problem *p, struct error *err)
{
    int rc;

    for (int i = 0; i < PARAMETERS; i++)
        p->is_free[i] = 1;
    for (;;) {
        int worst = 0;

        rc = search(p, err);
        if (rc < 0)
            return rc;
        for (int i = SIGMA; i < PARAMETERS; i++)
            if (p->value[i] < 0 && (!worst || p->value[i] * p->error[worst] < p->value[worst] * p->error[i]))
                worst = i;
        if (!worst)
            return 0;
        for (int i = SIGMA; i < PARAMETERS; i++)
            p->value[i] = fmax(p->value[i], 0);
        p->is_free[worst] = 0;
    }
}

/* --- what the parameters mean ------------------------------------------------------------ */

static double peak_of(const double *value)
{
    return sqrt(fmax(1 - value[SIGMA], 0) / value[KAPPA]);
}

static double curve_at(const double *value, double load)
{
    return value[LAMBDA] * load / below(value, load);
}

static double most_of(const double *value)
{
    if (value[KAPPA] > 0)
        return curve_at(value, fmax(peak_of(value), 1));
    return value[SIGMA] > 0 ? value[LAMBDA] / value[SIGMA] : INFINITY;
}

/* The error of g(parameters) by the delta method, with differences a millionth of a parameter wide. */
static double delta_error(const struct problem *p, double (*g)(const double *))
{
    double slope[PARAMETERS] = { 0 }, sum = 0;

    for (int i = 0; i < PARAMETERS; i++) {
        double up[PARAMETERS], down[PARAMETERS], step = 1e-6 * p->value[i];

        if (!p->is_free[i] || step <= 0)
            continue;
        for (int k = 0; k < PARAMETERS; k++)
            up[k] = down[k] = p->value[k];
        up[i] += step;
        down[i] -= step;
        slope[i] = (g(up) - g(down)) / (2 * step);
    }
    for (int i = 0; i < PARAMETERS; i++)
        for (int k = 0; k < PARAMETERS; k++)
            sum += slope[i] * slope[k] * p->covariance[i][k];
    return sqrt(fmax(sum, 0));
}

/* The 95 % interval of a parameter excludes 0. */
static int is_sure(double value, double error, double points)
{
    double freedom = fmax(points - PARAMETERS, 1);

    return error > 0 ? value > gsl_cdf_tdist_Pinv(0.975, freedom) * error : value > 0;
}

static void forget_what_is_not_sure(struct usl_fit *fit, double points)
{
    int peaks = is_sure(fit->kappa, fit->kappa_error, points);
    int levels = peaks || is_sure(fit->sigma, fit->sigma_error, points);

    fit->peak.known = fit->peak_error.known = fit->peak.known && peaks;
    fit->most.known = fit->most_error.known = fit->most.known && levels;
}

static void put_ceiling(const struct problem *p, struct usl_fit *out)
{
    double most = most_of(p->value);

    out->knee = isfinite(most) && out->lambda > 0 ? most / out->lambda : 0;
    out->most = (struct maybe){ most, isfinite(most) };
    if (out->most.known)
        out->most_error = (struct maybe){ delta_error(p, most_of), 1 };
    if (out->kappa > 0) {
        out->peak = (struct maybe){ peak_of(p->value), 1 };
        out->peak_error = (struct maybe){ delta_error(p, peak_of), 1 };
    }
    forget_what_is_not_sure(out, (double)out->n);
}

static void put_fit(const struct problem *p, struct usl_fit *out)
{
    double mean = 0, total = 0, across = 0, before = 0;

    out->lambda = p->value[LAMBDA], out->lambda_error = p->error[LAMBDA];
    out->sigma = p->value[SIGMA],   out->sigma_error = p->error[SIGMA];
    out->kappa = p->value[KAPPA],   out->kappa_error = p->error[KAPPA];
    for (size_t i = 0; i < p->n; i++)
        mean += p->throughput[i] / (double)p->n;
    for (size_t i = 0; i < p->n; i++) {
        double left = p->throughput[i] - curve_at(p->value, p->load[i]);

        total += (p->throughput[i] - mean) * (p->throughput[i] - mean);
        across += left * before;
        before = left;
    }
    out->r2 = total > 0 ? fmax(0, 1 - p->rss / total) : 0;
    out->noise = sqrt(p->rss / (double)(p->n - p->free_count));
    out->rho = p->rss > 0 ? across / p->rss : 0;
}

static enum usl_verdict judge(const struct usl_fit *fit)
{
    if (!(fit->lambda > 0) || fit->r2 < EXPLAINED_LEAST)
        return USL_UNRELATED;
    if (!fit->most.known || fit->highest < fit->knee)
        return USL_NO_BEND;
    return fit->lowest > fit->knee ? USL_NO_FOOT : USL_USABLE;
}

/* True when there are fewer than USL_LEAST different loads. */
static int few_loads(const double *load, size_t n)
{
    double seen[USL_LEAST];
    int count = 0;

    for (size_t i = 0; i < n && count < USL_LEAST; i++) {
        int known = 0;

        for (int k = 0; k < count; k++)
            known |= seen[k] == load[i];
        if (!known)
            seen[count++] = load[i];
    }
    return count < USL_LEAST;
}

int usl_measure(const double *load, const double *throughput, size_t n, struct usl_fit *out,
                struct error *err)
{
    struct problem p = { .load = load, .throughput = throughput, .n = n };
    struct usl_fit fit = { .verdict = USL_TOO_FEW, .n = n, .lowest = INFINITY };
    gsl_vector *cell;
    int rc;

    for (size_t i = 0; i < n; i++) {
        fit.lowest = fmin(fit.lowest, load[i]);
        fit.highest = fmax(fit.highest, load[i]);
    }
    *out = fit;
    if (few_loads(load, n))
        return 0;
    cell = gsl_vector_alloc((PARAMETERS + 1) * n);
    if (!cell)
        return error_set(err, ERR_NOMEM, "no memory to fit %zu points", n);
    start_at(&p, cell->data);
    gsl_vector_free(cell);
    rc = search_bounded(&p, err);
    if (rc < 0)
        return rc;
    put_fit(&p, &fit);
    put_ceiling(&p, &fit);
    fit.verdict = judge(&fit);
    *out = fit;
    return 0;
}

double usl_throughput(const struct usl_fit *fit, double load)
{
    const double value[PARAMETERS] = { fit->lambda, fit->sigma, fit->kappa };

    return curve_at(value, load);
}

/* C (1 + s (N - 1) + k N (N - 1)) = l N, the smaller root of k C N^2 + (s C - k C - l) N + C (1 - s) = 0. */
struct maybe usl_load(const struct usl_fit *fit, double throughput)
{
    double a = fit->kappa * throughput;
    double b = (fit->sigma - fit->kappa) * throughput - fit->lambda;
    double c = (1 - fit->sigma) * throughput, inside = b * b - 4 * a * c, load;

    if (throughput < 0 || b >= 0 || inside < 0)
        return (struct maybe){ 0, 0 };
    load = 2 * c / (-b + sqrt(inside));
    return (struct maybe){ load, isfinite(load) };
}

void usl_widen(struct usl_fit *fit)
{
    double rho = fmin(fmax(fit->rho, 0), 0.99);     /* noise that alternates is not trusted to be better */
    double points = (double)fit->n * (1 - rho) / (1 + rho);
    double wider = sqrt((double)fit->n / points);

    fit->lambda_error *= wider;
    fit->sigma_error *= wider;
    fit->kappa_error *= wider;
    fit->peak_error.value *= wider;
    fit->most_error.value *= wider;
    forget_what_is_not_sure(fit, points);
    if (fit->verdict == USL_USABLE || fit->verdict == USL_NO_FOOT)
        fit->verdict = judge(fit);
}

const char *usl_verdict_words(enum usl_verdict verdict)
{
    switch (verdict) {
    case USL_USABLE:    break;
    case USL_TOO_FEW:   return "fewer than six different loads were seen";
    case USL_UNRELATED: return "throughput does not follow load on such a curve";
    case USL_NO_BEND:   return "throughput still grows with load: its knee lies beyond what was seen";
    case USL_NO_FOOT:   return "all loads lie above the knee: what light load gets done was not seen";
    }
    return "";
}

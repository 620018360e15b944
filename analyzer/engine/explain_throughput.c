/* analyzer/engine/explain_throughput.c - how throughput follows load. */
#include "analyzer/engine/explain_page.h"
#include "data/base/text.h"
#include "data/base/unit.h"

static void parameter(struct page *p, const char *name, const char *what, double value, double error)
{
    page_label(p, name);
    if (error > 0)
        buf_addf(p->out, "%.3g, standard error %.2g: %s\n", value, error, what);
    else
        buf_addf(p->out, "0, since less than nothing fitted better: %s\n", what);
}

static void explain_parameters(struct page *p, const struct throughput_curve *curve)
{
    const struct usl_fit *fit = &curve->fit;

    page_label(p, "lambda");
    quantity_text(p->out, fit->lambda, curve->throughput_unit);
    buf_add(p->out, ", standard error ");
    quantity_text(p->out, fit->lambda_error, curve->throughput_unit);
    buf_add(p->out, ": what one unit of load gets done\n");
    parameter(p, "sigma", "the share that must wait for its turn", fit->sigma, fit->sigma_error);
    parameter(p, "kappa", "what it costs that all know of each other", fit->kappa, fit->kappa_error);
    page_label(p, "left over");
    quantity_text(p->out, fit->noise, curve->throughput_unit);
    buf_addf(p->out, " of noise; the curve explains %.0f %% of the variance (lag-1 correlation %.2f%s)\n",
             100 * fit->r2, fit->rho, fit->rho > 0 ? ", which the errors allow for" : "");
}

static void explain_peak(struct page *p, const struct throughput_curve *curve)
{
    const struct usl_fit *fit = &curve->fit;

    page_label(p, "knee");
    quantity_text(p->out, fit->knee, curve->load_unit);
    buf_add(p->out, ": from here on load waits more than it gets done\n");
    page_label(p, "peak");
    if (fit->peak.known) {
        quantity_text(p->out, fit->peak.value, curve->load_unit);
        buf_add(p->out, " = sqrt((1 - sigma) / kappa), standard error ");
        quantity_text(p->out, fit->peak_error.value, curve->load_unit);
        buf_add(p->out, fit->highest < fit->peak.value ? "; beyond what was seen\n"
                                                       : "; more load gets less done\n");
    } else
        buf_add(p->out, "none: kappa may be 0\n");
    page_label(p, "at most");
    quantity_text(p->out, fit->most.value, curve->throughput_unit);
    buf_add(p->out, ", standard error ");
    quantity_text(p->out, fit->most_error.value, curve->throughput_unit);
    buf_add(p->out, fit->peak.known ? "\n" : " = lambda / sigma\n");
}

static void explain_curve(struct page *p, const struct throughput_curve *curve)
{
    const struct usl_fit *fit = &curve->fit;

    page_heading(p, "Throughput by load");
    page_label(p, curve->rule->name);
    text_tty(p->out, curve->throughput->name);
    buf_add(p->out, " by ");
    text_tty(p->out, curve->load->name);
    buf_addc(p->out, '\n');
    page_label(p, "fitted on");
    buf_addf(p->out, "%zu pairs of samples", fit->n);
    if (fit->n) {
        buf_add(p->out, ", ");
        page_date(p, curve->from);
        buf_add(p->out, " to ");
        page_date(p, curve->to);
        buf_add(p->out, ", at loads of ");
        quantity_text(p->out, fit->lowest, curve->load_unit);
        buf_add(p->out, " to ");
        quantity_text(p->out, fit->highest, curve->load_unit);
    }
    buf_addc(p->out, '\n');
    if (fit->verdict != USL_USABLE) {
        page_label(p, "refused");
        buf_addf(p->out, "%s\n", usl_verdict_words(fit->verdict));
    }
    if (fit->verdict == USL_TOO_FEW || fit->verdict == USL_UNRELATED)
        return;
    explain_parameters(p, curve);
    if (fit->verdict == USL_USABLE)
        explain_peak(p, curve);
}

void explain_throughput(struct page *p)
{
    for (size_t i = 0; i < p->what->curve_count; i++)
        explain_curve(p, &p->what->curves[i]);
}

/* analyzer/engine/explain_driver.c - what drives the series, and what follows from that. */
#include <math.h>

#include "analyzer/engine/explain_page.h"
#include "data/base/number.h"
#include "data/base/text.h"
#include "data/base/unit.h"

static void load_quantity(struct page *p, double value)
{
    quantity_text(p->out, value, p->what->drive->unit ? p->what->drive->unit : "");
}

static void interval(struct page *p, double low, double high)
{
    page_quantity(p, low);
    buf_add(p->out, " to ");
    page_quantity(p, high);
}

/* Figures of a fit that could be made, usable or not. */
static void explain_fit(struct page *p)
{
    const struct driver_fit *fit = &p->what->drive->fit;
    int days = p->what->drive->bin_days;

    page_label(p, "a unit costs");
    page_quantity(p, fit->cost);
    buf_add(p->out, "; 90 % interval ");
    interval(p, fit->cost_low, fit->cost_high);
    buf_add(p->out, ", standard error ");
    page_quantity(p, fit->cost_error);
    buf_addf(p->out, " (noise may remember %.0f bins)\n", fit->width);
    page_label(p, "without any");
    page_quantity(p, fit->base);
    buf_add(p->out, ", standard error ");
    page_quantity(p, fit->base_error);
    buf_addc(p->out, '\n');
    page_label(p, "fitted on");
    buf_addf(p->out, "%zu bins that have both", fit->n);
    if (fit->lag)
        buf_addf(p->out, ", the driver %zu day%s earlier", fit->lag * (size_t)days,
                 fit->lag * (size_t)days == 1 ? "" : "s");
    buf_add(p->out, "; it was ");
    load_quantity(p, fit->lowest);
    buf_add(p->out, " to ");
    load_quantity(p, fit->highest);
    buf_addf(p->out, " and explains %.0f %% of the variance; ", 100 * fit->r2);
    page_quantity(p, fit->noise);
    buf_addf(p->out, " of noise is left (lag-1 correlation %.2f)\n", fit->rho);
}

static void explain_residuals(struct page *p)
{
    const struct driver_fit *fit = &p->what->drive->fit;
    double days = p->what->drive->bin_days;

    page_label(p, "besides it");
    page_quantity(p, fit->trend / days);
    buf_add(p->out, " a day of growth that is not the driver's, standard error ");
    page_quantity(p, fit->trend_error / days);
    buf_add(p->out, fit->trending ? ": significant\n" : ": none that is significant\n");
    page_label(p, "by chance?");
    if (fit->wander <= fit->wander_critical)
        buf_addf(p->out, "no: what is left comes back to 0 (t = %.1f, under the critical %.1f)\n", fit->wander,
                 fit->wander_critical);
    else
        buf_addf(p->out, "what is left may wander off (t = %.1f, not under the critical %.1f), %s\n",
                 fit->wander, fit->wander_critical,
                 fit->changes_agree ? "but its changes from bin to bin follow the driver's"
                                    : "and its changes from bin to bin do not follow the driver's");
}

/* The newest bin foretold, with the sum that a pencil can repeat. */
static void explain_sum(struct page *p, size_t step)
{
    const struct drive *drive = p->what->drive;
    struct drive_band band = drive_demand(drive, step, 1, 0);

    page_label(p, "by pencil");
    page_quantity(p, drive->fit.base);
    buf_add(p->out, " + ");
    load_quantity(p, drive->load[step - 1].median);
    buf_add(p->out, " x ");
    page_quantity(p, drive->fit.cost);
    buf_add(p->out, " = ");
    page_quantity(p, band.median);
    buf_addf(p->out, " in %zu days, the last that is foretold; four times in five ",
             step * (size_t)drive->bin_days);
    interval(p, band.low, band.high);
    if (drive->load[step - 1].median > drive->fit.highest)
        buf_add(p->out, "; the driver is then higher than was ever seen, and the line may bend there");
    buf_addc(p->out, '\n');
}

static void explain_demand(struct page *p)
{
    const struct driver_finding *f = &p->finding->driver;

    page_label(p, "expected by");
    buf_addf(p->out, "%s\n", f->planned ? "its plan, on the line between its points"
                                        : "its own forecast");
    for (int i = 0; i < OUTLOOKS; i++) {
        if (!f->at[i].median.known)
            continue;
        buf_addf(p->out, "  %2d days ahead ", outlook_days[i]);
        page_quantity(p, f->at[i].median.value);
        buf_add(p->out, ", four times in five ");
        interval(p, f->at[i].low.value, f->at[i].high.value);
        buf_addc(p->out, '\n');
    }
    explain_sum(p, p->what->drive->steps);
    if (!p->study->threshold_known)
        return;
    page_label(p, "then reached");
    if (f->days_median.known)
        buf_addf(p->out, "in %.0f days", f->days_median.value);
    else
        buf_addf(p->out, "not within %zu days", p->what->drive->steps * (size_t)p->study->bins.days);
    if (f->days_early.known)
        buf_addf(p->out, ", its band from day %.0f on", f->days_early.value);
    buf_add(p->out, " (read off day by day)\n");
}

void explain_driver(struct page *p)
{
    const struct drive *drive = p->what->drive;
    const struct driver_finding *f = &p->finding->driver;

    if (!drive || !drive->rule)
        return;
    page_heading(p, "What drives it");
    page_label(p, drive->rule->name);
    text_tty(p->out, drive->driver ? drive->driver->name : drive->rule->driver);
    if (drive->present.known) {
        buf_add(p->out, ", ");
        load_quantity(p, drive->present.value);
        buf_add(p->out, " on the busiest of its last seven days");
    }
    buf_addc(p->out, '\n');
    if (f->refused[0]) {
        page_label(p, "refused");
        buf_addf(p->out, "%s (%zu bins have both)\n", f->refused, f->bins);
    }
    if (!f->cost.known)
        return;
    explain_fit(p);
    explain_residuals(p);
    if (drive->steps)
        explain_demand(p);
}

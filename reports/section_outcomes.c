/* What would come of each plan, beside the baseline. */
#include "reports/section.h"
#include "reports/whatif.h"

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    (void)options;
    page_paragraph(page, "Every plan is read off the same forecast, so what differs is due to the plan alone. "
                         "Peak: the middle forecast of the busiest day in the week that ends then. Left: what "
                         "may be used of the capacity of that day less the peak; below nothing, so much is missing.");
    whatif_rows(report->whatif, page, "Outcomes of the plans");
}

const struct section section_outcomes = {
    .key = "outcomes", .title = "Outcomes", .label = "Outcomes", .build = build,
};

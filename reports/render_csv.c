/* One row a series, for spreadsheets and scripts. */
#include "reports/renderer.h"

static int render(const struct report *report, const struct render_options *options,
                  struct buf *out, struct error *err)
{
    (void)options;
    return analysis_csv(report->analysis, report->zone, out, err);
}

const struct renderer renderer_csv = {
    .name = "csv", .suffix = "csv", .media = "text/csv; charset=utf-8",
    .summary = "one row a series, safe for spreadsheets", .render = render,
};

/* The analysis as `analyze --format json` gives it, and the report's own part under "report". */
#include "reports/json_write.h"
#include "reports/renderer.h"
#include "reports/section.h"

static void change_json(struct buf *out, const struct change_row *row)
{
    json_put_item(out);
    json_begin(out, '{');
    json_put_text(out, "change", change_kind_name(row->kind));
    json_put_text(out, "series", row->series);
    json_put_text(out, "severity_before", severity_name(row->before));
    json_put_text(out, "severity_after", severity_name(row->after));
    json_put_maybe(out, "days_before", row->days_before);
    json_put_maybe(out, "days_after", row->days_after);
    json_put_text(out, "text", row->words);
    json_end(out, '}');
}

static void track_json(struct buf *out, const struct track *track)
{
    json_put_item(out);
    json_begin(out, '{');
    json_put_text(out, "series", track->series);
    json_put_count(out, "levels_due", track->levels);
    json_put_count(out, "levels_inside", track->inside);
    json_put_count(out, "dates_held", track->dates_held);
    json_put_count(out, "dates_failed", track->dates_failed);
    json_end(out, '}');
}

static void comparison_json(struct buf *out, const struct comparison *past)
{
    if (!past->run) {
        json_put_null(out, "comparison");
        return;
    }
    json_put_key(out, "comparison");
    json_begin(out, '{');
    json_put_count(out, "run", (uint64_t)past->run);
    json_put_time(out, "as_of", past->as_of);
    json_put_key(out, "changes");
    json_begin(out, '[');
    for (size_t i = 0; i < past->row_count; i++)
        change_json(out, &past->rows[i]);
    json_end(out, ']');
    json_put_count(out, "graded", past->graded);
    json_put_count(out, "inside", past->inside);
    json_put_maybe(out, "error_percent", past->error_pct);
    json_put_maybe(out, "bias_percent", past->bias_pct);
    json_put_key(out, "failed");
    json_begin(out, '[');
    for (size_t i = 0; i < past->failed_count; i++)
        track_json(out, &past->failed[i]);
    json_end(out, ']');
    json_end(out, '}');
}

static void quality_json(struct buf *out, const struct report *report)
{
    json_put_key(out, "quality");
    json_begin(out, '[');
    for (size_t i = 0; i < report->quality_count; i++) {
        json_put_item(out);
        json_begin(out, '{');
        json_put_text(out, "severity", severity_name(report->quality[i].severity));
        json_put_text(out, "subject", report->quality[i].subject);
        json_put_text(out, "text", report->quality[i].words);
        json_end(out, '}');
    }
    json_end(out, ']');
}

static void run_json(struct buf *out, const struct run_facts *run)
{
    json_put_key(out, "run");
    json_begin(out, '{');
    if (run->run)
        json_put_count(out, "id", (uint64_t)run->run);
    else
        json_put_null(out, "id");
    json_put_time(out, "generated_at", run->generated_at);
    json_put_text(out, "command", run->command);
    json_put_text(out, "store", run->store);
    json_put_text(out, "store_id", run->store_id);
    json_put_text(out, "version", run->version);
    json_end(out, '}');
}

static int render(const struct report *report, const struct render_options *options,
                  struct buf *out, struct error *err)
{
    (void)options;
    json_begin(out, '{');
    analysis_json_members(report->analysis, report->zone, out);
    json_put_key(out, "report");
    json_begin(out, '{');
    json_put_text(out, "title", report_title(report));
    comparison_json(out, &report->comparison);
    quality_json(out, report);
    run_json(out, &report->run);
    json_end(out, '}');
    json_end(out, '}');
    buf_addc(out, '\n');
    return buf_check(out, "the report", err);
}

const struct renderer renderer_json = {
    .name = "json", .suffix = "json", .media = "application/json",
    .summary = "the analysis, exact, for programs", .render = render,
};

/* tests/unit/report_look.h - a report in a form, and what can be seen of it. */
#ifndef TESTS_UNIT_REPORT_LOOK_H
#define TESTS_UNIT_REPORT_LOOK_H

#include "tests/unit/report_fixture.h"
#include "tests/unit/unit.h"

static inline void render(const char *name, const struct report *report, struct buf *out)
{
    struct render_options options = { .width = 80 };
    struct error err = ERROR_NONE;

    buf_clear(out);
    assert_ok(renderer_find(name)->render(report, &options, out, &err), &err);
}

static inline size_t occurrences(const char *text, const char *part)
{
    size_t count = 0;

    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        count++;
    return count;
}

/* An estate in which every string is evil. */
static inline void make_evil(struct estate *estate, struct resource *row, const char *evil)
{
    *row = resources[0];
    row->source = row->resource = row->metric = row->unit = row->text = row->reason = evil;
    row->labels = "";
    row->code = "OVER_PROVISIONED";
    estate_init(estate, row, 1);
    estate->analysis.findings[0].data.notes = arena_take(&estate->arena, sizeof(char *));
    estate->analysis.findings[0].data.notes[0] = evil;
    estate->analysis.findings[0].data.note_count = 1;
    estate->report.title = evil;
    estate->report.run.command = estate->report.run.store = evil;
    estate->report.images_missing = evil;
}

#endif

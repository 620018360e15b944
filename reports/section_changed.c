/* What is different from the recorded run before, and how that run's forecasts turned out. */
#include "data/base/number.h"
#include "reports/section.h"
#include "reports/words.h"

static void graded(const struct comparison *past, struct page *page)
{
    char share[NUMBER_ROOM], size[NUMBER_ROOM];
    const char *error = "";

    if (!past->graded)
        return;
    if (past->error_pct.known)
        error = page_format(page, " Half of them were off by less than %s %%.",
                            number_short(size, past->error_pct.value, 2));
    page_paragraph(page, page_format(page,
        "Of %zu earlier forecasts whose day has come, %zu (%s %%) fell inside their 80 %% band.%s",
        past->graded, past->inside,
        number_short(share, 100.0 * (double)past->inside / (double)past->graded, 2), error));
}

static const char *days(struct page *page, struct maybe value)
{
    struct buf text;

    if (!value.known)
        return NULL;
    buf_init(&text, 100);
    words_distance(&text, value.value);
    return page_keep(page, &text);
}

static void rows(const struct analysis *analysis, const struct comparison *past,
                 struct page *page)
{
    static const struct column columns[] = {
        { .key = "series", .title = "Resource", .flexible = 1 },
        { .key = "change", .title = "Change" },
        { .key = "before", .title = "Ran out", .spare = 1 },
        { .key = "after", .title = "Runs out now", .spare = 1 },
        { .key = "words", .title = "What happened", .prose = 1 },
    };
    struct findings named = page_findings(page, analysis);
    struct table *table = page_table(page, columns, sizeof columns / sizeof columns[0],
                                     "Changes since the last recorded run");

    for (size_t i = 0; table && i < past->row_count; i++) {
        const struct change_row *row = &past->rows[i];
        const struct finding *f = findings_find(&named, row->series);

        table_series(table, row->series, f ? &f->info.key : NULL);
        table_severity(table, row->kind <= CHANGE_STOPPED ? row->after : SEVERITY_NONE,
                       change_kind_words(row->kind));
        table_text(table, days(page, row->days_before));
        table_text(table, days(page, row->days_after));
        table_text(table, row->words);
    }
}

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    const struct comparison *past = &report->comparison;
    char date[TIME_ROOM];

    (void)options;
    if (!past->run)
        return;
    time_words(date, report->zone, past->as_of);
    if (past->row_count)
        page_paragraph(page, page_format(page, "Compared with run %lld, data as of %s.",
                                         (long long)past->run, date));
    else
        page_paragraph(page, page_format(page, "Nothing of note has changed since run %lld, data "
                                               "as of %s.", (long long)past->run, date));
    if (past->row_count)
        rows(report->analysis, past, page);
    graded(past, page);
}

const struct section section_changed = {
    .key = "changed", .title = "What changed since the last recorded run", .label = "Changes",
    .brief = 1, .build = build,
};

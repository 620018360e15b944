/* Where the data are too thin, too old or too broken to be trusted. */
#include "reports/section.h"
#include "reports/words.h"

enum { QUALITY_ROWS = 100 };

static int doubtful(const struct finding *f)
{
    return f->data.grade == 'D' || f->data.grade == 'C' || words_not_judged(f);
}

static void add_row(struct table *table, const char *name, const struct finding *f,
                    const char *words, struct page *page)
{
    static const struct maybe unknown;

    table_series(table, name, f ? &f->info.key : NULL);
    table_text(table, f ? page_format(page, "%.1s", &f->data.grade) : NULL);
    table_share(table, f && f->data.samples ? (struct maybe){ f->data.coverage, 1 } : unknown);
    table_text(table, words);
}

static const char *notes(struct page *page, const struct finding *f)
{
    struct buf text;

    buf_init(&text, 16 * 1024);
    if (words_not_judged(f) && f->reason)
        buf_add(&text, f->reason);
    for (size_t i = 0; i < f->data.note_count; i++)
        buf_addf(&text, "%s%s", text.used ? " " : "", f->data.notes[i]);
    if (!text.used)
        words_grade(&text, f);
    return page_keep(page, &text);
}

static struct table *new_table(struct page *page)
{
    static const struct column columns[] = {
        { .key = "subject", .title = "Resource or file", .flexible = 1 },
        { .key = "grade", .title = "Grade" },
        { .key = "coverage", .title = "Hours with data", .right = 1, .spare = 1 },
        { .key = "words", .title = "What to know", .prose = 1 },
    };

    return page_table(page, columns, sizeof columns / sizeof columns[0], "Doubts about the data");
}

/* A row where there is room; how many were left out, 0 or 1. */
static size_t offer(struct table *table, const char *name, const struct finding *f, const char *words,
                    struct page *page)
{
    if (table_rows(table) >= QUALITY_ROWS)
        return 1;
    add_row(table, name, f, words, page);
    return 0;
}

/* What the caller says; told[] of the findings it names. */
static size_t reported(const struct report *report, const struct findings *named, char *told, struct table *table,
                       struct page *page)
{
    size_t left = 0;

    for (size_t i = 0; i < report->quality_count; i++) {
        const struct quality_row *row = &report->quality[i];
        const struct finding *f = findings_find(named, row->subject);

        if (f)
            told[f - report->analysis->findings] = 1;
        left += offer(table, row->subject, f, row->words, page);
    }
    return left;
}

/* What has not been said of them already. */
static size_t others(const struct report *report, const char *told, struct table *table, struct page *page)
{
    size_t left = 0;

    for (size_t i = 0; i < report->analysis->count; i++) {
        const struct finding *f = analysis_finding(report->analysis, i);

        if (doubtful(f) && !told[i])
            left += offer(table, f->name, f, notes(page, f), page);
    }
    return left;
}

/* A date is worth no more than those before it. */
static size_t failed(const struct report *report, const struct findings *named, struct table *table,
                     struct page *page)
{
    size_t left = 0;

    for (size_t i = 0; i < report->comparison.failed_count; i++) {
        const struct finding *f = findings_find(named, report->comparison.failed[i].series);

        if (f)
            left += offer(table, f->name, f, page_format(page, "Forecasts have failed: %s.",
                                                         page_track(page, report, f)), page);
    }
    return left;
}

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    size_t before = page->count, left;
    struct findings named = page_findings(page, report->analysis);
    char *told = page_take(page, report->analysis->count + 1);
    struct table *table;

    (void)options;
    if (!told || (!report->analysis->count && !report->quality_count))
        return;
    table = new_table(page);
    if (!table)
        return;
    left = failed(report, &named, table, page);
    left += reported(report, &named, told, table, page);
    left += others(report, told, table, page);
    if (!table_rows(table)) {
        page->count = before;
        page_paragraph(page, "No doubts: every resource has enough recent data for its forecast.");
    }
    if (left)
        page_paragraph(page, page_format(page, "%zu more are in the JSON form.", left));
    if (report->analysis->rejected)
        page_paragraph(page, page_format(page, "%llu rows of the imported files could not be read "
                                               "and were left out.",
                                         (unsigned long long)report->analysis->rejected));
}

const struct section section_quality = {
    .key = "quality", .title = "How good the data are", .label = "Data",
    .build = build,
};

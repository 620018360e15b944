/* Where the data are too thin, too old or too broken to be trusted. */
#include <string.h>

#include "reports/section.h"
#include "reports/words.h"

enum { QUALITY_ROWS = 100 };

static int doubtful(const struct finding *f)
{
    return f->data.grade == 'D' || f->data.grade == 'C' || words_not_judged(f);
}

/* What the caller has said already is not said twice. */
static int is_named(const struct report *report, const char *name)
{
    for (size_t i = 0; i < report->quality_count; i++)
        if (strcmp(report->quality[i].subject, name) == 0)
            return 1;
    return 0;
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
    const char *kept;

    buf_init(&text, 16 * 1024);
    if (words_not_judged(f) && f->reason)
        buf_add(&text, f->reason);
    for (size_t i = 0; i < f->data.note_count; i++)
        buf_addf(&text, "%s%s", text.used ? " " : "", f->data.notes[i]);
    if (!text.used)
        words_grade(&text, f);
    kept = page_format(page, "%s", text.text);
    buf_release(&text);
    return kept;
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

static size_t findings(const struct report *report, struct table *table, struct page *page)
{
    const struct analysis *analysis = report->analysis;
    size_t left = 0;

    for (size_t i = 0; i < analysis->count; i++) {
        const struct finding *f = analysis_finding(analysis, i);

        if (!doubtful(f) || is_named(report, f->name))
            continue;
        if (table_rows(table) >= QUALITY_ROWS) {
            left++;
            continue;
        }
        add_row(table, f->name, f, notes(page, f), page);
    }
    return left;
}

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    size_t before = page->count, left;
    struct table *table;

    (void)options;
    if (!report->analysis->count && !report->quality_count)
        return;
    table = new_table(page);
    if (!table)
        return;
    for (size_t i = 0; i < report->quality_count && i < QUALITY_ROWS; i++)
        add_row(table, report->quality[i].subject,
                analysis_named(report->analysis, report->quality[i].subject),
                report->quality[i].words, page);
    left = report->quality_count - (report->quality_count < QUALITY_ROWS ? report->quality_count
                                                                        : QUALITY_ROWS);
    left += findings(report, table, page);
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

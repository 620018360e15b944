/* Where the data are too thin, too old or too broken to be trusted. */
#include "reports/section.h"
#include "reports/words.h"

enum { QUALITY_ROWS = 100 };

static int doubtful(const struct finding *f)
{
    return f->data.grade == 'D' || f->data.grade == 'C' || f->data.note_count ||
           words_not_judged(f);
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
        const struct finding *f = &analysis->findings[i];

        if (!doubtful(f))
            continue;
        if (table_rows(table) >= QUALITY_ROWS) {
            left++;
            continue;
        }
        table_series(table, f->name, &f->info.key);
        table_text(table, page_format(page, "%.1s", &f->data.grade));
        table_share(table, (struct maybe){ f->data.coverage, f->data.samples > 0 });
        table_text(table, notes(page, f));
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
    for (size_t i = 0; i < report->quality_count; i++) {
        table_text(table, report->quality[i].subject);
        table_none(table);
        table_none(table);
        table_text(table, report->quality[i].words);
    }
    left = findings(report, table, page);
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

/* Which groups can lose what they keep in reserve at their busiest hour: now, and on each forecast date. */
#include "reports/section.h"
#include "reports/words.h"

static const char *reserve(struct page *page, const struct finding *f)
{
    struct buf text;

    if (!(f->group->kept > 0))
        return NULL;
    buf_init(&text, 200);
    if (f->group->reserve)
        buf_addf(&text, "%s: ", f->group->reserve);
    words_quantity(&text, (struct maybe){ f->group->kept, 1 }, f->info.unit);
    return page_keep(page, &text);
}

static void row(const struct finding *f, struct table *table, struct page *page)
{
    table_text(table, page_format(page, "%s/%s", f->group->name, f->info.key.metric));
    table_count(table, f->group->members);
    table_text(table, f->group->largest);
    table_text(table, reserve(page, f));
    table_quantity(table, f->level, f->info.unit);
    table_quantity(table, f->capacity.usable, f->info.unit);
    for (int i = GROUP_NOW; i < OUTLOOKS; i++)
        table_text(table, group_holds(f, i));
}

static void build(const struct report *report, const struct render_options *options, struct page *page)
{
    static const struct column columns[] = {
        { .key = "group", .title = "Group" },
        { .key = "members", .title = "Members", .right = 1 },
        { .key = "largest", .title = "Largest", .spare = 1 },
        { .key = "reserve", .title = "Reserve" },
        { .key = "busiest", .title = "Busiest now", .right = 1 },
        { .key = "usable", .title = "Usable", .right = 1 },
        { .key = "now", .title = "Holds now" },
        { .key = "in_7_days", .title = "In 7 d", .spare = 1 },
        { .key = "in_14_days", .title = "In 14 d", .spare = 1 },
        { .key = "in_30_days", .title = "In 30 d" },
        { .key = "in_90_days", .title = "In 90 d" },
    };
    const struct analysis *analysis = report->analysis;
    struct table *table = NULL;

    (void)options;
    for (size_t i = 0; i < analysis->count; i++) {
        const struct finding *f = analysis_finding(analysis, i);

        if (!f->group)
            continue;
        if (!table) {
            page_paragraph(page, "Can a group lose its reserve in its busiest hour? Usable is what is left of the "
                                 "capacity then. \"Yes\": nine forecast paths in ten stay below it on the busiest day "
                                 "of the week; \"likely\": more than half of them do.");
            table = page_table(page, columns, sizeof columns / sizeof columns[0], "Groups and their reserve");
        }
        if (table)
            row(f, table, page);
    }
}

const struct section section_groups = {
    .key = "groups", .title = "Groups and their reserve", .label = "Groups",
    .build = build,
};

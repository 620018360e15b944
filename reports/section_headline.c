/* The first screen: one sentence, four counts, and how far the data reach. */
#include "data/base/number.h"
#include "reports/section.h"
#include "reports/words.h"

struct standing { size_t critical, warning, unjudged, adequate, decisions; };

static struct standing count(const struct analysis *analysis)
{
    struct standing standing = { 0 };

    for (size_t i = 0; i < analysis->count; i++) {
        const struct finding *f = analysis_finding(analysis, i);

        standing.decisions += (size_t)words_needs_decision(f);
        if (f->severity == SEVERITY_CRITICAL)
            standing.critical++;
        else if (f->severity == SEVERITY_WARNING)
            standing.warning++;
        else if (words_not_judged(f))
            standing.unjudged++;
        else
            standing.adequate++;
    }
    return standing;
}

/* The first decision due after an instant; the analysis' own order breaks ties. NULL when there is none. */
static const struct finding *nearest(const struct analysis *analysis, int64_t after)
{
    const struct finding *first = NULL;

    for (size_t i = 0; i < analysis->count; i++) {
        const struct finding *f = analysis_finding(analysis, i);

        if (words_needs_decision(f) && words_due(f) > after &&
            words_due(f) < (first ? words_due(first) : INT64_MAX))
            first = f;
    }
    return first;
}

/* "build-01 is due now", "build-01 and db-main are", "build-01 and 3 more are" */
static const char *due_now(const struct report *report, const struct finding *first, struct page *page)
{
    const struct finding *second = NULL;
    size_t count = 0;

    for (size_t i = 0; i < report->analysis->count; i++) {
        const struct finding *f = analysis_finding(report->analysis, i);

        if (!words_needs_decision(f) || words_due(f) > f->as_of)
            continue;
        count++;
        if (f != first && !second)
            second = f;
    }
    if (count == 1)
        return page_format(page, "%s is due now", words_title(first));
    if (count == 2)
        return page_format(page, "%s and %s are due now", words_title(first), words_title(second));
    return page_format(page, "%s and %zu more are due now", words_title(first), count - 1);
}

static const char *now_and_next(const struct report *report, const struct finding *first, struct page *page)
{
    const struct finding *next = nearest(report->analysis, first->as_of);
    const char *now = due_now(report, first, page);
    char date[TIME_ROOM];

    if (!next)
        return page_format(page, "%s.", now);
    return page_format(page, "%s, %s by %s.", now, words_title(next),
                       time_words(date, report->zone, words_due(next)));
}

static const char *deadline(const struct report *report, struct page *page)
{
    const struct finding *first = nearest(report->analysis, INT64_MIN);
    char date[TIME_ROOM];
    struct buf distance;

    if (!first)
        return "None of them has a date yet.";
    if (words_due(first) <= first->as_of)
        return now_and_next(report, first, page);
    buf_init(&distance, 100);
    words_distance(&distance, (double)(words_due(first) - first->as_of) / (double)DAY_MS);
    return page_format(page, "The first deadline is %s, %s, for %s.",
                       time_words(date, report->zone, words_due(first)), page_keep(page, &distance),
                       words_title(first));
}

static const char *sentence(const struct report *report, const struct standing *standing,
                            struct page *page)
{
    size_t all = report->analysis->count;

    if (!all)
        return "Nothing has been measured yet.";
    if (standing->decisions)
        return page_format(page, "%zu of %zu resource%s %s a decision. %s", standing->decisions,
                           all, all == 1 ? "" : "s", standing->decisions == 1 ? "needs" : "need",
                           deadline(report, page));
    if (standing->unjudged == all)
        return page_format(page, "%s: the data do not allow it yet.",
                           all == 1 ? "The one resource can not be judged"
                                    : page_format(page, "None of the %zu resources can be judged",
                                                  all));
    return page_format(page, "Nothing has to be decided now. Capacity is adequate for %zu of %zu "
                             "resource%s.", standing->adequate, all, all == 1 ? "" : "s");
}

static void tiles(const struct standing *standing, struct page *page)
{
    struct tile *tile = page_take(page, 4 * sizeof *tile);
    struct block *block = tile ? page_block(page, BLOCK_TILES) : NULL;

    if (!block)
        return;
    tile[0] = (struct tile){ standing->critical, "critical: decide today", SEVERITY_CRITICAL, 0 };
    tile[1] = (struct tile){ standing->warning, "warning: plan now", SEVERITY_WARNING, 0 };
    tile[2] = (struct tile){ standing->unjudged, "not judged: look at the data",
                             SEVERITY_NOTICE, 0 };
    tile[3] = (struct tile){ standing->adequate, "adequate", SEVERITY_NONE, 0 };
    block->tiles = tile;
    block->count = 4;
}

static const char *reach(const struct report *report, struct page *page)
{
    const struct analysis *a = report->analysis;
    char time[TIME_ROOM], share[NUMBER_ROOM];
    const char *coverage = "";

    if (!a->samples)
        return "The store holds no samples. Import an export with 'headroom ingest FILE'.";
    if (a->coverage.known)
        coverage = page_format(page, " Tested on this data's own past, %s %% of what came fell "
                                     "inside the 80 %% band of its forecast.",
                               number_short(share, a->coverage.value * 100, 3));
    return page_format(page, "Data as of %s (%s).%s", time_minute(time, report->zone, a->newest),
                       zone_name(report->zone), coverage);
}

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    struct standing standing = count(report->analysis);
    struct block *block = page_block(page, BLOCK_LEAD);

    (void)options;
    if (block) {
        const char *text = sentence(report, &standing, page);

        block->text = text;
    }
    if (report->analysis->count)
        tiles(&standing, page);
    page_paragraph(page, reach(report, page));
}

const struct section section_headline = {
    .key = "headline", .title = "At a glance", .label = "Summary",
    .brief = 1, .build = build,
};

/* What has to be decided, the nearest deadline first: what, by when, how much, why. */
#include <stdlib.h>

#include "reports/section.h"
#include "reports/words.h"

enum { DECISIONS = 20, FACTS = 7 };

/* The picture of dates reaches this far unless a date lies farther. */
static const double SPAN_DAYS = 90;

struct item { const struct finding *finding; int64_t due; size_t rank; };

static int by_due(const void *a, const void *b)
{
    const struct item *x = a, *y = b;

    if (x->due != y->due)
        return x->due < y->due ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

static struct item *gather(const struct analysis *analysis, struct page *page, size_t *count)
{
    struct item *items = page_take(page, (analysis->count + 1) * sizeof *items);

    *count = 0;
    for (size_t i = 0; items && i < analysis->count; i++) {
        const struct finding *f = analysis_finding(analysis, i);

        if (words_needs_decision(f))
            items[(*count)++] = (struct item){ f, words_due(f), i };
    }
    if (*count)
        qsort(items, *count, sizeof *items, by_due);
    return items;
}

static void add_fact(struct card *card, const char *name, const char *value)
{
    card->facts[card->fact_count++] = (struct fact){ name, value };
}

static const char *odds(struct page *page, const struct exhaustion *e)
{
    struct buf text;
    const char *comma = "";

    buf_init(&text, 400);
    for (int i = 0; i < PROBABILITIES; i++) {
        if (!e->probability[i].known || probability_days[i] == 7 || probability_days[i] == 60)
            continue;
        buf_add(&text, comma);
        words_odds(&text, e->probability[i]);
        buf_addf(&text, " in %d days", probability_days[i]);
        comma = ", ";
    }
    return page_keep(page, &text);
}

static const char *runs_out(const struct report *report, struct page *page, const struct finding *finding)
{
    const char *track = page_track(page, report, finding);
    struct buf text;

    buf_init(&text, 400);
    words_runs_out(&text, finding, page->zone);
    if (track)
        buf_addf(&text, "; %s", track);
    return page_keep(page, &text);
}

static const char *what_to_add(struct page *page, const struct finding *finding,
                               const struct amount *amount)
{
    struct buf text;

    buf_init(&text, 400);
    words_quantity(&text, (struct maybe){ amount->add, 1 }, finding->info.unit);
    buf_add(&text, ", in all ");
    words_quantity(&text, (struct maybe){ amount->new_capacity, 1 }, finding->info.unit);
    if (amount->new_days_median.known) {
        buf_add(&text, "; lasts until ");
        words_date(&text, finding->as_of, amount->new_days_median, page->zone);
    }
    return page_keep(page, &text);
}

static void fill_facts(struct card *card, const struct report *report, const struct finding *f,
                       struct page *page)
{
    card->facts = page_take(page, FACTS * sizeof *card->facts);
    if (!card->facts)
        return;
    add_fact(card, "Now", page_words(page, words_use, f));
    add_fact(card, "Growth", page_words(page, words_growth, f));
    add_fact(card, "Runs out", runs_out(report, page, f));
    if (f->exhaustion.probability[0].known && f->verdict != VERDICT_EXHAUSTED)
        add_fact(card, "Odds", odds(page, &f->exhaustion));
    for (size_t i = 0; i < f->recommendation_count; i++)
        if (f->recommendations[i].amount.known && f->recommendations[i].amount.add > 0) {
            add_fact(card, "Add", what_to_add(page, f, &f->recommendations[i].amount));
            break;
        }
    add_fact(card, "Data", page_words(page, words_grade, f));
}

static void fill_due(struct card *card, const struct finding *f, struct page *page)
{
    int64_t due = words_due(f);
    char date[TIME_ROOM];
    struct buf distance;

    if (due == INT64_MAX)
        return;
    if (due <= f->as_of) {
        card->due = "now";
        return;
    }
    buf_init(&distance, 100);
    words_distance(&distance, (double)(due - f->as_of) / (double)DAY_MS);
    card->due = page_format(page, "%s", time_words(date, page->zone, due));
    card->due_in = page_keep(page, &distance);
}

static void reach(struct span *span, struct maybe days)
{
    if (days.known && days.value > span->days)
        span->days = days.value;
}

static void fill_span(struct card *card, const struct finding *f)
{
    const struct exhaustion *e = &f->exhaustion;
    struct span *span = &card->span;

    if (f->verdict == VERDICT_EXHAUSTED || !e->days_early.known)
        return;
    *span = (struct span){ .early = e->days_early, .median = e->days_median,
                           .late = e->days_late, .days = SPAN_DAYS };
    if (e->has_act_by)
        span->act_by = (struct maybe){ (double)(e->act_by - f->as_of) / (double)DAY_MS, 1 };
    if (span->act_by.known && span->act_by.value < 0)
        span->act_by.value = 0;
    reach(span, e->days_early);
    reach(span, e->days_median);
}

static void fill_reasons(struct card *card, const struct finding *f, struct page *page)
{
    const struct recommendation *first = f->recommendation_count ? f->recommendations : NULL;
    size_t others = f->recommendation_count ? f->recommendation_count - 1 : 0;
    size_t room = 1 + others + (first ? first->because_count : 0);

    card->because = page_take(page, room * sizeof *card->because);
    if (!card->because)
        return;
    if (f->reason && f->reason[0])
        card->because[card->because_count++] = f->reason;
    for (size_t i = 0; first && i < first->because_count; i++)
        card->because[card->because_count++] = first->because[i];
    for (size_t i = 1; i < f->recommendation_count; i++)
        if (f->recommendations[i].severity >= SEVERITY_WARNING)
            card->because[card->because_count++] = f->recommendations[i].text;
}

static void add_card(const struct report *report, const struct finding *f, struct page *page)
{
    struct card *card = page_take(page, sizeof *card);
    struct block *block = card ? page_block(page, BLOCK_CARD) : NULL;

    if (!block)
        return;
    block->card = card;
    card->finding = f;
    card->severity = f->severity;
    card->verdict = verdict_words(f->verdict);
    card->action = f->recommendation_count ? f->recommendations[0].text : f->reason;
    fill_due(card, f, page);
    fill_facts(card, report, f, page);
    fill_reasons(card, f, page);
    fill_span(card, f);
}

static void build(const struct report *report, const struct render_options *options,
                  struct page *page)
{
    size_t most = options->decisions ? options->decisions : DECISIONS, count;
    struct item *items = gather(report->analysis, page, &count);

    if (items && !count && report->analysis->count)
        page_paragraph(page, "No decision is due. Every resource and its date, where it has one, "
                             "stands in the list of all resources.");
    for (size_t i = 0; items && i < count && i < most; i++)
        add_card(report, items[i].finding, page);
    if (count > most)
        page_paragraph(page, page_format(page, "%zu more resources need a decision, with later "
                                               "dates; they lead the list of all resources.",
                                         count - most));
}

const struct section section_decisions = {
    .key = "decisions", .title = "Decisions", .label = "Decisions",
    .brief = 1, .build = build,
};

#include "reports/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "data/price.h"
#include "reports/words.h"

enum { WORDS_MOST = 64 * 1024 };

void page_init(struct page *page, const struct zone *zone)
{
    *page = (struct page){ .zone = zone };
}

void page_release(struct page *page)
{
    arena_release(&page->arena);
    *page = (struct page){ .zone = page->zone };
}

int page_check(const struct page *page, struct error *err)
{
    int failed = page->failed;

    for (size_t i = 0; i < page->count && !failed; i++)
        if (page->blocks[i].table)
            failed = page->blocks[i].table->failed;
    if (page->arena.failed)
        failed = ERR_NOMEM;
    return failed ? error_set(err, failed, "no memory for the report") : 0;
}

void *page_take(struct page *page, size_t size)
{
    void *memory = page->failed ? NULL : arena_take(&page->arena, size);

    if (!memory)
        page->failed = ERR_NOMEM;
    return memory;
}

struct block *page_block(struct page *page, enum block_kind kind)
{
    if (page->count == page->room) {
        size_t room = page->room ? 2 * page->room : 64;
        struct block *blocks = page_take(page, room * sizeof *blocks);

        if (!blocks)
            return NULL;
        if (page->count)
            memcpy(blocks, page->blocks, page->count * sizeof *blocks);
        page->blocks = blocks;
        page->room = room;
    }
    page->blocks[page->count] = (struct block){ .kind = kind };
    return &page->blocks[page->count++];
}

const char *page_keep(struct page *page, struct buf *text)
{
    const char *kept = buf_keep(text, &page->arena);

    return kept ? kept : "";
}

const char *page_money(struct page *page, struct maybe amount, const char *currency)
{
    struct buf text;

    if (!amount.known)
        return NULL;
    buf_init(&text, 100);
    money_text(&text, amount.value, currency);
    return page_keep(page, &text);
}

const char *page_format(struct page *page, const char *format, ...)
{
    va_list args;
    char *text;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    text = length < 0 ? NULL : page_take(page, (size_t)length + 1);
    if (!text)
        return "";
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

void page_section(struct page *page, const char *key, const char *title, const char *label)
{
    struct block *block = page_block(page, BLOCK_SECTION);

    if (!block)
        return;
    block->key = key;
    block->text = title;
    block->label = label;
}

void page_paragraph(struct page *page, const char *text)
{
    struct block *block = page_block(page, BLOCK_PARAGRAPH);

    if (block)
        block->text = text;
}

struct table *page_table(struct page *page, const struct column *columns, size_t count,
                         const char *caption)
{
    struct table *table = page_take(page, sizeof *table);
    struct block *block = table ? page_block(page, BLOCK_TABLE) : NULL;

    if (!block)
        return NULL;
    table_init(table, &page->arena, columns, count, page->zone);
    table->caption = caption;
    block->table = table;
    return table;
}

const char *page_words(struct page *page, void (*words)(struct buf *, const struct finding *),
                       const struct finding *finding)
{
    struct buf text;

    buf_init(&text, WORDS_MOST);
    words(&text, finding);
    if (text.failed)
        page->failed = text.failed;
    return page_keep(page, &text);
}

struct findings page_findings(struct page *page, const struct analysis *analysis)
{
    struct findings named = { NULL, 0 };
    struct error ignored = ERROR_NONE;

    if (!page->failed && findings_by_name(analysis, &page->arena, &named, &ignored) < 0)
        page->failed = ERR_NOMEM;
    return named;
}

const char *page_track(struct page *page, const struct report *report, const struct finding *finding)
{
    const struct track *track = comparison_failed(&report->comparison, finding->name);

    if (!track)
        return NULL;
    if (track->dates_failed)
        return page_format(page, "%zu of %zu earlier dates failed", track->dates_failed,
                           track->dates_failed + track->dates_held);
    return page_format(page, "only %zu of %zu earlier forecasts came within their 80 %% band", track->inside,
                       track->levels);
}

void table_runs_out(struct table *table, const struct finding *finding)
{
    const struct exhaustion *e = &finding->exhaustion;

    if (finding->verdict == VERDICT_EXHAUSTED)
        table_text(table, "full now");
    else if (e->days_median.known)
        table_date(table, words_day_at(finding->as_of, e->days_median.value));
    else
        table_none(table);
}

void table_act_by(struct table *table, const struct finding *finding)
{
    int64_t due = words_due(finding);

    if (due == INT64_MAX)
        table_none(table);
    else if (due <= finding->as_of)
        table_text(table, "now");
    else
        table_date(table, due);
}

#include "analyzer/engine/explain.h"

#include "analyzer/engine/explain_page.h"

void page_write(const struct explanation *what, struct buf *out)
{
    struct page page = { what, what->study, what->finding, out };

    explain_verdict(&page);
    explain_data(&page);
    explain_capacity(&page);
    explain_use(&page);
    explain_steps(&page);
    explain_growth(&page);
    explain_models(&page);
    explain_dates(&page);
    explain_amount(&page);
    explain_driver(&page);
    explain_throughput(&page);
    explain_what_would_change(&page);
}

void explain_write(const struct explanation *what, struct buf *out)
{
    struct buf text;

    buf_init(&text, PAGE_MOST);
    page_write(what, &text);
    page_wrap(text.text, out);
    if (text.failed)
        out->failed = text.failed;
    buf_release(&text);
}

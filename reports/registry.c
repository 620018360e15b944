#include "reports/renderer.h"
#include "reports/section.h"

#include <string.h>

extern const struct renderer renderer_html, renderer_markdown, renderer_text, renderer_json,
    renderer_csv, renderer_ics, renderer_openmetrics;

const struct renderer *const renderers[] = {
    &renderer_html, &renderer_markdown, &renderer_text, &renderer_json,
    &renderer_csv,  &renderer_ics,      &renderer_openmetrics, NULL,
};

extern const struct section section_headline, section_decisions, section_changed, section_overview,
    section_charts, section_peaks, section_oversized, section_quality, section_method;

const struct section *const sections[] = {
    &section_headline, &section_decisions, &section_changed, &section_overview, &section_charts,
    &section_peaks,    &section_oversized, &section_quality, &section_method,   NULL,
};

const struct renderer *renderer_find(const char *name)
{
    for (size_t i = 0; renderers[i]; i++)
        if (strcmp(renderers[i]->name, name) == 0)
            return renderers[i];
    return NULL;
}

void report_page(const struct report *report, const struct render_options *options,
                 int pictures, struct page *page)
{
    for (size_t i = 0; sections[i]; i++) {
        size_t before = page->count;

        if (sections[i]->pictures && !pictures)
            continue;
        page_section(page, sections[i]->key, sections[i]->title, sections[i]->label);
        sections[i]->build(report, options, page);
        if (page->count == before + 1)
            page->count = before;
    }
}

const char *report_title(const struct report *report)
{
    return report->title && report->title[0] ? report->title : "Capacity plan";
}

#include "reports/renderer.h"
#include "reports/section.h"

#include <string.h>

extern const struct renderer renderer_html, renderer_markdown, renderer_text, renderer_json,
    renderer_csv, renderer_mail, renderer_ics, renderer_openmetrics;

const struct renderer *const renderers[] = {
    &renderer_html, &renderer_markdown, &renderer_text, &renderer_json,
    &renderer_csv,  &renderer_mail,     &renderer_ics,  &renderer_openmetrics, NULL,
};

extern const struct section section_headline, section_decisions, section_changed, section_overview,
    section_charts, section_peaks, section_waivers, section_groups, section_bottlenecks, section_oversized,
    section_costs, section_whatif, section_quality, section_method;

const struct section *const sections[] = {
    &section_headline,    &section_decisions, &section_changed, &section_waivers, &section_bottlenecks,
    &section_groups,      &section_overview,  &section_charts,  &section_peaks,   &section_oversized,
    &section_costs,       &section_whatif,    &section_quality, &section_method,  NULL,
};

extern const struct section section_plans, section_outcomes;

const struct section *const whatif_sections[] = {
    &section_plans, &section_outcomes, &section_charts, NULL,
};

static const struct section *const *const section_lists[REPORT_KINDS] = {
    [REPORT_CAPACITY] = sections,
    [REPORT_WHATIF] = whatif_sections,
    [REPORT_CHECKLIST] = checklist_sections,
};

const struct renderer *renderer_find(const char *name)
{
    for (size_t i = 0; renderers[i]; i++)
        if (strcmp(renderers[i]->name, name) == 0)
            return renderers[i];
    return NULL;
}

void report_page(const struct report *report, const struct render_options *options,
                 enum extent extent, struct page *page)
{
    const struct section *const *list = section_lists[report->kind];

    for (size_t i = 0; list[i]; i++) {
        size_t before = page->count;

        if (extent == EXTENT_WORDS ? list[i]->pictures : extent == EXTENT_BRIEF && !list[i]->brief)
            continue;
        page_section(page, list[i]->key, list[i]->title, list[i]->label);
        list[i]->build(report, options, page);
        if (page->count == before + 1)
            page->count = before;
    }
}

const char *report_title(const struct report *report)
{
    return report->title && report->title[0] ? report->title : "Capacity plan";
}

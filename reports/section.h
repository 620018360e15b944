/*
 * reports/section.h - the parts of a report.
 *
 * A section is one file that defines one `const struct section`, and one line in
 * registry.c. It adds blocks to the page; one that adds none does not appear.
 */
#ifndef REPORTS_SECTION_H
#define REPORTS_SECTION_H

#include "reports/page.h"
#include "reports/renderer.h"
#include "reports/report.h"

struct section {
    const char *key;         /* anchor and machine name: "decisions" */
    const char *title;       /* for people */
    const char *label;       /* the same in a word, for a list of contents */
    int         pictures;    /* 1: only for renderers that show pictures */
    int         brief;       /* 1: also in a mail, where the whole is attached */
    void (*build)(const struct report *report, const struct render_options *options,
                  struct page *page);
};

/* In the order of the page, ended by NULL. */
extern const struct section *const sections[];

/* Of a comparison of plans, and of the checklist of one change; both want report->whatif. */
extern const struct section *const whatif_sections[];
extern const struct section *const checklist_sections[];

/* How much of it a renderer shows. */
enum extent { EXTENT_WORDS, EXTENT_PICTURES, EXTENT_BRIEF };    /* brief: with pictures */

/* Builds the sections' blocks; then ask page_check(). */
void report_page(const struct report *report, const struct render_options *options,
                 enum extent extent, struct page *page);

/* "Capacity plan", or what the user called it. */
const char *report_title(const struct report *report);

#endif

/*
 * reports/html.h - the parts of the HTML page; used by render_html.c and its neighbours only.
 *
 * The page is one file that loads nothing: style and script stand in it, the
 * script under a content security policy that names its hash. It works without
 * the script, which only sorts and filters.
 */
#ifndef REPORTS_HTML_H
#define REPORTS_HTML_H

#include <stddef.h>

#include "data/base/buf.h"
#include "data/finding.h"
#include "reports/page.h"
#include "reports/table.h"

extern const char *const html_style[];    /* pieces, ended by NULL */
extern const char html_script[];
extern const char html_script_hash[];    /* base64 of the script's SHA-256 */

/* `<span class="c">text</span>` with the severity's class: mark and colour are the style's. */
const char *html_severity_class(enum severity severity);

/* before, the escaped text, after. */
void html_line(struct buf *out, const char *before, const char *text, const char *after);

void html_card(struct buf *out, const struct card *card, size_t number);

/* The name of a series: its resource, and the rest in small. */
void html_series(struct buf *out, const struct finding *finding);

/* The whole name on one line, cut in its middle where it is absurdly long. */
void html_name(struct buf *out, const struct finding *finding);

/* What a stranger can send must not fill the page: text longer than `most` bytes is cut in its middle. */
void html_cut(struct buf *out, const char *text, size_t most);

/* What the marks in the cards' pictures of dates mean; once, before the first card. */
void html_strip_key(struct buf *out);

/* At most `budget` bytes of rows; says how many are left out. tools: 1 to sort and filter. */
void html_table(struct buf *out, const struct table *table, int tools, size_t budget);

/* A line through the known values, from 0 to the largest, in at most `points` points. */
void html_spark(struct buf *out, const struct maybe *values, size_t count, size_t points);

#endif

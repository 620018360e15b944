/*
 * reports/mail.h - the page that mail programs show; used by render_mail.c and its neighbour only.
 *
 * Tables and inline styles, because they know little else: no script, no style sheet, no
 * picture that is not part of the mail. What would make it larger than MAIL_HTML_MOST is left to
 * the attached page, and said.
 */
#ifndef REPORTS_MAIL_H
#define REPORTS_MAIL_H

#include <stddef.h>

#include "data/base/buf.h"
#include "reports/page.h"
#include "reports/report.h"

enum { MAIL_HTML_MOST = 90000 };    /* bytes; Gmail cuts a page off at 102 kB */

/*
 * Writes the blocks of a page. Its pictures are named cid:chart1.ID, cid:chart2.ID … in the order of the
 * blocks; id is ours.
 */
void mail_html(struct buf *out, const struct report *report, const struct page *page, const char *id);

#endif

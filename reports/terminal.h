/*
 * reports/terminal.h - lines of text of a given width.
 *
 * Widths of characters are known to the C library under a UTF-8 locale only.
 * terminal_begin() gives the calling thread one until terminal_end(); the
 * process' locale, and how numbers are written, stay as they are. Calls nest.
 */
#ifndef REPORTS_TERMINAL_H
#define REPORTS_TERMINAL_H

#include <locale.h>

#include "data/base/buf.h"

struct terminal { locale_t utf8, before; };

void terminal_begin(struct terminal *terminal);
void terminal_end(struct terminal *terminal);

/*
 * Appends text made safe for a terminal, broken at blanks into lines of at most
 * `width` columns. Lines after the first begin with `indent` blanks; the first
 * continues where the line stands, at `column`. Ends with a newline.
 */
void terminal_wrap(struct buf *out, const char *text, unsigned width, unsigned indent,
                   unsigned column);

/* Text cut in its middle, with an ellipsis, to `most` columns: both ends of a name tell it apart. */
void terminal_shorten(struct buf *out, const char *text, size_t most);

#endif

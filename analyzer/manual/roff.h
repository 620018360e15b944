/*
 * analyzer/manual/roff.h - manual pages written straight onto a buffer, in the man(7) macros.
 *
 * Text is any UTF-8 and comes out as it stands, whatever roff would make of its first byte or
 * its backslashes. A line of ours never holds a newline: paragraphs are one source line each.
 */
#ifndef ANALYZER_MANUAL_ROFF_H
#define ANALYZER_MANUAL_ROFF_H

#include "data/base/buf.h"

/* The head of a page: `.TH`, NAME with a summary. */
void roff_page(struct buf *out, const char *name, int section, const char *summary);

void roff_section(struct buf *out, const char *title);       /* NAME, OPTIONS */
void roff_subsection(struct buf *out, const char *title);

/* Begins a paragraph; behind a heading that is done already. */
void roff_begin(struct buf *out);

/* Paragraphs parted by newlines. */
void roff_paragraphs(struct buf *out, const char *text);

/* An item of a list: what it is in bold, an argument in italics or NULL, and under it, indented, its words. */
void roff_item(struct buf *out, const char *bold, const char *italic, const char *words);

/* Lines shown as they are, without filling. */
void roff_lines(struct buf *out, const char *text, size_t length);

/* A piece of text within a line, escaped. */
void roff_text(struct buf *out, const char *text, size_t length);
void roff_bold(struct buf *out, const char *text);

#endif

/*
 * data/base/text.h - text that came from outside, made safe for one sink each.
 *
 * Names and labels are hostile: they may hold quotes, newlines, markup, escape
 * sequences or bytes that are no UTF-8. Each writer below is for one kind of
 * output and is the only way a user's string gets there.
 */
#ifndef DATA_BASE_TEXT_H
#define DATA_BASE_TEXT_H

#include <stddef.h>

#include "data/base/buf.h"

/* Length of the valid UTF-8 sequence at text (1-4), or 0 when it is none. */
size_t utf8_length(const char *text, size_t left);

/* 1 when all bytes are valid UTF-8. */
int utf8_valid(const char *text, size_t length);

/* HTML text and attribute values: & < > " ' escaped, controls and bidi marks shown, bad bytes U+FFFD. */
void text_html(struct buf *out, const char *text);

/* A JSON string with its quotes; bad bytes become U+FFFD. */
void text_json(struct buf *out, const char *text);

/*
 * A CSV cell by RFC 4180, quoted where needed. A leading = + - @ tab or CR gets
 * an apostrophe, so that no spreadsheet takes it for a formula (OWASP).
 */
void text_csv(struct buf *out, const char *text);

/* A label's value in the Prometheus text formats, without its quotes; bad bytes become U+FFFD. */
void text_label(struct buf *out, const char *text);

/* One line for a terminal: controls as \x1b, bidi marks as <U+202E>, bad bytes U+FFFD. */
void text_tty(struct buf *out, const char *text);

/* Markdown inline text: its own marks escaped, no line breaks, no markup. */
void text_markdown(struct buf *out, const char *text);

/*
 * 1 when the whole text matches the glob: * any run, ? any one byte, [abc] and
 * [a-z] a set, \x the byte itself. `/` is an ordinary byte.
 */
int text_glob(const char *pattern, const char *text);

/* Optimal string alignment distance in bytes, for "did you mean"; at most `most` + 1. */
size_t text_distance(const char *a, const char *b, size_t most);

/* The name among names[count] nearest to `word`, or NULL when none is near. */
const char *text_nearest(const char *word, const char *const *names, size_t count);

/* Columns a terminal needs for the text (UTF-8, wide and zero-width characters). */
size_t text_width(const char *text);

#endif

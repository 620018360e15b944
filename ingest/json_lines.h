/*
 * ingest/json_lines.h - the inside of the JSON reader: what JSON Lines allow.
 *
 * Where each document is one line, a line that is broken costs that line alone.
 * The tape is handed out only when the document on it is whole, so nothing of a
 * broken line reaches an importer. Only json_feed.c uses this.
 */
#ifndef INGEST_JSON_LINES_H
#define INGEST_JSON_LINES_H

#include "ingest/json_feed.h"

/*
 * 1 while the document on the tape is not whole, or its last line: what follows a document on
 * its line may make both unreadable. Always 0 for JSON_DOCUMENTS.
 */
int json_line_open(const struct json *json);

/* yajl has taken these bytes: at most one line break, at their end. */
void json_line_fed(struct json *json, const char *at, size_t length);

/* The file has ended behind a whole document, with or without a line break. */
void json_line_ended(struct json *json);

/*
 * yajl stopped at block + start. Counts the line as a reject and goes on with the next:
 * 1, or 0 when the file is not line based, so that nothing can be saved.
 */
int json_broken_line(struct json *json, size_t start, const char *why);

/* Takes bytes up to the end of a line that is not wanted. */
void json_skip_line(struct json *json);

/* The file ended inside a document: 1 when that was one line among whole ones, and noted. */
int json_cut_line(struct json *json);

/* Fails when not one line held a document. */
void json_lines_end(struct json *json);

#endif

/*
 * ingest/json_yajl.h - the inside of the JSON reader: yajl's tokens, and the words it does not
 * take. Only json_feed.c and json_lines.c use this.
 */
#ifndef INGEST_JSON_YAJL_H
#define INGEST_JSON_YAJL_H

#include "ingest/json_feed.h"

/* A yajl without memory of what was before; 0 and failed when there is no memory. */
int json_renew_yajl(struct json *json);

/* The last byte before `at` that is not blank (nth 0), or the one before that (1); '\0': none. */
char json_byte_before(const struct json *json, const char *at, unsigned nth);

/*
 * When NaN or Infinity starts at block + start: takes it, or what the block has of it, as a
 * null, and 1. yajl, which has stopped there, is started anew at the same nesting.
 */
int json_take_literal(struct json *json, size_t start);

/* Takes more of a literal that the last block cut. */
void json_await_literal(struct json *json);

#endif

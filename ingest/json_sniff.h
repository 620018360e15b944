/*
 * ingest/json_sniff.h - which keys the first bytes of a JSON file have, and where.
 */
#ifndef INGEST_JSON_SNIFF_H
#define INGEST_JSON_SNIFF_H

#include <stddef.h>

enum { SNIFF_MOST = 16 };

/*
 * Bit i is set when paths[i] occurs in the beginning of the document(s); `paths` ends with
 * NULL and has at most SNIFF_MOST. A path is "data.result[].values"; "[]" is any element of
 * an array, and "values[]=n" wants a number there (n, s text, b boolean or null, o object,
 * a array). 0 for what does not begin as JSON. Needs no end: the head of a file will do.
 */
unsigned json_sniff(const char *head, size_t length, const char *const *paths);

/* json_sniff() where every path is needed: `sure` when all occur, else 0. */
int json_sniff_all(const char *head, size_t length, const char *const *paths, int sure);

/*
 * The length of what stands before the JSON of a JSONP file: blanks, a comment, a
 * name and "("; 0 when there is no such wrapper.
 */
size_t json_wrapper(const char *head, size_t length);

#endif

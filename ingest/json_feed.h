/*
 * ingest/json_feed.h - the inside of the JSON reader: bytes into tokens.
 *
 * Only json_read.c and json_pairs.c include this. The file is given to yajl in
 * slices, each when the tape is empty. Where a slice ends does not matter to
 * yajl; it is chosen so that the fast scanner of json_pairs.c finds yajl just
 * after the first pair of a long array.
 */
#ifndef INGEST_JSON_FEED_H
#define INGEST_JSON_FEED_H

#include "ingest/json_parser.h"
#include "ingest/json_read.h"
#include "ingest/json_tape.h"

enum { JSON_SLICE = 32 << 10, JSON_KEY_SHOWN = 24 };

/* One level of nesting, for messages and for starting yajl anew in the middle. */
struct json_level {
    char     opened;                  /* '{' or '[' */
    uint64_t index;                   /* values begun in it */
    char     key[JSON_KEY_SHOWN];     /* the member being read, cut */
};

struct json {
    struct input    *in;
    struct intake   *intake;
    enum json_shape  shape;
    struct json_parser parser;
    struct json_tape tape;

    const char *block;                /* the bytes at hand, and how many yajl has had */
    size_t      length, used;
    uint64_t    base;                 /* offset of the block in the file */
    long        lines;                /* line breaks before the block */
    uint64_t    row_start;            /* where the line begins that the block begins in */
    char        before[2];            /* the last bytes before the block that are not blank */
    int         ended;

    unsigned          depth;          /* where yajl is */
    struct json_level level[JSON_DEPTH + 1];
    int               muted;          /* yajl is being brought back to where it was */
    const char       *awaited;        /* the rest of a NaN or Infinity cut by the block's end */
    int               pairs;          /* inside json_pairs(): slices end after one element */
    int               wrapped;        /* JSONP: a ")" ends the file */

    /* JSON_LINES only */
    long     row, first_row;          /* the line at hand, and where the open document began */
    long     document_row;            /* where the document on the tape began */
    int      row_open;                /* the line at hand has begun and not ended */
    int      solid;                   /* the line at hand has had a byte that is not blank */
    int      skipping;                /* the rest of the line at hand is not wanted */
    int      pretty;                  /* a document went over several lines: not line based */
    uint64_t whole, broken;           /* lines that held a document, and that did not */
    struct error first_broken;

    /* what json_read.c has pulled */
    int      pending;                 /* a value was announced and not yet read */
    uint64_t place;                   /* end of the last token read */
    struct buf key;

    int          failed;              /* 0 or an ERR_ code, told in err */
    struct error err;
    struct error said;                /* an importer's, while nobody has checked it */
};

/* Fills the empty tape: 1, or 0 at the end of the file or after a failure. */
int json_feed(struct json *json);

/* Fails at an offset in the file, naming it, its line and where it is inside the document. */
void json_fail_at(struct json *json, int code, uint64_t place, const char *what);

/* Fails for want of memory. */
void json_fail_memory(struct json *json);

/* 1-based line of an offset in the block; for JSON_LINES the line at hand. */
long json_line_of(const struct json *json, uint64_t place);

#endif

/*
 * ingest/mapping_write.h - what was found by looking, as lines of a [mapping] to edit.
 */
#ifndef INGEST_MAPPING_WRITE_H
#define INGEST_MAPPING_WRITE_H

#include "data/base/buf.h"
#include "ingest/mapping.h"
#include "ingest/timetext.h"

/* A line `key = value`. */
void mapping_line(struct buf *out, const char *key, const char *value);

/* A line behind a semicolon: a setting that can be said, or a remark. */
void mapping_remark(struct buf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * A line of a place and what is known of it (name NULL: nothing to add). Parts that the
 * configuration could not hold, such as a comma in a name, are left to be found by looking.
 */
void mapping_place_line(struct buf *out, const char *key, const struct mapping_place *place);

/* 1 when the configuration reads the text back as it is. */
int mapping_can_hold(const char *text);

/* Format, order and zone of times, and what the user said of the whole file. */
void mapping_times(struct buf *out, const struct time_style *style,
                   const struct ingest_options *options);
void mapping_said(struct buf *out, const struct ingest_options *options);

#endif

/*
 * reports/json_write.h - JSON written straight onto a buffer.
 *
 * A key writes its own comma when it is not the first of its object, so that
 * writers read as the lists of members they are. Keys are ours; values go
 * through text_json().
 */
#ifndef REPORTS_JSON_WRITE_H
#define REPORTS_JSON_WRITE_H

#include <stdint.h>

#include "data/base/buf.h"
#include "data/base/clock.h"
#include "data/finding.h"

void json_begin(struct buf *out, char bracket);               /* '{' or '[' */
void json_end(struct buf *out, char bracket);              /* '}' or ']' */

/* `"key":`, behind a comma where the object has members already. */
void json_put_key(struct buf *out, const char *key);
void json_put_item(struct buf *out);                             /* the same for the items of a list */

void json_put_text(struct buf *out, const char *key, const char *text);       /* NULL: null */
void json_put_texts(struct buf *out, const char *key, const char *const *texts, size_t count);
void json_put_number(struct buf *out, const char *key, double value);         /* not finite: null */
void json_put_maybe(struct buf *out, const char *key, struct maybe value);
void json_put_count(struct buf *out, const char *key, uint64_t count);
void json_put_flag(struct buf *out, const char *key, int yes);
void json_put_null(struct buf *out, const char *key);
void json_put_time(struct buf *out, const char *key, int64_t at);
void json_put_date(struct buf *out, const char *key, const struct zone *zone, int64_t at);

/* A list of {"days", "low", "median", "high"}, one for each of outlook_days. */
void json_put_outlooks(struct buf *out, const char *key, const struct outlook at[OUTLOOKS]);

#endif

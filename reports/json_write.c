#include "reports/json_write.h"

#include <math.h>

#include "data/base/number.h"
#include "data/base/text.h"

void json_begin(struct buf *out, char bracket)
{
    buf_addc(out, bracket);
}

void json_end(struct buf *out, char bracket)
{
    buf_addc(out, bracket);
}

void json_put_item(struct buf *out)
{
    char last = out->used ? out->text[out->used - 1] : '{';

    if (last != '{' && last != '[' && last != ':')
        buf_addc(out, ',');
}

void json_put_key(struct buf *out, const char *key)
{
    json_put_item(out);
    buf_addf(out, "\"%s\":", key);
}

void json_put_null(struct buf *out, const char *key)
{
    json_put_key(out, key);
    buf_add(out, "null");
}

void json_put_text(struct buf *out, const char *key, const char *text)
{
    json_put_key(out, key);
    if (text)
        text_json(out, text);
    else
        buf_add(out, "null");
}

void json_put_texts(struct buf *out, const char *key, const char *const *texts, size_t count)
{
    json_put_key(out, key);
    json_begin(out, '[');
    for (size_t i = 0; i < count; i++) {
        json_put_item(out);
        text_json(out, texts[i]);
    }
    json_end(out, ']');
}

void json_put_number(struct buf *out, const char *key, double value)
{
    char number[NUMBER_ROOM];

    json_put_key(out, key);
    buf_add(out, isfinite(value) ? number_exact(number, value) : "null");
}

void json_put_maybe(struct buf *out, const char *key, struct maybe value)
{
    json_put_number(out, key, value.known ? value.value : (double)NAN);
}

void json_put_count(struct buf *out, const char *key, uint64_t count)
{
    json_put_key(out, key);
    buf_addf(out, "%llu", (unsigned long long)count);
}

void json_put_flag(struct buf *out, const char *key, int yes)
{
    json_put_key(out, key);
    buf_add(out, yes ? "true" : "false");
}

void json_put_time(struct buf *out, const char *key, int64_t at)
{
    char time[TIME_ROOM];

    json_put_key(out, key);
    buf_addf(out, "\"%s\"", time_iso(time, at));
}

void json_put_date(struct buf *out, const char *key, const struct zone *zone, int64_t at)
{
    char date[TIME_ROOM];

    json_put_key(out, key);
    buf_addf(out, "\"%s\"", time_date(date, zone, at));
}

void json_put_outlooks(struct buf *out, const char *key, const struct outlook at[OUTLOOKS])
{
    json_put_key(out, key);
    json_begin(out, '[');
    for (int i = 0; i < OUTLOOKS; i++) {
        json_put_item(out);
        json_begin(out, '{');
        json_put_count(out, "days", (uint64_t)outlook_days[i]);
        json_put_maybe(out, "low", at[i].low);
        json_put_maybe(out, "median", at[i].median);
        json_put_maybe(out, "high", at[i].high);
        json_end(out, '}');
    }
    json_end(out, ']');
}

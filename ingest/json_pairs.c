#include "ingest/json_pairs.h"

#include <math.h>
#include <string.h>

#include "data/base/number_scan.h"
#include "ingest/json_feed.h"

/*
 * The scanner looks at no byte later than this after the start of a pair: six runs of blanks
 * of up to BLANKS_MOST, a time and a value of up to NUMBER_SCAN_MOST each, and brackets.
 */
enum { BLANKS_MOST = 24, PAIR_MOST = 320 };

/* What data/intake.h takes: 1990-01-01 and 2200-01-01. */
static const int64_t first_ms = INT64_C(631152000000), last_ms = INT64_C(7258118400000);

static int time_allowed(int64_t ms)
{
    return ms >= first_ms && ms <= last_ms;
}

int json_epoch(const char *text, size_t length, enum pair_clock clock, int64_t *out)
{
    double scale = clock == PAIR_SECONDS ? 1000 : 1, value;

    if (number_parse(text, length, &value) != NUMBER_OK || !(fabs(value * scale) < 1e15))
        return 0;
    *out = (int64_t)llround(value * scale);
    return time_allowed(*out);
}

/* --- through yajl ------------------------------------------------------------ */

struct pair {
    int64_t at;
    double  value;
    enum number_kind kind;
    int     time_ok;
    int     elements;
};

static void read_side(struct json *json, int is_time, enum pair_clock clock, struct pair *pair)
{
    size_t length = 0;
    const char *text;

    if (!is_time) {
        pair->kind = json_number(json, &pair->value);
        return;
    }
    text = json_text(json, &length);
    pair->time_ok = text && json_epoch(text, length, clock, &pair->at);
}

static struct pair read_pair(struct json *json, enum pair_order order, enum pair_clock clock)
{
    struct pair pair = { .kind = NUMBER_BAD };

    if (!json_array(json))
        return pair;
    for (; json_element(json); pair.elements++)
        if (pair.elements < 2)
            read_side(json, (pair.elements == 0) == (order == PAIR_TIME_FIRST), clock, &pair);
    return pair;
}

void json_pair(struct json *json, enum pair_order order, enum pair_clock clock, struct pairs *out)
{
    struct pair pair = read_pair(json, order, clock);

    if (json->failed)
        return;
    if (pair.elements != 2)
        json_check(json, intake_reject(json->intake, json_line(json), "", json_err(json),
                                       "not a pair of time and value"));
    else if (pair.kind == NUMBER_MISSING)
        intake_missing(json->intake, 1);
    else if (pair.kind == NUMBER_INFINITE)
        intake_infinite(json->intake, 1);
    else if (pair.kind == NUMBER_BAD)
        json_check(json, intake_reject(json->intake, json_line(json), "value", json_err(json),
                                       "not a number"));
    else if (!pair.time_ok)
        json_check(json, intake_reject(json->intake, json_line(json), "time", json_err(json),
                                       "not a time between 1990 and 2200"));
    else {
        out->at[out->count] = pair.at;
        out->value[out->count++] = pair.value;
    }
}

/* --- straight from the block --------------------------------------------------- */

static inline const char *skip_blanks(const char *p)
{
    const char *start = p;

    while ((*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t') && p - start < BLANKS_MOST)
        p++;
    return p;
}

static inline const char *expect(const char *p, char byte)
{
    p = skip_blanks(p);
    return *p == byte ? p + 1 : NULL;
}

static inline const char *scan_value(const char *p, double *out)
{
    p = skip_blanks(p);
    if (*p != '"')
        return number_scan(p, out);
    p = number_scan(p + 1, out);
    return p && *p == '"' ? p + 1 : NULL;
}

/* Whole seconds or milliseconds, the seconds with at most three decimals. */
static inline const char *scan_time(const char *p, enum pair_clock clock, int64_t *out)
{
    uint64_t whole = 0, part = 0;
    const char *end;

    p = skip_blanks(p);
    end = number_digits(p, &whole);
    if (end - p < 9 || end - p > 13 || *p == '0')
        return NULL;
    if (clock == PAIR_SECONDS) {
        whole *= 1000;
        if (*end == '.') {
            static const uint64_t scale[] = { 0, 100, 10, 1 };

            p = end + 1;
            end = number_digits(p, &part);
            if (end == p || end - p > 3)
                return NULL;
            whole += part * scale[end - p];
        }
    } else if (end[0] == '.' && end[1] == '0') {
        end += 2;
    }
    *out = (int64_t)whole;
    return time_allowed(*out) ? end : NULL;
}

/* One ",[a,b]"; NULL, and nothing taken, where it is not plain. */
static inline const char *scan_pair(const char *p, enum pair_order order, enum pair_clock clock,
                                    int64_t *at, double *value)
{
    if (!(p = expect(p, ',')) || !(p = expect(p, '[')))
        return NULL;
    p = order == PAIR_TIME_FIRST ? scan_time(p, clock, at) : scan_value(p, value);
    if (!p || !(p = expect(p, ',')))
        return NULL;
    p = order == PAIR_TIME_FIRST ? scan_value(p, value) : scan_time(p, clock, at);
    return p ? expect(p, ']') : NULL;
}

static inline void scan_all(struct json *json, enum pair_order order, enum pair_clock clock,
                            struct pairs *out)
{
    const char *p = json->block + json->used, *last = json->block + json->length - PAIR_MOST, *next;
    size_t count = out->count, before = count;

    while (count < PAIRS_ROOM && p < last &&
           (next = scan_pair(p, order, clock, &out->at[count], &out->value[count])) != NULL) {
        p = next;
        count++;
    }
    out->count = count;
    json->level[json->depth].index += count - before;
    json->used = (size_t)(p - json->block);
}

/* yajl stands behind an element, nothing of it is left on the tape. */
static void scan(struct json *json, enum pair_order order, enum pair_clock clock,
                 struct pairs *out)
{
    if (json->shape == JSON_LINES || json->length < json->used + PAIR_MOST ||
        json->tape.next < json->tape.count || json->awaited || json->ended ||
        json->failed)
        return;
    if (order == PAIR_VALUE_FIRST)
        scan_all(json, PAIR_VALUE_FIRST, clock, out);
    else if (clock == PAIR_SECONDS)
        scan_all(json, PAIR_TIME_FIRST, PAIR_SECONDS, out);
    else
        scan_all(json, PAIR_TIME_FIRST, PAIR_MILLISECONDS, out);
}

int json_pairs(struct json *json, enum pair_order order, enum pair_clock clock, struct pairs *out)
{
    int more = 1;

    out->count = 0;
    json->pairs++;
    while (out->count < PAIRS_ROOM && (more = json_element(json)) != 0) {
        json_pair(json, order, clock, out);
        if (out->count < PAIRS_ROOM)
            scan(json, order, clock, out);
    }
    json->pairs--;
    return more;
}

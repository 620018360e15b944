#include "data/store/rollup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/clock.h"
#include "data/store/decimal.h"

/* Sums of whole numbers below 2^51: room for more of them than an hour has ms. */
__extension__ typedef __int128 wide;

void hourlies_release(struct hourlies *hourlies)
{
    free(hourlies->row);
    *hourlies = (struct hourlies){ 0 };
}

int hourlies_reserve(struct hourlies *out, size_t count, struct error *err)
{
    size_t room = out->room ? out->room : 256;
    struct hourly *row;

    if (count <= out->room)
        return 0;
    while (room < count)
        room *= 2;
    row = realloc(out->row, room * sizeof *row);
    if (!row)
        return error_set(err, ERR_NOMEM, "no memory for %zu hours", count);
    out->row = row;
    out->room = room;
    return 0;
}

int hourly_equal(const struct hourly *a, const struct hourly *b)
{
    return a->hour == b->hour && a->count == b->count &&
           memcmp(&a->sum, &b->sum, sizeof a->sum) == 0 &&
           memcmp(&a->min, &b->min, sizeof a->min) == 0 &&
           memcmp(&a->max, &b->max, sizeof a->max) == 0 &&
           memcmp(&a->p95, &b->p95, sizeof a->p95) == 0 &&
           memcmp(&a->last, &b->last, sizeof a->last) == 0;
}

int64_t hour_of(int64_t at)
{
    int64_t rest = at % HOUR_MS;

    return at - (rest < 0 ? rest + HOUR_MS : rest);
}

/* --- sums --------------------------------------------------------------------- */

static double plain_sum(const double *value, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += value[i];
    return sum;
}

/* sum / 10^scale in lowest terms; false where that needs more than 53 bits. */
static int decimal_sum(wide sum, int scale, double *out)
{
    const wide most = (wide)1 << 53;

    while (scale > 0 && sum % 10 == 0) {
        sum /= 10;
        scale--;
    }
    if (sum < -most || sum > most)
        return 0;
    *out = (double)sum / number_power[scale];
    return 1;
}

/* The scale that all values share and the sum of their whole numbers. */
static int common_sum(const double *value, size_t count, wide *sum)
{
    int scale = 0;

    for (size_t i = 0; i < count; i++) {
        scale = decimal_scale(value[i], scale);
        if (scale == DECIMAL_NONE)
            return scale;
    }
    *sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(fabs(value[i] * number_power[scale]) < 0x1p51))
            return DECIMAL_NONE;
        *sum += llrint(value[i] * number_power[scale]);
    }
    return scale;
}

static double exact_sum(const double *value, size_t count)
{
    double out;
    wide sum;
    int scale = common_sum(value, count, &sum);

    if (scale != DECIMAL_NONE && decimal_sum(sum, scale, &out))
        return out;
    return plain_sum(value, count);
}

/*
 * The whole numbers of a stretch of values, kept from hour to hour: the values of
 * most hours share a scale with those before and behind them.
 */
struct scaled {
    size_t  from, until;      /* which values number[] stands for */
    int     scale;
    int64_t number[DECIMAL_BLOCK];
};

static double hour_sum(struct scaled *scaled, const double *value, size_t from, size_t until,
                       size_t count)
{
    int64_t sum = 0;
    double out;

    if (until - from > DECIMAL_BLOCK)
        return exact_sum(value + from, until - from);
    if (from < scaled->from || until > scaled->until) {
        scaled->from = from;
        scaled->until = count - from < DECIMAL_BLOCK ? count : from + DECIMAL_BLOCK;
        scaled->scale = decimal_block(value + from, scaled->until - from, scaled->number);
    }
    if (scaled->scale == DECIMAL_NONE)
        return exact_sum(value + from, until - from);
    for (size_t i = from; i < until; i++)
        sum += scaled->number[i - scaled->from];    /* at most 128 of 51 bits */
    if (decimal_sum(sum, scaled->scale, &out))
        return out;
    return plain_sum(value + from, until - from);
}

/* --- the 95 % quantile ---------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

enum { TOP = 16 };

/* The k-th largest (1 to TOP) by keeping the k largest seen, smallest first. */
static double kth_largest(const double *value, size_t count, size_t k)
{
    double top[TOP];
    size_t held = 0;

    for (size_t i = 0; i < count; i++) {
        size_t place;

        if (held == k && !(value[i] > top[0]))
            continue;
        place = held < k ? held++ : k - 1;
        if (held == k && place == k - 1 && i >= k)
            memmove(top, top + 1, (k - 1) * sizeof *top);
        while (place > 0 && top[place - 1] > value[i]) {
            top[place] = top[place - 1];
            place--;
        }
        top[place] = value[i];
    }
    return top[0];
}

static int quantile95(const double *value, size_t count, double *out, struct error *err)
{
    size_t rank = (95 * count + 99) / 100;
    double *sorted;

    if (count - rank < TOP) {
        *out = kth_largest(value, count, count - rank + 1);
        return 0;
    }
    sorted = malloc(count * sizeof *sorted);
    if (!sorted)
        return error_set(err, ERR_NOMEM, "no memory for a quantile");
    memcpy(sorted, value, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_size);
    *out = sorted[rank - 1];
    free(sorted);
    return 0;
}

/* --- hours ----------------------------------------------------------------------- */

static int make_hour(struct scaled *scaled, int64_t hour, const double *value, size_t from,
                     size_t until, size_t count, struct hourly *row, struct error *err)
{
    double min = value[from], max = value[from];

    for (size_t i = from + 1; i < until; i++) {
        min = value[i] < min ? value[i] : min;
        max = value[i] > max ? value[i] : max;
    }
    *row = (struct hourly){ .hour = hour, .count = (uint32_t)(until - from), .min = min, .max = max,
                            .p95 = max, .last = value[until - 1],
                            .sum = hour_sum(scaled, value, from, until, count) };
    if (until - from < 20)    /* ceil(0.95 n) = n */
        return 0;
    return quantile95(value + from, until - from, &row->p95, err);
}

int rollup_make(const int64_t *at, const double *value, size_t count, struct hourlies *out,
                struct error *err)
{
    struct scaled scaled = { 0 };
    size_t from = 0;

    while (from < count) {
        int64_t hour = hour_of(at[from]);
        size_t until = from + 1;
        int rc;

        while (until < count && at[until] < hour + HOUR_MS)
            until++;
        rc = hourlies_reserve(out, out->count + 1, err);
        if (rc == 0)
            rc = make_hour(&scaled, hour, value, from, until, count, &out->row[out->count], err);
        if (rc < 0)
            return rc;
        out->count++;
        from = until;
    }
    return 0;
}

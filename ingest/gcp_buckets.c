/*
 * Bucket i holds the values from bound i - 1 up to bound i; bucket 0 those below bound 0, the
 * last those from the last bound on. In the bucket where the count reaches q n:
 *
 *     x = low + (high - low) (q n - below) / in bucket
 *
 * as Cloud Monitoring's own ALIGN_PERCENTILE and Prometheus' histogram_quantile() have it.
 */
#include "ingest/gcp_buckets.h"

#include <math.h>

static size_t bound_count(const struct buckets *b)
{
    return b->form == BUCKETS_EXPLICIT ? b->bounds : b->form == BUCKETS_NONE ? 0 : b->finite + 1;
}

static double bound(const struct buckets *b, size_t i)
{
    switch (b->form) {
    case BUCKETS_LINEAR:      return b->offset + b->width * (double)i;
    case BUCKETS_EXPONENTIAL: return b->scale * pow(b->growth, (double)i);
    case BUCKETS_EXPLICIT:    return b->bound[i];
    case BUCKETS_NONE:        break;
    }
    return 0;
}

/* Where bucket i begins and ends; an open end is at its bound, or at the range when told. */
static void ends(const struct buckets *b, size_t i, double *low, double *high)
{
    size_t bounds = bound_count(b), last = bounds - 1;

    *low = i > 0 ? bound(b, i - 1 < last ? i - 1 : last) : bound(b, 0);
    *high = i <= last ? bound(b, i) : bound(b, last);
    if (b->has_range) {
        if (i == 0 || b->least > *low)
            *low = b->least;
        if (i > last || b->most < *high)
            *high = b->most;
    }
    if (*high < *low)
        *high = *low;
}

int buckets_quantile(const struct buckets *b, double q, double *out)
{
    double total = 0, below = 0, low, high;

    for (size_t i = 0; i < b->counts; i++)
        total += b->count[i];
    if (!(total > 0) || bound_count(b) == 0)
        return 0;
    for (size_t i = 0; i < b->counts; i++) {
        if (b->count[i] > 0 && below + b->count[i] >= q * total) {
            ends(b, i, &low, &high);
            *out = low + (high - low) * (q * total - below) / b->count[i];
            return isfinite(*out);
        }
        below += b->count[i];
    }
    return 0;
}

/*
 * ingest/gcp_buckets.h - a distribution of Cloud Monitoring and its quantiles.
 *
 * https://cloud.google.com/monitoring/api/ref_v3/rest/v3/TypedValue#Distribution
 */
#ifndef INGEST_GCP_BUCKETS_H
#define INGEST_GCP_BUCKETS_H

#include <stddef.h>

enum { BUCKETS_MOST = 400 };    /* the API allows 200 */

enum bucket_form { BUCKETS_NONE, BUCKETS_LINEAR, BUCKETS_EXPONENTIAL, BUCKETS_EXPLICIT };

struct buckets {
    enum bucket_form form;
    size_t finite;                   /* linear, exponential: buckets between the two open ones */
    double offset, width;            /* linear: bound i is offset + width i */
    double growth, scale;            /* exponential: bound i is scale growth^i */
    double bound[BUCKETS_MOST];      /* explicit */
    size_t bounds;
    double count[BUCKETS_MOST];      /* from the open bucket below the first bound on */
    size_t counts;                   /* trailing empty ones are left out */
    double least, most;              /* of the values, where has_range */
    int    has_range;
};

/*
 * The value below which the share q of all values lies, 0 < q < 1, taking them as
 * evenly spread within their bucket. The open buckets end at the range of the values where
 * that is told, else at their bound. 1 and *out, or 0 when there is no count.
 */
int buckets_quantile(const struct buckets *buckets, double q, double *out);

#endif

/*
 * data/price.h - what capacity costs, by the config's [price NAME].
 *
 * Money is a bare number with the currency as the user wrote it; amounts of different currencies are never
 * added. A month is 30.4375 days.
 */
#ifndef DATA_PRICE_H
#define DATA_PRICE_H

#include <stddef.h>

#include "data/base/buf.h"

#define MONTH_DAYS  30.4375    /* 365.25 / 12 */
#define MONTH_HOURS (24 * MONTH_DAYS)

struct price_rule {
    const char        *name;
    const char *const *series;       /* [series_count] globs */
    size_t             series_count;
    double             price;        /* of `per` and month */
    double             per;          /* in the unit of the series; 0: one, or of a share all that is there */
    double             outage;       /* of a day at the limit; 0: not said */
    const char        *currency;     /* NULL: not said */
};

/* The last rule that matches the name, or NULL. */
const struct price_rule *price_find(const struct price_rule *rules, size_t count, const char *series);

/* Price of one unit of the series and month; full: what a share is full at (100 for %), else 0. */
double price_of_unit(const struct price_rule *rule, double full);

/* "12.50 EUR", "1340 EUR": whole from a hundred on. */
void money_text(struct buf *out, double amount, const char *currency);

#endif

#include "data/price.h"

#include <math.h>

#include "data/base/text.h"

const struct price_rule *price_find(const struct price_rule *rules, size_t count, const char *series)
{
    while (count-- > 0)
        for (size_t i = 0; i < rules[count].series_count; i++)
            if (text_glob(rules[count].series[i], series))
                return &rules[count];
    return NULL;
}

double price_of_unit(const struct price_rule *rule, double full)
{
    double per = rule->per > 0 ? rule->per : full > 0 ? full : 1;

    return rule->price / per;
}

void money_text(struct buf *out, double amount, const char *currency)
{
    buf_addf(out, "%.*f", fabs(amount) < 99.995 ? 2 : 0, amount);
    if (currency && currency[0])
        buf_addf(out, " %s", currency);
}

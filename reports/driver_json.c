#include "reports/driver_json.h"

#include "reports/json_write.h"

void driver_json(struct buf *out, const struct driver_finding *driver)
{
    if (!driver->name) {
        json_put_null(out, "driver");
        return;
    }
    json_put_key(out, "driver");
    json_begin(out, '{');
    json_put_text(out, "name", driver->name);
    json_put_text(out, "series", driver->series[0] ? driver->series : NULL);
    json_put_text(out, "unit", driver->unit);
    json_put_text(out, "refused", driver->refused[0] ? driver->refused : NULL);
    json_put_count(out, "bins", driver->bins);
    json_put_maybe(out, "cost", driver->cost);
    json_put_maybe(out, "cost_error", driver->cost_error);
    json_put_maybe(out, "cost_low", driver->cost_low);
    json_put_maybe(out, "cost_high", driver->cost_high);
    json_put_maybe(out, "base", driver->base);
    json_put_maybe(out, "explained", driver->explained);
    json_put_maybe(out, "lag_days", driver->lag_days);
    json_put_maybe(out, "trend_per_day", driver->trend_per_day);
    json_put_flag(out, "trending", driver->trending);
    json_put_text(out, "expected_by", driver->refused[0] ? NULL : driver->planned ? "plan" : "forecast");
    json_put_outlooks(out, "at", driver->at);
    json_put_maybe(out, "days_early", driver->days_early);
    json_put_maybe(out, "days_median", driver->days_median);
    json_put_maybe(out, "days_late", driver->days_late);
    json_end(out, '}');
}

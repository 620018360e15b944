/* analyzer/manual/json_rows_questions.c - forecasts, back-tests, sizes, policies, what-ifs and the gate. */
#include "analyzer/manual/json.h"

const struct json_row keys_forecast[] = {
    { 0, "series", "objects", "by name" },
    { 1, "name", "text", "SOURCE/RESOURCE/METRIC{labels}" },
    { 1, "unit", "text", "of every value" },
    { 1, "model", "text", "what it was forecast by" },
    { 1, "step_seconds", "count", "distance of two rows" },
    { 1, "forecast", "objects", "the first is one step after the newest sample" },
    { 2, "time", "time", "the end of the step" },
    { 2, "*", "number", "mean, and q0.05 and the like: the quantiles asked for" },
    { 0, NULL, NULL, NULL },
};

#define BACKTEST_BELOW(depth)                                                                    \
    { depth, "origins", "count", "past days it was forecast from" },                             \
    { depth, "bands", "objects", "how often the bands held" },                                   \
    { depth + 1, "days", "count", "ahead" },                                                     \
    { depth + 1, "answers", "count", "forecasts that could be graded" },                         \
    { depth + 1, "coverage_80", "number?", "share inside the 80 % band" },                       \
    { depth + 1, "coverage_95", "number?", "share inside the 95 % band" },                       \
    { depth + 1, "mase", "number?", "mean absolute scaled error" },                              \
    { depth + 1, "interval_score", "number?", "of the 80 % band, scaled likewise" },             \
    { depth, "odds", "objects", "what the probabilities were worth" },                           \
    { depth + 1, "days", "count", "ahead" },                                                     \
    { depth + 1, "answers", "count", "limits asked about" },                                     \
    { depth + 1, "reached", "number?", "share that was reached" },                               \
    { depth + 1, "forecasters", "objects", "headroom and the rules it is compared with" },       \
    { depth + 2, "name", "text", "whose" },                                                      \
    { depth + 2, "brier", "number?", "Brier score: 0 is best" },                                 \
    { depth + 2, "log_score", "number?", "logarithmic score: 0 is best" },                       \
    { depth + 1, "reliability", "objects", "by fifths of the probability" },                     \
    { depth + 2, "answers", "count", "in this fifth" },                                          \
    { depth + 2, "foretold", "number?", "mean probability" },                                    \
    { depth + 2, "came_true", "number?", "share that was reached" },                             \
    { depth, "dates", "object", "how far off the dates were" },                                  \
    { depth + 1, "answers", "count", "dates that could be graded" },                             \
    { depth + 1, "coverage_80", "number?", "share between early and late" },                     \
    { depth + 1, "error_days", "number?", "mean absolute error" },                               \
    { depth + 1, "bias_days", "number?", "mean error; positive is too late" },                   \
    { depth + 1, "log_ratio", "number?", "mean logarithm of foretold over actual days" }

const struct json_row keys_backtest[] = {
    { 0, "total", "object", "of all series together" },
    BACKTEST_BELOW(1),
    { 0, "series", "objects", "by name" },
    { 1, "name", "text", "SOURCE/RESOURCE/METRIC{labels}" },
    BACKTEST_BELOW(1),
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_size[] = {
    { 0, "kind", "text", "capacity, pool, scaler or throughput" },
    { 0, "sizes", "objects", "by name" },
    { 1, "series", "text", "SOURCE/RESOURCE/METRIC{labels}" },
    { 1, "as_of", "time", "from which it looks" },
    { 1, "rows", "objects", "settings, and the numbers behind them" },
    { 2, "key", "text", "pool_size, …" },
    { 2, "title", "text", "in words" },
    { 2, "unit", "text", "of both numbers" },
    { 2, "setting", "flag", "whether it is something to set" },
    { 2, "now", "any?", "as it is; a date where it is one" },
    { 2, "recommended", "any?", "as it should be" },
    { 2, "because", "text?", "why" },
    { 1, "notes", "objects", "what to beware of" },
    { 2, "severity", "text", "critical, warning, notice or info" },
    { 2, "code", "text", "DATABASE_IS_LIMIT, …" },
    { 2, "text", "text", "in words" },
    { 0, NULL, NULL, NULL },
};

#define SCORE_BELOW(depth)                                                                  \
    { depth, "hours", "number", "replayed" },                                               \
    { depth, "under_share", "number?", "share of the time with too little" },               \
    { depth, "under_depth", "number?", "mean share of the demand not met then" },           \
    { depth, "under_worst", "number?", "the largest such share" },                          \
    { depth, "unmet_unit_hours", "number", "not served" },                                  \
    { depth, "over_share", "number?", "share of the time with more than needed" },          \
    { depth, "surplus_unit_hours", "number", "not needed" },                                \
    { depth, "unit_hours", "number", "paid for" },                                          \
    { depth, "cost", "number?", "at that price" },                                          \
    { depth, "changes_per_day", "number?", "scaling actions" },                             \
    { depth, "flaps_per_day", "number?", "actions that the next one took back" },           \
    { depth, "fewest", "number", "units" },                                                 \
    { depth, "most", "number", "units" }

const struct json_row keys_simulate[] = {
    { 0, "series", "text", "whose demand" },
    { 0, "as_of", "time", "where the forecast begins" },
    { 0, "unit_capacity", "number", "what one unit carries" },
    { 0, "unit", "text", "of the demand" },
    { 0, "price_per_unit_hour", "number?", "as given, or by a [price]" },
    { 0, "runs", "objects", "one for each policy and course" },
    { 1, "series", "text", "the same" },
    { 1, "course", "text", "recorded, or a forecast" },
    { 1, "policy", "text", "its name" },
    { 1, "settings", "text", "in words" },
    SCORE_BELOW(1),
    { 1, "first_unmet", "time?", "when too little was there first" },
    { 1, "worst_hour", "time?", "of most unmet demand" },
    { 1, "worst_hour_unmet", "number", "unit hours not met in it" },
    { 0, "paths", "count", "that demand may take, each replayed by itself" },
    { 0, "odds", "objects", "of each policy, then of a fixed number of units" },
    { 1, "policy", "text", "its name" },
    { 1, "unmet_7_days", "number?", "share of the paths on which demand is not met once within 7 days" },
    { 1, "unmet_14_days", "number?", "the same within 14 days" },
    { 1, "unmet_28_days", "number?", "the same within 28 days" },
    { 1, "days_median", "number?", "days until then, on half of the paths" },
    { 1, "under_share_low", "number?", "share of the time with too little: one path in ten is below" },
    { 1, "under_share_median", "number?", "half of the paths are below" },
    { 1, "under_share_high", "number?", "nine in ten are below" },
    { 0, "tried?", "count", "policies tried by --search" },
    { 0, "front?", "objects", "those that none beats in both cost and shortage" },
    { 1, "policy", "text", "its kind" },
    { 1, "settings", "text", "in words" },
    { 1, "recommended", "flag", "the one proposed" },
    { 1, "proof_under_share", "number?", "on the days kept back" },
    { 1, "proof_unit_hours", "number", "on the days kept back" },
    SCORE_BELOW(1),
    { 0, "reasons?", "texts", "why that one" },
    { 0, "notes", "texts", "what to beware of" },
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_whatif[] = {
    { 0, "as_of", "time", "from which it looks" },
    { 0, "timezone", "text", "in which days are counted" },
    { 0, "plans", "objects", "baseline first" },
    { 1, "name", "text", "of the scenario" },
    { 1, "note", "text?", "what it is" },
    { 1, "assumptions", "texts", "as understood" },
    { 0, "series", "objects", "the most urgent first" },
    { 1, "name", "text", "SOURCE/RESOURCE/METRIC{labels}" },
    { 1, "unit", "text", "of its values" },
    { 1, "capacity", "number?", "how much there is now" },
    { 1, "outcomes", "objects", "one for each plan" },
    { 2, "plan", "text", "which" },
    { 2, "applies", "flag", "whether it is about this series" },
    { 2, "left_out", "texts", "assumptions that could not be laid over it, and why" },
    { 2, "verdict", "text", "as in headroom.analysis/1" },
    { 2, "days_early", "number?", "10 % quantile of the day the limit is reached" },
    { 2, "days_median", "number?", "50 % quantile" },
    { 2, "days_late", "number?", "90 % quantile" },
    { 2, "date_early", "date?", "the same as a day" },
    { 2, "date_median", "date?", "the same as a day" },
    { 2, "date_late", "date?", "the same as a day" },
    { 2, "difference_days", "number?", "median later than that of the baseline" },
    { 2, "probability", "map", "of running out, by days" },
    { 3, "*", "number?", "between 0 and 1" },
    { 2, "act_by", "date?", "the early date less the lead time" },
    { 2, "action_required", "flag", "whether it is due before the next review" },
    { 2, "growth_per_day", "number?", "in the unit of the series" },
    { 2, "at", "objects", "some days ahead" },
    { 3, "days", "count", "from as_of" },
    { 3, "peak_low", "number?", "one path in ten is below" },
    { 3, "peak_median", "number?", "half of the paths are below" },
    { 3, "peak_high", "number?", "one path in ten is above" },
    { 3, "usable", "number?", "capacity then" },
    { 3, "headroom", "number?", "usable less the median" },
    { 3, "headroom_percent", "number?", "of the capacity" },
    { 2, "action", "object", "what to do" },
    { 3, "severity", "text", "critical, warning, notice or info" },
    { 3, "text", "text", "in words" },
    { 3, "add", "number?", "to buy" },
    { 3, "new_capacity", "number?", "there is then" },
    { 2, "cost", "object?", "by a [price] of the config" },
    COST_BELOW(3),
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_check[] = {
    { 0, "state", "text", "OK, WARNING, CRITICAL or UNKNOWN" },
    { 0, "code", "count", "the exit status, 0 to 3" },
    { 0, "as_of", "time", "from which it looks" },
    { 0, "within_days", "number", "--within" },
    { 0, "probability", "number?", "--probability" },
    { 0, "mode", "text?", "full, reduced, minimal or emergency" },
    { 0, "pressure_percent", "number?", "the highest use" },
    { 0, "days_left", "number?", "the fewest" },
    { 0, "counts", "map", "series by state, exhausted and waived" },
    { 1, "*", "count", "how many" },
    { 0, "series", "objects", "what was judged" },
    { 1, "name", "text", "SOURCE/RESOURCE/METRIC{labels}" },
    { 1, "state", "text", "what counts" },
    { 1, "without_waivers", "text", "what would count" },
    { 1, "why", "text", "which rule decided" },
    { 1, "verdict", "text", "as in headroom.analysis/1" },
    { 1, "reason", "text", "in words" },
    { 1, "days_median", "number?", "until it runs out" },
    { 1, "probability", "number?", "of running out within" },
    { 1, "pressure_percent", "number?", "its use" },
    { 1, "waiver", "text?", "that is in force" },
    { 1, "waiver_ended", "text?", "that is no longer" },
    { 0, "waivers", "objects", "in force" },
    { 1, "name", "text", "of the [waiver]" },
    { 1, "reason", "text", "why" },
    { 1, "owner", "text?", "who asked for it" },
    { 1, "until", "time", "its end" },
    { 1, "days_left", "number", "until then" },
    { 1, "series", "count", "silenced" },
    { 0, NULL, NULL, NULL },
};

const struct json_row keys_explain[] = {
    { 0, "series", "text", "SOURCE/RESOURCE/METRIC{labels}" },
    { 0, "parts", "objects", "of the explanation, in its order" },
    { 1, "title", "text?", "null for the verdict at the top" },
    { 1, "lines", "objects", "what it says" },
    { 2, "label", "text?", "null where a line goes on from the one before" },
    { 2, "text", "text", "in words" },
    { 0, NULL, NULL, NULL },
};

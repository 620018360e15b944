#include "analyzer/config/settings.h"

#include "analyzer/config/scaling.h"
#include "data/series.h"

static const char *kind_choice(size_t index)
{
    return index <= SERIES_DELTA ? series_kind_name((enum series_kind)index) : NULL;
}

static const char *statistic_choice(size_t index)
{
    return index <= STATISTIC_DAILY_MEAN ? statistic_name((enum statistic)index) : NULL;
}

static const char *const directions[] = { "rising", "falling", NULL };

#define AT(type, member) .at = offsetof(struct type, member)

const struct option database_settings[] = {
    { .name = "path", .kind = OPTION_TEXT, AT(general, path), .argument = "FILE",
      .help = "the store; a relative path counts from the working folder" },
    { .name = NULL },
};

const struct option general_settings[] = {
    { .name = "timezone", .kind = OPTION_TEXT, AT(general, timezone), .argument = "ZONE",
      .help = "IANA zone in which hours, days and weeks are counted" },
    { .name = "jobs", .kind = OPTION_COUNT, AT(general, jobs), .argument = "N",
      .least = 1, .most = 1024, .help = "threads; all processors unless said" },
    { .name = "lock_wait", .kind = OPTION_DURATION, AT(general, lock_wait_ms),
      .argument = "DURATION", .help = "how long to wait for another run that writes" },
    { .name = "memory", .kind = OPTION_AMOUNT, AT(general, memory), .argument = "QUANTITY",
      .help = "what ingest keeps of samples before it stores them; 128MiB unless said" },
    { .name = NULL },
};

const struct option policy_settings[] = {
    { .name = "exhaustion", .kind = OPTION_PERCENT, AT(policy, exhaustion_pct), .argument = "PERCENT",
      .least = 1, .most = 100, .help = "share of the capacity that is usable" },
    { .name = "reserve", .kind = OPTION_AMOUNT, AT(policy, reserve), .argument = "QUANTITY",
      .help = "kept free besides, in the unit of the series" },
    { .name = "warning", .kind = OPTION_PERCENT, AT(policy, warning_pct), .argument = "PERCENT",
      .least = 0, .most = 100, .help = "a peak above this is worth a warning" },
    { .name = "growth_warning", .kind = OPTION_NUMBER, AT(policy, growth_warning),
      .argument = "POINTS", .least = 0, .most = 100,
      .help = "growth worth a warning, in percentage points of the capacity a day" },
    { .name = "idle", .kind = OPTION_PERCENT, AT(policy, idle_pct), .argument = "PERCENT",
      .least = 0, .most = 100, .help = "95th percentile below which it is over-provisioned" },
    { .name = "pressure_medium", .kind = OPTION_PERCENT, AT(policy, pressure_pct[0]),
      .argument = "PERCENT", .least = 0, .most = 100, .help = "MEDIUM pressure from here" },
    { .name = "pressure_high", .kind = OPTION_PERCENT, AT(policy, pressure_pct[1]),
      .argument = "PERCENT", .least = 0, .most = 100, .help = "HIGH pressure from here" },
    { .name = "pressure_critical", .kind = OPTION_PERCENT, AT(policy, pressure_pct[2]),
      .argument = "PERCENT", .least = 0, .most = 100, .help = "CRITICAL pressure from here" },
    { .name = "target", .kind = OPTION_PERCENT, AT(policy, target_pct), .argument = "PERCENT",
      .least = 1, .most = 100, .help = "utilisation that new capacity is sized for" },
    { .name = "action_probability", .kind = OPTION_NUMBER, AT(policy, action_probability),
      .argument = "P", .least = 0.01, .most = 0.99,
      .help = "probability of running out that demands action" },
    { .name = "validity", .kind = OPTION_NUMBER, AT(policy, validity), .argument = "SHARE",
      .least = 0, .most = 1, .help = "share of a day's samples that must be there" },
    { .name = "lead_time", .kind = OPTION_DURATION, AT(policy, lead_time_ms),
      .argument = "DURATION", .help = "from the decision until the capacity is in force" },
    { .name = "review", .kind = OPTION_DURATION, AT(policy, review_ms), .argument = "DURATION",
      .help = "time between planning reviews" },
    { .name = "life", .kind = OPTION_DURATION, AT(policy, life_ms), .argument = "DURATION",
      .help = "how long bought capacity should last" },
    { .name = "horizon", .kind = OPTION_DURATION, AT(policy, horizon_ms), .argument = "DURATION",
      .help = "never look further ahead" },
    { .name = "stale", .kind = OPTION_DURATION, AT(policy, stale_ms), .argument = "DURATION",
      .help = "data older than twice its cadence and this is stale" },
    { .name = NULL },
};

const struct option rule_settings[] = {
    { .name = "series", .kind = OPTION_LIST, AT(rule_section, series), .argument = "GLOB",
      .help = "the series it holds for; the line may stand more than once" },
    { .name = "unit", .kind = OPTION_TEXT, AT(rule, unit), .argument = "UNIT",
      .help = "what the numbers are, where the export does not say" },
    { .name = "kind", .kind = OPTION_CHOICE, AT(rule, kind), .argument = "KIND",
      .choice = kind_choice, .help = "what the numbers mean" },
    { .name = "capacity", .kind = OPTION_AMOUNT, AT(rule, capacity), .argument = "QUANTITY",
      .help = "total capacity, in the unit of the series" },
    { .name = "statistic", .kind = OPTION_CHOICE, AT(rule, statistic), .argument = "NAME",
      .choice = statistic_choice, .help = "how one value a day is made" },
    { .name = "direction", .kind = OPTION_CHOICE, AT(rule, direction), .argument = "DIRECTION",
      .choices = directions, .help = "which way the trouble lies; free space is falling" },
    { .name = "purchase", .kind = OPTION_AMOUNT, AT(rule, purchase), .argument = "QUANTITY",
      .help = "the least that can be bought; amounts are rounded up to it" },
    { .name = "retention", .kind = OPTION_DURATION, AT(rule, retention_ms), .argument = "DURATION",
      .help = "how long data are kept now; what-ifs of another time go by it" },
    { .name = "calendar", .kind = OPTION_TEXT, AT(rule, calendar), .argument = "NAME",
      .help = "analyse its business hours alone; the [calendar] without a name is 'default'" },
    { .name = "size", .kind = OPTION_AMOUNT, AT(rule, size), .argument = "QUANTITY",
      .help = "what stands behind 100 %: members of a group count by it, alike unless said" },
    { .name = "owner", .kind = OPTION_TEXT, AT(rule, owner), .argument = "TEXT",
      .help = "who decides about this capacity" },
    { .name = NULL },
};

const struct option pair_settings[] = {
    { .name = "used", .kind = OPTION_TEXT, AT(pair_rule, used), .argument = "GLOB",
      .help = "the series that are used" },
    { .name = "capacity", .kind = OPTION_TEXT, AT(pair_rule, capacity), .argument = "GLOB",
      .help = "the series that are their capacity; each * stands for the same text" },
    { .name = NULL },
};

const struct option driver_settings[] = {
    { .name = "series", .kind = OPTION_TEXT, AT(driver_rule, series), .argument = "GLOB",
      .help = "the resources whose demand follows it" },
    { .name = "driver", .kind = OPTION_TEXT, AT(driver_rule, driver), .argument = "GLOB",
      .help = "the load or business series: each * stands for the same text, or a selector of one" },
    { .name = "plan", .kind = OPTION_TEXT, AT(driver_rule, plan), .argument = "GLOB",
      .help = "what is expected of it; unless said, its own samples later than the analysis" },
    { .name = NULL },
};

const struct option throughput_settings[] = {
    { .name = "load", .kind = OPTION_TEXT, AT(throughput_rule, load), .argument = "GLOB",
      .help = "requests in service, threads, users" },
    { .name = "throughput", .kind = OPTION_TEXT, AT(throughput_rule, throughput), .argument = "GLOB",
      .help = "what they get done: each * stands for the same text, or a selector of one" },
    { .name = NULL },
};

static const char *const headers[] = { "auto", "yes", "no", NULL };
static const char *const decimals[] = { "auto", "point", "comma", NULL };
static const char *const date_orders[] = { "auto", "dmy", "mdy", NULL };
static const char *const folds[] = { "order", "first", "second", "error", NULL };

const struct option mapping_settings[] = {
    { .name = "separator", .kind = OPTION_TEXT, AT(mapping, separator), .argument = "CHARACTER",
      .help = "between cells: comma, semicolon, tab, pipe, space, or the character itself" },
    { .name = "quote", .kind = OPTION_TEXT, AT(mapping, quote), .argument = "CHARACTER",
      .help = "around cells; \" unless said, or none" },
    { .name = "comment", .kind = OPTION_TEXT, AT(mapping, comment), .argument = "CHARACTER",
      .help = "begins lines that are no rows; # unless said, or none" },
    { .name = "skip", .kind = OPTION_COUNT, AT(mapping, skip), .argument = "LINES", .least = 0,
      .most = 100000, .help = "lines before the table" },
    { .name = "header", .kind = OPTION_CHOICE, AT(mapping, header), .argument = "WHETHER",
      .choices = headers, .help = "whether a row names the columns" },
    { .name = "decimal", .kind = OPTION_CHOICE, AT(mapping, decimal), .argument = "MARK",
      .choices = decimals, .help = "the decimal mark" },
    { .name = "records", .kind = OPTION_TEXT, AT(mapping, records), .argument = "PATH",
      .help = "where in JSON the records are: data.items[].points[]" },
    { .name = "time", .kind = OPTION_TEXT, AT(mapping, time), .argument = "PLACE",
      .help = "the time" },
    { .name = "time_of_day", .kind = OPTION_TEXT, AT(mapping, time_of_day), .argument = "PLACE",
      .help = "the time of day, where the time is a date" },
    { .name = "time_format", .kind = OPTION_TEXT, AT(mapping, time_format), .argument = "FORMAT",
      .help = "s, ms, us, ns, excel, or a pattern: %d.%m.%Y %H:%M" },
    { .name = "timezone", .kind = OPTION_TEXT, AT(mapping, timezone), .argument = "ZONE",
      .help = "IANA zone of times without an offset" },
    { .name = "date_order", .kind = OPTION_CHOICE, AT(mapping, date_order), .argument = "ORDER",
      .choices = date_orders, .help = "how 01/02/2026 is meant" },
    { .name = "fold", .kind = OPTION_CHOICE, AT(mapping, fold), .argument = "WHICH",
      .choices = folds, .help = "which hour a time without offset means when clocks go back" },
    { .name = "value", .kind = OPTION_LIST, AT(mapping_section, line), .argument = "PLACE",
      .help = "numbers, one line a place; * is every other column of numbers" },
    { .name = "unit", .kind = OPTION_TEXT, AT(mapping, unit), .argument = "UNIT",
      .help = "what the numbers are" },
    { .name = "scale", .kind = OPTION_NUMBER, AT(mapping, scale), .argument = "FACTOR",
      .help = "numbers times this are in the unit" },
    { .name = "kind", .kind = OPTION_CHOICE, AT(mapping, kind), .argument = "KIND",
      .choice = kind_choice, .help = "what the numbers mean" },
    { .name = "unit_from", .kind = OPTION_TEXT, AT(mapping, unit_from), .argument = "PLACE",
      .help = "the unit, where it stands in the file" },
    { .name = "source", .kind = OPTION_TEXT, AT(mapping, source), .argument = "NAME",
      .help = "first part of the series' names" },
    { .name = "source_from", .kind = OPTION_TEXT, AT(mapping, source_from), .argument = "PLACE",
      .help = "the same, where it stands in the file" },
    { .name = "resource", .kind = OPTION_TEXT, AT(mapping, resource), .argument = "NAME",
      .help = "second part of the series' names" },
    { .name = "resource_from", .kind = OPTION_TEXT, AT(mapping, resource_from),
      .argument = "PLACE", .help = "the same, where it stands in the file" },
    { .name = "metric", .kind = OPTION_TEXT, AT(mapping, metric), .argument = "NAME",
      .help = "third part of the series' names" },
    { .name = "metric_from", .kind = OPTION_TEXT, AT(mapping, metric_from), .argument = "PLACE",
      .help = "the same, where it stands in the file" },
    { .name = "capacity", .kind = OPTION_TEXT, AT(mapping, capacity), .argument = "PLACE",
      .help = "the capacity of what a row measures" },
    { .name = "label", .kind = OPTION_LIST, AT(mapping_section, line), .argument = "PLACE",
      .help = "a label, one line each" },
    { .name = "fixed_label", .kind = OPTION_LIST, AT(mapping_section, line),
      .argument = "NAME=VALUE", .help = "a label of all series, one line each" },
    { .name = "ignore", .kind = OPTION_LIST, AT(mapping_section, line), .argument = "PLACE",
      .help = "a column to leave out, one line each" },
    { .name = NULL },
};

static const char *const rule_required[] = { "series", NULL };
static const char *const pair_required[] = { "used", "capacity", NULL };
static const char *const waiver_required[] = { "series", "until", "reason", NULL };
static const char *const driver_required[] = { "series", "driver", NULL };
static const char *const throughput_required[] = { "load", "throughput", NULL };
static const char *const group_required[] = { "series", NULL };
static const char *const price_required[] = { "series", "price", NULL };
static const char *const scaling_required[] = { "kind", NULL };

const struct section_kind section_kinds[] = {
    { "database", SECTION_ONCE, database_settings, NULL, NULL, "where the store is" },
    { "general", SECTION_ONCE, general_settings, NULL, NULL, "what holds for every command" },
    { "policy", SECTION_ONCE, policy_settings, policy_settings, NULL, "thresholds for all series" },
    { "rule", SECTION_NAMED, rule_settings, policy_settings, rule_required,
      "what holds for some series, thresholds included" },
    { "pair", SECTION_NAMED, pair_settings, NULL, pair_required, "series that are the capacity of others" },
    { "driver", SECTION_NAMED, driver_settings, NULL, driver_required, "a load that the demand of others follows" },
    { "throughput", SECTION_NAMED, throughput_settings, NULL, throughput_required,
      "a load and what it gets done, for a curve of both" },
    { "calendar", SECTION_EITHER, calendar_settings, NULL, NULL, "business hours, holidays, freezes; [calendar NAME] for a rule" },
    { "group", SECTION_NAMED, group_settings, NULL, group_required, "members that stand in for one another, and their reserve" },
    { "price", SECTION_NAMED, price_settings, NULL, price_required, "what the capacity of some series costs" },
    { "mapping", SECTION_NAMED, mapping_settings, NULL, NULL, "how ingest --mapping NAME reads a file" },
    { "scaling", SECTION_NAMED, scaling_settings, NULL, scaling_required, "a scaling policy, for simulate" },
    { "scenario", SECTION_NAMED, scenario_settings, NULL, NULL, "assumptions for what-ifs, in the order of the lines" },
    { "waiver", SECTION_NAMED, waiver_settings, NULL, waiver_required, "a gate silenced for some series, for a time" },
    { NULL, 0, NULL, NULL, NULL, NULL },
};

const struct option *setting_find(const struct section_kind *kind, const char *key)
{
    const struct option *found = option_find(kind->settings, key);

    return found || !kind->policy ? found : option_find(kind->policy, key);
}

/* analyzer/cli/cmd_size_scaler.c - `headroom size scaler`: bounds of a group that is scaled. */
#include "analyzer/cli/size.h"

struct settings {
    struct size_settings size;
    const char *instances;
    double      unit, throughput;
    long        least, most, fewest, limit;
    int64_t     startup_ms;
};

static const struct settings defaults = {
    .size = { .prefix = "" }, .instances = "1", .throughput = NOT_GIVEN, .least = NOT_GIVEN,
    .most = NOT_GIVEN, .fewest = 1, .startup_ms = 2 * MINUTE_MS,
};

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    { .name = "instances", .kind = OPTION_TEXT, AT(instances), .argument = "N|SERIES",
      .help = "in force while the usage was recorded (default 1)" },
    { .name = "unit-capacity", .kind = OPTION_AMOUNT, AT(unit), .argument = "QUANTITY",
      .help = "what one instance carries (default: the capacity over the instances)" },
    { .name = "min", .kind = OPTION_COUNT, AT(least), .argument = "N", .least = 0,
      .most = 1000000, .help = "present least number of instances" },
    { .name = "max", .kind = OPTION_COUNT, AT(most), .argument = "N", .least = 1, .most = 1000000,
      .help = "present greatest number of instances" },
    { .name = "fewest", .kind = OPTION_COUNT, AT(fewest), .argument = "N", .least = 0,
      .most = 1000000, .help = "that the provider allows (default 1)" },
    { .name = "limit", .kind = OPTION_COUNT, AT(limit), .argument = "N", .least = 1,
      .most = 1000000, .help = "most that the provider allows (default: no limit)" },
    { .name = "startup", .kind = OPTION_DURATION, AT(startup_ms), .argument = "DURATION",
      .help = "from the decision until an instance serves (default 2m)" },
    { .name = "throughput", .kind = OPTION_NUMBER, AT(throughput), .argument = "N", .least = 0,
      .most = 1e15, .help = "of one instance: writes min_throughput and max_throughput too" },
    SIZE_OPTIONS(struct settings, size),
    { .name = NULL },
};

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct demand_question demand = { .unit = s->unit };
    struct scaler_question question = {
        .demand = &demand,
        .least = size_given((double)s->least),
        .most = size_given((double)s->most),
        .fewest = (double)s->fewest,
        .limit = (double)s->limit,
        .startup_s = (double)s->startup_ms / (double)SECOND_MS,
        .throughput = size_given(s->throughput),
    };

    if (ask_instances(s->instances, &demand, err) < 0)
        return err->code;
    if (s->limit && s->fewest > s->limit)
        return error_set(err, ERR_USAGE, "--fewest %ld is more than --limit %ld", s->fewest,
                         s->limit);
    return size_run(context, &s->size, argc, argv, "scaler", size_scaler, &question, NULL, NULL,
                    err);
}

extern const struct command cmd_size_scaler;
const struct command cmd_size_scaler = {
    .name = "scaler",
    .summary = "least and most instances, throughput, thresholds",
    .operands = "SELECTOR…",
    .details = "Demand is utilisation times instances in force. The least number carries a quiet "
               "time and what may come before a new instance serves; the greatest what is "
               "foretold for the end of the planned life. 'headroom simulate' replays policies "
               "within such bounds.",
    .examples = "headroom size scaler '*prod-connector*cpu*' --instances 10 --min 2 --max 10\t"
                "a VPC connector",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .least = 1,
    .most = ANY_NUMBER,
    .run = run,
};

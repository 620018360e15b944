/* analyzer/cli/cmd_size_throughput.c - `headroom size throughput`: how much load a service should be given. */
#include "analyzer/cli/size.h"

struct settings {
    struct size_settings size;
    double share;
};

static const struct settings defaults = { .size = { .prefix = "" }, .share = 90 };

static const struct option options[] = {
    { .name = "share", .kind = OPTION_PERCENT, .at = offsetof(struct settings, share),
      .argument = "PERCENT", .least = 1, .most = 99,
      .help = "of the highest throughput that the allowed load should get done (default 90)" },
    SIZE_OPTIONS(struct settings, size),
    { .name = NULL },
};

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct throughput_question question = { .share = s->share / 100 };

    return size_run(context, &s->size, argc, argv, "throughput", size_throughput, &question, NULL,
                    NULL, err);
}

extern const struct command cmd_size_throughput;
const struct command cmd_size_throughput = {
    .name = "throughput",
    .summary = "how much load a service should be given, by its scalability curve",
    .operands = "SELECTOR…",
    .details = "The series are loads, or what is done, of a [throughput NAME] of the config. The "
               "universal scalability law is fitted to the last twelve weeks; data that lie on one "
               "side of the knee are refused.",
    .examples = "headroom size throughput '*requests_in_flight*'\twhere more load gets nothing done",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .least = 1,
    .most = ANY_NUMBER,
    .run = run,
};

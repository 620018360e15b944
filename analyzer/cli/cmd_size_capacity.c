/* analyzer/cli/cmd_size_capacity.c - `headroom size capacity`: how much to buy by when. */
#include "analyzer/cli/size.h"

struct settings {
    struct size_settings size;
    double  target, purchase, price;
    int64_t life_ms;
};

static const struct settings defaults = { .size = { .prefix = "" }, .target = NOT_GIVEN,
                                          .purchase = NOT_GIVEN, .price = NOT_GIVEN,
                                          .life_ms = NOT_GIVEN };

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    { .name = "target", .kind = OPTION_PERCENT, AT(target), .argument = "PERCENT", .least = 1,
      .most = 100, .help = "share used at the end of the planned life (default: the rule's, 70 %)" },
    { .name = "life", .kind = OPTION_DURATION, AT(life_ms), .argument = "DURATION",
      .help = "how long it should last (default: the rule's, 90d)" },
    { .name = "purchase", .kind = OPTION_AMOUNT, AT(purchase), .argument = "QUANTITY",
      .help = "the least that can be bought (default: the rule's)" },
    { .name = "price", .kind = OPTION_NUMBER, AT(price), .argument = "N", .least = 0, .most = 1e15,
      .help = "of that unit and month" },
    SIZE_OPTIONS(struct settings, size),
    { .name = NULL },
};

/* What the command line says about every series stands above the config. */
struct above {
    struct rules           below;
    const struct settings *settings;
};

static void get_rule(void *self, const char *series, struct rule *out)
{
    const struct above *above = self;
    const struct settings *s = above->settings;

    above->below.get(above->below.self, series, out);
    if (s->target > 0)
        out->policy.target_pct = s->target;
    if (s->life_ms >= 0)
        out->policy.life_ms = s->life_ms;
    if (s->purchase >= 0)
        out->purchase = s->purchase;
}

static void overrule(struct engine *engine, void *with)
{
    struct above *above = with;

    above->below = engine->options.rules;
    engine->options.rules.self = above;
    engine->options.rules.get = get_rule;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct capacity_question question = { .price = size_given(s->price) };
    struct above above = { .settings = s };

    return size_run(context, &s->size, argc, argv, "capacity", size_capacity, &question, overrule,
                    &above, err);
}

extern const struct command cmd_size_capacity;
const struct command cmd_size_capacity = {
    .name = "capacity",
    .summary = "how much to buy by when, and what could be given back",
    .operands = "[SELECTOR…]",
    .details = "Enough that nine in ten forecast paths stay under the target until the end of the "
               "planned life, which begins when what is decided now is in force: lead time and "
               "review come on top.",
    .examples = "headroom size capacity '*disk_used*'\tby the rules of the config\n"
                "headroom size capacity '*/db-main/disk*' --purchase 50GiB --price 8.5\twith costs",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .most = ANY_NUMBER,
    .run = run,
};

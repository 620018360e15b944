/* analyzer/cli/cmd_size_pool.c - `headroom size pool`: connection pools. */
#include "analyzer/cli/size.h"

#include <string.h>

#include "data/base/number.h"

struct settings {
    struct size_settings size;
    const char *arrivals, *hold;
    long        instances, pool, overflow, ceiling, threads, held;
    int64_t     timeout_ms, recycle_ms, idle_ms, wait_ms;
    double      share;
    int         refuse;
};

static const struct settings defaults = {
    .size = { .prefix = "" }, .instances = 1, .pool = NOT_GIVEN, .overflow = NOT_GIVEN,
    .ceiling = NOT_GIVEN, .held = 1, .timeout_ms = NOT_GIVEN, .recycle_ms = NOT_GIVEN,
    .idle_ms = NOT_GIVEN, .share = 1,
};

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    { .name = "arrivals", .kind = OPTION_TEXT, AT(arrivals), .argument = "SERIES|N",
      .help = "requests a second (default: the connections that are busy are the load)" },
    { .name = "hold", .kind = OPTION_TEXT, AT(hold), .argument = "SERIES|DURATION",
      .help = "how long a request holds a connection; without it waits have no length" },
    { .name = "instances", .kind = OPTION_COUNT, AT(instances), .argument = "N", .least = 1,
      .most = 1000000, .help = "that share the load and have a pool each (default 1)" },
    { .name = "wait", .kind = OPTION_DURATION, AT(wait_ms), .argument = "DURATION",
      .help = "a wait that does not count (default 0s)" },
    { .name = "share", .kind = OPTION_PERCENT, AT(share), .argument = "PERCENT", .least = 1e-6,
      .most = 99, .help = "of requests that may wait longer, or be refused (default 1 %)" },
    { .name = "refuse", .kind = OPTION_FLAG, AT(refuse),
      .help = "nothing waits: what finds no connection is refused (Erlang B)" },
    { .name = "pool", .kind = OPTION_COUNT, AT(pool), .argument = "N", .least = 1,
      .most = 1000000, .help = "present size of one pool" },
    { .name = "overflow", .kind = OPTION_COUNT, AT(overflow), .argument = "N", .least = 0,
      .most = 1000000, .help = "present overflow of one pool" },
    { .name = "timeout", .kind = OPTION_DURATION, AT(timeout_ms), .argument = "DURATION",
      .help = "present time-out of a request for a connection" },
    { .name = "recycle", .kind = OPTION_DURATION, AT(recycle_ms), .argument = "DURATION",
      .help = "present age at which a connection is replaced" },
    { .name = "idle", .kind = OPTION_DURATION, AT(idle_ms), .argument = "DURATION",
      .help = "after which something on the way drops an idle connection" },
    { .name = "max-connections", .kind = OPTION_COUNT, AT(ceiling), .argument = "N", .least = 1,
      .most = 1000000,
      .help = "that the server allows (default: the capacity less its reserve)" },
    { .name = "threads", .kind = OPTION_COUNT, AT(threads), .argument = "N", .least = 1,
      .most = 1000000, .help = "that use one pool, for the floor against deadlock" },
    { .name = "held", .kind = OPTION_COUNT, AT(held), .argument = "N", .least = 1, .most = 1000,
      .help = "connections that a thread holds at a time (default 1)" },
    SIZE_OPTIONS(struct settings, size),
    { .name = NULL },
};

/* A number of its own kind is taken as it is; anything else names a series. */
static struct measured measured_rate(const char *text)
{
    struct measured out = { { 0, 0 }, text };
    double value;

    if (text && number_parse(text, strlen(text), &value) == NUMBER_OK && value >= 0)
        out = (struct measured){ { value, 1 }, NULL };
    return out;
}

static struct measured measured_time(const char *text)
{
    struct measured out = { { 0, 0 }, text };
    struct error none = ERROR_NONE;
    int64_t ms;

    if (text && duration_parse(text, &ms, &none) == 0 && ms > 0)
        out = (struct measured){ { (double)ms / (double)SECOND_MS, 1 }, NULL };
    return out;
}

static int check(const struct settings *s, struct error *err)
{
    const char *wants = s->arrivals && !s->hold                     ? "--arrivals wants --hold"
                        : s->wait_ms > 0 && !s->hold && !s->refuse ? "--wait wants --hold" : NULL;

    if (!wants)
        return 0;
    error_set(err, ERR_USAGE, "%s", wants);
    error_hint(err, "Say how long a request holds a connection: --hold 40ms, or a series.");
    return ERR_USAGE;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct pool_question question = {
        .arrivals = measured_rate(s->arrivals),
        .hold = measured_time(s->hold),
        .instances = (double)s->instances,
        .size = size_given((double)s->pool),
        .overflow = size_given((double)s->overflow),
        .timeout = size_given_seconds(s->timeout_ms),
        .recycle = size_given_seconds(s->recycle_ms),
        .ceiling = size_given((double)s->ceiling),
        .idle = size_given_seconds(s->idle_ms),
        .wait = (double)s->wait_ms / (double)SECOND_MS,
        .share = s->share / 100,
        .refuse = s->refuse,
        .threads = (double)s->threads,
        .held = (double)s->held,
    };

    if (check(s, err) < 0)
        return err->code;
    return size_run(context, &s->size, argc, argv, "pool", size_pool, &question, NULL, NULL, err);
}

extern const struct command cmd_size_pool;
const struct command cmd_size_pool = {
    .name = "pool",
    .summary = "connection pools: size, overflow, time-out, recycling",
    .operands = "SELECTOR…",
    .details = "The series are connections in use. The load is that of the busiest hour of the "
               "last week, by Little's law; the pool is what Erlang C asks for, within what the "
               "server allows. Give the present values to have them judged, and to get the way "
               "back in tfvars.",
    .examples = "headroom size pool '*db-main*activity*' --instances 8 --pool 20 --overflow 30\t"
                "is the pool the limit?\n"
                "headroom size pool '*db-main*activity*' --hold 40ms --wait 10ms -f tfvars\t"
                "as variables",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .least = 1,
    .most = ANY_NUMBER,
    .run = run,
};

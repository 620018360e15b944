/* analyzer/cli/cmd_prune.c - `headroom prune --older-than 30d`. */
#include "analyzer/cli/command.h"

struct settings {
    int64_t older_than_ms;    /* -1: not given */
    int     dry_run;
};

static const struct option options[] = {
    { .name = "older-than", .kind = OPTION_DURATION, .at = offsetof(struct settings, older_than_ms),
      .argument = "DURATION", .help = "age from which raw samples go, such as 30d" },
    { .name = "dry-run", .letter = 'n', .kind = OPTION_FLAG,
      .at = offsetof(struct settings, dry_run), .help = "count, but drop nothing" },
    { .name = NULL },
};

static int wants_age(struct error *err)
{
    error_set(err, ERR_USAGE, "prune wants --older-than DURATION");
    error_hint(err, "For example: headroom prune --older-than 30d --dry-run");
    return ERR_USAGE;
}

static int print(struct context *context, const struct store_pruned *pruned, int64_t before,
                 int dry_run, struct error *err)
{
    char day[TIME_ROOM];
    struct buf text;
    int rc;

    buf_init(&text, 400);
    buf_addf(&text, "%llu raw samples before %s %s; the hourly rollups stay\n",
             (unsigned long long)pruned->samples, time_minute(day, context->zone, before),
             dry_run ? "would be dropped" : "dropped");
    rc = context->globals.quiet ? 0 : context_print(context, &text, err);
    buf_release(&text);
    return rc;
}

/* Age counts from the newest sample, not from the clock: a wrong clock must not cost data. */
static int prune(struct store *store, const struct settings *settings, int64_t *before,
                 struct store_pruned *pruned, struct error *err)
{
    struct store_facts facts;
    int rc = store_facts(store, &facts, err);

    if (rc < 0)
        return rc;
    if (facts.first > facts.last)
        return error_set(err, ERR_NOTFOUND, "the store holds no samples");
    *before = facts.last - settings->older_than_ms;
    rc = store_begin(store, err);
    if (rc == 0)
        rc = store_prune(store, *before, pruned, err);
    if (rc == 0 && !settings->dry_run)
        return store_commit(store, err);
    store_rollback(store);
    return rc;
}

static int run(struct context *context, const void *given, int argc, char **argv,
               struct error *err)
{
    const struct settings *settings = given;
    struct store_pruned pruned = { 0 };
    struct store *store = NULL;
    int64_t before = 0;
    int rc;

    (void)argc;
    (void)argv;
    if (settings->older_than_ms < 0)
        return wants_age(err);
    rc = context_store_write(context, STORE_WRITE, &store, err);
    if (rc == 0)
        rc = prune(store, settings, &before, &pruned, err);
    store_close(store);
    return rc < 0 ? rc : print(context, &pruned, before, settings->dry_run, err);
}

extern const struct command cmd_prune;
const struct command cmd_prune = {
    .name = "prune",
    .group = "Care",
    .summary = "drop old raw samples; their hourly rollups stay",
    .details = "Age counts from the newest sample of the store, not from the clock. The analysis "
               "reads rollups, so its results stay the same. The file does not shrink: its room "
               "is used again.",
    .examples = "headroom prune --older-than 30d --dry-run",
    .options = options,
    .defaults = &(const struct settings){ .older_than_ms = -1 },
    .size = sizeof(struct settings),
    .run = run,
};

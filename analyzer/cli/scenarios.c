#include "analyzer/cli/scenarios.h"

#include <string.h>

#include "analyzer/config/config_scenario.h"
#include "data/base/text.h"

enum { PLANS_MOST = 256, STACK_MOST = 64 };

/* The name of what the options make; it can be stacked like a scenario of the config. */
static const char OPTIONS[] = "options";

struct gathering {
    struct context  *context;
    struct scenario *known;         /* of the config */
    size_t           known_count;
    struct scenario  options;       /* made of the command line's assumptions; count 0: none */
    int              options_used;  /* in a stack */
    struct plan     *plans;         /* [PLANS_MOST] */
    size_t           count;
    const struct scenario *committed[STACK_MOST];
    size_t           committed_count;
};

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for plans");
}

/* --- scenarios ------------------------------------------------------------------------ */

static int read_options(struct gathering *g, const struct scenario_settings *s, struct error *err)
{
    struct assumption *list;
    size_t most = 1;
    int rc = 0;

    for (int kind = 0; kind < ASSUMPTIONS; kind++)
        most += s->given[kind].count;
    list = arena_take(&g->context->arena, most * sizeof *list);
    if (!list)
        return no_memory(err);
    g->options = (struct scenario){ .name = OPTIONS, .assumptions = list };
    for (int kind = 0; kind < ASSUMPTIONS; kind++)
        for (size_t i = 0; i < s->given[kind].count && rc == 0; i++)
            rc = assumption_parse((enum assumption_kind)kind, s->given[kind].word[i], g->context->zone,
                                  g->context->now, &g->context->arena, &list[g->options.count++], err);
    return rc;
}

static int unknown_scenario(const struct gathering *g, const char *name, struct error *err)
{
    const char *names[PLANS_MOST], *nearest;
    size_t count = 0;

    for (; count < g->known_count && count < PLANS_MOST; count++)
        names[count] = g->known[count].name;
    nearest = text_nearest(name, names, count);
    error_set(err, ERR_USAGE, "there is no scenario '%.100s'", name);
    if (nearest)
        error_hint(err, "Did you mean '%s'?", nearest);
    else
        error_hint(err, "A scenario is a section [scenario %.60s] of the config, or of a file that ends in .ini.",
                   name);
    return ERR_USAGE;
}

static const struct scenario *find_scenario(struct gathering *g, const char *name)
{
    if (strcmp(name, OPTIONS) == 0 && g->options.count) {
        g->options_used = 1;
        return &g->options;
    }
    for (size_t i = 0; i < g->known_count; i++)
        if (strcmp(g->known[i].name, name) == 0)
            return &g->known[i];
    return NULL;
}

/* --- plans ------------------------------------------------------------------------------ */

/* A plan of the committed scenarios and, on top of them, those of a stack that are not among them. */
static int add_plan(struct gathering *g, const char *name, const struct scenario *const *stack, size_t count,
                    struct error *err)
{
    const struct scenario **all = arena_take(&g->context->arena, (g->committed_count + count + 1) * sizeof *all);
    size_t used = 0;

    if (!all || !name)
        return no_memory(err);
    if (g->count == PLANS_MOST)
        return error_set(err, ERR_USAGE, "more than %d plans at a time", PLANS_MOST);
    for (size_t i = 0; i < g->committed_count; i++)
        all[used++] = g->committed[i];
    for (size_t i = 0; i < count; i++) {
        int is_there = 0;

        for (size_t k = 0; k < used; k++)
            is_there |= all[k] == stack[i];
        if (!is_there)
            all[used++] = stack[i];
    }
    g->plans[g->count++] = (struct plan){ name, all, used };
    return 0;
}

/* `launch`, `launch+cleanup` */
static int add_stack(struct gathering *g, const char *text, struct error *err)
{
    const struct scenario *stack[STACK_MOST];
    char *names = arena_copy(&g->context->arena, text), *name = names, *plus;
    size_t count = 0;

    if (!names)
        return no_memory(err);
    do {
        plus = strchr(name, '+');
        if (plus)
            *plus = '\0';
        if (count == STACK_MOST)
            return error_set(err, ERR_USAGE, "more than %d scenarios on top of one another", STACK_MOST);
        stack[count] = find_scenario(g, name);
        if (!stack[count++])
            return unknown_scenario(g, name, err);
        name = plus ? plus + 1 : NULL;
    } while (name);
    return add_plan(g, text, stack, count, err);
}

/* Every scenario of another file, each a plan of its own. */
static int add_file(struct gathering *g, const char *path, struct error *err)
{
    struct context *context = g->context;
    struct scenario *list;
    struct config *config;
    size_t count = 0;
    int rc = config_load(&config, path, err);

    if (rc < 0)
        return rc;
    rc = config_scenarios(config, context->zone, context->now, &context->arena, &list, &count, err);
    config_free(config);
    if (rc == 0 && !count)
        rc = error_set(err, ERR_USAGE, "%.200s has no [scenario]", path);
    for (size_t i = 0; i < count && rc == 0; i++) {
        const struct scenario *one = &list[i];

        rc = add_plan(g, one->name, &one, 1, err);
    }
    return rc;
}

static int is_file(const char *name)
{
    size_t length = strlen(name);

    return strchr(name, '/') || (length > 4 && strcmp(name + length - 4, ".ini") == 0);
}

/* What stands in the config, where the command line names nothing. */
static int add_known(struct gathering *g, struct error *err)
{
    size_t before = g->count;
    int rc = 0;

    for (size_t i = 0; i < g->known_count && rc == 0; i++) {
        const struct scenario *one = &g->known[i];

        if (!one->committed)
            rc = add_plan(g, one->name, &one, 1, err);
    }
    if (rc == 0 && g->count == before && g->committed_count) {
        g->committed_count = 0;
        rc = add_plan(g, "without what is committed", NULL, 0, err);
    }
    if (rc == 0 && g->count == before) {
        error_set(err, ERR_USAGE, "nothing is assumed");
        error_hint(err, "Say --growth, --load, --capacity, --retain, --move or --driver, or put a [scenario] "
                        "into the config.");
        rc = ERR_USAGE;
    }
    return rc;
}

static int add_asked(struct gathering *g, const struct scenario_settings *s, struct error *err)
{
    const struct scenario *options = &g->options;
    int rc = 0;

    for (size_t i = 0; i < s->names.count && rc == 0; i++)
        rc = is_file(s->names.word[i]) ? add_file(g, s->names.word[i], err)
                                       : add_stack(g, s->names.word[i], err);
    if (rc == 0 && options->count && !g->options_used)
        rc = add_plan(g, OPTIONS, &options, 1, err);
    return rc;
}

static void take_committed(struct gathering *g)
{
    for (size_t i = 0; i < g->known_count && g->committed_count < STACK_MOST; i++)
        if (g->known[i].committed)
            g->committed[g->committed_count++] = &g->known[i];
}

int scenarios_plans(struct context *context, const struct scenario_settings *settings,
                    struct whatif_plans *out, struct error *err)
{
    struct gathering *g = arena_take(&context->arena, sizeof *g);
    int rc;

    if (!g)
        return no_memory(err);
    g->context = context;
    g->plans = arena_take(&context->arena, PLANS_MOST * sizeof *g->plans);
    if (!g->plans)
        return no_memory(err);
    rc = config_scenarios(context->config, context->zone, context->now, &context->arena, &g->known,
                          &g->known_count, err);
    if (rc == 0)
        rc = read_options(g, settings, err);
    if (rc < 0)
        return rc;
    if (!settings->no_committed)
        take_committed(g);
    rc = add_plan(g, g->committed_count ? "baseline with what is committed" : "baseline", NULL, 0, err);
    if (rc == 0)
        rc = settings->names.count || g->options.count ? add_asked(g, settings, err) : add_known(g, err);
    *out = (struct whatif_plans){ g->plans, g->count };
    return rc;
}

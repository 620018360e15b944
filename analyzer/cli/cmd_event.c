/* analyzer/cli/cmd_event.c - `headroom event add`, `event list`, `event remove`. */
#include <string.h>

#include "analyzer/cli/command.h"
#include "analyzer/cli/output.h"
#include "data/base/number.h"

static const char *const kinds[] = { "capacity", "cleanup", "launch", "ignore", NULL };

/* --- add --------------------------------------------------------------------- */

struct add_settings {
    struct moment at, until;
    int           kind;       /* index into kinds, -1: not given */
    const char   *note;
};

#define AT(member) .at = offsetof(struct add_settings, member)

static const struct option add_options[] = {
    { .name = "at", .kind = OPTION_TIME, AT(at), .argument = "TIME",
      .help = "when it happened, or began" },
    { .name = "until", .kind = OPTION_TIME, AT(until), .argument = "TIME",
      .help = "when it ended (default: a moment)" },
    { .name = "kind", .kind = OPTION_CHOICE, AT(kind), .argument = "KIND", .choices = kinds,
      .help = "what it was" },
    { .name = "note", .kind = OPTION_TEXT, AT(note), .argument = "TEXT",
      .help = "for those who read the report" },
    { .name = NULL },
};

static int check_add(const struct add_settings *settings, struct error *err)
{
    const char *missing = !settings->at.text ? "--at TIME" : settings->kind < 0 ? "--kind KIND"
                                                                                : NULL;

    if (missing) {
        error_set(err, ERR_USAGE, "event add wants %s", missing);
        error_hint(err, "For example: headroom event add '*disk*' --at 2026-01-31 --kind cleanup");
        return ERR_USAGE;
    }
    if (settings->until.text && settings->until.at < settings->at.at)
        return error_set(err, ERR_USAGE, "the event would end (%.40s) before it begins (%.40s)",
                         settings->until.text, settings->at.text);
    return 0;
}

static int run_add(struct context *context, const void *given, int argc, char **argv,
                   struct error *err)
{
    const struct add_settings *settings = given;
    struct store_series *series = NULL;
    struct store *store = NULL;
    size_t count = 0;
    int64_t id = 0;
    int rc = check_add(settings, err);

    (void)argc;
    if (rc == 0)
        rc = context_store_write(context, STORE_WRITE, &store, err);
    if (rc == 0)
        rc = context_series(context, store, 1, argv, &series, &count, err);
    if (rc == 0) {
        struct store_event event = {
            .selector = argv[0], .kind = kinds[settings->kind], .at = settings->at.at,
            .until = settings->until.text ? settings->until.at : settings->at.at,
            .note = settings->note ? settings->note : "",
        };

        rc = store_event_add(store, &event, &id, err);
    }
    store_close(store);
    if (rc == 0)
        context_note(context, "event %lld holds for %zu series", (long long)id, count);
    return rc;
}

static const struct command cmd_event_add = {
    .name = "add",
    .summary = "mark what happened to some series",
    .operands = "SELECTOR",
    .details = "capacity: it was enlarged or shrunk.\n"
               "cleanup: space was freed; growth goes on as before.\n"
               "launch: load came to stay; growth counts from here.\n"
               "ignore: what lies between --at and --until is left out.",
    .examples = "headroom event add '*disk*' --at 2026-01-31 --kind cleanup --note 'old logs'",
    .options = add_options,
    .defaults = &(const struct add_settings){ .kind = -1 },
    .size = sizeof(struct add_settings),
    .least = 1,
    .most = 1,
    .run = run_add,
};

/* --- list -------------------------------------------------------------------- */

static const struct column columns[] = {
    { .key = "id", .title = "Id", .right = 1 },
    { .key = "kind", .title = "Kind" },
    { .key = "selector", .title = "Series", .flexible = 1 },
    { .key = "at", .title = "At" },
    { .key = "until", .title = "Until" },
    { .key = "note", .title = "Note", .flexible = 1 },
};

static int run_list(struct context *context, const void *given, int argc, char **argv,
                    struct error *err)
{
    const struct output_settings *settings = given;
    struct store_event *events = NULL;
    struct store *store = NULL;
    struct table table;
    size_t count = 0;
    int rc = context_store_read(context, &store, err);

    (void)argc;
    (void)argv;
    if (rc == 0)
        rc = store_event_list(store, &context->arena, &events, &count, err);
    store_close(store);
    if (rc < 0)
        return rc;
    table_init(&table, &context->arena, columns, sizeof columns / sizeof columns[0],
               context->zone);
    for (size_t i = 0; i < count; i++) {
        table_count(&table, (uint64_t)events[i].id);
        table_text(&table, events[i].kind);
        table_text(&table, events[i].selector);
        table_time(&table, events[i].at);
        if (events[i].until > events[i].at)
            table_time(&table, events[i].until);
        else
            table_none(&table);
        table_text(&table, events[i].note);
    }
    return output_table(context, &table, (enum output)settings->format, "events", err);
}

static const struct command cmd_event_list = {
    .name = "list",
    .summary = "list the events",
    .options = output_options,
    .defaults = &output_default,
    .size = sizeof output_default,
    .run = run_list,
};

/* --- remove ------------------------------------------------------------------ */

static int run_remove(struct context *context, const void *settings, int argc, char **argv,
                      struct error *err)
{
    struct store *store = NULL;
    int64_t id;
    int rc;

    (void)settings;
    (void)argc;
    if (!number_parse_int(argv[0], strlen(argv[0]), &id)) {
        error_set(err, ERR_USAGE, "an event is named by its number, not '%.60s'", argv[0]);
        error_hint(err, "'headroom event list' shows the numbers.");
        return ERR_USAGE;
    }
    rc = context_store_write(context, STORE_WRITE, &store, err);
    if (rc == 0)
        rc = store_event_remove(store, id, err);
    if (rc == ERR_NOTFOUND)
        error_hint(err, "'headroom event list' shows those there are.");
    store_close(store);
    return rc;
}

static const struct command cmd_event_remove = {
    .name = "remove",
    .summary = "take an event back",
    .operands = "ID",
    .least = 1,
    .most = 1,
    .run = run_remove,
};

static const struct command *const subcommands[] = { &cmd_event_add, &cmd_event_list,
                                                     &cmd_event_remove, NULL };

extern const struct command cmd_event;
const struct command cmd_event = {
    .name = "event",
    .group = "Data",
    .summary = "mark what happened, so that the analysis understands it",
    .sub = subcommands,
};

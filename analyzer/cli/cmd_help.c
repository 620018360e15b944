/* analyzer/cli/cmd_help.c - `headroom help [COMMAND [SUBCOMMAND]]`, the manual pages and the schemas. */
#include "analyzer/cli/command.h"
#include "analyzer/manual/json.h"
#include "analyzer/manual/manual.h"

enum { PAGE_MOST = 1 << 18 };

struct settings { int manual, schema; };

static const struct settings defaults = { 0 };

static const struct option options[] = {
    { .name = "manual", .kind = OPTION_FLAG, .at = offsetof(struct settings, manual),
      .help = "list the manual pages, or write the one named, for man(1)" },
    { .name = "schema", .kind = OPTION_FLAG, .at = offsetof(struct settings, schema),
      .help = "list the JSON Schemas of what the commands write, or print the one named" },
    { .name = NULL },
};

/* Lists the pages or schemas there are, or writes the one named. */
static int print_named(struct context *context, void (*list)(struct buf *),
                       int (*print)(const char *, struct buf *, struct error *), int argc,
                       char **argv, struct error *err)
{
    struct buf page;
    int rc = 0;

    if (argc > 1)
        return error_set(err, ERR_USAGE, "one at a time, but '%.60s' follows", argv[1]);
    buf_init(&page, PAGE_MOST);
    if (argc)
        rc = print(argv[0], &page, err);
    else
        list(&page);
    if (rc == 0)
        rc = context_print(context, &page, err);
    buf_release(&page);
    return rc;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct command *parent = NULL, *command = NULL;
    const struct settings *s = settings;
    struct buf page;
    int rc;

    if (s->manual)
        return print_named(context, manual_list, manual_page, argc, argv, err);
    if (s->schema)
        return print_named(context, json_schema_list, json_schema_write, argc, argv, err);
    if (argc > 0) {
        command = command_find(commands, argv[0]);
        if (!command)
            return command_unknown(commands, "command", argv[0], err);
    }
    if (argc > 1) {
        if (!command->sub)
            return error_set(err, ERR_USAGE, "'%s' has no subcommands", command->name);
        parent = command;
        command = command_find(parent->sub, argv[1]);
        if (!command)
            return command_unknown(parent->sub, "command", argv[1], err);
    }
    buf_init(&page, PAGE_MOST);
    if (command)
        help_command(&page, parent, command);
    else
        help_program(&page);
    rc = context_print(context, &page, err);
    buf_release(&page);
    return rc;
}

extern const struct command cmd_help;
const struct command cmd_help = {
    .name = "help",
    .group = "About",
    .summary = "help on headroom or one of its commands",
    .operands = "[COMMAND [SUBCOMMAND]]",
    .examples = "headroom help event add\n"
                "headroom help --manual headroom-ingest.1 | man -l -\twhere no pages are installed\n"
                "headroom help --schema headroom.analysis-1.json",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .most = 2,
    .bare = 1,
    .run = run,
};

/* analyzer/cli/cmd_help.c - `headroom help [COMMAND [SUBCOMMAND]]`. */
#include "analyzer/cli/command.h"

enum { PAGE_MOST = 1 << 18 };

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct command *parent = NULL, *command = NULL;
    struct buf page;
    int rc;

    (void)settings;
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
    .most = 2,
    .bare = 1,
    .run = run,
};

/*
 * analyzer/cli/command.h - what every subcommand offers. One file cmd_NAME.c,
 * one `const struct command`, one line in registry.c.
 *
 * main() reads the options and operands by the command's own table, checks how
 * many operands there are, loads configuration and time zone, and only then
 * calls run(). A command that is but a heading for others (`event add`) has
 * `sub` instead of run().
 */
#ifndef ANALYZER_CLI_COMMAND_H
#define ANALYZER_CLI_COMMAND_H

#include <stddef.h>

#include "analyzer/cli/context.h"
#include "analyzer/cli/option.h"
#include "data/base/buf.h"
#include "data/base/error.h"

enum { ANY_NUMBER = -1 };

struct command {
    const char          *name;        /* "forecast" */
    const char          *group;       /* heading in `headroom help`: "Analyse"; NULL in a sub */
    const char          *summary;     /* one line, no full stop */
    const char          *operands;    /* "SERIES", "[SELECTOR…]", "" */
    const char          *details;     /* paragraphs parted by newlines; NULL for none */
    const char          *examples;    /* lines "command<TAB>what it does"; NULL for none */
    const struct option *options;     /* NULL for none */
    void (*more)(struct buf *out);    /* appends a list of its own to the help; NULL for none */

    const void *defaults;             /* settings as they are before options are read */
    size_t      size;                 /* of the settings struct; 0 for none */
    int         least, most;          /* operands; most may be ANY_NUMBER */
    int         plugin;               /* 1: fails by the monitoring-plugins codes (3, UNKNOWN) */
    int         bare;                 /* 1: works with a broken config too */

    const struct command *const *sub;    /* subcommands, then NULL; NULL for none */

    /*
     * Does the work, writing results to context->out. settings is a copy of
     * *defaults with the options filled in. Returns the exit status (0 done) or an
     * ERR_ code, which main() prints and turns into a status.
     */
    int (*run)(struct context *context, const void *settings, int argc, char **argv,
               struct error *err);
};

/* All commands in the order of `headroom help`; ends with NULL. */
extern const struct command *const commands[];

/* The command of that name in a table, or NULL. */
const struct command *command_find(const struct command *const *table, const char *name);

/* "unknown command 'x'", with the nearest name as a hint. Returns ERR_USAGE. */
int command_unknown(const struct command *const *table, const char *what, const char *name,
                    struct error *err);

/* The overview of `headroom help`, and the page of one command ("event add" has parent event). */
void help_program(struct buf *out);
void help_command(struct buf *out, const struct command *parent, const struct command *command);

#endif

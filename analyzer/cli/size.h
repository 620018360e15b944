/*
 * analyzer/cli/size.h - what the subcommands of `headroom size` share.
 */
#ifndef ANALYZER_CLI_SIZE_H
#define ANALYZER_CLI_SIZE_H

#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/engine/size.h"

/* Options that every sizing has; stands first in the settings of such a command. */
struct size_settings {
    struct question question;
    int             format;
    const char     *prefix;
};

extern const char *const size_formats[];    /* table, json, csv, tfvars */

#define SIZE_OPTIONS(type, member)                                                             \
    { .name = "format", .letter = 'f', .kind = OPTION_CHOICE, .at = offsetof(type, member.format), \
      .argument = "FORMAT", .choices = size_formats, .help = "how to write it" },              \
    { .name = "prefix", .kind = OPTION_TEXT, .at = offsetof(type, member.prefix),              \
      .argument = "TEXT", .help = "stands before each name in tfvars" },                       \
    QUESTION_OPTIONS(type, member.question)

/* Not given. Numbers of sizings are never negative, so -1 marks one that is not there. */
enum { NOT_GIVEN = -1 };
struct maybe size_given(double value);             /* unknown for NOT_GIVEN */
struct maybe size_given_seconds(int64_t ms);       /* likewise */

/*
 * Opens the engine for the selection, asks the question of every series in it, and writes the
 * answers. overrule(engine, with) may put something above the config's rules once it is open; NULL: nothing does.
 */
int size_run(struct context *context, const struct size_settings *settings, int argc, char **argv,
             const char *kind, size_question *ask, const void *question,
             void (*overrule)(struct engine *engine, void *with), void *with, struct error *err);

#endif

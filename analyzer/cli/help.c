/* analyzer/cli/help.c - the help pages, made from the commands' tables. */
#include <ctype.h>
#include <string.h>

#include "analyzer/cli/command.h"
#include "data/base/text.h"

enum { SUMMARY_COLUMN = 14 };

static void summary_line(struct buf *out, const char *name, const char *summary)
{
    buf_addf(out, "  %-11s ", name);
    help_wrap(out, summary, SUMMARY_COLUMN, SUMMARY_COLUMN);
    buf_addc(out, '\n');
}

void help_program(struct buf *out)
{
    const char *group = "";

    buf_add(out, "headroom: offline capacity planning from exported monitoring data\n\n"
                 "Usage: headroom [OPTION…] COMMAND [ARGUMENT…]\n\n"
                 "  headroom ingest export.csv          reads an export into headroom.db\n"
                 "  headroom analyze                    peaks, growth, days to exhaustion\n"
                 "  headroom report -o report.html      the planning report\n");
    for (size_t i = 0; commands[i]; i++) {
        if (strcmp(group, commands[i]->group) != 0) {
            group = commands[i]->group;
            buf_addf(out, "\n%s\n", group);
        }
        summary_line(out, commands[i]->name, commands[i]->summary);
    }
    buf_add(out, "\nOptions, before or after the command\n");
    options_help(global_options, out);
    buf_add(out, "\n'headroom help COMMAND' says more of one command.\n");
}

/* Paragraphs parted by newlines, each wrapped. */
static void add_paragraphs(struct buf *out, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        char paragraph[2048];

        if (length >= sizeof paragraph)
            length = sizeof paragraph - 1;
        memcpy(paragraph, text, length);
        paragraph[length] = '\0';
        help_wrap(out, paragraph, 0, 0);
        buf_add(out, "\n");
        text += length;
        text += *text == '\n';
    }
}

/* Lines "command<TAB>what it does": the command alone, its words indented under it. */
static void add_examples(struct buf *out, const char *text)
{
    while (*text) {
        size_t command = strcspn(text, "\t\n"), line = strcspn(text, "\n");

        buf_addf(out, "  %.*s\n", (int)command, text);
        if (command < line)
            buf_addf(out, "      %.*s\n", (int)(line - command - 1), text + command + 1);
        text += line;
        text += *text == '\n';
    }
}

static void add_usage(struct buf *out, const struct command *parent, const struct command *command)
{
    buf_add(out, "Usage: headroom ");
    if (parent)
        buf_addf(out, "%s ", parent->name);
    buf_add(out, command->name);
    if (command->options)
        buf_add(out, " [OPTION…]");
    if (command->sub)
        buf_add(out, " COMMAND");
    if (command->operands && *command->operands)
        buf_addf(out, " %s", command->operands);
    buf_add(out, "\n");
}

void help_command(struct buf *out, const struct command *parent, const struct command *command)
{
    add_usage(out, parent, command);
    buf_addf(out, "\n%c%s.\n", toupper((unsigned char)command->summary[0]), command->summary + 1);
    if (command->details) {
        buf_add(out, "\n");
        add_paragraphs(out, command->details);
    }
    if (command->sub) {
        buf_add(out, "\nCommands\n");
        for (size_t i = 0; command->sub[i]; i++)
            summary_line(out, command->sub[i]->name, command->sub[i]->summary);
    }
    if (command->options) {
        buf_add(out, "\nOptions\n");
        options_help(command->options, out);
    }
    if (command->more)
        command->more(out);
    if (command->examples) {
        buf_add(out, "\nExamples\n");
        add_examples(out, command->examples);
    }
    buf_add(out, "\nGlobal options: see 'headroom help'.\n");
}

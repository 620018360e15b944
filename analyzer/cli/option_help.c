/* analyzer/cli/option_help.c - tables of options as help pages show them. */
#include <stdio.h>
#include <string.h>

#include "analyzer/cli/option.h"
#include "data/base/text.h"

enum { HELP_WIDTH = 80, HELP_COLUMN = 28 };

void help_wrap(struct buf *out, const char *text, size_t column, size_t indent)
{
    int first = 1;

    while (*text) {
        size_t length = strcspn(text, " ");
        char word[256];

        snprintf(word, sizeof word, "%.*s", (int)length, text);
        if (!first && column + 1 + text_width(word) > HELP_WIDTH) {
            buf_addf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!first) {
            buf_addc(out, ' ');
            column++;
        }
        buf_addn(out, text, length);
        column += text_width(word);
        text += length;
        text += strspn(text, " ");
        first = 0;
    }
}

void help_columns(struct buf *out, const char *left, const char *right)
{
    size_t width = text_width(left);

    buf_add(out, left);
    if (width + 2 > HELP_COLUMN)
        buf_addf(out, "\n%*s", (int)HELP_COLUMN, "");
    else
        buf_addf(out, "%*s", (int)(HELP_COLUMN - width), "");
    help_wrap(out, right, HELP_COLUMN, HELP_COLUMN);
    buf_addc(out, '\n');
}

void option_words(const struct option *option, struct buf *out)
{
    buf_add(out, option->help);
    if (option->kind == OPTION_CHOICE && option_is_short(option)) {
        buf_add(out, ": ");
        option_list(option, out);
    }
}

void options_help(const struct option *table, struct buf *out)
{
    for (; table->name; table++) {
        struct buf left, right;

        buf_init(&left, 200);
        buf_init(&right, 2000);
        buf_addf(&left, table->letter ? "  -%c, " : "      ", table->letter);
        buf_addf(&left, "--%s%s%s", table->name, table->argument ? " " : "",
                 table->argument ? table->argument : "");
        option_words(table, &right);
        buf_inherit(&left, out);
        buf_inherit(&right, out);
        help_columns(out, left.text, right.text);
        buf_release(&left);
        buf_release(&right);
    }
}

/* analyzer/cli/cmd_formats.c - `headroom formats`: what it reads. */
#include <string.h>

#include "analyzer/cli/command.h"
#include "analyzer/cli/output.h"
#include "ingest/importer.h"

enum { FORMATS_MOST = 1 << 20, TEXT_COLUMN = 4 };

static const struct column columns[] = {
    { .key = "name", .title = "Format" },
    { .key = "title", .title = "What it is" },
    { .key = "recognised", .title = "Recognised by" },
    { .key = "command", .title = "Exported by" },
};

static int write_all(struct context *context, enum output output, struct error *err)
{
    struct table table;

    table_init(&table, &context->arena, columns, sizeof columns / sizeof columns[0],
               context->zone);
    for (size_t i = 0; importers[i]; i++) {
        table_text(&table, importers[i]->name);
        table_text(&table, importers[i]->title);
        table_text(&table, importers[i]->recognised);
        table_text(&table, importers[i]->command);
    }
    return output_table(context, &table, output, "formats", err);
}

static void add_line(struct buf *text, const char *label, const char *words)
{
    size_t column = TEXT_COLUMN + strlen(label);

    if (!words || !*words)
        return;
    buf_addf(text, "%*s%s", (int)TEXT_COLUMN, "", label);
    help_wrap(text, words, column, column);
    buf_addc(text, '\n');
}

/* A paragraph a format: three long texts side by side are no table. */
static int write_words(struct context *context, struct error *err)
{
    struct buf text;
    int rc;

    buf_init(&text, FORMATS_MOST);
    for (size_t i = 0; importers[i]; i++) {
        buf_addf(&text, "%s%s  (%s)\n", i ? "\n" : "", importers[i]->name, importers[i]->title);
        add_line(&text, "known by   ", importers[i]->recognised);
        if (importers[i]->command && *importers[i]->command)    /* whole, to be copied */
            buf_addf(&text, "%*sexport     %s\n", (int)TEXT_COLUMN, "", importers[i]->command);
    }
    rc = context_print(context, &text, err);
    buf_release(&text);
    return rc;
}

static int run(struct context *context, const void *given, int argc, char **argv,
               struct error *err)
{
    const struct output_settings *settings = given;

    (void)argc;
    (void)argv;
    if (settings->format == OUTPUT_TABLE)
        return write_words(context, err);
    return write_all(context, (enum output)settings->format, err);
}

extern const struct command cmd_formats;
const struct command cmd_formats = {
    .name = "formats",
    .group = "Data",
    .summary = "list the formats it reads and how to export them",
    .options = output_options,
    .defaults = &output_default,
    .size = sizeof output_default,
    .run = run,
};

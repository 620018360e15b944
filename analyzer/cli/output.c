#include "analyzer/cli/output.h"

enum { OUTPUT_MOST = 1 << 30 };

const char *const output_formats[] = { "table", "json", "csv", NULL };

const struct option output_options[] = {
    { .name = "format", .kind = OPTION_CHOICE, .at = offsetof(struct output_settings, format),
      .argument = "FORMAT", .choices = output_formats, .help = "how to write it" },
    { .name = NULL },
};

const struct output_settings output_default = { OUTPUT_TABLE };

static int write_json(const struct table *table, const char *name, struct buf *text,
                      struct error *err)
{
    int rc;

    buf_addf(text, "{\"schema\":\"headroom.%s/1\",\"%s\":", name, name);
    rc = table_json(table, text, err);
    buf_add(text, "}\n");
    return rc;
}

static int write_terminal(const struct context *context, const struct table *table,
                          struct buf *text, struct error *err)
{
    struct table_style style = { .width = (unsigned)context->width, .color = context->colour };

    return table_terminal(table, &style, text, err);
}

int output_table(struct context *context, const struct table *table, enum output output,
                 const char *name, struct error *err)
{
    struct buf text;
    int rc;

    buf_init(&text, OUTPUT_MOST);
    rc = output == OUTPUT_JSON ? write_json(table, name, &text, err)
       : output == OUTPUT_CSV  ? table_csv(table, &text, err)
                               : write_terminal(context, table, &text, err);
    if (rc == 0)
        rc = context_print(context, &text, err);
    buf_release(&text);
    return rc;
}

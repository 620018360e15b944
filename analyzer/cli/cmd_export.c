/* analyzer/cli/cmd_export.c - `headroom export`: samples out of the store. */
#include "analyzer/cli/command.h"
#include "analyzer/cli/outfile.h"
#include "analyzer/export/export.h"

enum { TEXT_MOST = 1 << 28 };    /* gathered before it is written: a row of very many columns */

struct settings {
    int           format;
    const char   *output;
    struct moment from, until;
};

static const struct settings defaults = { .format = 0 };

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    { .name = "format", .kind = OPTION_CHOICE, AT(format), .argument = "FORMAT",
      .choice = exporter_name, .help = "how to write it" },
    { .name = "output", .letter = 'o', .kind = OPTION_TEXT, AT(output), .argument = "FILE",
      .help = "where to, whole or not at all (default: standard output)" },
    { .name = "from", .kind = OPTION_TIME, AT(from), .argument = "TIME",
      .help = "leave out what is older" },
    { .name = "until", .kind = OPTION_TIME, AT(until), .argument = "TIME",
      .help = "leave out this instant and what is newer" },
    { .name = NULL },
};

static void list_formats(struct buf *out)
{
    buf_add(out, "\nFormats:\n");
    for (size_t i = 0; exporters[i]; i++) {
        buf_add(out, "  ");
        help_columns(out, exporters[i]->name, exporters[i]->title);
    }
}

/* A column's capacity is part of what an export said; what a user set is not. */
static int column_capacities(struct context *context, struct export *export, struct error *err)
{
    struct store_capacity *row;
    size_t count, kept = 0;
    int rc = store_capacity_list(export->store, 0, &context->arena, &row, &count, err);

    for (size_t i = 0; rc == 0 && i < count; i++)
        if (row[i].origin[0] == 'c')
            row[kept++] = row[i];
    export->capacity = rc == 0 ? row : NULL;
    export->capacities = kept;
    return rc;
}

/* In one transaction, so that what another run writes meanwhile is not half of it. */
static int write_all(struct context *context, const struct settings *s, struct export *export,
                     struct error *err)
{
    struct outfile out;
    int rc = outfile_open(&out, context, s->output, err);

    if (rc < 0)
        return rc;
    export->out = out.stream;
    export->out_name = out.path ? out.path : "standard output";
    buf_init(&export->text, TEXT_MOST);
    rc = exporters[s->format]->write(export, err);
    if (rc == 0)
        rc = export_flush(export, 1, err);
    buf_release(&export->text);
    samples_release(&export->samples);
    return outfile_close(&out, rc, err);
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct export export = { .from = s->from.text ? s->from.at : TIME_FIRST,
                             .until = s->until.text ? s->until.at : TIME_LAST };
    struct store_series *series = NULL;
    int rc = context_store_read(context, &export.store, err);

    if (rc == 0)
        rc = store_begin(export.store, err);
    if (rc == 0)
        rc = context_series(context, export.store, argc, argv, &series, &export.count, err);
    export.series = series;
    if (rc == 0)
        rc = column_capacities(context, &export, err);
    if (rc == 0)
        rc = write_all(context, s, &export, err);
    store_close(export.store);
    return rc;
}

extern const struct command cmd_export;
const struct command cmd_export = {
    .name = "export",
    .group = "Data",
    .summary = "write samples as csv, json or openmetrics",
    .operands = "[SELECTOR…]",
    .details = "All raw samples of the series that match; none means all. csv and json are read "
               "back by ingest to the same samples, bit for bit. Events, capacities that were set and "
               "recorded runs are no samples: 'headroom backup' copies a whole store.",
    .examples = "headroom export 'prod/*' -o prod.csv\n"
                "headroom export --format json | zstd >all.jsonl.zst\n"
                "headroom export --format openmetrics --from now-7d -o week.om",
    .options = options,
    .more = list_formats,
    .defaults = &defaults,
    .size = sizeof defaults,
    .most = ANY_NUMBER,
    .run = run,
};

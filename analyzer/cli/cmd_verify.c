/* analyzer/cli/cmd_verify.c - `headroom verify`: is the store sound? */
#include "analyzer/cli/command.h"
#include "analyzer/cli/output.h"

static const struct column columns[] = {
    { .key = "store", .title = "Store", .flexible = 1 },
    { .key = "series", .title = "Series", .right = 1 },
    { .key = "chunks", .title = "Chunks", .right = 1 },
    { .key = "samples", .title = "Samples", .right = 1 },
    { .key = "hours", .title = "Hours", .right = 1 },
    { .key = "imports", .title = "Imports", .right = 1 },
    { .key = "faults", .title = "Faults", .right = 1 },
};

static int print(struct context *context, const struct store_check *check, enum output output,
                 struct error *err)
{
    struct table table;

    table_init(&table, &context->arena, columns, sizeof columns / sizeof columns[0],
               context->zone);
    table_text(&table, context->db);
    table_count(&table, check->series);
    table_count(&table, check->chunks);
    table_count(&table, check->samples);
    table_count(&table, check->hours);
    table_count(&table, check->imports);
    table_count(&table, check->faults);
    return output_table(context, &table, output, "verify", err);
}

static int run(struct context *context, const void *given, int argc, char **argv,
               struct error *err)
{
    const struct output_settings *settings = given;
    struct store_check check = { 0 };
    struct store *store = NULL;
    int rc;

    (void)argc;
    (void)argv;
    rc = context_store_read(context, &store, err);
    if (rc == 0)
        rc = store_verify(store, &check, err);
    store_close(store);
    if (rc == 0 && !(context->globals.quiet && settings->format == OUTPUT_TABLE && !check.faults))
        rc = print(context, &check, (enum output)settings->format, err);
    if (rc < 0 || !check.faults)
        return rc;
    error_set(err, ERR_STORE, "the store has %llu fault%s: %.200s",
              (unsigned long long)check.faults, check.faults == 1 ? "" : "s", check.first);
    error_at(err, context->db, 0, 0);
    error_hint(err, "Take it from a backup, or ingest the exports again into a new store.");
    return ERR_STORE;
}

extern const struct command cmd_verify;
const struct command cmd_verify = {
    .name = "verify",
    .group = "Care",
    .summary = "check the store, every sample of it",
    .details = "SQLite's own integrity check, every chunk decoded against its checksum, and every "
               "hour computed anew from the samples and compared.",
    .options = output_options,
    .defaults = &output_default,
    .size = sizeof output_default,
    .run = run,
};

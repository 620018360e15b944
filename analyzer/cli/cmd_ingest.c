/* analyzer/cli/cmd_ingest.c - `headroom ingest FILE…`. */
#include <string.h>
#include <unistd.h>

#include "analyzer/cli/command.h"
#include "analyzer/cli/import.h"
#include "analyzer/cli/import_show.h"
#include "analyzer/cli/reading.h"
#include "data/base/text.h"

enum on_error { ON_ERROR_SKIP, ON_ERROR_ABORT };

struct settings {
    struct reading reading;
    int         on_error;
    long        max_errors;      /* -1: any number */
    int         dry_run;
    int         output_format;
};

static const char *const reactions[] = { "skip", "abort", NULL };

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    READING_OPTIONS(struct settings, reading),
    { .name = "on-error", .kind = OPTION_CHOICE, AT(on_error), .argument = "WHAT",
      .choices = reactions, .help = "at a row that can not be read" },
    { .name = "max-errors", .kind = OPTION_COUNT, AT(max_errors), .argument = "N", .least = 0,
      .most = 1e15, .help = "give a file up after more than N such rows" },
    { .name = "dry-run", .letter = 'n', .kind = OPTION_FLAG, AT(dry_run),
      .help = "read and compare, but store nothing" },
    { .name = "output-format", .kind = OPTION_CHOICE, AT(output_format), .argument = "FORMAT",
      .choices = import_outputs, .help = "how to write the counts" },
    { .name = NULL },
};

static int settle(struct context *context, const struct settings *settings,
                  struct import_options *out, struct error *err)
{
    *out = (struct import_options){ .limits = intake_limits_default, .dry_run = settings->dry_run };
    out->limits.memory = context->memory;
    out->limits.abort_on_reject = settings->on_error == ON_ERROR_ABORT;
    if (settings->max_errors >= 0)
        out->limits.most_rejects = (uint64_t)settings->max_errors;
    return reading_settle(context, &settings->reading, &out->reading, &out->format, err);
}

/* A failure that the next file would meet as well. */
static int is_fatal(int rc)
{
    return rc == ERR_LOCKED || rc == ERR_NOMEM || rc == ERR_SYSTEM || rc == ERR_BUG ||
           rc == ERR_STORE || rc == ERR_VERSION || rc == ERR_CREATE;
}

static int open_with_threads(struct context *context, enum store_mode mode, struct store **out,
                             struct error *err)
{
    int rc = context_store_write(context, mode, out, err);

    if (rc == 0)
        store_jobs(*out, context->jobs);
    return rc;
}

/* For a dry run a store that is not there stays NULL: files are read for their counts alone. */
static int open_for_dry_run(void *self, struct store **out, struct error *err)
{
    struct context *context = self;

    return access(context->db, F_OK) == 0 ? open_with_threads(context, STORE_WRITE, out, err) : 0;
}

static int open_store(void *self, struct store **out, struct error *err)
{
    return open_with_threads(self, STORE_CREATE, out, err);
}

/* The first failure's own text where there was one file; a sum where there were more. */
static int conclude(const struct import_result *results, size_t count, size_t asked,
                    struct error *err)
{
    size_t failed = 0;
    int code = 0;

    for (size_t i = 0; i < count; i++)
        if (results[i].error.code) {
            code = !failed || results[i].error.code == code ? results[i].error.code : ERR_DATA;
            failed++;
        }
    if (!failed)
        return 0;
    if (asked == 1) {
        *err = results[0].error;
        return code;
    }
    failed += asked - count;
    return error_set(err, code, "%zu of %zu files %s not stored", failed, asked,
                     failed == 1 ? "was" : "were");
}

static void import_all(struct context *context, struct import_target *target,
                       struct import_options how, int argc, char **argv,
                       struct import_result *results, size_t *count)
{
    struct import_progress progress = { .context = context, .files = (size_t)argc };
    struct error err = ERROR_NONE;
    int rc = 0;

    if (context->progress) {
        how.tick = import_tick;
        how.tick_self = &progress;
    }
    for (int i = 0; i < argc && !is_fatal(rc); i++) {
        struct import_result *result = &results[(*count)++];

        progress.index = (size_t)i;
        rc = import_file(target, argv[i], &how, context->now, result);
        import_tick_clear(&progress);
        import_messages(context, result);
        if (rc < 0 && argc > 1)
            context_error(context, &result->error);
    }
    if (import_settle(target, &err) < 0)
        context_error(context, &err);
}

static int run(struct context *context, const void *given, int argc, char **argv,
               struct error *err)
{
    const struct settings *settings = given;
    struct import_options how;
    struct import_target target = { .open = settings->dry_run ? open_for_dry_run : open_store,
                                    .self = context };
    struct import_result *results = arena_take(&context->arena,
                                               (size_t)argc * sizeof *results);
    struct import_seen seen = { 0 };
    size_t count = 0;
    int rc = settle(context, settings, &how, err);

    if (rc < 0)
        return rc;
    if (!results)
        return error_set(err, ERR_NOMEM, "no memory for %d files", argc);
    if (!settings->dry_run)
        how.seen = &seen;
    import_all(context, &target, how, argc, argv, results, &count);
    store_close(target.store);
    rc = import_output(context, results, count, how.seen, settings->output_format, err);
    import_seen_release(&seen);
    if (rc == 0)
        rc = conclude(results, count, (size_t)argc, err);
    for (size_t i = 0; i < count; i++)
        import_result_release(&results[i]);
    return rc;
}

extern const struct command cmd_ingest;
const struct command cmd_ingest = {
    .name = "ingest",
    .group = "Data",
    .summary = "read exported monitoring data into the store",
    .operands = "FILE…",
    .details = "- is standard input; gzip and zstd are read as they are. The format is found by "
               "looking at the file. A file is stored whole or not at all, and storing it twice "
               "changes nothing. Rows that can not be read are named, counted and left out.",
    .examples = "headroom ingest export.csv\n"
                "headroom ingest --source prod --timezone Europe/Berlin *.csv.gz\n"
                "curl -s \"$PROMETHEUS/api/v1/query_range?…\" | headroom ingest -\n"
                "headroom ingest --dry-run --output-format json export.csv",
    .options = options,
    .defaults = &(const struct settings){ .reading = READING_DEFAULT, .max_errors = -1 },
    .size = sizeof(struct settings),
    .least = 1,
    .most = ANY_NUMBER,
    .run = run,
};

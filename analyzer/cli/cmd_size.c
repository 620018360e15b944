/* analyzer/cli/cmd_size.c - `headroom size`: what its subcommands share; each has its own file. */
#include <ctype.h>

#include "analyzer/cli/size.h"
#include "reports/sizing.h"

enum { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV, FORMAT_TFVARS };
enum { PAGE_MOST = 1 << 30 };

const char *const size_formats[] = { "table", "json", "csv", "tfvars", NULL };

struct maybe size_given(double value)
{
    return (struct maybe){ value, value >= 0 };
}

struct maybe size_given_seconds(int64_t ms)
{
    return (struct maybe){ (double)ms / (double)SECOND_MS, ms >= 0 };
}

/* A prefix becomes part of names in Terraform's language. */
static int check_prefix(const char *prefix, struct error *err)
{
    int good = !prefix[0] || isalpha((unsigned char)prefix[0]) || prefix[0] == '_';

    for (const char *p = prefix; *p; p++)
        good = good && (isalnum((unsigned char)*p) || *p == '_');
    if (good)
        return 0;
    error_set(err, ERR_USAGE, "--prefix can not be '%.60s'", prefix);
    error_hint(err, "A name in Terraform has letters, digits and _, and begins with no digit.");
    return ERR_USAGE;
}

static int write_sizes(struct context *context, const struct size_settings *settings,
                       const char *kind, const struct sizing *all, size_t count, struct buf *out,
                       struct error *err)
{
    struct table_style style = { .width = (unsigned)context->width, .color = context->colour };

    if (settings->format == FORMAT_JSON)
        return sizing_json(all, count, kind, context->zone, out, err);
    if (settings->format == FORMAT_CSV)
        return sizing_csv(all, count, context->zone, &context->arena, out, err);
    if (settings->format == FORMAT_TABLE)
        return sizing_text(all, count, context->zone, &style, &context->arena, out, err);
    if (count == 1)
        return sizing_tfvars(all, kind, settings->prefix, out, err);
    error_set(err, ERR_USAGE, "%zu series are selected, but variables are written for one", count);
    error_hint(err, "Name one series; --prefix keeps the variables of several apart.");
    return ERR_USAGE;
}

int size_run(struct context *context, const struct size_settings *settings, int argc, char **argv,
             const char *kind, size_question *ask, const void *question,
             void (*overrule)(struct engine *engine, void *with), void *with, struct error *err)
{
    struct sizing *all = NULL;
    struct engine engine;
    size_t count = 0;
    struct buf out;
    int rc = check_prefix(settings->prefix, err);

    if (rc == 0)
        rc = ask_open(context, &settings->question, argc, argv, &engine, err);
    if (rc < 0)
        return rc;
    if (overrule)
        overrule(&engine, with);
    buf_init(&out, PAGE_MOST);
    rc = size_all(&engine, ask, question, &context->arena, &all, &count, err);
    if (rc == 0)
        rc = write_sizes(context, settings, kind, all, count, &out, err);
    if (rc == 0)
        rc = context_print(context, &out, err);
    buf_release(&out);
    engine_close(&engine);
    return rc;
}

extern const struct command cmd_size_capacity, cmd_size_pool, cmd_size_scaler,
    cmd_size_throughput;
static const struct command *const subcommands[] = { &cmd_size_capacity, &cmd_size_pool,
                                                     &cmd_size_scaler,
                                                     &cmd_size_throughput, NULL };

extern const struct command cmd_size;
const struct command cmd_size = {
    .name = "size",
    .group = "Plan",
    .summary = "how large it should be: capacity, pools, scaled groups",
    .sub = subcommands,
};

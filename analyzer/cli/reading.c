#include "analyzer/cli/reading.h"

#include <string.h>

#include "data/base/text.h"
#include "ingest/mapping.h"

enum { NAMES_MOST = 64 };

const char *reading_format(size_t index)
{
    return index == 0 ? "auto" : importer_name(index - 1);
}

const char *const reading_kinds[] = { "gauge", "counter", "delta", NULL };
const char *const reading_decimals[] = { "auto", "point", "comma", ".", ",", NULL };
const char *const reading_orders[] = { "auto", "dmy", "mdy", NULL };
const char *const reading_folds[] = { "order", "first", "second", "error", NULL };

static int no_mapping(const struct context *context, const char *name, struct error *err)
{
    const char *names[NAMES_MOST], *nearest;
    size_t count = 0;

    for (const struct section *section = config_sections(context->config); section;
         section = section->next)
        if (strcmp(section->kind->name, "mapping") == 0 && count < NAMES_MOST)
            names[count++] = section->name;
    nearest = text_nearest(name, names, count);
    error_set(err, ERR_USAGE, "the configuration has no [mapping %.60s]", name);
    if (nearest)
        error_hint(err, "Did you mean '%s'?", nearest);
    else
        error_hint(err, "'headroom inspect --write-mapping FILE.ini EXPORT' writes one to begin with; "
                        "--config FILE.ini uses it.");
    return ERR_USAGE;
}

/* Times without an offset are those of the mapping's zone, unless the command line says another. */
static int settle_zone(struct context *context, const struct mapping *mapping,
                       struct ingest_options *out, struct error *err)
{
    if (!mapping->timezone || context->globals.timezone)
        return 0;
    if (!context->file_zone && zone_open(&context->file_zone, mapping->timezone, err) < 0)
        return err->code;
    out->zone = context->file_zone;
    out->zone_given = 1;
    return 0;
}

int reading_settle(struct context *context, const struct reading *given,
                   struct ingest_options *out, const struct importer **importer, struct error *err)
{
    const struct mapping *mapping = given->mapping ? config_mapping(context->config, given->mapping)
                                                   : NULL;

    *out = (struct ingest_options){
        .source = given->source, .resource = given->resource, .metric = given->metric,
        .unit = given->unit, .kind = given->kind, .zone = context->zone,
        .zone_given = context->zone_given, .decimal = "\0.,.,"[given->decimal],
        .date_order = (enum date_order)given->date_order, .fold = (enum fold)given->fold,
        .now = context->now, .jobs = context->jobs,
    };
    *importer = given->format ? importers[given->format - 1] : NULL;
    if (!given->mapping)
        return 0;
    if (!mapping)
        return no_mapping(context, given->mapping, err);
    if (*importer)
        return error_set(err, ERR_USAGE, "--format and --mapping both say how to read the file");
    mapping_settle(mapping, out);
    *importer = mapping_importer(mapping);
    return settle_zone(context, mapping, out, err);
}

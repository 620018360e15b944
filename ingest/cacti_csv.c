/*
 * Cacti's export of a graph: lines of what the graph is, a line "", then a table.
 *
 *     "Title","web-01 - CPU Usage"
 *     "Vertical Label","percent"
 *     …
 *     "Date","User","System"
 *     "2025-11-21 00:00:00","2.5849394313e+01","5.1698788626e+00"
 *
 * The times are local. Source: graph_xport.php of Cacti 1.2, whose words are translated; those
 * in other languages are read as any table.
 */
#include <string.h>

#include "data/base/unit.h"
#include "ingest/csv_table.h"

static const char title[] = "\"Title\",\"", label[] = "\"Vertical Label\",\"";

static int cacti_sniff(const char *head, size_t length)
{
    const char *end = memchr(head, '\n', length);

    return end && length > sizeof title && memcmp(head, title, sizeof title - 1) == 0 &&
                   (size_t)(head + length - end) > sizeof label &&
                   memcmp(end + 1, label, sizeof label - 1) == 0
               ? 100 : 0;
}

/* What stands behind the mark up to the quote at the end of its line; NULL: nothing. */
static const char *quoted_behind(const char *text, size_t length, const char *mark,
                                 struct arena *arena)
{
    const char *from = memmem(text, length, mark, strlen(mark)), *end;

    if (!from)
        return NULL;
    from += strlen(mark);
    end = memchr(from, '\n', (size_t)(text + length - from));
    end = end ? memrchr(from, '"', (size_t)(end - from)) : NULL;
    return end && end > from ? arena_text(arena, from, (size_t)(end - from)) : NULL;
}

static int cacti_plan(struct csv_plan *out, const char *text, size_t length, int whole,
                      const struct ingest_options *options, struct arena *arena, struct error *err)
{
    const char *resource = quoted_behind(text, length, title, arena);
    const char *unit = quoted_behind(text, length, label, arena);
    struct unit known;
    int rc = csv_plan_make(out, text, length, whole, options, arena, err);

    if (rc <= 0)
        return rc;
    out->source = "cacti";
    for (size_t i = 0; i < out->values; i++) {
        struct csv_column *column = &out->column[out->value[i]];

        if (resource && !column->resource)
            column->resource = resource;
        if (unit && !column->unit && unit_parse(unit, strlen(unit), &known))
            column->unit = unit;
    }
    return rc;
}

static int cacti_read(struct input *in, const struct ingest_options *options, struct intake *out,
                      struct error *err)
{
    return csv_import(in, cacti_plan, options, out, err);
}

extern const struct importer importer_cacti_csv;
const struct importer importer_cacti_csv = {
    .name       = "cacti-csv",
    .title      = "Cacti graph export, CSV",
    .recognised = "first lines \"Title\" and \"Vertical Label\"",
    .command    = "a graph's page: CSV Export (graph_xport.php)",
    .example    = "\"Title\",\"web-01 - CPU Usage\"\n\"Vertical Label\",\"percent\"\n"
                  "\"Start Date\",\"2025-11-21 00:00:00\"\n\"Step\",\"3600\"\n\"\"\n"
                  "\"Date\",\"User\",\"System\"\n"
                  "\"2025-11-21 00:00:00\",\"2.5849394313e+01\",\"5.1698788626e+00\"\n"
                  "\"2025-11-21 01:00:00\",\"2.4829488978e+01\",\"4.9658977955e+00\"\n",
    .sniff      = cacti_sniff,
    .read       = cacti_read,
    .describe   = csv_plan_describe,
};

#include "data/findings.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static int is_named(const void *name, const void *row)
{
    return strcmp(name, ((const struct named *)row)->name);
}

int findings_by_name(const struct analysis *analysis, struct arena *arena, struct findings *out,
                     struct error *err)
{
    out->row = arena_take(arena, (analysis->count + 1) * sizeof *out->row);
    if (!out->row)
        return error_set(err, ERR_NOMEM, "no memory for the findings");
    out->count = analysis->count;
    for (size_t i = 0; i < analysis->count; i++)
        out->row[i] = (struct named){ analysis_finding(analysis, i)->name, &analysis->findings[i] };
    qsort(out->row, out->count, sizeof *out->row, by_name);
    return 0;
}

const struct finding *findings_find(const struct findings *findings, const char *name)
{
    const struct named *found = NULL;

    if (findings->count)
        found = bsearch(name, findings->row, findings->count, sizeof *findings->row, is_named);
    return found ? found->finding : NULL;
}

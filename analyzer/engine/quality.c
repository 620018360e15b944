#include "analyzer/engine/quality.h"

#include <stdlib.h>
#include <string.h>

static const double SPARSE = 0.9;    /* coverage below this is worth a row */

struct rows {
    struct arena       *arena;
    struct quality_row *row;
    size_t              count;
    int                 failed;
};

static void add(struct rows *rows, enum severity severity, const char *subject, const char *words)
{
    if (!words)
        rows->failed = 1;
    else
        rows->row[rows->count++] = (struct quality_row){ severity, subject, words };
}

static void add_finding(struct rows *rows, const struct finding *f)
{
    if (f->verdict == VERDICT_STALE)
        add(rows, SEVERITY_WARNING, f->name, arena_format(rows->arena, "Data stopped: %s.",
                                                          f->reason));
    else if (f->verdict == VERDICT_INSUFFICIENT_DATA)
        add(rows, SEVERITY_NOTICE, f->name, arena_format(rows->arena, "Too short: %s.", f->reason));
    else if (f->data.samples && f->data.coverage < SPARSE)
        add(rows, SEVERITY_NOTICE, f->name,
            arena_format(rows->arena, "Gaps: %.0f %% of the expected hours have data.",
                         100 * f->data.coverage));
    for (size_t i = 0; i < f->data.note_count; i++)
        if (strstr(f->data.notes[i], "reset"))
            add(rows, SEVERITY_INFO, f->name, arena_format(rows->arena, "%s.", f->data.notes[i]));
}

static int by_weight(const void *a, const void *b)
{
    const struct quality_row *x = a, *y = b;

    if (x->severity != y->severity)
        return x->severity < y->severity ? 1 : -1;
    return strcmp(x->subject, y->subject);
}

int quality_rows(struct store *store, const struct analysis *analysis, struct arena *arena,
                 const struct quality_row **out, size_t *count, struct error *err)
{
    struct rows rows = { .arena = arena };
    struct store_import *imports;
    size_t import_count;
    int rc = store_import_list(store, arena, &imports, &import_count, err);

    if (rc < 0)
        return rc;
    rows.row = arena_take(arena, (9 * analysis->count + import_count + 1) * sizeof *rows.row);
    if (!rows.row)
        return error_set(err, ERR_NOMEM, "no memory for the data's quality");
    for (size_t i = 0; i < analysis->count; i++)
        add_finding(&rows, analysis_finding(analysis, i));
    for (size_t i = 0; i < import_count; i++)
        if (imports[i].rejected)
            add(&rows, SEVERITY_NOTICE, imports[i].file,
                arena_format(arena, "%llu rows or values could not be read.",
                             (unsigned long long)imports[i].rejected));
    if (rows.failed)
        return error_set(err, ERR_NOMEM, "no memory for the data's quality");
    qsort(rows.row, rows.count, sizeof *rows.row, by_weight);
    *out = rows.row;
    *count = rows.count;
    return 0;
}

#include "ingest/csv_looks.h"

#include <stdlib.h>
#include <string.h>

/*
 * Least share of a column's cells that must be numbers for it to be one of numbers. Mistakes among
 * few cells, or in a column that is named as the value, don't make a column of text.
 */
static const double NUMERIC_SHARE = 0.8, NUMERIC_SHARE_OF_FEW = 0.5;
enum { FEW_CELLS = 20 };

static int by_text(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    size_t length = x->length < y->length ? x->length : y->length;
    int order = memcmp(x->text, y->text, length);

    return order ? order : (x->length > y->length) - (x->length < y->length);
}

int csv_look(const struct csv_dialect *d, size_t column, struct csv_looks *out, struct arena *arena)
{
    struct cell *cells = csv_dialect_column(d, column, &out->cells, arena);
    struct quantity q;

    out->filled = out->numbers = out->times = out->distinct = out->units = 0;
    for (size_t i = 0; cells && i < out->cells; i++) {
        enum number_kind kind = csv_value(cells[i].text, cells[i].length, d->decimal[column], &q);

        out->filled += kind != NUMBER_MISSING;
        out->numbers += kind == NUMBER_OK || kind == NUMBER_INFINITE;
        if (kind == NUMBER_OK && q.has_unit && !out->units++)
            out->unit = q.unit;
        out->times += time_shape(cells[i].text, cells[i].length) == TIME_SHAPE_FULL;
    }
    if (!cells)
        return 0;
    qsort(cells, out->cells, sizeof *cells, by_text);
    for (size_t i = 0; i < out->cells; i++)
        out->distinct += !i || !cell_equal(&cells[i], &cells[i - 1]);
    return 1;
}

int csv_looks_numeric(const struct csv_looks *l)
{
    double least = l->filled < FEW_CELLS || l->named_value ? NUMERIC_SHARE_OF_FEW : NUMERIC_SHARE;

    return (double)l->numbers >= least * (double)l->filled && l->times * 2 <= l->cells;
}

int csv_looks_repeat(const struct csv_looks *l)
{
    return l->distinct * 2 <= l->cells;
}

/* --- rows of the same time told apart ------------------------------------------------ */

static uint64_t mix(uint64_t hash, const struct cell *cell)
{
    for (size_t i = 0; i < cell->length; i++)
        hash = (hash ^ (unsigned char)cell->text[i]) * UINT64_C(0x100000001b3);    /* FNV-1a */
    return (hash ^ 0xff) * UINT64_C(0x100000001b3);
}

static int by_hash(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/*
 * How many different rows there are by time (where asked for), keys as cast so far, and one more
 * column (SIZE_MAX: none); *rows is how many were looked at. SIZE_MAX without memory.
 */
static size_t distinct_rows(const struct csv_plan *plan, const struct csv_dialect *d, int with_time,
                            size_t extra, size_t *rows, struct arena *arena)
{
    const struct sheet *sheet = d->sheet;
    uint64_t *hash = arena_take(arena, (sheet->rows + 1) * sizeof *hash);
    size_t distinct = 0;

    *rows = 0;
    for (size_t i = d->first; hash && i < sheet->rows; i++) {
        const struct sheet_row *row = &sheet->row[i];
        uint64_t h = UINT64_C(0xcbf29ce484222325);

        if (row->count < plan->columns - (size_t)plan->trailing)
            continue;
        for (size_t k = 0; k < row->count && k < plan->columns; k++) {
            enum csv_role role = plan->column[k].role;

            if (k == extra || role == CSV_RESOURCE || role == CSV_METRIC || role == CSV_SOURCE ||
                role == CSV_LABEL || (with_time && (role == CSV_TIME || role == CSV_CLOCK)))
                h = mix(h, &row->cell[k]);
        }
        hash[(*rows)++] = h;
    }
    if (!hash)
        return SIZE_MAX;
    qsort(hash, *rows, sizeof *hash, by_hash);
    for (size_t i = 0; i < *rows; i++)
        distinct += !i || hash[i] != hash[i - 1];
    return distinct;
}

int csv_rows_collide(const struct csv_plan *plan, const struct csv_dialect *d, struct arena *arena)
{
    size_t rows, distinct = distinct_rows(plan, d, 1, SIZE_MAX, &rows, arena);

    return distinct < rows;
}

int csv_is_property(const struct csv_plan *plan, const struct csv_dialect *d, size_t column,
                    struct arena *arena)
{
    size_t rows;

    return distinct_rows(plan, d, 0, column, &rows, arena) ==
           distinct_rows(plan, d, 0, SIZE_MAX, &rows, arena);
}

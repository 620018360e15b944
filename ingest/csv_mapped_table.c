/*
 * ingest/csv_mapped_table.c - a table read by a mapping: where its rows and columns are.
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/csv_mapped.h"
#include "ingest/csv_table.h"

enum { MOST_HEAD_ROWS = 100 };

/* The places that the mapping names by a header, one after the other; NULL past the last. */
static const char *named_place(const struct mapping *m, size_t index, struct arena *arena)
{
    const char *const single[] = { m->time, m->time_of_day, m->resource_from, m->metric_from,
                                   m->source_from, m->unit_from, m->capacity };
    const struct mapping_list *const lists[] = { &m->value, &m->label };

    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++)
        if (single[i] && mapping_number(single[i]) == SIZE_MAX && index-- == 0)
            return single[i];
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        for (size_t k = 0; k < lists[i]->count; k++) {
            struct mapping_place place;

            if (mapping_place(&place, lists[i]->text[k], arena, NULL) == 0 &&
                !csv_mapped_rest(place.place) && mapping_number(place.place) == SIZE_MAX && index-- == 0)
                return place.place;
        }
    return NULL;
}

/* The header's cells as texts; NULL without memory. */
static const char **row_names(const struct sheet_row *row, struct arena *arena)
{
    const char **name = arena_take(arena, (row->count + 1) * sizeof *name);

    for (size_t i = 0; name && i < row->count; i++) {
        name[i] = cell_text(arena, &row->cell[i]);
        if (!name[i])
            return NULL;
    }
    return name;
}

static int no_header(const char *place, struct error *err)
{
    error_set(err, ERR_DATA, "no row has all columns that the mapping names: '%.80s' is missing",
              place);
    error_hint(err, "'headroom inspect' without the mapping shows the names; #1 is the first column.");
    return ERR_DATA;
}

/* The first row that has all names of the mapping is the header; the data begin behind it. */
static int find_header(struct csv_dialect *d, const struct mapping *m, struct arena *arena,
                       struct error *err)
{
    const char *missing = named_place(m, 0, arena);

    for (size_t i = 0; i < d->sheet->rows && i <= MOST_HEAD_ROWS; i++) {
        const struct sheet_row *row = &d->sheet->row[i];
        const char **name = row_names(row, arena), *place;
        size_t index = 0;

        if (!name)
            return error_set(err, ERR_NOMEM, "no memory to look at a file");
        while ((place = named_place(m, index, arena)) != NULL &&
               csv_mapped_column(place, name, row->count) != SIZE_MAX)
            index++;
        if (!place) {
            d->first = i + 1;
            d->time = csv_mapped_column(m->time, name, row->count);
            return 0;
        }
        if (index)
            missing = place;
    }
    return no_header(missing, err);
}

/* Without names the mapping tells whether there is a header; else the first time does. */
static void find_first(struct csv_dialect *d, const struct mapping *m)
{
    const struct sheet_row *row = &d->sheet->row[0];

    d->time = mapping_number(m->time);
    if (m->header != MAPPING_HEADER_AUTO || d->time >= row->count)
        d->first = m->header == MAPPING_HEADER_YES;
    else
        d->first = !row->cell[d->time].length ||
                   !strchr("0123456789", row->cell[d->time].text[0]);
}

/* The separator under which the first rows have most cells, where nothing says which it is. */
static int guess_separator(struct csv_dialect *d, const char *text, size_t length, int whole,
                           const struct csv_manner *manner, struct arena *arena, struct error *err)
{
    static const char usual[] = { ',', ';', '\t', '|' };
    struct csv_manner best = *manner;
    size_t most = 0;

    for (size_t i = 0; i < sizeof usual && !manner->separator; i++) {
        struct csv_manner trial = *manner;
        size_t cells;

        trial.separator = usual[i];
        if (sheet_read(d->sheet, text, length, whole, &trial, arena, err) < 0)
            return err->code;
        cells = d->sheet->rows ? csv_usual_cells(d->sheet, d->sheet->rows / 2, d->sheet->rows) : 0;
        if (cells > most) {
            most = cells;
            best = trial;
        }
    }
    if (!best.separator)
        best.separator = ',';
    return sheet_read(d->sheet, text, length, whole, &best, arena, err);
}

static int no_time(struct error *err)
{
    error_set(err, ERR_DATA, "no column of times was found");
    error_hint(err, "Let the mapping say which it is: time = COLUMN, or time = #1.");
    return ERR_DATA;
}

/* Rows and columns as the mapping says, where looking did not find its time column. */
static int locate(struct csv_dialect *d, const struct mapping *m, const char *text, size_t length,
                  int whole, const struct csv_given *given, struct arena *arena, struct error *err)
{
    size_t skip = csv_lines(text, length, given->skip);
    int rc;

    *d = (struct csv_dialect){ .clock = SIZE_MAX, .times_unread = 1,
                               .sheet = arena_take(arena, sizeof *d->sheet) };
    if (!d->sheet)
        return error_set(err, ERR_NOMEM, "no memory to look at a file");
    rc = guess_separator(d, text + skip, length - skip, whole, &given->manner, arena, err);
    if (rc < 0 || !d->sheet->rows)
        return rc;
    if (named_place(m, 0, arena))
        rc = find_header(d, m, arena, err);
    else
        find_first(d, m);
    if (rc < 0 || d->first >= d->sheet->rows)
        return rc;
    d->columns = csv_usual_cells(d->sheet, d->first, d->sheet->rows);
    if (d->time >= d->columns)
        return csv_mapped_missing(m->time, NULL, d->columns, err);
    rc = csv_dialect_settle(d, text + skip, length - skip, skip, given->skip, given->decimal, arena,
                            err);
    return rc < 0 ? rc : CSV_TABLE;
}

/* 1 where what was found by looking is the table that the mapping is about. */
static int agrees(const struct csv_dialect *d, const struct mapping *m, struct arena *arena)
{
    const char *place;

    if ((m->header == MAPPING_HEADER_NO && d->header_cell) ||
        (m->header == MAPPING_HEADER_YES && !d->header_cell) ||
        (m->time && csv_mapped_column(m->time, d->header, d->columns) != d->time))
        return 0;
    for (size_t i = 0; (place = named_place(m, i, arena)) != NULL; i++)
        if (csv_mapped_column(place, d->header, d->columns) == SIZE_MAX)
            return 0;
    return 1;
}

static struct csv_given given_by(const struct mapping *m, char decimal)
{
    struct csv_given given = { .manner = { 0, '"', '#' }, .skip = m->skip, .decimal = decimal };

    if (m->separator)
        given.manner.separator = mapping_character(m->separator);
    if (m->quote)
        given.manner.quote = mapping_character(m->quote);
    if (m->comment)
        given.manner.comment = mapping_character(m->comment);
    return given;
}

static int find_dialect(struct csv_dialect *d, const char *text, size_t length, int whole,
                        const struct ingest_options *options, struct arena *arena,
                        struct error *err)
{
    const struct mapping *m = options->mapping;
    struct csv_given given = given_by(m, options->decimal);
    struct error why = ERROR_NONE;
    int rc = csv_dialect_find(d, text, length, whole, &given, arena, &why);

    if (rc == ERR_NOMEM || (rc > 0 && agrees(d, m, arena))) {
        if (rc < 0)
            *err = why;
        return rc;
    }
    if (m->time)
        return locate(d, m, text, length, whole, &given, arena, err);
    if (rc < 0)
        *err = why;
    return rc < 0 ? rc : no_time(err);
}

/* Makes the plan: a csv_planner. */
static int mapped_plan(struct csv_plan *out, const char *text, size_t length, int whole,
                       const struct ingest_options *options, struct arena *arena, struct error *err)
{
    const struct mapping *m = options->mapping;
    struct csv_dialect d;
    int rc = find_dialect(&d, text, length, whole, options, arena, err);

    if (rc > 0 && m->time_of_day) {
        d.clock = csv_mapped_column(m->time_of_day, d.header, d.columns);
        if (d.clock == SIZE_MAX)
            rc = csv_mapped_missing(m->time_of_day, d.header, d.columns, err);
    }
    if (rc > 0)
        rc = csv_plan_of(out, &d, options, arena, err);
    if (rc > 0)
        out->line_feed_only = !memchr(text, '\r', length);
    return rc;
}

static int describe_mapped(const char *head, size_t length, const struct ingest_options *options,
                           struct buf *out, struct error *err)
{
    return csv_describe(mapped_plan, head, length, options, out, err);
}

static int write_mapped(const char *head, size_t length, const struct ingest_options *options,
                        struct buf *out, struct error *err)
{
    return csv_mapping_write(mapped_plan, head, length, options, out, err);
}

static int read_mapped(struct input *in, const struct ingest_options *options, struct intake *out,
                       struct error *err)
{
    return csv_import(in, mapped_plan, options, out, err);
}

extern const struct importer importer_mapped_table;
const struct importer importer_mapped_table = {
    .name          = "mapped-csv",
    .title         = "a table, by a mapping",
    .recognised    = "--mapping",
    .read          = read_mapped,
    .describe      = describe_mapped,
    .write_mapping = write_mapped,
};

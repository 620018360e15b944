#include "ingest/csv_head.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/unit.h"
#include "ingest/csv_names.h"

/* A number in either decimal style, or a word for none. */
static int is_number(const struct cell *cell)
{
    struct quantity q;
    enum number_kind kind = csv_value(cell->text, cell->length, '.', &q);

    return kind != NUMBER_BAD || csv_value(cell->text, cell->length, ',', &q) != NUMBER_BAD;
}

/* The comment line right above an offset, as a row; 0 when there is none. */
static int comment_above(const struct csv_dialect *dialect, const char *text, size_t offset,
                         struct sheet *out, struct arena *arena, struct error *err)
{
    size_t end = offset, start;

    while (end && (text[end - 1] == '\n' || text[end - 1] == '\r'))
        end--;
    for (start = end; start && text[start - 1] != '\n' && text[start - 1] != '\r';)
        start--;
    if (start == end || text[start] != '#')
        return 0;
    while (start < end && (text[start] == '#' || text[start] == ' '))
        start++;
    if (sheet_read(out, text + start, end - start, 1, &dialect->sheet->manner, arena, err) < 0)
        return -1;
    return out->rows == 1;
}

static int has_words(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (!is_number(&row->cell[i]))
            return 1;
    return 0;
}

/* A last column that is empty in all rows stands for a separator at the end of each. */
static int last_is_empty(const struct csv_dialect *d)
{
    for (size_t i = d->first; i < d->sheet->rows; i++)
        if (d->sheet->row[i].count == d->columns && d->sheet->row[i].cell[d->columns - 1].length)
            return 0;
    return 1;
}

static int mismatch(const struct csv_dialect *d, const struct sheet_row *header, struct error *err)
{
    error_set(err, ERR_DATA, "the rows have %zu cells, the header in line %ld names %zu", d->columns,
              header->line, header->count);
    err->line = d->sheet->row[d->first].line;
    error_hint(err, "A value that holds the separator '%c' must stand in quotes.",
               d->sheet->manner.separator);
    return ERR_DATA;
}

/* 1 when `above` names groups of the columns below it, as dstat does. */
static int is_group_row(const struct sheet_row *above, const struct sheet_row *header, size_t time)
{
    int gap = 0;

    if (above->count != header->count || header->count < 3 || above->line + 1 != header->line)
        return 0;
    for (size_t i = 0; i < above->count; i++) {
        gap |= above->cell[i].length == 0 && header->cell[i].length != 0;
        if (above->cell[i].length && is_number(&above->cell[i]))
            return 0;
    }
    return gap || cell_equal(&above->cell[time], &header->cell[time]);
}

static int name_columns(struct csv_dialect *d, const struct sheet_row *header,
                        const struct sheet_row *groups, struct arena *arena)
{
    const char *group = NULL;

    d->header = arena_take(arena, (d->columns + 1) * sizeof *d->header);
    if (!d->header)
        return 0;
    for (size_t i = 0; i < d->columns; i++) {
        char *name = header && i < header->count ? cell_text(arena, &header->cell[i]) : NULL;

        if (groups && i < groups->count && groups->cell[i].length)
            group = cell_text(arena, &groups->cell[i]);
        if (!name || !name[0]) {
            name = arena_take(arena, 32);
            if (name)
                snprintf(name, 32, "column %zu", i + 1);
        } else if (group && i != d->time && strcmp(group, name) != 0) {
            size_t room = strlen(group) + strlen(name) + 2;
            char *joined = arena_take(arena, room);

            if (joined)
                snprintf(joined, room, "%s:%s", group, name);
            name = joined;
        }
        if (!name)
            return 0;
        d->header[i] = name;
    }
    return 1;
}

/* --- columns of the same name ------------------------------------------------------- */

struct named { const char *name; size_t column; };

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order ? order : (x->column > y->column) - (x->column < y->column);
}

/* The second column of a name is called "name #2", and so on: they are not the same series. */
static int tell_apart(struct csv_dialect *d, struct arena *arena)
{
    struct named *named = arena_take(arena, (d->columns + 1) * sizeof *named);
    size_t nth = 1;

    if (!named)
        return 0;
    for (size_t i = 0; i < d->columns; i++)
        named[i] = (struct named){ d->header[i], i };
    qsort(named, d->columns, sizeof *named, by_name);
    for (size_t i = 1; i < d->columns; i++) {
        const char *name = named[i].name;
        size_t room = strlen(name) + 24;
        char *other;

        nth = strcmp(name, named[i - 1].name) == 0 ? nth + 1 : 1;
        if (nth == 1)
            continue;
        other = arena_take(arena, room);
        if (!other)
            return 0;
        snprintf(other, room, "%s #%zu", name, nth);
        d->header[named[i].column] = other;
        d->same_name = name;
    }
    return 1;
}

/* --- the rows above the data ---------------------------------------------------------- */

/* The last row above the data that is no total; NULL for none. */
static const struct sheet_row *last_head_row(const struct csv_dialect *d)
{
    for (size_t i = d->first; i > 0; i--) {
        const struct sheet_row *row = &d->sheet->row[i - 1];

        if (row->count < 2 || !csv_is_summary(&row->cell[0]) || !is_number(&row->cell[row->count - 1]))
            return row;
    }
    return NULL;
}

/* A cell of a row of units: "%", "[MiB]", "(s)". */
static struct cell bare_unit(const struct cell *cell)
{
    struct cell bare = *cell;

    if (bare.length > 2 && strchr("[(", bare.text[0]) && strchr("])", bare.text[bare.length - 1])) {
        bare.text++;
        bare.length -= 2;
    }
    return bare;
}

/* 1 when `row` holds nothing but units (and what it likes in the time column), names above them. */
static int is_unit_row(const struct sheet_row *above, const struct sheet_row *row, size_t time)
{
    size_t units = 0;

    if (above->count != row->count)
        return 0;
    for (size_t i = 0; i < row->count; i++) {
        struct cell bare = bare_unit(&row->cell[i]);
        struct unit unit;

        if (i == time || !bare.length)
            continue;
        if (!unit_parse(bare.text, bare.length, &unit) || !above->cell[i].length)
            return 0;
        units++;
    }
    return units > 0;
}

static int take_units(struct csv_dialect *d, const struct sheet_row *row, struct arena *arena)
{
    d->header_unit = arena_take(arena, d->columns * sizeof *d->header_unit);
    for (size_t i = 0; d->header_unit && i < d->columns; i++) {
        struct cell bare = i < row->count && i != d->time ? bare_unit(&row->cell[i])
                                                          : (struct cell){ "", 0 };

        d->header_unit[i] = cell_text(arena, &bare);
        if (!d->header_unit[i])
            return 0;
    }
    return d->header_unit != NULL;
}

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory to look at a file");
}

static int find_header(struct csv_dialect *d, const char *text, struct arena *arena,
                       struct error *err)
{
    const struct sheet_row *header = last_head_row(d), *groups = NULL;
    struct sheet *comment = NULL;

    if (!header) {
        int found;

        comment = arena_take(arena, sizeof *comment);
        if (!comment)
            return no_memory(err);
        found = comment_above(d, text, d->data_offset, comment, arena, err);
        if (found < 0)
            return ERR_NOMEM;
        if (found && comment->row[0].count == d->columns)
            header = &comment->row[0];
    } else if (header->count == 1 || !has_words(header)) {
        header = NULL;
    }
    d->trailing = last_is_empty(d) &&
                  (!header || header->count < d->columns ||
                   header->cell[d->columns - 1].length == 0);
    if (header && header->count != d->columns &&
        !(d->trailing && header->count + 1 == d->columns) &&
        !(header->count == d->columns + 1 && header->cell[d->columns].length == 0))
        return mismatch(d, header, err);
    if (header && !comment && header > d->sheet->row) {
        if (is_unit_row(header - 1, header, d->time)) {
            if (!take_units(d, header, arena))
                return no_memory(err);
            header--;
        } else if (is_group_row(header - 1, header, d->time)) {
            groups = header - 1;
        }
    }
    if (header) {
        d->header_cell = header->cell;
        d->header_count = header->count;
    }
    return name_columns(d, header, groups, arena) && tell_apart(d, arena) ? 0 : no_memory(err);
}

/*
 * Grafana's "full" header: "#name#Time,Value", "#type#time,number", "#unit#,percent". The
 * marks make comments of these rows, so they are read apart.
 */
static int marked_header(struct csv_dialect *d, const char *text, struct arena *arena,
                         struct error *err)
{
    struct sheet *line = arena_take(arena, sizeof *line);
    const char *at = text, *end = text + d->data_offset;

    if (!line)
        return no_memory(err);
    while (at < end && *at == '#') {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *body = memchr(at + 1, '#', (size_t)(end - at - 1));
        int rc;

        if (!stop || !body || body > stop)
            break;
        rc = sheet_read(line, body + 1, (size_t)(stop - body - 1), 1, &d->sheet->manner, arena,
                        err);
        if (rc < 0)
            return rc;
        if (line->rows == 1 && line->row[0].count == d->columns) {
            if (strncmp(at, "#name#", 6) == 0 && !name_columns(d, &line->row[0], NULL, arena))
                return no_memory(err);
            if (strncmp(at, "#unit#", 6) == 0) {
                d->header_unit = arena_take(arena, d->columns * sizeof *d->header_unit);
                for (size_t i = 0; d->header_unit && i < d->columns; i++)
                    d->header_unit[i] = cell_text(arena, &line->row[0].cell[i]);
            }
        }
        at = stop + 1;
    }
    return 0;
}

int csv_head_find(struct csv_dialect *d, const char *text, size_t length, struct arena *arena,
                  struct error *err)
{
    int rc = find_header(d, text, arena, err);

    if (rc == 0 && length >= 6 && memcmp(text, "#name#", 6) == 0)
        rc = marked_header(d, text, arena, err);
    return rc;
}

#include "ingest/csv_dialect.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "data/base/number.h"
#include "ingest/csv_head.h"
#include "ingest/csv_names.h"

enum { MOST_HEAD_ROWS = 100, MOST_TIME_COLUMN = 64 };

/* Least share of rows, from the first time on, that must have a time in the column. */
static const double LEAST_SHARE = 0.4;

/* What one separator makes of the file. */
struct guess {
    size_t time;         /* column */
    size_t first;        /* first row with a time there */
    size_t cells;        /* usual number of cells of the rows from there on */
    double score;        /* 0: no table */
    int    weak;
};

static int is_full(enum time_shape shape)
{
    return shape == TIME_SHAPE_FULL || shape == TIME_SHAPE_NUMBER;
}

size_t csv_usual_cells(const struct sheet *sheet, size_t first, size_t end)
{
    size_t best = 0, best_count = 0;

    for (size_t i = first; i < end && i < first + 64; i++) {
        size_t count = 0;

        for (size_t k = first; k < end && k < first + 64; k++)
            count += sheet->row[k].count == sheet->row[i].count;
        if (count > best_count) {
            best_count = count;
            best = sheet->row[i].count;
        }
    }
    return best;
}

/* Rows that are made to have no time do not speak against a column. */
static int is_aside(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cell[i].length)
            return row->count < 2 || csv_is_summary(&row->cell[0]);
    return 1;
}

static enum time_shape shape_at(const struct sheet_row *row, size_t column)
{
    return column < row->count ? time_shape(row->cell[column].text, row->cell[column].length)
                               : TIME_SHAPE_NONE;
}

/* Where the table ends that begins with a row: at the header of another, as `cat` leaves it there. */
static size_t table_end(const struct sheet *sheet, size_t column, size_t first)
{
    for (size_t i = first; i < sheet->rows; i++) {
        const struct sheet_row *row = &sheet->row[i];

        if (shape_at(row, column))
            continue;
        for (size_t k = 0; k < row->count && k < MOST_TIME_COLUMN; k++)
            if (csv_name_is_time(&row->cell[k]))
                return i;
    }
    return sheet->rows;
}

/* Rows above the table that would be lost: as wide as its own, and with a time elsewhere. */
static size_t rows_above(const struct sheet *sheet, size_t first, size_t cells)
{
    size_t count = 0;

    for (size_t i = 0; i < first; i++) {
        const struct sheet_row *row = &sheet->row[i];
        int timed = 0;

        for (size_t k = 0; row->count == cells && k < cells && k < MOST_TIME_COLUMN; k++)
            timed |= is_full(shape_at(row, k));
        count += (size_t)timed;
    }
    return count;
}

/* 0 where none of the first rows has anything like a time in the column. */
static int is_candidate(const struct sheet *sheet, size_t column)
{
    for (size_t i = 0; i < sheet->rows && i <= MOST_HEAD_ROWS; i++)
        if (shape_at(&sheet->row[i], column))
            return 1;
    return 0;
}

/*
 * How much a column of numbers runs in one direction, 0 to 1: counts and bytes go up and down,
 * times (nearly) do not.
 */
static double orderliness(const struct sheet *sheet, size_t column, size_t first)
{
    size_t up = 0, down = 0;
    double before = 0, value;

    for (size_t i = first; i < sheet->rows; i++) {
        const struct sheet_row *row = &sheet->row[i];

        if (column >= row->count ||
            number_parse(row->cell[column].text, row->cell[column].length, &value) != NUMBER_OK)
            continue;
        up += i > first && value > before;
        down += i > first && value < before;
        before = value;
    }
    return up + down ? (double)(up > down ? up : down) / (double)(up + down) : 1;
}

/* The first row with a time in the column; SIZE_MAX for none. */
static size_t first_time(const struct sheet *sheet, size_t column)
{
    for (size_t i = 0; i < sheet->rows && i <= MOST_HEAD_ROWS; i++)
        if (sheet->row[i].count >= 2 && shape_at(&sheet->row[i], column))
            return i;
    return SIZE_MAX;
}

/* How well a column serves as the time column: 0 not at all. */
static struct guess try_column(const struct sheet *sheet, size_t column)
{
    size_t full = 0, weak = 0, civil = 0, agree = 0, rows, end;
    struct guess guess = { .time = column, .first = first_time(sheet, column) };
    const struct cell *name = NULL;
    double share;

    if (guess.first == SIZE_MAX)
        return guess;
    if (guess.first && column < sheet->row[guess.first - 1].count)
        name = &sheet->row[guess.first - 1].cell[column];
    if (name && csv_name_is_other_time(name))
        return guess;
    end = table_end(sheet, column, guess.first);
    guess.cells = csv_usual_cells(sheet, guess.first, end);
    rows = rows_above(sheet, guess.first, guess.cells);
    for (size_t i = guess.first; i < end; i++) {
        const struct sheet_row *row = &sheet->row[i];
        enum time_shape shape = shape_at(row, column);

        rows += !is_aside(row);
        agree += row->count == guess.cells && !is_aside(row);
        full += (size_t)is_full(shape);
        civil += shape == TIME_SHAPE_FULL;
        weak += shape != TIME_SHAPE_NONE && !is_full(shape);
    }
    guess.weak = weak > full;
    share = (double)(guess.weak ? weak : full) / (double)(rows ? rows : 1);
    if (guess.cells < 2 || column >= guess.cells || share < LEAST_SHARE)
        return guess;
    guess.score = share * (double)agree / (double)(rows ? rows : 1) + (civil * 2 > full ? 0.5 : 0) -
                  (guess.weak ? 1 : 0) - 0.001 * (double)column + 2;
    if (civil * 2 <= full)
        guess.score += 0.4 * (orderliness(sheet, column, guess.first) - 1);
    if (name && csv_name_is_time(name))
        guess.score += 1;
    return guess;
}

static struct guess try_sheet(const struct sheet *sheet)
{
    struct guess best = { 0 };
    size_t most = 0;

    for (size_t i = 0; i < sheet->rows; i++)
        if (sheet->row[i].count > most)
            most = sheet->row[i].count;
    for (size_t column = 0; column < most && column < MOST_TIME_COLUMN; column++) {
        struct guess guess = { 0 };

        if (is_candidate(sheet, column))
            guess = try_column(sheet, column);
        if (guess.score > best.score)
            best = guess;
    }
    return best;
}

/* "sep=;" as the first line: the separator, and how many bytes the line takes. */
static size_t separator_line(const char *text, size_t length, char *separator)
{
    size_t end = 5;

    if (length < 6 || strncasecmp(text, "sep=", 4) != 0)
        return 0;
    *separator = text[4];
    while (end < length && (text[end] == '\r' || text[end] == '\n' || text[end] == ';'))
        end++;
    return text[5] == '\r' || text[5] == '\n' ? end : 0;
}

/* Reads the rows under the separator that fits best. */
static int choose(struct csv_dialect *out, struct guess *best, const char *text, size_t length,
                  int whole, const struct csv_manner *given, struct arena *arena,
                  struct error *err)
{
    static const char usual[] = { ',', ';', '\t', '|' };
    size_t count = given->separator ? 1 : sizeof usual;
    struct sheet *sheet = arena_take(arena, sizeof *sheet);

    *best = (struct guess){ 0 };
    out->sheet = arena_take(arena, sizeof *out->sheet);
    if (!sheet || !out->sheet)
        return error_set(err, ERR_NOMEM, "no memory to look at a file");
    for (size_t i = 0; i < count; i++) {
        struct csv_manner manner = *given;
        struct guess guess;
        int rc;

        if (!given->separator)
            manner.separator = usual[i];
        if (!memchr(text, manner.separator, length))
            continue;    /* one column is no table */
        rc = sheet_read(sheet, text, length, whole, &manner, arena, err);
        if (rc < 0)
            return rc;
        guess = try_sheet(sheet);
        if (guess.score > best->score ||
            (guess.score > 0 && guess.score == best->score && guess.cells > best->cells)) {
            struct sheet *other = out->sheet;

            *best = guess;
            out->sheet = sheet;
            sheet = other;
        } else if (best->score <= 0 && sheet->damage == CSV_ROW_WIDE) {
            out->sheet->damage = sheet->damage;
            out->sheet->damage_line = sheet->damage_line;
        }
    }
    return 0;
}

/* --- the rest ----------------------------------------------------------------------- */

/* Marks the rows with the right number of cells and a time where it belongs. */
static void mark_data(struct csv_dialect *d)
{
    for (size_t i = d->first; i < d->sheet->rows; i++) {
        struct sheet_row *row = &d->sheet->row[i];
        int fits = row->count == d->columns || (d->trailing && row->count + 1 == d->columns);

        row->is_data = fits && (d->times_unread ||
                                time_shape(row->cell[d->time].text, row->cell[d->time].length) !=
                                    TIME_SHAPE_NONE);
    }
}

struct cell *csv_dialect_column(const struct csv_dialect *d, size_t column, size_t *count,
                                struct arena *arena)
{
    struct cell *cells = arena_take(arena, (d->sheet->rows - d->first + 1) * sizeof *cells);

    *count = 0;
    for (size_t i = d->first; cells && i < d->sheet->rows; i++) {
        const struct sheet_row *row = &d->sheet->row[i];

        if (column < row->count && row->is_data)
            cells[(*count)++] = row->cell[column];
    }
    return cells;
}

/* A date without a time of day may have that in a column of its own. */
static int find_clock(struct csv_dialect *d, struct arena *arena)
{
    size_t count, dates = 0;
    const struct cell *cells = csv_dialect_column(d, d->time, &count, arena);

    d->clock = SIZE_MAX;
    for (size_t i = 0; cells && i < count; i++)
        dates += (size_t)time_is_date(cells[i].text, cells[i].length);
    if (!cells || dates < count || !count)
        return cells != NULL;
    for (size_t column = 0; column < d->columns && column < MOST_TIME_COLUMN; column++) {
        size_t clocks = 0;

        cells = csv_dialect_column(d, column, &count, arena);
        for (size_t i = 0; cells && i < count; i++)
            clocks += time_shape(cells[i].text, cells[i].length) == TIME_SHAPE_CLOCK;
        if (!cells)
            return 0;
        if (column != d->time && clocks * 10 >= count * 9) {
            d->clock = column;
            return 1;
        }
    }
    return 1;
}

static void vote(const struct csv_dialect *d, size_t column, struct decimal_votes *votes)
{
    for (size_t i = d->first; i < d->sheet->rows; i++) {
        const struct sheet_row *row = &d->sheet->row[i];

        if (column < row->count && row->is_data)
            csv_decimal_vote(votes, row->cell[column].text, row->cell[column].length);
    }
}

/*
 * A column goes by its own cells, where they tell nothing by those of the others. "1.234" can be
 * both only where the separator leaves the comma for decimals: who groups by points has those.
 */
static int find_decimal(struct csv_dialect *d, char given, struct arena *arena)
{
    struct decimal_votes *votes = arena_take(arena, (d->columns + 1) * sizeof *votes);
    int free_comma = d->sheet->manner.separator == ';' || d->sheet->manner.separator == '\t';
    struct decimal_votes *all;

    d->decimal = arena_take(arena, d->columns + 1);
    if (!votes || !d->decimal)
        return 0;
    all = &votes[d->columns];
    for (size_t i = 0; i < d->columns; i++) {
        if (i == d->time || i == d->clock)
            continue;
        vote(d, i, &votes[i]);
        all->point += votes[i].point;
        all->comma += votes[i].comma;
    }
    for (size_t i = 0; i < d->columns; i++) {
        const struct decimal_votes *v = votes[i].point || votes[i].comma ? &votes[i] : all;
        int told = v->point || v->comma;
        int either = votes[i].either_comma || (votes[i].either_point && free_comma);

        d->decimal[i] = given ? given : told ? (v->comma > v->point ? ',' : '.')
                              : either       ? 0
                                             : '.';
    }
    return 1;
}

/* No table was found: for a reason that the user should know? */
static int no_table(const struct sheet *sheet, struct error *err)
{
    if (sheet->damage != CSV_ROW_WIDE)
        return CSV_NO_TABLE;
    error_set(err, ERR_DATA, "a row has %s", csv_damage_text(sheet->damage));
    error_hint(err, "Split the table by columns, or export it as one value a row.");
    err->line = sheet->damage_line;
    return ERR_DATA;
}

size_t csv_lines(const char *text, size_t length, long lines)
{
    size_t used = 0;

    for (; lines > 0 && used < length; lines--) {
        const char *end = memchr(text + used, '\n', length - used);

        used = end ? (size_t)(end + 1 - text) : length;
    }
    return used;
}

int csv_dialect_settle(struct csv_dialect *d, const char *text, size_t length, size_t skipped,
                       long lines, char decimal, struct arena *arena, struct error *err)
{
    int rc;

    d->first_line = d->sheet->row[d->first].line + lines;
    d->data_offset = d->sheet->row[d->first].offset;
    rc = csv_head_find(d, text, length, arena, err);
    d->data_offset += skipped;
    mark_data(d);
    if (rc == 0 && ((!d->times_unread && !find_clock(d, arena)) ||
                    !find_decimal(d, decimal, arena)))
        rc = error_set(err, ERR_NOMEM, "no memory to look at a file");
    return rc;
}

int csv_dialect_find(struct csv_dialect *out, const char *text, size_t length, int whole,
                     const struct csv_given *given, struct arena *arena, struct error *err)
{
    struct csv_manner manner = given->manner;
    size_t skip = csv_lines(text, length, given->skip);
    size_t line = separator_line(text + skip, length - skip, &manner.separator);
    struct guess guess;
    int rc;

    skip += line;
    memset(out, 0, sizeof *out);
    rc = choose(out, &guess, text + skip, length - skip, whole, &manner, arena, err);
    if (rc == 0 && guess.score <= 0)
        rc = no_table(out->sheet, err);
    if (rc < 0 || guess.score <= 0)
        return rc;
    out->time = guess.time;
    out->clock = SIZE_MAX;
    out->first = guess.first;
    out->columns = guess.cells;
    rc = csv_dialect_settle(out, text + skip, length - skip, skip, given->skip + (line > 0),
                            given->decimal, arena, err);
    return rc < 0 ? rc : guess.weak ? CSV_WEAK : CSV_TABLE;
}

/*
 * ingest/csv_read.c - see csv_read.h.
 *
 * libcsv keeps its state from call to call, so it is fed line by line until it
 * reports a row; where a quote stays open too long, or to the end of the file, the
 * row is given up and reading goes on behind its first line.
 */
#include "ingest/csv_read.h"

#include <stdlib.h>
#include <string.h>

/* libcsv 3.0.3, libcsv.c: states of struct csv_parser.pstate */
enum { ROW_NOT_BEGUN = 0, FIELD_BEGUN = 2 };

int csv_rows_init(struct csv_rows *rows, char separator, char quote, char comment,
                  struct error *err)
{
    memset(rows, 0, sizeof *rows);
    rows->separator = separator;
    rows->quote = quote;
    rows->comment = comment;
    buf_init(&rows->quoted, CSV_ROW_MOST + CSV_COLUMNS_MOST);
    memcpy(rows->marks.mark, (char[]){ separator, '\n', '\r', quote ? quote : '\n' }, 4);
    if (csv_init(&rows->parser, 0) != 0)
        return error_set(err, ERR_NOMEM, "no memory to read CSV");
    csv_set_delim(&rows->parser, (unsigned char)separator);
    csv_set_quote(&rows->parser, (unsigned char)quote);
    csv_set_blk_size(&rows->parser, 1024);
    rows->open = 1;
    return 0;
}

void csv_rows_release(struct csv_rows *rows)
{
    if (rows->open)
        csv_free(&rows->parser);
    buf_release(&rows->quoted);
    free(rows->cell);
    memset(rows, 0, sizeof *rows);
}

void csv_rows_feed(struct csv_rows *rows, char *text, size_t length, int last, long first_line)
{
    rows->at = text;
    rows->end = text + length;
    rows->last = last;
    rows->next_line = first_line;
    rows->marked = NULL;
    text[length] = '\n';
}

/* --- cells ------------------------------------------------------------------- */

/* Makes room for one more cell; a row far too wide goes on overwriting its last. 0 without memory. */
static int grow(struct csv_rows *rows, size_t *count)
{
    size_t room = rows->room ? 2 * rows->room : 64;
    struct cell *cell;

    if (rows->room > CSV_COLUMNS_MOST) {
        --*count;
        return 1;
    }
    cell = realloc(rows->cell, room * sizeof *cell);
    if (!cell)
        return 0;
    rows->cell = cell;
    rows->room = room;
    return 1;
}

static int is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static inline struct cell trimmed(const char *from, const char *until)
{
    while (from < until && is_blank(*from))
        from++;
    while (until > from && is_blank(until[-1]))
        until--;
    return (struct cell){ from, (size_t)(until - from) };
}

/* Tells a complete row that is too large; `bytes` is the length of its text. */
static void check_sizes(struct csv_rows *rows, size_t bytes)
{
    if (rows->count > CSV_COLUMNS_MOST)
        rows->damage = CSV_ROW_WIDE;
    if (bytes <= CSV_CELL_MOST)
        return;
    for (size_t i = 0; i < rows->count; i++)
        if (rows->cell[i].length > CSV_CELL_MOST)
            rows->damage = CSV_CELL_LONG;
}

/* --- rows without quotes -------------------------------------------------------- */

enum found { FOUND_ROW, FOUND_NOTHING, FOUND_QUOTE, FOUND_NO_MEMORY };

/* Steps over the end of a line at p; CR LF is one. NULL when the LF may still come. */
static const char *after_line(const struct csv_rows *rows, const char *p)
{
    if (*p == '\n')
        return p + 1;
    if (p + 1 == rows->end)
        return rows->last ? p + 1 : NULL;
    return p[1] == '\n' ? p + 2 : p + 1;
}

static enum found split(struct csv_rows *rows)
{
    struct csv_marks marks;    /* a copy, for the compiler to keep in registers */
    struct cell *cell = rows->cell;
    const char *from = rows->at, *end = rows->end, *p;
    size_t count = 0;
    int over;

    if (rows->marked != from)
        csv_marks_seek(&rows->marks, from);
    rows->marked = NULL;
    marks = rows->marks;
    for (;; from = p + 1) {
        p = csv_marks_next(&marks);
        over = p >= end;
        if (over && !rows->last)
            return FOUND_NOTHING;
        if (over)
            p = end;
        else if (*p == rows->quote)
            return FOUND_QUOTE;
        if (count == rows->room) {
            if (!grow(rows, &count))
                return FOUND_NO_MEMORY;
            cell = rows->cell;
        }
        cell[count++] = trimmed(from, p);
        if (over || *p != rows->separator)
            break;
    }
    if (!over && !(p = after_line(rows, p)))
        return FOUND_NOTHING;
    if (p[-1] == '\n' && p >= rows->at + 2 && p[-2] == '\r')
        (void)csv_marks_next(&marks);    /* the LF behind the CR */
    rows->marks = marks;
    rows->count = count;
    check_sizes(rows, (size_t)(p - rows->at));
    rows->at = rows->marked = p;
    rows->next_line++;
    return FOUND_ROW;
}

/* --- rows with quotes: libcsv --------------------------------------------------- */

static void on_cell(void *bytes, size_t length, void *self)
{
    struct csv_rows *rows = self;

    buf_addn(&rows->quoted, bytes, length);
    if (rows->count == rows->room && !grow(rows, &rows->count)) {
        rows->quoted.failed = ERR_NOMEM;
        return;
    }
    /* the buffer may move: the address is filled in when the row is complete */
    rows->cell[rows->count++] = (struct cell){ NULL, length };
}

static void on_row(int terminator, void *self)
{
    (void)terminator;
    ((struct csv_rows *)self)->row_ended = 1;
}

/* The cells lie one behind the other. (A row far too wide has lost some, but it is not read.) */
static void locate_cells(struct csv_rows *rows)
{
    const char *text = rows->quoted.text;

    for (size_t i = 0; i < rows->count; i++) {
        rows->cell[i].text = text;
        text += rows->cell[i].length;
    }
}

static const char *line_end(const char *p, const char *end)
{
    const char *feed = memchr(p, '\n', (size_t)(end - p));
    const char *back = memchr(p, '\r', (size_t)((feed ? feed : end) - p));

    return back ? back : feed;
}

/* Forgets a row that libcsv is in the middle of. */
static void restart(struct csv_rows *rows)
{
    csv_fini(&rows->parser, NULL, NULL, NULL);
    rows->count = 0;
    rows->row_ended = 0;
    rows->damage = CSV_SOUND;
    buf_clear(&rows->quoted);
}

static enum found give_up(struct csv_rows *rows, long lines_before)
{
    const char *first = line_end(rows->at, rows->end);

    restart(rows);
    rows->damage = CSV_UNCLOSED;
    if (first)
        first = after_line(rows, first);
    rows->at = first ? first : rows->end;
    rows->next_line = lines_before + 1;
    return FOUND_ROW;
}

static int in_open_quote(const struct csv_rows *rows)
{
    return rows->parser.pstate == FIELD_BEGUN && rows->parser.quoted;
}

static enum found split_quoted(struct csv_rows *rows)
{
    const char *p = rows->at;
    long before = rows->next_line;

    restart(rows);
    while (!rows->row_ended) {
        const char *stop = line_end(p, rows->end);

        if (stop)
            stop = after_line(rows, stop);
        if (!stop && !rows->last)
            return FOUND_NOTHING;
        if (!stop)
            stop = rows->end;
        if (csv_parse(&rows->parser, p, (size_t)(stop - p), on_cell, on_row, rows) !=
            (size_t)(stop - p))
            return FOUND_NO_MEMORY;
        rows->next_line++;
        p = stop;
        if (rows->parser.entry_pos > CSV_CELL_MOST)
            return give_up(rows, before);
        if (p == rows->end && !rows->row_ended) {
            if (!rows->last)
                return FOUND_NOTHING;
            if (in_open_quote(rows))
                return give_up(rows, before);
            csv_fini(&rows->parser, on_cell, on_row, rows);
            break;
        }
    }
    if (rows->quoted.failed)
        return FOUND_NO_MEMORY;
    locate_cells(rows);
    check_sizes(rows, (size_t)(p - rows->at));
    rows->copied = 1;
    rows->at = p;
    return FOUND_ROW;
}

const char *csv_damage_text(enum csv_damage damage)
{
    static const char *const words[] = {
        [CSV_SOUND] = "", [CSV_UNCLOSED] = "a quote is not closed",
        [CSV_CELL_LONG] = "a cell is longer than 64 KiB",
        [CSV_ROW_WIDE] = "more than 65535 cells",
    };

    return words[damage];
}

/* --- both ------------------------------------------------------------------------ */

static int is_comment(const struct csv_rows *rows)
{
    return rows->comment && *rows->at == rows->comment;
}

/* Steps over a comment; 0 when its end is not there yet. */
static int skip_line(struct csv_rows *rows)
{
    const char *stop = line_end(rows->at, rows->end);

    if (stop)
        stop = after_line(rows, stop);
    if (!stop && !rows->last)
        return 0;
    rows->at = stop ? stop : rows->end;
    rows->next_line++;
    return 1;
}

int csv_rows_next(struct csv_rows *rows, struct error *err)
{
    while (rows->at < rows->end) {
        long line = rows->next_line;
        enum found found;

        if (is_comment(rows)) {
            if (!skip_line(rows))
                return 0;
            continue;
        }
        rows->count = 0;
        rows->damage = CSV_SOUND;
        rows->copied = 0;
        rows->start = rows->at;
        rows->line = line;
        found = split(rows);
        if (found == FOUND_QUOTE)
            found = split_quoted(rows);
        if (found == FOUND_NO_MEMORY)
            return error_set(err, ERR_NOMEM, "no memory for a row of CSV");
        if (found == FOUND_NOTHING) {
            rows->at = rows->start;
            rows->next_line = line;
            return 0;
        }
        if (rows->count > 1 || rows->damage || (rows->count == 1 && rows->cell[0].length))
            return 1;
    }
    return 0;
}

#include "ingest/csv_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "data/base/text.h"

static int widen(struct sheet *sheet, struct arena *arena)
{
    size_t room = sheet->room ? 2 * sheet->room : 32;
    struct sheet_row *row;

    if (sheet->rows < sheet->room)
        return 1;
    row = arena_take(arena, room * sizeof *row);
    if (!row)
        return 0;
    if (sheet->rows)
        memcpy(row, sheet->row, sheet->rows * sizeof *row);
    sheet->row = row;
    sheet->room = room;
    return 1;
}

static int keep_row(struct sheet *sheet, const struct csv_rows *rows, const char *text,
                    struct arena *arena)
{
    struct sheet_row *row;

    if (!widen(sheet, arena))
        return 0;
    row = &sheet->row[sheet->rows];
    row->cell = arena_take(arena, (rows->count + 1) * sizeof *row->cell);
    if (!row->cell)
        return 0;
    for (size_t i = 0; i < rows->count; i++) {
        row->cell[i].text = arena_text(arena, rows->cell[i].text, rows->cell[i].length);
        row->cell[i].length = rows->cell[i].length;
        if (!row->cell[i].text)
            return 0;
    }
    row->count = rows->count;
    row->line = rows->line;
    row->offset = (size_t)(rows->start - text);
    sheet->rows++;
    return 1;
}

int sheet_read(struct sheet *sheet, const char *text, size_t length, int whole,
               const struct csv_manner *manner, struct arena *arena, struct error *err)
{
    struct csv_rows rows = { 0 };
    char *copy = malloc(length + CSV_SLACK);
    int rc = copy ? csv_rows_init(&rows, manner->separator, manner->quote, manner->comment, err)
                  : error_set(err, ERR_NOMEM, "no memory to look at a file");

    sheet->manner = *manner;
    sheet->rows = 0;
    sheet->damage = CSV_SOUND;
    if (rc == 0) {
        memcpy(copy, text, length);
        csv_rows_feed(&rows, copy, length, whole, 1);
    }
    while (rc >= 0 && sheet->rows < SHEET_ROWS && (rc = csv_rows_next(&rows, err)) > 0) {
        if (rows.damage && !sheet->damage) {
            sheet->damage = rows.damage;
            sheet->damage_line = rows.line;
        }
        if (!rows.damage && !keep_row(sheet, &rows, copy, arena))
            rc = error_set(err, ERR_NOMEM, "no memory to look at a file");
    }
    csv_rows_release(&rows);
    free(copy);
    return rc < 0 ? rc : 0;
}

/* Windows-1252, 0x80 to 0x9f (https://encoding.spec.whatwg.org/index-windows-1252.txt). */
static const unsigned short windows_1252[32] = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

static char *put_code(char *out, unsigned code)
{
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xc0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3f));
    } else {
        *out++ = (char)(0xe0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 0x3f));
        *out++ = (char)(0x80 | (code & 0x3f));
    }
    return out;
}

char *cell_text(struct arena *arena, const struct cell *cell)
{
    char *text, *out;

    if (utf8_valid(cell->text, cell->length) && !memchr(cell->text, '\0', cell->length))
        return arena_text(arena, cell->text, cell->length);
    text = out = arena_take(arena, 3 * cell->length + 1);
    for (size_t i = 0; out && i < cell->length; i++) {
        unsigned byte = (unsigned char)cell->text[i];

        out = put_code(out, byte == 0 ? ' ' : byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80]
                                                                        : byte);
    }
    return text;
}

int cell_equal(const struct cell *a, const struct cell *b)
{
    return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

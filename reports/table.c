#include "reports/table.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/base/number.h"
#include "data/base/text.h"
#include "data/base/unit.h"

void table_init(struct table *table, struct arena *arena, const struct column *columns,
                size_t column_count, const struct zone *zone)
{
    *table = (struct table){ .columns = columns, .column_count = column_count, .zone = zone,
                             .arena = arena };
}

/* Cells move when the table grows; the arena keeps the old copies until it goes as a whole. */
static void add(struct table *table, struct cell cell)
{
    if (table->cell_count == table->room && !table->failed) {
        size_t room = table->room ? 2 * table->room : 8 * table->column_count;
        struct cell *cells = arena_take(table->arena, room * sizeof *cells);

        if (!cells) {
            table->failed = ERR_NOMEM;
        } else {
            if (table->cell_count)
                memcpy(cells, table->cells, table->cell_count * sizeof *cells);
            table->cells = cells;
            table->room = room;
        }
    }
    if (!table->failed)
        table->cells[table->cell_count++] = cell;
}

void table_none(struct table *table)
{
    add(table, (struct cell){ .kind = CELL_NONE });
}

void table_text(struct table *table, const char *text)
{
    add(table, (struct cell){ .kind = text ? CELL_TEXT : CELL_NONE, .text = text });
}

void table_series(struct table *table, const char *name, const struct series_key *key)
{
    add(table, (struct cell){ .kind = CELL_SERIES, .text = name, .key = key });
}

static struct cell number_cell(enum cell_kind kind, struct maybe value)
{
    if (!value.known || !isfinite(value.value))
        return (struct cell){ .kind = CELL_NONE };
    return (struct cell){ .kind = kind, .number = value.value };
}

void table_number(struct table *table, double value)
{
    add(table, number_cell(CELL_NUMBER, (struct maybe){ value, 1 }));
}

void table_maybe(struct table *table, struct maybe value)
{
    add(table, number_cell(CELL_NUMBER, value));
}

void table_quantity(struct table *table, struct maybe value, const char *unit)
{
    struct cell cell = number_cell(CELL_QUANTITY, value);

    cell.text = unit;
    add(table, cell);
}

void table_share(struct table *table, struct maybe share)
{
    add(table, number_cell(CELL_SHARE, share));
}

void table_count(struct table *table, uint64_t count)
{
    add(table, (struct cell){ .kind = CELL_COUNT, .integer = (int64_t)count });
}

void table_time(struct table *table, int64_t at)
{
    add(table, (struct cell){ .kind = CELL_TIME, .integer = at });
}

void table_date(struct table *table, int64_t at)
{
    add(table, (struct cell){ .kind = CELL_DATE, .integer = at });
}

void table_flag(struct table *table, int yes)
{
    add(table, (struct cell){ .kind = CELL_FLAG, .integer = yes != 0 });
}

void table_severity(struct table *table, enum severity severity, const char *text)
{
    add(table, (struct cell){ .kind = CELL_SEVERITY, .integer = severity,
                              .text = text ? text : severity_name(severity) });
}

void table_spark(struct table *table, const struct maybe *spark, size_t count)
{
    add(table, (struct cell){ .kind = CELL_SPARK, .spark = spark, .spark_count = count });
}

void table_clear(struct table *table)
{
    table->cell_count = 0;
}

size_t table_rows(const struct table *table)
{
    return table->column_count ? table->cell_count / table->column_count : 0;
}

/* 1234567 as "1,234,567". */
static void count_words(uint64_t count, struct buf *out)
{
    char digits[NUMBER_ROOM];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)count);

    for (int i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0)
            buf_addc(out, ',');
        buf_addc(out, digits[i]);
    }
}

/* So that colour never stands alone. */
static const char *severity_mark(int64_t severity)
{
    return severity == SEVERITY_CRITICAL  ? "\xe2\x96\xb2\xe2\x96\xb2 "
           : severity == SEVERITY_WARNING ? "\xe2\x96\xb2 "
                                          : "";
}

void cell_words(const struct cell *cell, const struct zone *zone, struct buf *out)
{
    char text[TIME_ROOM], number[NUMBER_ROOM];

    switch (cell->kind) {
    case CELL_NONE:     buf_add(out, "\xe2\x80\x93"); break;
    case CELL_TEXT:
    case CELL_SERIES:   buf_add(out, cell->text); break;
    case CELL_SEVERITY: buf_addf(out, "%s%s", severity_mark(cell->integer), cell->text); break;
    case CELL_NUMBER:   buf_add(out, number_short(number, cell->number, 3)); break;
    case CELL_QUANTITY: quantity_text(out, cell->number, cell->text); break;
    case CELL_COUNT:    count_words((uint64_t)cell->integer, out); break;
    case CELL_SHARE:    buf_addf(out, "%s %%", number_short(number, cell->number * 100, 3)); break;
    case CELL_TIME:     buf_add(out, time_minute(text, zone, cell->integer)); break;
    case CELL_DATE:     buf_add(out, time_words(text, zone, cell->integer)); break;
    case CELL_FLAG:     buf_add(out, cell->integer ? "yes" : "no"); break;
    case CELL_SPARK:    break;
    }
}

/* What machines read in a cell, where that is the same in every format; 0 where it is not. */
static int plain_value(const struct cell *cell, struct buf *out)
{
    char number[NUMBER_ROOM];

    switch (cell->kind) {
    case CELL_NUMBER:
    case CELL_QUANTITY:
    case CELL_SHARE: buf_add(out, number_exact(number, cell->number)); return 1;
    case CELL_COUNT: buf_addf(out, "%llu", (unsigned long long)cell->integer); return 1;
    case CELL_FLAG:  buf_add(out, cell->integer ? "true" : "false"); return 1;
    default:         return 0;
    }
}

static const char *machine_text(const struct cell *cell, const struct zone *zone,
                                char room[TIME_ROOM])
{
    switch (cell->kind) {
    case CELL_TEXT:
    case CELL_SERIES:
    case CELL_SEVERITY: return cell->text;
    case CELL_TIME:     return time_iso(room, cell->integer);
    case CELL_DATE:     return time_date(room, zone, cell->integer);
    default:            return NULL;
    }
}

static int is_for_people(const struct column *column)
{
    return column->person || column->picture;
}

static int check(const struct table *table, const struct buf *out, struct error *err)
{
    if (table->failed)
        return error_set(err, table->failed, "no memory for a table");
    assert(table->cell_count % table->column_count == 0);
    return buf_check(out, "the table", err);
}

void table_csv_header(const struct table *table, struct buf *out)
{
    const char *comma = "";

    for (size_t i = 0; i < table->column_count; i++) {
        if (is_for_people(&table->columns[i]))
            continue;
        buf_add(out, comma);
        text_csv(out, table->columns[i].key);
        comma = ",";
    }
    buf_add(out, "\r\n");
}

int table_csv_rows(const struct table *table, struct buf *out, struct error *err)
{
    char room[TIME_ROOM];
    const char *comma = "";

    for (size_t i = 0; i < table->cell_count; i++) {
        const struct cell *cell = &table->cells[i];
        const char *text = machine_text(cell, table->zone, room);

        if (i && i % table->column_count == 0) {
            buf_add(out, "\r\n");
            comma = "";
        }
        if (is_for_people(&table->columns[i % table->column_count]))
            continue;
        buf_add(out, comma);
        comma = ",";
        if (!plain_value(cell, out) && text)
            text_csv(out, text);
    }
    if (table->cell_count)
        buf_add(out, "\r\n");
    return check(table, out, err);
}

int table_csv(const struct table *table, struct buf *out, struct error *err)
{
    table_csv_header(table, out);
    return table_csv_rows(table, out, err);
}

int table_json(const struct table *table, struct buf *out, struct error *err)
{
    char room[TIME_ROOM];
    const char *comma = "";

    buf_addc(out, '[');
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct cell *cell = &table->cells[i];
        size_t column = i % table->column_count;
        const char *text = machine_text(cell, table->zone, room);

        if (column == 0) {
            buf_add(out, i ? ",\n{" : "\n{");
            comma = "";
        }
        if (!is_for_people(&table->columns[column])) {
            buf_addf(out, "%s\"%s\":", comma, table->columns[column].key);
            comma = ",";
            if (text)
                text_json(out, text);
            else if (!plain_value(cell, out))
                buf_add(out, "null");
        }
        if (column + 1 == table->column_count)
            buf_addc(out, '}');
    }
    buf_add(out, "\n]\n");
    return check(table, out, err);
}

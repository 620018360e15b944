#include "tests/bench/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

enum { LINE = 1 << 20 };

static void *must(void *memory)
{
    if (!memory) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

static struct column *add_column(struct table *table, const char *name)
{
    table->columns = must(realloc(table->columns, (table->count + 1) * sizeof *table->columns));
    table->columns[table->count] = (struct column){ .n = 0 };
    snprintf(table->columns[table->count].name, sizeof table->columns[0].name, "%s", name);
    return &table->columns[table->count++];
}

static void add_value(struct column *column, double value)
{
    if ((column->n & (column->n - 1)) == 0)
        column->y = must(realloc(column->y, (column->n ? 2 * column->n : 1) * sizeof *column->y));
    column->y[column->n++] = value;
}

/* Cuts the next cell off *line, without its quotes; NULL at the end. */
static char *next_cell(char **line)
{
    char *cell = strsep(line, ",");
    size_t length;

    if (!cell)
        return NULL;
    cell += cell[0] == '"';
    length = strcspn(cell, "\"\r\n");
    cell[length] = 0;
    return cell;
}

static double number(const char *cell)
{
    char *end;
    double value = strtod(cell, &end);

    return end == cell || *end || !isfinite(value) ? (double)NAN : value;
}

static void read_row(struct table *table, char *line)
{
    struct column *column = add_column(table, next_cell(&line));
    char *cell;

    while ((cell = next_cell(&line)))
        add_value(column, number(cell));
    while (column->n && isnan(column->y[column->n - 1]))
        column->n--;
}

static void read_wide(struct table *table, char *line, int is_head)
{
    size_t i = 0;
    char *cell;

    next_cell(&line);
    while ((cell = next_cell(&line))) {
        if (is_head)
            add_column(table, cell);
        else if (i < table->count)
            add_value(&table->columns[i++], number(cell));
    }
}

static void read_long(struct table *table, char *line)
{
    char *name = next_cell(&line), *at = next_cell(&line), *value = next_cell(&line);

    if (!at || !value)
        return;
    if (table->count == 0 || strcmp(table->columns[table->count - 1].name, name) != 0)
        add_column(table, name);
    add_value(&table->columns[table->count - 1], number(value));
}

int table_read(const char *path, enum table_shape shape, struct table *out)
{
    gzFile file = gzopen(path, "rb");
    char *line = must(malloc(LINE));
    int is_head = 1;

    *out = (struct table){ 0 };
    if (!file) {
        free(line);
        return -1;
    }
    for (; gzgets(file, line, LINE); is_head = 0) {
        if (shape == TABLE_WIDE)
            read_wide(out, line, is_head);
        else if (!is_head && shape == TABLE_ROWS)
            read_row(out, line);
        else if (!is_head)
            read_long(out, line);
    }
    gzclose(file);
    free(line);
    return 0;
}

void table_free(struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        free(table->columns[i].y);
    free(table->columns);
    *table = (struct table){ 0 };
}

void table_thin(struct table *table, size_t size)
{
    for (size_t i = 0; i < table->count; i++) {
        struct column *column = &table->columns[i];
        size_t kept = 0;

        for (size_t from = 0; from + size <= column->n; from += size) {
            double sum = 0;
            size_t count = 0;

            for (size_t t = from; t < from + size; t++)
                if (!isnan(column->y[t])) {
                    sum += column->y[t];
                    count++;
                }
            column->y[kept++] = count ? sum / (double)count : (double)NAN;
        }
        column->n = kept;
    }
}

#include "ingest/csv_header.h"

#include <string.h>

#include "data/base/unit.h"
#include "ingest/naming.h"

/* --- {k="v", …} ------------------------------------------------------------------- */

static const char *skip_blanks(const char *p)
{
    while (*p == ' ' || *p == '\t')
        p++;
    return p;
}

/* Reads a quoted value behind its opening quote; where it ends, NULL when it does not. */
static const char *quoted_value(const char *p, struct buf *out)
{
    for (; *p && *p != '"'; p++) {
        char byte = *p;

        if (byte == '\\' && p[1])
            byte = *++p == 'n' ? '\n' : *p;
        buf_addc(out, byte);
    }
    return *p ? p + 1 : NULL;
}

static const char *one_label(const char *p, struct buf *name, struct buf *value)
{
    size_t length = strcspn(p, "=\",{} ");

    buf_clear(name);
    buf_clear(value);
    buf_addn(name, p, length);
    p = skip_blanks(p + length);
    if (!length || *p != '=')
        return NULL;
    p = skip_blanks(p + 1);
    return *p == '"' ? quoted_value(p + 1, value) : NULL;
}

int csv_header_labels(const char *text, struct tags *tags)
{
    struct buf name, value;
    const char *p = skip_blanks(text + (*text == '{'));
    int complete = 0;

    buf_init(&name, 1024);
    buf_init(&value, 8192);
    while (p && *p && *p != '}') {
        p = one_label(p, &name, &value);
        if (!p)
            break;
        if (tags)
            buf_inherit(&name, &tags->text);
        if (tags)
            buf_inherit(&value, &tags->text);
        if (tags)
            tags_add(tags, name.text, value.text);
        p = skip_blanks(p);
        if (*p == ',')
            p = skip_blanks(p + 1);
    }
    complete = p && *p == '}' && *skip_blanks(p + 1) == '\0';
    buf_release(&name);
    buf_release(&value);
    return complete;
}

/* --- units in brackets ------------------------------------------------------------- */

/* "name (unit)" and "name [unit]"; only units that are known, other brackets stay in the name. */
static int split_unit(struct csv_column *column, struct arena *arena)
{
    const char *header = column->header, *end = header + strlen(header), *open;
    struct unit unit;
    size_t length;

    if (end == header || (end[-1] != ')' && end[-1] != ']'))
        return 1;
    for (open = end - 1; open > header && *open != (end[-1] == ')' ? '(' : '[');)
        open--;
    length = (size_t)(end - 1 - open) - 1;
    if (open == header || !length || !unit_parse(open + 1, length, &unit))
        return 1;
    column->unit = arena_text(arena, open + 1, length);
    while (open > header && open[-1] == ' ')
        open--;
    column->name = arena_text(arena, header, (size_t)(open - header));
    return column->unit && column->name;
}

/* --- \\HOST\Object(Instance)\Counter -------------------------------------------------- */

static int split_counter(struct csv_column *column, struct arena *arena)
{
    const char *host = column->header + 2, *object = strchr(host, '\\');

    if (strncmp(column->header, "\\\\", 2) != 0 || !object || object == host || !object[1])
        return 1;
    column->resource = arena_text(arena, host, (size_t)(object - host));
    column->name = object + 1;
    if (strstr(object, "\\%"))
        column->unit = "%";
    else if (strstr(object, "Megabytes"))
        column->unit = "MiB";    /* Windows counts 2^20 */
    else if (strstr(object, "Bytes/sec"))
        column->unit = "B/s";
    else if (strstr(object, "Bytes"))
        column->unit = "B";
    else if (strstr(object, "/sec"))
        column->unit = "1/s";
    return column->resource != NULL;
}

static int split_labels(struct csv_column *column, const char *open, struct arena *arena)
{
    column->labels = open;
    column->name = arena_text(arena, column->header, (size_t)(open - column->header));
    return column->name != NULL;
}

int csv_header_read(struct csv_column *column, struct arena *arena)
{
    const char *open = strchr(column->header, '{');

    column->name = column->header;
    if (column->role != CSV_VALUE)
        return 1;
    if (open && csv_header_labels(open, NULL)) {
        if (!split_labels(column, open, arena))
            return 0;
    } else if (!split_unit(column, arena) || !split_counter(column, arena)) {
        return 0;
    }
    column->kind = metric_kind(column->name);
    if (!column->unit)
        column->unit = metric_unit(column->name);
    return 1;
}

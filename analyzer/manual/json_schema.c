/* analyzer/manual/json_schema.c - the tables of json.h as JSON Schema, draft 2020-12. */
#include <stdio.h>
#include <string.h>

#include "analyzer/manual/json.h"
#include "data/base/text.h"

enum { NAME_ROOM = 64, NAMES_MOST = 64 };

/* Types that are one value, as JSON Schema says them. */
static const struct { const char *name, *schema; } plain[] = {
    { "text",   "\"type\": \"string\"" },
    { "time",   "\"type\": \"string\", \"format\": \"date-time\"" },
    { "date",   "\"type\": \"string\", \"format\": \"date\"" },
    { "number", "\"type\": \"number\"" },
    { "count",  "\"type\": \"integer\", \"minimum\": 0" },
    { "flag",   "\"type\": \"boolean\"" },
    { "any",    "\"type\": [\"number\", \"string\"]" },
};

static int is_type(const struct json_row *row, const char *name)
{
    size_t length = strlen(name);

    return strncmp(row->type, name, length) == 0 && (!row->type[length] || row->type[length] == '?');
}

static int is_nullable(const struct json_row *row)
{
    return row->type[strlen(row->type) - 1] == '?';
}

static int is_optional(const struct json_row *row)
{
    return row->key[strlen(row->key) - 1] == '?';
}

static void put_key(struct buf *out, const struct json_row *row)
{
    buf_addf(out, "\"%.*s\"", (int)strcspn(row->key, "?"), row->key);
}

static void indent(struct buf *out, int depth)
{
    buf_addf(out, "\n%*s", 2 * depth, "");
}

static const struct json_row *put_value(struct buf *out, const struct json_row *row, int depth);

/* The members from `row` on, all of the same depth; returns the first row behind them. */
static const struct json_row *put_members(struct buf *out, const struct json_row *row, int depth)
{
    const struct json_row *first = row, *others = NULL;
    int level = row->depth, some = 0;

    buf_add(out, "\"properties\": {");
    while (row->key && row->depth == level) {
        if (strcmp(row->key, "*") == 0) {
            others = row++;
            continue;
        }
        buf_add(out, some++ ? "," : "");
        indent(out, depth + 1);
        put_key(out, row);
        buf_add(out, ": ");
        row = put_value(out, row, depth + 1);
    }
    indent(out, depth);
    buf_add(out, "}, \"required\": [");
    some = 0;
    for (const struct json_row *member = first; member < row; member++)
        if (member->depth == level && member != others && !is_optional(member)) {
            buf_add(out, some++ ? ", " : "");
            put_key(out, member);
        }
    buf_addc(out, ']');
    if (others) {
        buf_add(out, ", \"additionalProperties\": ");
        put_value(out, others, depth);
    }
    return row;
}

static const struct json_row *put_object(struct buf *out, const struct json_row *row, int depth)
{
    buf_add(out, "\"type\": \"object\", ");
    return put_members(out, row + 1, depth);
}

static void put_plain(struct buf *out, const struct json_row *row)
{
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (is_type(row, plain[i].name))
            buf_add(out, plain[i].schema);
    if (is_type(row, "texts"))
        buf_add(out, "\"type\": \"array\", \"items\": {\"type\": \"string\"}");
}

/* One value with its description; returns the first row behind it and what it holds. */
static const struct json_row *put_value(struct buf *out, const struct json_row *row, int depth)
{
    const struct json_row *next = row + 1;

    buf_add(out, "{\"description\": ");
    text_json(out, row->help);
    buf_add(out, ", ");
    if (is_nullable(row))
        buf_add(out, "\"anyOf\": [{\"type\": \"null\"}, {");
    if (is_type(row, "object") || is_type(row, "map")) {
        next = put_object(out, row, depth);
    } else if (is_type(row, "objects")) {
        buf_add(out, "\"type\": \"array\", \"items\": {");
        next = put_object(out, row, depth);
        buf_addc(out, '}');
    } else {
        put_plain(out, row);
    }
    buf_add(out, is_nullable(row) ? "}]}" : "}");
    return next;
}

static void write_schema(const struct json_schema *schema, struct buf *out)
{
    buf_add(out, "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": ");
    text_json(out, schema->name);
    buf_add(out, ",\n  \"description\": ");
    text_json(out, schema->title);
    buf_add(out, ",\n  \"type\": \"object\", ");
    put_members(out, schema->rows, 1);
    buf_add(out, "\n}\n");
}

/* "headroom.analysis/1" as a file: headroom.analysis-1.json */
static const char *file_name(char out[NAME_ROOM], const struct json_schema *schema)
{
    snprintf(out, NAME_ROOM, "%s.json", schema->name);
    *strchr(out, '/') = '-';
    return out;
}

void json_schema_list(struct buf *out)
{
    char name[NAME_ROOM];

    for (const struct json_schema *schema = json_schemas; schema->name; schema++)
        buf_addf(out, "%s\n", file_name(name, schema));
}

int json_schema_write(const char *file, struct buf *out, struct error *err)
{
    char room[NAMES_MOST][NAME_ROOM];
    const char *names[NAMES_MOST], *nearest;
    size_t count = 0;

    for (; json_schemas[count].name && count < NAMES_MOST; count++) {
        names[count] = file_name(room[count], &json_schemas[count]);
        if (strcmp(names[count], file) == 0) {
            write_schema(&json_schemas[count], out);
            return 0;
        }
    }
    nearest = text_nearest(file, names, count);
    error_set(err, ERR_NOTFOUND, "there is no schema '%.60s'", file);
    error_hint(err, nearest ? "Did you mean '%s'?" : "'headroom help --schema' lists them.", nearest);
    return ERR_NOTFOUND;
}

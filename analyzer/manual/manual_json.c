/* analyzer/manual/manual_json.c - headroom-json(7), from the tables of json.h. */
#include <stdio.h>
#include <string.h>

#include "analyzer/manual/json.h"
#include "analyzer/manual/manual.h"
#include "analyzer/manual/roff.h"

enum { DEPTH_MOST = 8, NAME_ROOM = 128 };

/* "series[].growth.per_day", from the keys above it. */
static void put_path(const struct json_row *const above[DEPTH_MOST], const struct json_row *row,
                     char out[NAME_ROOM])
{
    size_t used = 0;

    for (int depth = 0; depth <= row->depth; depth++) {
        const struct json_row *part = depth < row->depth ? above[depth] : row;
        int is_list = strncmp(part->type, "objects", 7) == 0 || strcmp(part->type, "texts") == 0;
        int written = snprintf(out + used, NAME_ROOM - used, "%s%.*s%s", depth ? "." : "",
                               (int)strcspn(part->key, "?"), part->key, is_list ? "[]" : "");

        if (written < 0 || used + (size_t)written >= NAME_ROOM)
            return;
        used += (size_t)written;
    }
}

static void put_row(struct buf *out, const struct json_row *const above[DEPTH_MOST],
                    const struct json_row *row)
{
    int nullable = row->type[strlen(row->type) - 1] == '?';
    char path[NAME_ROOM] = "", type[64];

    put_path(above, row, path);
    snprintf(type, sizeof type, "%.*s%s%s", (int)strcspn(row->type, "?"), row->type,
             nullable ? ", or null" : "", row->key[strlen(row->key) - 1] == '?' ? ", may be absent" : "");
    roff_item(out, path, type, row->help);
}

void manual_json(struct buf *out)
{
    roff_page(out, "headroom-json", 7, "JSON that headroom writes");
    roff_section(out, "DESCRIPTION");
    roff_paragraphs(out,
        "Each document is one object whose key schema names what it is: headroom.analysis/1. Under "
        "a name keys are added, never renamed or dropped; a program should pass over keys it does not "
        "know.\n"
        "A value that does not exist is null, never 0 or -1. A time is ISO 8601 in UTC, a date a day in the "
        "time zone, a count a whole number, a flag true or false. Numbers read back as the same double.\n"
        "JSON Schemas of all documents are printed by headroom help --schema, and installed beside the "
        "documentation.");
    for (const struct json_schema *schema = json_schemas; schema->name; schema++) {
        const struct json_row *above[DEPTH_MOST] = { NULL };
        char heading[160];

        roff_section(out, schema->name);
        snprintf(heading, sizeof heading, "%s. Written by headroom %s.", schema->title, schema->command);
        roff_paragraphs(out, heading);
        for (const struct json_row *row = schema->rows; row->key; row++) {
            if (row->depth < DEPTH_MOST)
                above[row->depth] = row;
            put_row(out, above, row);
        }
    }
    roff_section(out, "SEE ALSO");
    buf_add(out, "\\fBheadroom\\fR(1), \\fBheadroom\\-analyze\\fR(1)\n");
}

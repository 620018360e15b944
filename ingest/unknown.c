#include "ingest/unknown.h"

#include <ctype.h>
#include <string.h>

#include "data/base/arena.h"
#include "data/base/buf.h"
#include "ingest/csv_names.h"
#include "ingest/csv_sheet.h"
#include "ingest/input.h"
#include "ingest/json_read.h"

enum { NAMES_ROOM = 200, COMPLAINT_ROOM = 240, DEPTH_MOST = 4 };

static const char see_formats[] =
    "'headroom formats' lists what is read; if it is one of these, name it with --format.";

static int nothing_in_it(struct error *err)
{
    error_set(err, ERR_DATA, "the file is empty");
    error_hint(err, "Look at the export: did its query find anything?");
    return ERR_DATA;
}

/* --- JSON -------------------------------------------------------------------------- */

/* Members in which servers write what went wrong; "data" only inside of another of them. */
static int is_complaint(const char *key, int inside)
{
    static const char *const keys[] = {
        "error", "errors", "message", "errormessage", "error_description", "detail", "fault",
        "faultstring", "msg", "data",
    };

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strcasecmp(keys[i], key) == 0)
            return inside || strcmp(key, "data") != 0;
    return 0;
}

struct glance {
    struct buf complaint;    /* the texts found under such members */
    struct buf names;        /* of the outermost members */
    int        values;       /* there is a value at all */
    int        lists, filled;    /* there are arrays; one of them has elements */
};

static void complain(struct buf *complaint, const char *text)
{
    if (text && complaint->used + strlen(text) + 3 < COMPLAINT_ROOM)
        buf_addf(complaint, "%s%s", complaint->used ? "; " : "", text);
}

static void add_name(struct buf *names, const char *name)
{
    if (names->used + strlen(name) + 4 < NAMES_ROOM)
        buf_addf(names, "%s'%s'", names->used ? ", " : "", name);
}

/* Looks for a complaint in the next value; `called` when it is under a name for one. */
static void glance_at(struct json *json, struct glance *found, int called, int depth)
{
    enum json_type type = depth < DEPTH_MOST ? json_next(json) : JSON_NONE;
    const char *key;

    found->values |= type != JSON_NONE && type != JSON_ARRAY && type != JSON_OBJECT;
    if (type == JSON_STRING && called) {
        complain(&found->complaint, json_text(json, NULL));
    } else if (type == JSON_ARRAY && json_array(json)) {
        found->lists = 1;
        while (json_element(json)) {
            found->filled = 1;
            glance_at(json, found, called, depth + 1);
        }
    } else if (type == JSON_OBJECT && json_object(json)) {
        while (json_member(json, &key)) {
            if (depth == 0)
                add_name(&found->names, key);
            if (depth == 0 || called)
                glance_at(json, found, is_complaint(key, called), depth + 1);
        }
    }
}

static int nothing(void *self, uint32_t series, const struct series_info *info,
                   const int64_t *at, const double *value, size_t count, struct error *err)
{
    (void)self, (void)series, (void)info, (void)at, (void)value, (void)count, (void)err;
    return 0;
}

/* Reads the documents of the head. 0, or the failure with *err filled. */
static int read_head(const char *head, size_t length, struct glance *found, struct error *err)
{
    struct drain drain = { .samples = nothing };
    struct intake *intake = NULL;
    struct input *in = NULL;
    struct json *json = NULL;
    int rc = intake_new(&intake, &drain, NULL, err);

    if (rc == 0)
        rc = input_open_memory(&in, head, length, err);
    if (rc == 0)
        rc = json_open(&json, in, intake, JSON_DOCUMENTS, err);
    if (rc == 0) {
        while (json_document(json))
            glance_at(json, found, 0, 0);
        rc = json_finish(json, err);
        json_close(json);
    }
    input_close(in);
    intake_free(intake);
    return rc;
}

static int unknown_json(const char *head, size_t length, struct error *err)
{
    struct glance found = { .values = 0 };
    struct error broken = ERROR_NONE;
    int rc;

    buf_init(&found.complaint, COMPLAINT_ROOM + 1);
    buf_init(&found.names, NAMES_ROOM + 1);
    rc = read_head(head, length, &found, &broken);
    if (found.complaint.used) {
        error_set(err, ERR_DATA, "the server answered with an error: %s", found.complaint.text);
        error_hint(err, "Look at the query, the address and the access token, and export again.");
    } else if (rc < 0 && length < INPUT_HEAD) {
        error_set(err, rc, "%s", broken.text);
        if (broken.hint[0])
            error_hint(err, "%s", broken.hint);
        else
            error_hint(err, "Export it again; a JSON checker such as jq shows the place.");
        err->line = broken.line;
        err->column = broken.column;
    } else if (rc == 0 && found.lists && !found.filled && found.names.used) {
        error_set(err, ERR_DATA, "the lists of this JSON are empty");
        error_hint(err, "Look at the export: did its query find anything?");
    } else if (rc == 0 && !found.values && !found.names.used) {
        nothing_in_it(err);
    } else {
        error_set(err, ERR_DATA, "no format is known that looks like this JSON%s%s",
                  found.names.used ? " with " : "", found.names.used ? found.names.text : "");
        error_hint(err, "%s", see_formats);
        err->line = 1;
    }
    buf_release(&found.complaint);
    buf_release(&found.names);
    return err->code;
}

/* --- XML --------------------------------------------------------------------------- */

static int unknown_xml(const char *head, size_t length, struct error *err)
{
    const char *at = head, *end = head + length;
    size_t name = 0;

    while ((at = memchr(at, '<', (size_t)(end - at))) != NULL && ++at < end &&
           (*at == '?' || *at == '!'))
        continue;
    while (at && at + name < end && (isalnum((unsigned char)at[name]) || strchr(":_-", at[name])))
        name++;
    error_set(err, ERR_DATA, "no format is known that looks like this XML of <%.*s>",
              name < 60 ? (int)name : 60, name ? at : "");
    error_hint(err, "Export it as CSV or JSON; 'headroom formats' lists what is read.");
    err->line = 1;
    return ERR_DATA;
}

/* --- text -------------------------------------------------------------------------- */

static int without_rows(const struct sheet *sheet)
{
    for (size_t i = 0; sheet->rows == 1 && i < sheet->row[0].count; i++)
        if (csv_name_is_time(&sheet->row[0].cell[i]))
            return 1;
    return 0;
}

static int is_table(const struct sheet *sheet)
{
    return sheet->rows >= 2 && sheet->row[0].count >= 2 &&
           sheet->row[1].count == sheet->row[0].count;
}

static void list_columns(const struct sheet_row *header, struct buf *out, struct arena *arena)
{
    for (size_t i = 0; i < header->count; i++) {
        const char *name = cell_text(arena, &header->cell[i]);

        if (name && *name)
            add_name(out, name);
    }
}

/* A table without times: its columns are named, so that the user sees which should be one. */
static int timeless(const struct sheet *sheet, struct arena *arena, struct error *err)
{
    struct buf names;

    buf_init(&names, NAMES_ROOM + 1);
    list_columns(&sheet->row[0], &names, arena);
    error_set(err, ERR_DATA, "none of its columns holds times: %s", names.used ? names.text : "");
    error_hint(err, "A table needs a column with dates and times, best as ISO 8601. For a view that "
                    "has none: SELECT now() AS time, * FROM …, once a moment.");
    buf_release(&names);
    err->line = sheet->row[0].line;
    return ERR_DATA;
}

static int unknown_text(const char *head, size_t length, struct error *err)
{
    static const char separators[] = { ',', ';', '\t', '|' };
    struct arena arena = { 0 };
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < sizeof separators; i++) {
        const struct csv_manner manner = { separators[i], '"', '#' };
        struct sheet sheet = { 0 };

        rc = sheet_read(&sheet, head, length, length < INPUT_HEAD, &manner, &arena, err);
        if (rc == 0 && without_rows(&sheet)) {
            rc = error_set(err, ERR_DATA, "there is a header, but no row of data");
            error_hint(err, "Look at the export: did its query find anything?");
            err->line = 1;
        } else if (rc == 0 && is_table(&sheet)) {
            rc = timeless(&sheet, &arena, err);
        }
    }
    arena_release(&arena);
    if (rc < 0)
        return rc;
    error_set(err, ERR_DATA, "no format is known that looks like this text");
    error_hint(err, "%s", see_formats);
    err->line = 1;
    return ERR_DATA;
}

int unknown_format(const char *head, size_t length, struct error *err)
{
    while (length && strchr(" \t\r\n", *head) && *head)
        head++, length--;
    if (!length)
        return nothing_in_it(err);
    if (*head == '{' || *head == '[')
        return unknown_json(head, length, err);
    return *head == '<' ? unknown_xml(head, length, err) : unknown_text(head, length, err);
}

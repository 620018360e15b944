/*
 * JSON read by a mapping: the path of the records, and the paths of their fields.
 *
 *     records = data.items[].points[]
 *     time    = 0
 *     value   = 1
 *     resource_from = /data.items[].name
 *
 * The document is walked along the path of the records. At each level members that a field wants
 * are kept; so a record knows what the objects around it say. Where one of these comes behind the
 * records, they wait for it.
 */
#include "ingest/json_mapped.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/csv_header.h"
#include "ingest/csv_names.h"

enum { TEXT_MOST = 64 << 20 };

int mapped_no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for reading JSON");
}

/* --- fields of the mapping ---------------------------------------------------------------- */

static int bad_place(const char *place, const char *why, const char *records, struct error *err)
{
    error_set(err, ERR_CONFIG, "the mapping's '%.80s' %s", place, why);
    error_hint(err, "The records are %.80s; a path counts from there, or with a / from the document.",
               records);
    return ERR_CONFIG;
}

/* Where a field is found: the level on the path of the records, and its name from there on. */
static int locate(struct mapped *m, struct mapped_field *field, struct error *err)
{
    struct json_path path;
    const char *place = field->said.place, *records = m->mapping->records;
    size_t length;
    int rc = json_path_parse(&path, place, &m->arena, err);

    if (rc < 0)
        return rc;
    field->level = path.from_document ? json_path_common(&path, &m->records) : m->records.count;
    field->name = json_path_tail(&path, path.from_document ? field->level : 0, &m->arena);
    if (!field->name)
        return mapped_no_memory(err);
    field->key = path.key;
    if (field->key && field->name[0])
        return bad_place(place, "asks for the name of something that no step of the records is", records,
                         err);
    length = strlen(field->name);
    field->list = length >= 2 && strcmp(field->name + length - 2, "[]") == 0;
    field->members = field->role == CSV_LABEL &&
                     (strcmp(field->name, "*") == 0 ||
                      (length > 2 && strcmp(field->name + length - 2, ".*") == 0));
    if (field->list || field->members)
        ((char *)field->name)[length - (length == 1 ? 1 : 2)] = '\0';
    if (strstr(field->name, "[]") || (field->list && field->level < m->records.count))
        return bad_place(place, "goes through an array that the records do not", records, err);
    if (strcmp(field->name, "*") == 0 || strstr(field->name, "*."))
        return bad_place(place, "has a * that only labels may end with", records, err);
    return 0;
}

static int add_field(struct mapped *m, enum csv_role role, const char *text, struct error *err)
{
    struct mapped_field *field = &m->field[m->fields];
    int rc;

    if (!text)
        return 0;
    memset(field, 0, sizeof *field);
    field->role = role;
    buf_init(&field->text, TEXT_MOST);
    if (role == CSV_VALUE || role == CSV_LABEL) {
        rc = mapping_place(&field->said, text, &m->arena, err);
        if (rc < 0)
            return rc;
    } else {
        field->said = (struct mapping_place){ .place = text, .kind = -1 };
    }
    m->fields++;
    rc = locate(m, field, err);
    if (rc < 0 || role != CSV_VALUE)
        return rc;
    field->column = (struct csv_column){ .role = CSV_VALUE, .header = field->name };
    return csv_header_read(&field->column, &m->arena) ? 0 : mapped_no_memory(err);
}

/* "value", "1" and "" say nothing of what is measured. */
static int is_nameless(const struct mapped_field *field)
{
    const char *dot = strrchr(field->name, '.'), *last = dot ? dot + 1 : field->name;

    return !field->said.name &&
           (strspn(last, "0123456789") == strlen(last) || csv_word(last, &(int){ 0 }) == CSV_WORD_VALUE);
}

static int add_list(struct mapped *m, enum csv_role role, const struct mapping_list *list,
                    struct error *err)
{
    int rc = 0;

    for (size_t i = 0; i < list->count && rc == 0; i++)
        rc = add_field(m, role, list->text[i], err);
    return rc;
}

static int add_fields(struct mapped *m, struct error *err)
{
    const struct mapping *map = m->mapping;
    const struct { enum csv_role role; const char *text; } single[] = {
        { CSV_TIME, map->time },              { CSV_CLOCK, map->time_of_day },
        { CSV_RESOURCE, map->resource_from }, { CSV_METRIC, map->metric_from },
        { CSV_SOURCE, map->source_from },     { CSV_UNIT, map->unit_from },
        { CSV_CAPACITY, map->capacity },
    };
    size_t most = sizeof single / sizeof single[0] + map->value.count + map->label.count;
    int rc;

    m->field = arena_take(&m->arena, most * sizeof *m->field);
    m->text = arena_take(&m->arena, most * sizeof *m->text);
    m->texts = arena_take(&m->arena, most * sizeof *m->texts);
    if (!m->field || !m->text || !m->texts)
        return mapped_no_memory(err);
    rc = json_path_parse(&m->records, map->records, &m->arena, err);
    for (size_t i = 0; i < sizeof single / sizeof single[0] && rc == 0; i++)
        rc = add_field(m, single[i].role, single[i].text, err);
    if (rc == 0)
        rc = add_list(m, CSV_LABEL, &map->label, err);
    if (rc == 0)
        rc = add_list(m, CSV_VALUE, &map->value, err);
    if (rc == 0)
        m->is_long = map->value.count == 1 && is_nameless(&m->field[m->fields - 1]);
    return rc;
}

/* --- the importer ----------------------------------------------------------------------------- */

static void begin(struct mapped *m, const struct ingest_options *options)
{
    const struct mapping *map = options->mapping;

    m->mapping = map;
    m->options = *options;
    m->options.metric = m->options.unit = NULL;
    m->options.source = m->options.resource = NULL;
    if (options->unit)
        m->options.unit = options->unit;
    file_stem(options->file, m->stem, sizeof m->stem);
    snprintf(m->what, sizeof m->what, "records at %.120s", map->records);
    if (map->time_format) {
        struct time_style style;

        time_style_given(&style, map->time_format, NULL, 0, "");
        time_reader_init(&m->clock.reader, &style, options->zone);
        m->clock.styled = 1;
    }
}

static void end(struct mapped *m)
{
    for (size_t i = 0; i < m->fields; i++)
        buf_release(&m->field[i].text);
    free(m->waiting);
    arena_release(&m->waiting_arena);
    arena_release(&m->arena);
    free(m);
}

static int read_mapped(struct input *in, const struct ingest_options *options, struct intake *out,
                       struct error *err)
{
    struct mapped *m = calloc(1, sizeof *m);
    int rc;

    if (!m)
        return mapped_no_memory(err);
    begin(m, options);
    rc = add_fields(m, err);
    if (rc == 0)
        rc = json_import(in, options, out, m->records.count ? JSON_DOCUMENTS : JSON_LINES,
                         mapped_document, m, m->what, err);
    if (rc == 0)
        record_clock_note(&m->clock, options, out);
    end(m);
    return rc;
}

extern const struct importer importer_mapped_records;
const struct importer importer_mapped_records = {
    .name       = "mapped-json",
    .title      = "JSON, by a mapping",
    .recognised = "--mapping",
    .read       = read_mapped,
};

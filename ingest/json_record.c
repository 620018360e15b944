#include "ingest/json_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/buf.h"

enum { TEXT_MOST = 1 << 20, PATH_MOST = 512 };

void json_record_init(struct json_record *record)
{
    *record = (struct json_record){ .count = 0 };
    buf_init(&record->text, TEXT_MOST);
}

void json_record_release(struct json_record *record)
{
    buf_release(&record->text);
    free(record->field);
    record->field = NULL;
    record->count = record->room = 0;
}

static size_t keep(struct json_record *record, const char *text, size_t length)
{
    size_t at = record->text.used;

    buf_addn(&record->text, text, length);
    buf_addc(&record->text, '\0');
    return at;
}

/* Room for one more field; 0 when there are RECORD_FIELDS, or no memory (a failure). */
static int make_room(struct json *json, struct json_record *record)
{
    size_t room = record->room ? record->room * 2 : 32;
    struct json_field *field;

    if (record->count < record->room)
        return 1;
    record->too_many = record->count == RECORD_FIELDS;
    if (record->too_many)
        return 0;
    field = realloc(record->field, room * sizeof *field);
    if (!field)
        return json_check(json, error_set(json_err(json), ERR_NOMEM, "no memory for a record"));
    record->field = field;
    record->room = room;
    return 1;
}

static void add_leaf(struct json *json, struct json_record *record, const char *path)
{
    struct json_field *field;
    enum json_type type = json_next(json);
    double truth;
    size_t length = 0;
    const char *text = "";

    if (!make_room(json, record)) {
        json_skip(json);
        return;
    }
    field = &record->field[record->count];
    field->type = type;
    field->name = keep(record, path, strlen(path));
    if (type == JSON_STRING || type == JSON_NUMBER)
        text = json_text(json, &length);
    else if (type == JSON_BOOLEAN)
        text = json_number(json, &truth) == NUMBER_OK && truth != 0 ? "true" : "false";
    else
        json_skip(json);
    field->length = type == JSON_BOOLEAN ? strlen(text) : length;
    field->text = keep(record, text ? text : "", field->length);
    record->count++;
}

static void flatten(struct json *json, struct json_record *record, char path[PATH_MOST]);

static void flatten_under(struct json *json, struct json_record *record, char path[PATH_MOST],
                          const char *key)
{
    size_t used = strlen(path);

    snprintf(path + used, PATH_MOST - used, "%s%s", used ? "." : "", key);
    flatten(json, record, path);
    path[used] = '\0';
}

/* Bounded by JSON_DEPTH. */
static void flatten(struct json *json, struct json_record *record, char path[PATH_MOST])
{
    const char *key;
    char index[24];
    unsigned count = 0;

    switch (json_next(json)) {
    case JSON_OBJECT:
        json_object(json);
        while (json_member(json, &key))
            flatten_under(json, record, path, key);
        break;
    case JSON_ARRAY:
        json_array(json);
        while (json_element(json)) {
            snprintf(index, sizeof index, "%u", count++);
            flatten_under(json, record, path, index);
        }
        break;
    default:
        add_leaf(json, record, path);
        break;
    }
}

int json_record_read(struct json *json, struct json_record *record)
{
    char path[PATH_MOST] = "";

    record->count = 0;
    record->too_many = 0;
    buf_clear(&record->text);
    if (json_next(json) != JSON_OBJECT) {
        json_skip(json);
        return 0;
    }
    flatten(json, record, path);
    return json_check(json, buf_check(&record->text, "a record", json_err(json)));
}

const char *json_field_name(const struct json_record *record, size_t index)
{
    return record->text.text + record->field[index].name;
}

const char *json_field_text(const struct json_record *record, size_t index)
{
    return record->text.text + record->field[index].text;
}

size_t json_field_find(const struct json_record *record, const char *name)
{
    size_t i = 0;

    while (i < record->count && strcmp(json_field_name(record, i), name) != 0)
        i++;
    return i;
}

enum number_kind json_field_number(const struct json_record *record, size_t index, double *out)
{
    const struct json_field *field = &record->field[index];
    const char *text = json_field_text(record, index);

    if (field->type == JSON_BOOLEAN) {
        *out = text[0] == 't';
        return NUMBER_OK;
    }
    return number_parse(text, field->length, out);
}

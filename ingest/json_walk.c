/*
 * ingest/json_walk.c - through a document to the records of a mapping.
 *
 * A field belongs to a level: the number of steps of the records' path above the object or array
 * that holds it. At each level members that a field wants are kept, until the next container of
 * that level begins; so a record knows what stands around it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_mapped.h"

enum { NAME_MOST = 512, WAITING_MOST = 64 << 20 };

/* --- records that wait --------------------------------------------------------------------- */

static int is_complete(const struct mapped *m, size_t level)
{
    for (size_t i = 0; i < m->fields; i++)
        if (m->field[i].level < level && !m->field[i].key && !m->field[i].seen)
            return 0;
    return 1;
}

static const char *keep_text(struct mapped *m, const struct mapped_field *field)
{
    m->waiting_bytes += field->text.used + 1;
    return arena_text(&m->waiting_arena, field->text.text, field->text.used);
}

static int make_room(struct mapped *m)
{
    size_t room = m->room ? 2 * m->room : 256;
    struct mapped_waiting *waiting;

    if (m->waits < m->room)
        return 1;
    waiting = realloc(m->waiting, room * sizeof *waiting);
    if (!waiting)
        return 0;
    m->waiting = waiting;
    m->room = room;
    return 1;
}

static void wait_record(struct mapped *m)
{
    struct mapped_waiting *waiting;
    struct error *err = json_err(m->job->json);
    int whole = make_room(m);

    if (m->waiting_bytes > WAITING_MOST) {
        error_set(err, ERR_LIMIT, "what the mapping names stands behind more than 64 MiB of records");
        error_hint(err, "Leave out the field that comes last in the file, or write it first.");
        json_check(m->job->json, ERR_LIMIT);
        return;
    }
    waiting = whole ? &m->waiting[m->waits] : NULL;
    if (waiting) {
        waiting->text = arena_take(&m->waiting_arena, m->fields * sizeof *waiting->text);
        waiting->texts = arena_take(&m->waiting_arena, m->fields * sizeof *waiting->texts);
        whole = waiting->text && waiting->texts;
    }
    for (size_t i = 0; whole && i < m->fields; i++)
        if (m->field[i].seen) {
            waiting->texts[i] = m->field[i].texts;
            waiting->text[i] = keep_text(m, &m->field[i]);
            whole = waiting->text[i] != NULL;
        }
    m->waits += whole != 0;
    m->waiting_bytes += m->fields * (sizeof *waiting->text + sizeof *waiting->texts);
    if (!whole)
        json_check(m->job->json, mapped_no_memory(err));
}

static void put_waiting(struct mapped *m)
{
    for (size_t k = 0; k < m->waits; k++) {
        for (size_t i = 0; i < m->fields; i++) {
            m->text[i] = m->waiting[k].text[i];
            m->texts[i] = m->waiting[k].texts[i];
        }
        mapped_put(m);
    }
    m->waits = m->waiting_bytes = 0;
    arena_release(&m->waiting_arena);
}

/* The container of a level has ended: what it says is complete. `first` began to wait in it. */
static void settle_waiting(struct mapped *m, size_t level, size_t first)
{
    for (size_t i = 0; i < m->fields && first < m->waits; i++) {
        const struct mapped_field *field = &m->field[i];
        const char *text;

        if (field->level != level || field->key || !field->seen)
            continue;
        text = keep_text(m, field);
        if (!text)
            json_check(m->job->json, mapped_no_memory(json_err(m->job->json)));
        for (size_t k = first; text && k < m->waits; k++)
            if (!m->waiting[k].text[i]) {
                m->waiting[k].text[i] = text;
                m->waiting[k].texts[i] = field->texts;
            }
    }
    if (m->waits && is_complete(m, level))
        put_waiting(m);
}

static void end_record(struct mapped *m)
{
    if (!is_complete(m, m->records.count)) {
        wait_record(m);
        return;
    }
    for (size_t i = 0; i < m->fields; i++) {
        m->text[i] = m->field[i].seen ? m->field[i].text.text : NULL;
        m->texts[i] = m->field[i].texts;
    }
    mapped_put(m);
}

/* --- what a document holds ------------------------------------------------------------------ */

static void add_text(struct mapped_field *field, const char *text)
{
    buf_add(&field->text, text);
    buf_addc(&field->text, '\0');
}

/* Anything that is no object and no array as a text; "" for null. */
static const char *leaf_text(struct json *json, int is_number)
{
    const char *text;
    double truth;

    if (json_next(json) == JSON_BOOLEAN) {
        int yes = json_number(json, &truth) == NUMBER_OK && truth != 0;

        return is_number ? (yes ? "1" : "0") : yes ? "true" : "false";
    }
    text = json_text(json, NULL);
    return text ? text : "";
}

/* The name below the object whose members are all labels; NULL when the path is not there. */
static const char *member_name(const struct mapped_field *field, const char *path)
{
    size_t length = strlen(field->name);

    if (!field->members)
        return NULL;
    if (!length)
        return path[0] ? path : NULL;
    return strncmp(path, field->name, length) == 0 && path[length] == '.' ? path + length + 1 : NULL;
}

/* 1 when the field wants what stands at the path, or below it. */
static int wants(const struct mapped_field *field, size_t level, const char *path)
{
    size_t length = strlen(path);

    if (field->level != level || field->key)
        return 0;
    if (member_name(field, path))
        return 1;
    return !length || (strncmp(field->name, path, length) == 0 &&
                       (field->name[length] == '.' || field->name[length] == '\0'));
}

static int is_wanted(const struct mapped *m, size_t level, const char *path)
{
    for (size_t i = 0; i < m->fields; i++)
        if (wants(&m->field[i], level, path))
            return 1;
    return 0;
}

static int holds_number(const struct mapped_field *field)
{
    return field->role == CSV_VALUE || field->role == CSV_CAPACITY;
}

static void take_leaf(struct mapped *m, size_t level, const char *path)
{
    int is_null = json_next(m->job->json) == JSON_NULL, number = 1;
    const char *text;

    for (size_t i = 0; i < m->fields; i++)
        if (wants(&m->field[i], level, path))
            number &= holds_number(&m->field[i]);
    text = leaf_text(m->job->json, number);
    for (size_t i = 0; i < m->fields; i++) {
        struct mapped_field *field = &m->field[i];
        const char *name = field->level == level ? member_name(field, path) : NULL;

        if (field->level != level || field->key || field->list ||
            (!name && strcmp(field->name, path) != 0))
            continue;
        field->seen = 1;
        if (is_null && !holds_number(field))
            continue;
        if (!name)
            buf_clear(&field->text);
        else
            add_text(field, name);
        add_text(field, text);
        field->texts = name ? field->texts + 1 : 1;
        json_check(m->job->json, buf_check(&field->text, "a field", json_err(m->job->json)));
    }
}

static struct mapped_field *list_at(struct mapped *m, size_t level, const char *path)
{
    for (size_t i = 0; i < m->fields; i++)
        if (m->field[i].list && m->field[i].level == level && strcmp(m->field[i].name, path) == 0)
            return &m->field[i];
    return NULL;
}

static void take_list(struct mapped *m, struct mapped_field *field)
{
    struct json *json = m->job->json;

    buf_clear(&field->text);
    field->texts = 0;
    field->seen = 1;
    json_array(json);
    while (json_element(json)) {
        add_text(field, leaf_text(json, holds_number(field)));
        field->texts++;
    }
    json_check(json, buf_check(&field->text, "an array", json_err(json)));
}

static void take(struct mapped *m, size_t level, char path[NAME_MOST]);

static void take_under(struct mapped *m, size_t level, char path[NAME_MOST], const char *key)
{
    size_t used = strlen(path);

    snprintf(path + used, NAME_MOST - used, "%s%s", used ? "." : "", key);
    take(m, level, path);
    path[used] = '\0';
}

/* Keeps what fields want of the next value, which stands at a path below a level. */
static void take(struct mapped *m, size_t level, char path[NAME_MOST])
{
    struct json *json = m->job->json;
    enum json_type type = json_next(json);
    struct mapped_field *list = type == JSON_ARRAY ? list_at(m, level, path) : NULL;
    const char *key;
    unsigned count = 0;
    char index[24];

    if (list) {
        take_list(m, list);
    } else if (!is_wanted(m, level, path)) {
        json_skip(json);
    } else if (type == JSON_OBJECT) {
        json_object(json);
        while (json_member(json, &key))
            take_under(m, level, path, key);
    } else if (type == JSON_ARRAY) {
        json_array(json);
        while (json_element(json)) {
            snprintf(index, sizeof index, "%u", count++);
            take_under(m, level, path, index);
        }
    } else {
        take_leaf(m, level, path);
    }
}

/* --- the way to the records ------------------------------------------------------------------ */

static void walk(struct mapped *m, size_t level);

static void forget(struct mapped *m, size_t level)
{
    for (size_t i = 0; i < m->fields; i++)
        if (m->field[i].level == level && !m->field[i].key) {
            m->field[i].seen = 0;
            m->field[i].texts = 0;
            buf_clear(&m->field[i].text);
        }
}

/* One step down, to what stands under a key. */
static void step_down(struct mapped *m, size_t level, const char *key)
{
    for (size_t i = 0; i < m->fields; i++)
        if (m->field[i].key && m->field[i].level == level + 1) {
            buf_clear(&m->field[i].text);
            add_text(&m->field[i], key);
            m->field[i].seen = 1;
            m->field[i].texts = 1;
        }
    walk(m, level + 1);
}

static void walk_object(struct mapped *m, size_t level)
{
    const struct json_step *step = &m->records.step[level];
    const char *key;
    char path[NAME_MOST];

    if (!json_object(m->job->json))
        return;
    while (json_member(m->job->json, &key)) {
        snprintf(path, sizeof path, "%s", key);
        if (step->kind == JSON_STEP_MEMBER ? strcmp(step->name, key) == 0 : !is_wanted(m, level, path))
            step_down(m, level, path);
        else
            take(m, level, path);
    }
}

static void walk_array(struct mapped *m, size_t level)
{
    char index[24];
    unsigned count = 0;

    if (!json_array(m->job->json))
        return;
    while (json_element(m->job->json)) {
        snprintf(index, sizeof index, "%u", count++);
        step_down(m, level, index);
    }
}

/* Bounded by JSON_STEPS. */
static void walk(struct mapped *m, size_t level)
{
    size_t first = m->waits;
    char path[NAME_MOST] = "";

    forget(m, level);
    if (level == m->records.count) {
        take(m, level, path);
        end_record(m);
        return;
    }
    if (m->records.step[level].kind == JSON_STEP_ELEMENTS)
        walk_array(m, level);
    else
        walk_object(m, level);
    settle_waiting(m, level, first);
}

void mapped_document(struct json_job *job, void *self)
{
    struct mapped *m = self;

    m->job = job;
    walk(m, 0);
}


#include "ingest/record_plan.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "ingest/csv_names.h"

void record_plan_release(struct record_plan *plan)
{
    arena_release(&plan->texts);
    free(plan->field);
    plan->field = NULL;
    plan->fields = plan->room = 0;
}

struct record_field *record_plan_find(struct record_plan *plan, const char *name, size_t near)
{
    for (size_t i = 0; i < plan->fields; i++) {
        struct record_field *field = &plan->field[(near + i) % plan->fields];

        if (strcmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}

/* --- looking ---------------------------------------------------------------------- */

static void see(struct record_field *field, const char *text, size_t length)
{
    uint64_t hash = XXH3_64bits(text, length);

    for (uint32_t i = 0; i < field->different; i++)
        if (field->seen[i] == hash)
            return;
    if (field->different < FIELD_SEEN)
        field->seen[field->different++] = hash;
}

static void look_at_text(struct record_field *field, const char *text, size_t length)
{
    double value;
    enum time_shape shape = time_shape(text, length);

    field->texts++;
    field->times += shape == TIME_SHAPE_FULL || shape == TIME_SHAPE_NUMBER;
    if (number_parse(text, length, &value) == NUMBER_OK) {
        field->number_texts++;
        field->decimal_texts += memchr(text, '.', length) != NULL;
    }
}

static void look_at(struct record_field *field, const struct json_record *record, size_t index)
{
    const char *text = json_field_text(record, index);
    size_t length = record->field[index].length;

    if (record->field[index].type == JSON_NULL)
        return;
    field->count++;
    see(field, text, length);
    if (record->field[index].type == JSON_STRING) {
        look_at_text(field, text, length);
    } else {
        field->numbers++;
        field->times += record->field[index].type == JSON_NUMBER &&
                        time_shape(text, length) == TIME_SHAPE_NUMBER;
    }
}

static int keep_time(struct record_plan *plan, const struct json_record *record, size_t index)
{
    size_t length = record->field[index].length;
    char *copy;

    if (plan->time_count == PLAN_TIMES || record->field[index].type != JSON_STRING)
        return 1;
    if (!plan->times)
        plan->times = arena_take(&plan->texts, PLAN_TIMES * sizeof *plan->times);
    if (!plan->times)
        return 0;
    copy = arena_text(&plan->texts, json_field_text(record, index), length);
    if (copy)
        plan->times[plan->time_count++] = (struct cell){ copy, length };
    return copy != NULL;
}

/* A field that was not met before; NULL without memory. */
static struct record_field *add_field(struct record_plan *plan, const char *name)
{
    struct record_field *field;

    if (plan->fields == plan->room) {
        size_t room = plan->room ? plan->room * 2 : 16;

        field = realloc(plan->field, room * sizeof *field);
        if (!field)
            return NULL;
        plan->field = field;
        plan->room = room;
    }
    field = &plan->field[plan->fields];
    memset(field, 0, sizeof *field);
    field->name = arena_copy(&plan->texts, name);
    plan->fields += field->name != NULL;
    return field->name ? field : NULL;
}

int record_plan_look(struct record_plan *plan, const struct json_record *record)
{
    plan->records++;
    for (size_t i = 0; i < record->count; i++) {
        const char *name = json_field_name(record, i);
        struct record_field *field = record_plan_find(plan, name, i);
        int rank;

        if (!field && plan->fields == RECORD_FIELDS)
            continue;
        if (!field && !(field = add_field(plan, name)))
            return 0;
        look_at(field, record, i);
        if (csv_word(field->name, &rank) == CSV_WORD_TIME && !keep_time(plan, record, i))
            return 0;
    }
    return 1;
}

/* --- deciding --------------------------------------------------------------------- */

static enum csv_word word_of(const struct record_field *field, int *rank)
{
    const char *dot = strrchr(field->name, '.');

    return csv_word(dot && dot[1] ? dot + 1 : field->name, rank);
}

/* "data.0.time": of one element of an array, so the records are those elements. */
static int in_array(const char *name)
{
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
        size_t digits = strspn(dot + 1, "0123456789");

        if (digits && (dot[1 + digits] == '.' || dot[1 + digits] == '\0'))
            return 1;
    }
    return 0;
}

/* The best named field that mostly holds times; else the first of texts that all are times. */
static size_t find_time(const struct record_plan *plan)
{
    size_t best = plan->fields;
    int best_rank = 0, rank;

    for (size_t i = 0; i < plan->fields; i++) {
        const struct record_field *field = &plan->field[i];

        if (field->times * 2 <= field->count || in_array(field->name))
            continue;
        if (word_of(field, &rank) == CSV_WORD_TIME && (best == plan->fields || rank < best_rank)) {
            best = i;
            best_rank = rank;
        }
    }
    for (size_t i = 0; i < plan->fields && best == plan->fields; i++)
        if (plan->field[i].texts && plan->field[i].times == plan->field[i].texts &&
            !plan->field[i].number_texts && plan->field[i].count == plan->records &&
            !in_array(plan->field[i].name))
            best = i;
    return best;
}

/* The field of a word with the best rank that holds texts (or numbers); plan->fields when none does. */
static size_t find_word(const struct record_plan *plan, enum csv_word wanted, int number)
{
    size_t best = plan->fields;
    int best_rank = 0, rank;

    for (size_t i = 0; i < plan->fields; i++) {
        const struct record_field *field = &plan->field[i];
        int is_number = field->count && field->numbers + field->number_texts == field->count;

        if (i == plan->time || !field->count || is_number != number ||
            word_of(field, &rank) != wanted)
            continue;
        if (best == plan->fields || rank < best_rank) {
            best = i;
            best_rank = rank;
        }
    }
    return best;
}

static void give(struct record_plan *plan, enum csv_word word, int number, enum field_role role)
{
    size_t i = find_word(plan, word, number);

    if (i < plan->fields) {
        plan->field[i].role = role;
        plan->field[i].why = NULL;
    }
}

/* A text that differs from record to record names nothing that a series could be of. */
static void as_label(struct record_field *field)
{
    enum { FEW = 20 };

    field->role = FIELD_LABEL;
    if (field->different == FIELD_SEEN ||
        (field->different > FEW && field->different * 2 > field->count)) {
        field->role = FIELD_LEFT_OUT;
        field->why = "it differs in nearly every record";
    }
}

static void by_content(const struct record_plan *plan, struct record_field *field)
{
    field->role = FIELD_LEFT_OUT;
    if (!field->count)
        field->why = "it is empty";
    else if (field->texts && field->times == field->texts && !field->number_texts)
        field->why = "a second time";
    else if (plan->is_long || field->texts > field->numbers)
        as_label(field);
    else
        field->role = FIELD_VALUE;
    /* numbers written as texts: with decimals they were measured, without they may be names */
    if (!plan->is_long && field->decimal_texts && field->number_texts == field->texts)
        field->role = FIELD_VALUE;
}

static int read_names(struct record_plan *plan)
{
    for (size_t i = 0; i < plan->fields; i++) {
        struct record_field *field = &plan->field[i];

        field->column = (struct csv_column){ .role = CSV_VALUE, .header = field->name,
                                             .decimal = '.' };
        if (field->role == FIELD_VALUE && !csv_header_read(&field->column, &plan->texts))
            return 0;
    }
    return 1;
}

static int style_times(struct record_plan *plan, const struct ingest_options *options,
                       struct error *err)
{
    const struct record_field *time = &plan->field[plan->time];
    int rc;

    if (time->numbers || !plan->time_count)
        return 0;
    rc = time_style_find(&plan->style, plan->times, plan->time_count, time->name,
                         options->date_order, err);
    plan->styled = rc == 0;
    return rc;
}

int record_plan_decide(struct record_plan *plan, const struct ingest_options *options,
                       struct error *err)
{
    size_t value, values = 0;
    int rc;

    plan->time = find_time(plan);
    if (plan->time == plan->fields)
        return 0;
    value = find_word(plan, CSV_WORD_VALUE, 1);
    plan->is_long = value < plan->fields;
    for (size_t i = 0; i < plan->fields; i++)
        by_content(plan, &plan->field[i]);
    plan->field[plan->time].role = FIELD_TIME;
    plan->field[plan->time].why = NULL;
    if (plan->is_long) {
        plan->field[value].role = FIELD_VALUE;
        plan->field[value].why = NULL;
        give(plan, CSV_WORD_METRIC, 0, FIELD_METRIC);
        give(plan, CSV_WORD_STAT, 0, FIELD_STAT);
        give(plan, CSV_WORD_UNIT, 0, FIELD_UNIT);
    }
    give(plan, CSV_WORD_RESOURCE, 0, FIELD_RESOURCE);
    give(plan, CSV_WORD_SOURCE, 0, FIELD_SOURCE);
    give(plan, CSV_WORD_CAPACITY, 1, FIELD_CAPACITY);
    for (size_t i = 0; i < plan->fields; i++)
        values += plan->field[i].role == FIELD_VALUE;
    if (!values)
        return 0;
    if (!read_names(plan))
        return error_set(err, ERR_NOMEM, "no memory for the names of fields");
    rc = style_times(plan, options, err);
    return rc < 0 ? rc : 1;
}

const char *field_role_name(enum field_role role)
{
    static const char *const names[] = {
        [FIELD_TIME] = "time",         [FIELD_VALUE] = "value",   [FIELD_CAPACITY] = "capacity",
        [FIELD_RESOURCE] = "resource", [FIELD_METRIC] = "metric", [FIELD_SOURCE] = "source",
        [FIELD_UNIT] = "unit",         [FIELD_STAT] = "stat",     [FIELD_LABEL] = "label",
        [FIELD_LEFT_OUT] = "left out",
    };

    return names[role];
}

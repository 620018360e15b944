/* ingest/csv_mapping.c - the plan of a table as a mapping that makes the same plan. */
#include <stdio.h>
#include <string.h>

#include "ingest/csv_roles.h"
#include "ingest/mapping_write.h"

enum { VALUES_LISTED = 40 };    /* more columns are meant by `value = *` */

static const char *character_word(char character, char room[2])
{
    switch (character) {
    case ',':  return "comma";
    case ';':  return "semicolon";
    case '\t': return "tab";
    case '|':  return "pipe";
    case ' ':  return "space";
    case '\0': return "none";
    default:   break;
    }
    room[0] = character;
    room[1] = '\0';
    return room;
}

static void write_manner(struct buf *out, const struct csv_plan *plan)
{
    char room[2];

    mapping_line(out, "separator", character_word(plan->separator, room));
    if (plan->quote != '"')
        mapping_line(out, "quote", character_word(plan->quote, room));
    if (plan->comment != '#')
        mapping_line(out, "comment", character_word(plan->comment, room));
    mapping_line(out, "header", plan->header ? "yes" : "no");
}

/* One sign for all columns that give samples; where they differ each is found by looking. */
static void write_decimal(struct buf *out, const struct csv_plan *plan)
{
    char first = plan->column[plan->value[0]].decimal;

    for (size_t i = 1; i < plan->values; i++)
        if (plan->column[plan->value[i]].decimal != first) {
            mapping_remark(out, "decimal = point     ; it differs from column to column");
            return;
        }
    mapping_line(out, "decimal", first == ',' ? "comma" : "point");
}

/* By the header where that is one column's alone and can be written down; else by number. */
static const char *place_of(const struct csv_plan *plan, size_t column, char room[24])
{
    const char *header = plan->column[column].header;
    int by_name = plan->header && column < plan->headers && mapping_can_hold(header) &&
                  plan->header[column].length == strlen(header) &&
                  memcmp(plan->header[column].text, header, plan->header[column].length) == 0;

    for (size_t i = 0; by_name && i < plan->columns; i++)
        by_name = i == column || strcmp(plan->column[i].header, header) != 0;
    if (by_name)
        return header;
    snprintf(room, 24, "#%zu", column + 1);
    return room;
}

static void write_place(struct buf *out, const struct csv_plan *plan, size_t i, const char *key)
{
    const struct csv_column *column = &plan->column[i];
    char room[24];
    struct mapping_place place = { .place = place_of(plan, i, room), .kind = -1 };

    if (strcmp(key, "value") == 0) {
        place.unit = column->unit;
        place.stat = column->stat;
        place.kind = (int)column->kind;
    }
    if ((column->role == CSV_VALUE || column->role == CSV_LABEL) &&
        strcmp(column->name, place.place) != 0)
        place.name = column->name;
    mapping_place_line(out, key, &place);
}

static void write_roles(struct buf *out, const struct csv_plan *plan)
{
    static const struct { enum csv_role role; const char *key; } roles[] = {
        { CSV_SOURCE, "source_from" }, { CSV_RESOURCE, "resource_from" },
        { CSV_METRIC, "metric_from" }, { CSV_UNIT, "unit_from" },
        { CSV_CAPACITY, "capacity" },  { CSV_LABEL, "label" },
    };

    for (size_t r = 0; r < sizeof roles / sizeof roles[0]; r++)
        for (size_t i = 0; i < plan->columns; i++)
            if (plan->column[i].role == roles[r].role)
                write_place(out, plan, i, roles[r].key);
}

static void write_values(struct buf *out, const struct csv_plan *plan)
{
    int listed = plan->values <= VALUES_LISTED;

    if (!listed)
        mapping_line(out, "value", "*");
    for (size_t i = 0; i < plan->columns; i++) {
        const struct csv_column *column = &plan->column[i];

        if (column->role == CSV_VALUE && listed)
            write_place(out, plan, i, "value");
        else if (column->role == CSV_LEFT_OUT && !listed)
            write_place(out, plan, i, "ignore");
        else if (column->role == CSV_LEFT_OUT && !(plan->trailing && i + 1 == plan->columns))
            mapping_remark(out, "left out: %.60s (%.60s)", column->header, column->why);
    }
}

static void write_plan(struct buf *out, const struct csv_plan *plan,
                       const struct ingest_options *options)
{
    write_manner(out, plan);
    write_decimal(out, plan);
    write_place(out, plan, plan->time, "time");
    if (plan->clock != SIZE_MAX)
        write_place(out, plan, plan->clock, "time_of_day");
    mapping_times(out, &plan->style, options);
    mapping_said(out, options);
    write_roles(out, plan);
    write_values(out, plan);
}

int csv_mapping_write(csv_planner *planner, const char *head, size_t length,
                      const struct ingest_options *options, struct buf *out, struct error *err)
{
    struct arena arena = { 0 };
    struct csv_plan plan;
    int rc = csv_plan_look(planner, &plan, head, length, options, &arena, err);

    if (rc > 0)
        write_plan(out, &plan, options);
    arena_release(&arena);
    return rc < 0 ? rc : 0;
}

int csv_plan_write(const char *head, size_t length, const struct ingest_options *options,
                   struct buf *out, struct error *err)
{
    return csv_mapping_write(csv_plan_make, head, length, options, out, err);
}

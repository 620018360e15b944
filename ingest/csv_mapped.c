#include "ingest/csv_mapped.h"

#include <stdlib.h>
#include <string.h>

/* --- columns by name or number ------------------------------------------------------------ */

int csv_mapped_rest(const char *place)
{
    return strcmp(place, "*") == 0;
}

int csv_mapped_missing(const char *place, const char *const *header, size_t columns, struct error *err)
{
    struct buf list;

    buf_init(&list, 250);
    for (size_t i = 0; header && i < columns; i++)
        buf_addf(&list, "%s'%s'", i ? ", " : "", header[i]);
    error_set(err, ERR_DATA, "the mapping names a column '%.80s', which is not there", place);
    error_hint(err, "There are %zu%s%s.", columns, header ? ": " : "", list.used ? list.text : "");
    buf_release(&list);
    return ERR_DATA;
}

size_t csv_mapped_column(const char *place, const char *const *header, size_t columns)
{
    size_t number = mapping_number(place);

    if (number != SIZE_MAX)
        return number < columns ? number : SIZE_MAX;
    for (size_t i = 0; i < columns; i++)
        if (strcmp(header[i], place) == 0)
            return i;
    return SIZE_MAX;
}

/* --- roles ------------------------------------------------------------------------------- */

struct caster {
    struct csv_mapped    mapped;
    struct csv_plan     *plan;
    const char         **header;       /* [columns] */
    char                *named;        /* [columns], 1: the mapping says what it is */
    struct arena        *arena;
    struct error        *err;
};

static void leave_out(struct csv_column *column, const char *why)
{
    column->role = CSV_LEFT_OUT;
    column->why = why;
}

static int give(struct caster *c, const char *place, enum csv_role role, size_t *column)
{
    *column = csv_mapped_column(place, c->header, c->plan->columns);
    if (*column == SIZE_MAX)
        return csv_mapped_missing(place, c->header, c->plan->columns, c->err);
    if (*column == c->plan->time || *column == c->plan->clock)
        return error_set(c->err, ERR_DATA, "the mapping takes column '%.80s' twice", place);
    c->plan->column[*column].role = role;
    c->named[*column] = 1;
    return 0;
}

/* The columns of value and label lines, with what stands behind the arrow. */
static int give_list(struct caster *c, const struct mapping_list *list, enum csv_role role)
{
    int rc = 0;

    for (size_t i = 0; i < list->count && rc == 0; i++) {
        struct mapping_place *place = arena_take(c->arena, sizeof *place);
        size_t column;

        if (!place)
            return error_set(c->err, ERR_NOMEM, "no memory for a mapping");
        rc = mapping_place(place, list->text[i], c->arena, c->err);
        if (rc < 0 || csv_mapped_rest(place->place))
            continue;
        rc = give(c, place->place, role, &column);
        if (rc == 0)
            c->mapped.said[column] = place;
    }
    return rc;
}

static int give_one(struct caster *c, const char *place, enum csv_role role, size_t *column)
{
    size_t unused;

    return place ? give(c, place, role, column ? column : &unused) : 0;
}

static int give_all(struct caster *c)
{
    const struct mapping *m = c->mapped.mapping;
    int rc = give_list(c, &m->value, CSV_VALUE);

    if (rc == 0)
        rc = give_list(c, &m->label, CSV_LABEL);
    if (rc == 0)
        rc = give_one(c, m->resource_from, CSV_RESOURCE, NULL);
    if (rc == 0)
        rc = give_one(c, m->metric_from, CSV_METRIC, NULL);
    if (rc == 0)
        rc = give_one(c, m->source_from, CSV_SOURCE, NULL);
    if (rc == 0)
        rc = give_one(c, m->unit_from, CSV_UNIT, NULL);
    if (rc == 0)
        rc = give_one(c, m->capacity, CSV_CAPACITY, &c->plan->capacity);
    for (size_t i = 0; i < m->ignore.count && rc == 0; i++) {
        size_t column;

        rc = give(c, m->ignore.text[i], CSV_LEFT_OUT, &column);
        if (rc == 0)
            leave_out(&c->plan->column[column], "the mapping leaves it out");
    }
    return rc;
}

/* `value = *`: every column of numbers that is nothing else. */
static int takes_rest(const struct mapping *mapping)
{
    for (size_t i = 0; i < mapping->value.count; i++)
        if (csv_mapped_rest(mapping->value.text[i]))
            return 1;
    return 0;
}

/* With values named, the mapping is all there is. */
static void settle_others(struct caster *c, const char *numeric)
{
    const struct mapping *m = c->mapped.mapping;
    int rest = takes_rest(m);

    for (size_t i = 0; i < c->plan->columns && m->value.count; i++) {
        struct csv_column *column = &c->plan->column[i];

        if (c->named[i] || column->role == CSV_TIME || column->role == CSV_CLOCK)
            continue;
        if (rest && numeric[i])
            column->role = CSV_VALUE;
        else
            leave_out(column, "the mapping does not name it");
    }
    if (c->plan->capacity != SIZE_MAX && c->plan->column[c->plan->capacity].role != CSV_CAPACITY)
        c->plan->capacity = SIZE_MAX;
}

int csv_mapped_cast(struct csv_mapped *out, struct csv_plan *plan, const struct mapping *mapping,
                    const char *numeric, struct arena *arena, struct error *err)
{
    struct caster c = {
        .mapped = { mapping, arena_take(arena, (plan->columns + 1) * sizeof *c.mapped.said) },
        .plan = plan, .arena = arena, .err = err,
        .header = arena_take(arena, (plan->columns + 1) * sizeof *c.header),
        .named = arena_take(arena, plan->columns + 1),
    };
    int rc;

    if (!c.mapped.said || !c.header || !c.named)
        return error_set(err, ERR_NOMEM, "no memory for a mapping");
    for (size_t i = 0; i < plan->columns; i++)
        c.header[i] = plan->column[i].header;
    rc = give_all(&c);
    if (rc < 0)
        return rc;
    settle_others(&c, numeric);
    *out = c.mapped;
    return 0;
}

static void name_value(struct csv_column *column, const struct mapping *mapping,
                       const struct mapping_place *said)
{
    const char *unit = said && said->unit ? said->unit : mapping->unit;
    int kind = said && said->kind >= 0 ? said->kind : mapping->kind;

    if (unit) {
        column->unit = unit;
        column->cells_have_units = 0;
    }
    column->scale = said && said->scale != 0 ? said->scale : mapping->scale;
    column->kind_said = kind >= 0;
    if (kind >= 0)
        column->kind = (enum series_kind)kind;
    if (said && said->stat)
        column->stat = said->stat;
}

void csv_mapped_names(const struct csv_mapped *mapped, struct csv_plan *plan)
{
    for (size_t i = 0; i < plan->columns; i++) {
        struct csv_column *column = &plan->column[i];
        const struct mapping_place *said = mapped->said[i];

        if (column->role == CSV_VALUE)
            name_value(column, mapped->mapping, said);
        if (said && said->name)
            column->name = said->name;
    }
}

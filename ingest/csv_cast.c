/*
 * ingest/csv_cast.c - columns cast for their roles: first by name, then by what is left.
 */
#include "ingest/csv_cast.h"

#include <string.h>

#include "ingest/csv_header.h"
#include "ingest/csv_looks.h"
#include "ingest/csv_mapped.h"
#include "ingest/csv_names.h"
#include "ingest/naming.h"

/* --- one role each --------------------------------------------------------------- */

struct casting {
    struct csv_plan          *plan;
    const struct csv_dialect *dialect;
    struct csv_looks         *looks;     /* [columns] */
    enum csv_word            *word;
    int                      *rank;
};

static void leave_out(struct csv_column *column, const char *why)
{
    column->role = CSV_LEFT_OUT;
    column->why = why;
}

/* The column of the best rank that goes by this kind of name; SIZE_MAX for none. */
static size_t best_of(const struct casting *c, enum csv_word word, int numeric)
{
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < c->plan->columns; i++)
        if (c->word[i] == word && i != c->plan->time && i != c->plan->clock &&
            (numeric < 0 || csv_looks_numeric(&c->looks[i]) == numeric) &&
            (!numeric || c->looks[i].filled) &&
            (best == SIZE_MAX || c->rank[i] < c->rank[best]))
            best = i;
    return best;
}

static size_t count_numeric(const struct casting *c, size_t except)
{
    size_t count = 0;

    for (size_t i = 0; i < c->plan->columns; i++)
        count += i != c->plan->time && i != c->plan->clock && i != except &&
                 c->word[i] != CSV_WORD_CAPACITY && c->looks[i].filled && csv_looks_numeric(&c->looks[i]);
    return count;
}

/* The value column of a long file; SIZE_MAX when the file is wide. */
static size_t value_column(const struct casting *c)
{
    size_t value = best_of(c, CSV_WORD_VALUE, 1);

    if (value == SIZE_MAX)
        return SIZE_MAX;
    if (best_of(c, CSV_WORD_RESOURCE, -1) != SIZE_MAX || best_of(c, CSV_WORD_METRIC, -1) != SIZE_MAX)
        return value;
    return count_numeric(c, value) == 0 ? value : SIZE_MAX;
}

static void cast_names(struct casting *c)
{
    static const struct { enum csv_word word; enum csv_role role; } roles[] = {
        { CSV_WORD_RESOURCE, CSV_RESOURCE }, { CSV_WORD_METRIC, CSV_METRIC },
        { CSV_WORD_SOURCE, CSV_SOURCE },     { CSV_WORD_UNIT, CSV_UNIT },
    };
    struct csv_plan *plan = c->plan;

    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        /* in a wide file a column of numbers is a series, whatever its name */
        size_t column = best_of(c, roles[i].word, plan->is_long ? -1 : 0);

        if (column != SIZE_MAX && plan->column[column].role == CSV_LEFT_OUT)
            plan->column[column].role = roles[i].role;
    }
}

/* 1 for statistics that stand beside an average: how often and how much in all are other things. */
static int is_level(const char *stat)
{
    return strcmp(stat, "count") != 0 && strcmp(stat, "sum") != 0;
}

/* In a long file: where the value is a statistic, the others beside it are values too. */
static void cast_long(struct casting *c, size_t value, char stat_room[][16])
{
    struct csv_plan *plan = c->plan;
    const char *header = plan->column[value].header;
    int is_stat = statistic_word(header, strlen(header), stat_room[value]) != NULL;

    for (size_t i = 0; i < plan->columns; i++) {
        struct csv_column *column = &plan->column[i];
        const char *stat = statistic_word(column->header, strlen(column->header), stat_room[i]);

        if (column->role != CSV_LEFT_OUT || !c->looks[i].filled || !csv_looks_numeric(&c->looks[i]))
            continue;
        if (i == value || (is_stat && stat && is_level(stat))) {
            column->role = CSV_VALUE;
            column->stat = stat;
        }
    }
}

static size_t count_role(const struct csv_plan *plan, enum csv_role role)
{
    size_t count = 0;

    for (size_t i = 0; i < plan->columns; i++)
        count += plan->column[i].role == role;
    return count;
}

static void cast_wide(struct casting *c)
{
    struct csv_plan *plan = c->plan;

    for (size_t i = 0; i < plan->columns; i++) {
        if (plan->column[i].role != CSV_LEFT_OUT || !csv_looks_numeric(&c->looks[i]) ||
            (plan->trailing && i + 1 == plan->columns))
            continue;
        if (strncmp(plan->column[i].header, "_span", 5) == 0)
            leave_out(&plan->column[i], "it is the length of Splunk's buckets");
        else
            plan->column[i].role = CSV_VALUE;
    }
}

/* Where each of several columns is a metric of its own, no other column can name the metric. */
static void recast_metric(struct csv_plan *plan)
{
    size_t values = count_role(plan, CSV_VALUE);

    for (size_t i = 0; i < plan->columns && values > 1; i++)
        if (plan->column[i].role == CSV_METRIC)
            plan->column[i].role = CSV_LABEL;
}

/* Without a header, the one column of words names the metric: "servers.web-1.cpu,<time>,14.6". */
static void cast_nameless(struct casting *c)
{
    struct csv_plan *plan = c->plan;
    size_t words = SIZE_MAX, count = 0;

    for (size_t i = 0; i < plan->columns; i++)
        if (plan->column[i].role == CSV_LEFT_OUT && c->looks[i].filled && !csv_looks_numeric(&c->looks[i]) &&
            c->looks[i].times * 2 <= c->looks[i].cells) {
            words = i;
            count++;
        }
    if (count == 1)
        plan->column[words].role = CSV_METRIC;
}

static void cast_capacity(struct casting *c)
{
    size_t column = best_of(c, CSV_WORD_CAPACITY, 1);
    struct csv_plan *plan = c->plan;
    int spare;

    plan->capacity = SIZE_MAX;
    if (column == SIZE_MAX || plan->column[column].role == CSV_TIME)
        return;
    spare = plan->column[column].role == CSV_VALUE;
    if (count_role(plan, CSV_VALUE) - (size_t)spare != 1)
        return;
    plan->column[column].role = CSV_CAPACITY;
    plan->capacity = column;
}

/* --- what is left ------------------------------------------------------------------------ */

static int left_over(const struct csv_plan *plan, size_t i)
{
    return plan->column[i].role == CSV_LEFT_OUT && !plan->column[i].why[0];
}

/*
 * What is left: text that repeats itself is a label, and so are numbers that belong to a thing for
 * good, like a port. What else there is becomes one only where rows could not be told
 * apart without it.
 */
static void cast_labels(struct casting *c, struct arena *arena)
{
    struct csv_plan *plan = c->plan;
    int collide;

    for (size_t i = 0; i < plan->columns; i++) {
        const struct csv_looks *l = &c->looks[i];

        if (!left_over(plan, i))
            continue;
        if (!l->filled)
            leave_out(&plan->column[i], "it is empty");
        else if (l->times * 2 > l->cells)
            leave_out(&plan->column[i], "it is another time");
        else if (!csv_looks_numeric(l) && csv_looks_repeat(l))
            plan->column[i].role = CSV_LABEL;
    }
    collide = csv_rows_collide(plan, c->dialect, arena);
    for (size_t i = 0; i < plan->columns; i++) {
        if (!left_over(plan, i))
            continue;
        if (collide || (csv_looks_numeric(&c->looks[i]) && csv_is_property(plan, c->dialect, i, arena)))
            plan->column[i].role = CSV_LABEL;
        else
            leave_out(&plan->column[i], csv_looks_numeric(&c->looks[i])
                                            ? "it changes, but is not the value"
                                            : "its text hardly repeats");
    }
}

/* --- all together ----------------------------------------------------------------------- */

static int list_columns(struct csv_plan *plan, struct arena *arena)
{
    plan->value = arena_take(arena, (plan->columns + 1) * sizeof *plan->value);
    plan->key = arena_take(arena, (plan->columns + 1) * sizeof *plan->key);
    if (!plan->value || !plan->key)
        return 0;
    for (size_t i = 0; i < plan->columns; i++)
        switch (plan->column[i].role) {
        case CSV_VALUE:
            plan->value[plan->values++] = i;
            break;
        case CSV_RESOURCE: case CSV_METRIC: case CSV_SOURCE: case CSV_UNIT: case CSV_LABEL:
            plan->key[plan->keys++] = i;
            break;
        default:
            break;
        }
    return 1;
}

/* Units that stand in the cells go before one in the header. */
static int unit_of_cells(struct csv_column *column, const struct csv_looks *looks, struct arena *arena)
{
    if (column->role != CSV_VALUE || !looks->units)
        return 1;
    column->cells_have_units = looks->units * 2 > looks->numbers;
    column->unit = arena_copy(arena, looks->unit.name);
    return column->unit != NULL;
}

/* What the headers and cells of values and labels say beyond their role. */
static int read_headers(struct csv_plan *plan, const struct csv_dialect *d,
                        const struct csv_looks *looks, struct arena *arena)
{
    for (size_t i = 0; i < plan->columns; i++) {
        struct csv_column *column = &plan->column[i];

        if (!csv_header_read(column, arena))
            return 0;
        if (column->role == CSV_LABEL && csv_word(column->header, &(int){ 0 }) == CSV_WORD_STAT)
            column->name = "stat";
        if (column->role == CSV_VALUE && column->stat)
            column->name = "value";
        if (d->header_unit && d->header_unit[i] && d->header_unit[i][0])
            column->unit = d->header_unit[i];
        if (!unit_of_cells(column, &looks[i], arena))
            return 0;
    }
    return 1;
}

/* Which columns hold numbers. */
static char *numeric_columns(const struct casting *c, struct arena *arena)
{
    char *numeric = arena_take(arena, c->plan->columns + 1);

    for (size_t i = 0; numeric && i < c->plan->columns; i++)
        numeric[i] = c->looks[i].filled && csv_looks_numeric(&c->looks[i]);
    return numeric;
}

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory to look at a file");
}

/* What the mapping says goes before what was found; what it says nothing of stays. */
static int by_mapping(struct casting *c, const struct mapping *mapping, struct arena *arena,
                      struct error *err)
{
    struct csv_mapped mapped;
    const char *numeric = numeric_columns(c, arena);
    int rc = numeric ? csv_mapped_cast(&mapped, c->plan, mapping, numeric, arena, err)
                     : no_memory(err);

    if (rc == 0 && !read_headers(c->plan, c->dialect, c->looks, arena))
        rc = no_memory(err);
    if (rc == 0)
        csv_mapped_names(&mapped, c->plan);
    return rc;
}

int csv_cast(struct csv_plan *plan, const struct csv_dialect *d, const struct mapping *mapping,
             struct arena *arena, struct error *err)
{
    int rc = 0;
    struct casting c = {
        .plan = plan, .dialect = d,
        .looks = arena_take(arena, (plan->columns + 1) * sizeof *c.looks),
        .word = arena_take(arena, (plan->columns + 1) * sizeof *c.word),
        .rank = arena_take(arena, (plan->columns + 1) * sizeof *c.rank),
    };
    char (*stat_room)[16] = arena_take(arena, (plan->columns + 1) * sizeof *stat_room);
    size_t value;

    if (!c.looks || !c.word || !c.rank || !stat_room)
        return no_memory(err);
    for (size_t i = 0; i < plan->columns; i++) {
        plan->column[i].header = d->header[i];
        plan->column[i].decimal = d->decimal[i];
        leave_out(&plan->column[i], "");
        c.word[i] = csv_word(d->header[i], &c.rank[i]);
        if (!csv_look(d, i, &c.looks[i], arena))
            return no_memory(err);
        c.looks[i].named_value = c.word[i] == CSV_WORD_VALUE;
    }
    plan->column[plan->time].role = CSV_TIME;
    if (plan->clock != SIZE_MAX)
        plan->column[plan->clock].role = CSV_CLOCK;
    value = value_column(&c);
    plan->is_long = value != SIZE_MAX;
    cast_names(&c);
    if (plan->is_long)
        cast_long(&c, value, stat_room);
    else
        cast_wide(&c);
    if (!d->header_cell && !d->header_unit)
        cast_nameless(&c);
    cast_capacity(&c);
    if (!plan->is_long)
        recast_metric(plan);
    cast_labels(&c, arena);
    if (mapping)
        rc = by_mapping(&c, mapping, arena, err);
    else if (!read_headers(plan, d, c.looks, arena))
        rc = no_memory(err);
    return rc == 0 && !list_columns(plan, arena) ? no_memory(err) : rc;
}

#include "analyzer/engine/capacity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/unit.h"

/* Sizes that file systems report move by a few blocks; less than this is no resize. */
static const double SAME_CAPACITY = 1e-3;

void capacity_release(struct capacity_line *line)
{
    free(line->step);
    *line = (struct capacity_line){ 0 };
}

static int insert(struct capacity_line *line, size_t place, int64_t at, double value, struct error *err)
{
    if (line->count == line->room) {
        size_t room = line->room ? 2 * line->room : 8;
        struct capacity_step *step = realloc(line->step, room * sizeof *step);

        if (!step)
            return error_set(err, ERR_NOMEM, "no memory for capacity steps");
        line->step = step;
        line->room = room;
    }
    memmove(line->step + place + 1, line->step + place, (line->count - place) * sizeof *line->step);
    line->step[place] = (struct capacity_step){ at, value };
    line->count++;
    return 0;
}

int capacity_add(struct capacity_line *line, int64_t at, double value, struct error *err)
{
    if (!isfinite(value) || value <= 0)
        return 0;
    if (line->count) {
        double before = line->step[line->count - 1].value;

        if (fabs(value - before) <= SAME_CAPACITY * before)
            return 0;
    }
    return insert(line, line->count, at, value, err);
}

/* Makes sure that a step begins at an instant; the capacity stays what it was. */
static int part(struct capacity_line *line, int64_t at, struct error *err)
{
    double value = capacity_at(line, at);
    size_t place = line->count;

    while (place > 0 && line->step[place - 1].at >= at)
        place--;
    return place < line->count && line->step[place].at == at ? 0 : insert(line, place, at, value, err);
}

int capacity_change(struct capacity_line *line, int64_t from, int64_t until, double scale, double add,
                    struct error *err)
{
    int rc = until == TIME_LAST ? 0 : part(line, until, err);

    if (rc == 0)
        rc = part(line, from, err);
    for (size_t i = 0; rc == 0 && i < line->count; i++)
        if (line->step[i].at >= from && line->step[i].at < until)
            line->step[i].value = fmax(0, scale * line->step[i].value + add);
    return rc;
}

double capacity_at(const struct capacity_line *line, int64_t at)
{
    size_t i = line->count;

    if (!i)
        return 0;
    while (i > 1 && line->step[i - 1].at > at)
        i--;
    return line->step[i - 1].value;
}

static int from_rows(const struct capacity_sources *sources, const char *origin,
                     struct capacity_line *out, struct error *err)
{
    const struct store_capacity *rows = sources->rows;
    int rc = 0;

    for (size_t i = 0; i < sources->row_count && rc == 0; i++)
        if (strcmp(rows[i].origin, origin) == 0 && rows[i].from <= sources->as_of)
            rc = capacity_add(out, rows[i].from, rows[i].value, err);
    return rc;
}

static int from_hours(const struct capacity_sources *sources, struct capacity_line *out,
                      struct error *err)
{
    int rc = 0;

    for (size_t i = 0; i < sources->paired_count && rc == 0; i++)
        rc = capacity_add(out, sources->paired[i].hour, sources->paired[i].last, err);
    return rc;
}

/* What the export, the config or the unit says. */
static int from_data(const struct capacity_sources *sources, struct capacity_line *out,
                     struct error *err)
{
    int rc;

    out->origin = CAPACITY_COLUMN;
    rc = from_rows(sources, "column", out, err);
    if (rc == 0 && !out->count) {
        out->origin = CAPACITY_SERIES;
        rc = from_hours(sources, out, err);
    }
    if (rc == 0 && !out->count) {
        out->origin = CAPACITY_CONFIG;
        rc = capacity_add(out, INT64_MIN, sources->config, err);
    }
    if (rc == 0 && !out->count) {
        out->origin = CAPACITY_UNIT;
        rc = capacity_add(out, INT64_MIN, unit_capacity(sources->unit), err);
    }
    return rc;
}

/* The earliest of the rows that the user set; TIME_LAST where none is in force yet. */
static int64_t set_from(const struct capacity_sources *sources)
{
    for (size_t i = 0; i < sources->row_count; i++)
        if (strcmp(sources->rows[i].origin, "set") == 0 &&
            sources->rows[i].from <= sources->as_of)
            return sources->rows[i].from;
    return TIME_LAST;
}

/* Steps that another took the place of before the stretch began. */
static void forget_before(struct capacity_line *line, int64_t from)
{
    size_t past = 0;

    while (past + 1 < line->count && line->step[past + 1].at <= from)
        past++;
    line->count -= past;
    if (past)
        memmove(line->step, line->step + past, line->count * sizeof *line->step);
}

int capacity_make(const struct capacity_sources *sources, struct capacity_line *out,
                  struct error *err)
{
    int64_t set = set_from(sources);
    int rc;

    out->count = 0;
    rc = from_data(sources, out, err);
    if (rc == 0 && set != TIME_LAST) {
        while (out->count && out->step[out->count - 1].at >= set)
            out->count--;
        out->origin = CAPACITY_SET;
        rc = from_rows(sources, "set", out, err);
    }
    if (!out->count)
        out->origin = CAPACITY_NONE;
    forget_before(out, sources->from);
    return rc;
}

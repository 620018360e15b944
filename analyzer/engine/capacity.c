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

int capacity_add(struct capacity_line *line, int64_t at, double value, struct error *err)
{
    if (!isfinite(value) || value <= 0)
        return 0;
    if (line->count) {
        double before = line->step[line->count - 1].value;

        if (fabs(value - before) <= SAME_CAPACITY * before)
            return 0;
    }
    if (line->count == line->room) {
        size_t room = line->room ? 2 * line->room : 8;
        struct capacity_step *step = realloc(line->step, room * sizeof *step);

        if (!step)
            return error_set(err, ERR_NOMEM, "no memory for capacity steps");
        line->step = step;
        line->room = room;
    }
    line->step[line->count++] = (struct capacity_step){ at, value };
    return 0;
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

static int from_rows(const struct store_capacity *rows, size_t count, const char *origin,
                     struct capacity_line *out, struct error *err)
{
    int rc = 0;

    for (size_t i = 0; i < count && rc == 0; i++)
        if (strcmp(rows[i].origin, origin) == 0)
            rc = capacity_add(out, rows[i].from, rows[i].value, err);
    return rc;
}

static int from_hours(const struct hourly *hours, size_t count, struct capacity_line *out,
                      struct error *err)
{
    int rc = 0;

    for (size_t i = 0; i < count && rc == 0; i++)
        rc = capacity_add(out, hours[i].hour, hours[i].last, err);
    return rc;
}

int capacity_make(const struct store_capacity *rows, size_t row_count,
                  const struct hourly *paired, size_t paired_count, double config,
                  const char *unit, struct capacity_line *out, struct error *err)
{
    int rc;

    out->count = 0;
    out->origin = CAPACITY_SET;
    rc = from_rows(rows, row_count, "set", out, err);
    if (rc == 0 && !out->count) {
        out->origin = CAPACITY_COLUMN;
        rc = from_rows(rows, row_count, "column", out, err);
    }
    if (rc == 0 && !out->count) {
        out->origin = CAPACITY_SERIES;
        rc = from_hours(paired, paired_count, out, err);
    }
    if (rc == 0 && !out->count) {
        out->origin = CAPACITY_CONFIG;
        rc = capacity_add(out, INT64_MIN, config, err);
    }
    if (rc == 0 && !out->count) {
        out->origin = CAPACITY_UNIT;
        rc = capacity_add(out, INT64_MIN, unit_capacity(unit), err);
    }
    if (!out->count)
        out->origin = CAPACITY_NONE;
    return rc;
}

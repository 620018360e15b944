#include "ingest/points.h"

#include <stdlib.h>
#include <string.h>

static int reserve(struct points *points, size_t need, struct error *err)
{
    size_t room = points->room ? points->room : 64;
    int64_t *at;
    double *value;

    if (need <= points->room)
        return 0;
    if (need > POINTS_MOST)
        return error_set(err, ERR_LIMIT, "more than %d values before it is told what they are",
                         POINTS_MOST);
    while (room < need)
        room *= 2;
    at = realloc(points->at, room * sizeof *at);
    if (at)
        points->at = at;
    value = realloc(points->value, room * sizeof *value);
    if (value)
        points->value = value;
    if (!at || !value)
        return error_set(err, ERR_NOMEM, "no memory for values");
    points->room = room;
    return 0;
}

int points_add_many(struct points *points, const int64_t *at, const double *value, size_t count,
                    struct error *err)
{
    int rc = reserve(points, points->count + count, err);

    if (rc < 0 || count == 0)
        return rc;
    memcpy(points->at + points->count, at, count * sizeof *at);
    memcpy(points->value + points->count, value, count * sizeof *value);
    points->count += count;
    return 0;
}

int points_add(struct points *points, int64_t at, double value, struct error *err)
{
    return points_add_many(points, &at, &value, 1, err);
}

void points_release(struct points *points)
{
    free(points->at);
    free(points->value);
    *points = (struct points){ 0 };
}

struct held_line {
    struct draft  draft;
    struct points points;
};

static const char *copied(struct held *held, const char *text, int *ok)
{
    const char *copy = text ? arena_copy(&held->texts, text) : NULL;

    *ok &= !text || copy;
    return copy;
}

static int copy_draft(struct held *held, const struct draft *draft, struct draft *out,
                      struct error *err)
{
    const char *labels = draft->labels;
    int ok = 1;

    if (draft->tags) {
        int rc = tags_labels(draft->tags, draft->stat, &labels, err);

        if (rc < 0)
            return rc;
    }
    *out = *draft;
    out->tags = NULL;
    out->stat = NULL;
    out->source = copied(held, draft->source, &ok);
    out->resource = copied(held, draft->resource, &ok);
    out->metric = copied(held, draft->metric, &ok);
    out->unit = copied(held, draft->unit, &ok);
    out->usual_unit = copied(held, draft->usual_unit, &ok);
    out->labels = copied(held, labels, &ok);
    return ok ? 0 : error_set(err, ERR_NOMEM, "no memory for the name of a series");
}

int held_add(struct held *held, const struct draft *draft, struct points *points,
             struct error *err)
{
    struct held_line *line;
    int rc;

    if (held->count == held->room) {
        size_t room = held->room ? held->room * 2 : 64;

        line = realloc(held->line, room * sizeof *line);
        if (!line)
            return error_set(err, ERR_NOMEM, "no memory for series");
        held->line = line;
        held->room = room;
    }
    line = &held->line[held->count];
    rc = copy_draft(held, draft, &line->draft, err);
    if (rc < 0)
        return rc;
    line->points = *points;
    *points = (struct points){ 0 };
    held->samples += line->points.count;
    held->count++;
    return 0;
}

static void complete(const char **told, const char *late)
{
    if (!*told || !**told)
        *told = late;
}

static int put_line(struct held_line *line, const struct draft *late,
                    const struct ingest_options *options, struct intake *intake,
                    struct error *err)
{
    uint32_t series;
    double scale;
    int rc;

    if (late) {
        complete(&line->draft.resource, late->resource);
        complete(&line->draft.metric, late->metric);
        complete(&line->draft.unit, late->unit);
    }
    if (line->points.count == 0)
        return 0;
    rc = draft_series(&line->draft, options, intake, &series, &scale, err);
    for (size_t i = 0; rc == 0 && scale != 1 && i < line->points.count; i++)
        line->points.value[i] *= scale;
    if (rc == 0)
        rc = intake_put_many(intake, series, line->points.at, line->points.value,
                             line->points.count, err);
    return rc;
}

int held_put(struct held *held, const struct draft *late, const struct ingest_options *options,
             struct intake *intake, struct error *err)
{
    int rc = 0;

    for (size_t i = 0; i < held->count && rc == 0; i++)
        rc = put_line(&held->line[i], late, options, intake, err);
    held_release(held);
    return rc;
}

void held_release(struct held *held)
{
    for (size_t i = 0; i < held->count; i++)
        points_release(&held->line[i].points);
    free(held->line);
    arena_release(&held->texts);
    *held = (struct held){ 0 };
}

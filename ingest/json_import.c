#include "ingest/json_import.h"

#include <stdio.h>
#include <string.h>

#include "ingest/naming.h"

static void finish_job(struct json_job *job, const char *what)
{
    struct error *err = json_err(job->json);

    if (!json_check(job->json, 0))
        return;
    if (job->problem[0]) {
        error_set(err, ERR_DATA, "the server answered with an error: %s", job->problem);
        error_hint(err, "Look at the query, the address and the access token, and export again.");
        json_check(job->json, ERR_DATA);
    } else if (!job->found) {
        error_set(err, ERR_DATA, "no %s in it", what);
        error_hint(err, "'headroom formats' tells which command makes such an export.");
        json_check(job->json, ERR_DATA);
    }
}

int json_import(struct input *in, const struct ingest_options *options, struct intake *out,
                enum json_shape shape, void (*document)(struct json_job *job, void *self),
                void *self, const char *what, struct error *err)
{
    struct json_job job = { .options = options, .out = out };
    int rc = json_open(&job.json, in, out, shape, err);

    if (rc < 0)
        return rc;
    tags_init(&job.tags);
    while (json_document(job.json))
        document(&job, self);
    finish_job(&job, what);
    rc = json_finish(job.json, err);
    tags_release(&job.tags);
    json_close(job.json);
    return rc;
}

int json_series(struct json_job *job, const struct draft *draft, struct json_series *series)
{
    int rc = draft_series(draft, job->options, job->out, &series->series, &series->scale,
                          json_err(job->json));

    series->open = rc == 0;
    return json_check(job->json, rc);
}

int json_put(struct json_job *job, const struct json_series *series, int64_t at, double value)
{
    return json_check(job->json, intake_put(job->out, series->series, at, value * series->scale,
                                            json_err(job->json)));
}

void json_put_drafted(struct json_job *job, const struct draft *draft, int64_t at, double value)
{
    struct json_series series;

    if (json_series(job, draft, &series))
        json_put(job, &series, at, value);
}

void json_put_points(struct json_job *job, const struct draft *draft, struct points *points)
{
    struct json_series series;

    if (points->count == 0 || !json_series(job, draft, &series))
        return;
    for (size_t i = 0; series.scale != 1 && i < points->count; i++)
        points->value[i] *= series.scale;
    json_check(job->json, intake_put_many(job->out, series.series, points->at, points->value,
                                          points->count, json_err(job->json)));
}

void json_reject(struct json_job *job, const char *column, const char *why)
{
    json_check(job->json, intake_reject(job->out, json_line(job->json), column,
                                        json_err(job->json), "%s", why));
}

int json_count(struct json_job *job, enum number_kind kind, const char *column)
{
    switch (kind) {
    case NUMBER_OK:       return 1;
    case NUMBER_MISSING:  intake_missing(job->out, 1); break;
    case NUMBER_INFINITE: intake_infinite(job->out, 1); break;
    case NUMBER_BAD:      json_reject(job, column, "not a number"); break;
    }
    return 0;
}

int json_value(struct json_job *job, const char *column, double *out)
{
    return json_count(job, json_number(job->json, out), column);
}

int json_instant(struct json_job *job, const char *column, int64_t *out)
{
    int ok = json_time(job->json, job->options, job->out, out);

    if (!ok)
        json_reject(job, column, "not a time between 1990 and 2200");
    return ok;
}

void json_tags(struct json_job *job)
{
    const char *name, *value;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &name))
        if ((value = json_text(job->json, NULL)) != NULL)
            tags_add(&job->tags, name, value);
}

void json_problem(struct json_job *job)
{
    const char *text = json_text(job->json, NULL);

    snprintf(job->problem, sizeof job->problem, "%s", text ? text : "");
}

const char *stat_of_call(const char *text, char *field, size_t room, struct stat_word *word)
{
    size_t name = strcspn(text, "(."), length = strlen(text);
    int bracket = text[name] == '(';
    const char *stat;

    if (name == 0 || name + 1 + (size_t)bracket >= length || (bracket && text[length - 1] != ')'))
        return NULL;
    stat = statistic_word(text, name, word->text);
    if (stat)
        snprintf(field, room, "%.*s", (int)(length - name - 1) - bracket, text + name + 1);
    return stat;
}

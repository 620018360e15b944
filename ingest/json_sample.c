/* ingest/json_sample.c - a record read by a mapping, as samples. */
#include <stdio.h>
#include <string.h>

#include "ingest/csv_value.h"
#include "ingest/json_mapped.h"

/* The field of a role in the sample at hand; "" when it says nothing. */
static const char *said(const struct mapped *m, enum csv_role role)
{
    for (size_t i = 0; i < m->fields; i++)
        if (m->field[i].role == role && m->text[i])
            return m->text[i];
    return "";
}

static int read_time(struct mapped *m, int64_t *out)
{
    const char *date = said(m, CSV_TIME), *clock = said(m, CSV_CLOCK);
    char both[96];
    size_t length = (size_t)snprintf(both, sizeof both, "%s%s%s", date, *clock ? " " : "", clock);
    double number;
    int ok = 0;

    if (length < sizeof both && length)
        ok = m->clock.styled || number_parse(both, length, &number) != NUMBER_OK
                 ? record_clock_read(&m->clock, &m->options, both, length, "", out)
                 : json_time_text(both, length, &m->options, m->job->out, out);
    if (!ok) {
        char why[96];

        snprintf(why, sizeof why, "not a time between 1990 and 2200: '%.48s'", both);
        json_reject(m->job, m->mapping->time, why);
    }
    return ok;
}

/* A number in any dress; what it says of its unit is in *q. */
static enum number_kind read_number(const struct mapped *m, const char *text, struct quantity *q)
{
    char decimal = m->options.decimal ? m->options.decimal : '.';

    q->has_unit = 0;
    if (decimal == '.') {
        enum number_kind kind = number_parse(text, strlen(text), &q->value);

        if (kind != NUMBER_BAD)
            return kind;
    }
    return csv_value(text, strlen(text), decimal, q);
}

/* What the user said holds where the record says nothing. */
static const char *first_of(const char *told, const char *otherwise)
{
    return *told ? told : otherwise;
}

static void collect_labels(struct mapped *m)
{
    tags_clear(&m->job->tags);
    for (size_t i = 0; i < m->fields; i++) {
        const struct mapped_field *field = &m->field[i];
        const char *at = m->text[i];

        if (field->role != CSV_LABEL || !at)
            continue;
        for (size_t k = 0; field->members && k < m->texts[i]; k++) {
            const char *text = at + strlen(at) + 1;

            tags_add(&m->job->tags, at, text);
            at = text + strlen(text) + 1;
        }
        if (!field->members && *at)
            tags_add(&m->job->tags, field->said.name ? field->said.name
                                    : field->key     ? "key" : field->name, at);
    }
    mapping_labels(m->mapping, &m->job->tags);
}

static const char *unit_of(const struct mapped *m, const struct mapped_field *field)
{
    const char *told = said(m, CSV_UNIT);

    return *told                ? told
           : field->said.unit   ? field->said.unit
           : m->mapping->unit   ? m->mapping->unit
                                : field->column.unit;
}

static enum series_kind kind_of(const struct mapped *m, const struct mapped_field *field)
{
    return field->said.kind >= 0     ? (enum series_kind)field->said.kind
           : m->mapping->kind >= 0   ? (enum series_kind)m->mapping->kind
                                     : field->column.kind;
}

static double scale_of(const struct mapped *m, const struct mapped_field *field)
{
    return field->said.scale != 0     ? field->said.scale
           : m->mapping->scale != 0 ? m->mapping->scale
                                    : 1;
}

static void put_capacity(struct mapped *m, const struct json_series *series, int64_t at, double scale)
{
    struct quantity q;

    if (read_number(m, said(m, CSV_CAPACITY), &q) != NUMBER_OK || q.value <= 0)
        return;
    json_check(m->job->json,
               intake_capacity(m->job->out, series->series, at,
                               q.has_unit ? q.value : q.value * scale * series->scale,
                               json_err(m->job->json)));
}

static void put_value(struct mapped *m, const struct mapped_field *field, const char *text, int64_t at)
{
    const struct ingest_options *options = m->job->options;
    const char *metric = said(m, CSV_METRIC);
    struct draft draft = {
        .source = first_of(said(m, CSV_SOURCE), options->source),
        .resource = first_of(said(m, CSV_RESOURCE), options->resource),
        .metric = *metric ? metric : field->said.name, .stat = field->said.stat,
        .unit = unit_of(m, field), .kind = kind_of(m, field), .tags = &m->job->tags,
    };
    double scale = scale_of(m, field);
    struct json_series series;
    struct quantity q;

    if (!json_count(m->job, read_number(m, text, &q), field->said.place))
        return;
    if (!draft.metric)
        draft.metric = m->mapping->value.count == 1 && options->metric ? options->metric
                       : m->is_long                                   ? NULL
                                                                      : field->column.name;
    if (!draft.resource)
        draft.resource = field->column.resource ? field->column.resource
                         : m->is_long           ? NULL
                                                : m->stem;
    if (q.has_unit)
        draft.unit = q.unit.name;
    m->job->options = &m->options;
    if (json_series(m->job, &draft, &series) &&
        json_put(m->job, &series, at, q.has_unit ? q.value : q.value * scale))
        put_capacity(m, &series, at, scale);
    m->job->options = options;
}

static void put_sample(struct mapped *m)
{
    int64_t at;

    if (!read_time(m, &at))
        return;
    collect_labels(m);
    for (size_t i = 0; i < m->fields; i++)
        if (m->field[i].role == CSV_VALUE && m->text[i])
            put_value(m, &m->field[i], m->text[i], at);
}

/* A record with arrays side by side is a sample for each of their elements, else one. */
void mapped_put(struct mapped *m)
{
    size_t samples = 0;
    int lists = 0;

    for (size_t i = 0; i < m->fields; i++)
        if (m->field[i].list) {
            lists = 1;
            samples = m->texts[i] > samples ? m->texts[i] : samples;
        }
    m->job->found = 1;
    for (size_t k = 0; k < (lists ? samples : 1); k++) {
        put_sample(m);
        for (size_t i = 0; i < m->fields; i++)
            if (m->field[i].list && m->text[i])
                m->text[i] = k + 1 < m->texts[i] ? m->text[i] + strlen(m->text[i]) + 1 : NULL;
    }
}


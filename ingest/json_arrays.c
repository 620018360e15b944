#include "ingest/json_arrays.h"

#include <stdio.h>

void json_read_times(struct json_job *job, struct json_arrays *arrays)
{
    int64_t at;

    arrays->times.count = 0;
    if (!json_array(job->json))
        return;
    while (json_element(job->json)) {
        if (!json_time(job->json, job->options, job->out, &at))
            at = INT64_MIN;
        json_check(job->json, points_add(&arrays->times, at, 0, json_err(job->json)));
    }
}

void json_read_values(struct json_job *job, struct json_arrays *arrays)
{
    arrays->values.count = 0;
    if (!json_array(job->json))
        return;
    while (json_element(job->json)) {
        double value = 0;
        enum number_kind kind = json_number(job->json, &value);

        json_check(job->json, points_add(&arrays->values, kind, value, json_err(job->json)));
    }
}

void json_join(struct json_job *job, const struct json_arrays *arrays, const char *name,
               struct points *out)
{
    size_t times = arrays->times.count, values = arrays->values.count;
    char why[160];

    out->count = 0;
    for (size_t i = 0; i < times && i < values; i++) {
        if (!json_count(job, (enum number_kind)arrays->values.at[i], name))
            continue;
        if (arrays->times.at[i] == INT64_MIN)
            json_reject(job, name, "a value whose time is not one between 1990 and 2200");
        else
            json_check(job->json, points_add(out, arrays->times.at[i], arrays->values.value[i],
                                             json_err(job->json)));
    }
    if (times == values)
        return;
    snprintf(why, sizeof why, "%zu times but %zu values", times, values);
    json_reject(job, name, why);
}

void json_arrays_release(struct json_arrays *arrays)
{
    points_release(&arrays->times);
    points_release(&arrays->values);
}

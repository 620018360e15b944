#include "ingest/datadog_names.h"

#include <stdio.h>
#include <string.h>

#include "data/base/unit.h"

const char *const datadog_resources[] = {
    "container_name", "pod_name", "host", "instance", "dbinstanceidentifier", "functionname",
    "queuename", "loadbalancer", "service", "kube_cluster_name", NULL,
};

void datadog_tag(struct tags *tags, const char *text)
{
    const char *colon = strchr(text, ':');
    char name[256];

    if (strcmp(text, "*") == 0 || text[0] == '\0')
        return;
    if (!colon) {
        tags_add(tags, text, "true");
    } else if ((size_t)(colon - text) < sizeof name) {
        memcpy(name, text, (size_t)(colon - text));
        name[colon - text] = '\0';
        tags_add(tags, name, colon + 1);
    }
}

void datadog_tags(struct json_job *job)
{
    const char *text;

    if (!json_array(job->json))
        return;
    while (json_element(job->json))
        if ((text = json_text(job->json, NULL)) != NULL)
            datadog_tag(&job->tags, text);
}

/* {"name":"byte","short_name":"B"}: the short name is exact, where it is a unit. */
static void read_part(struct json_job *job, char out[32])
{
    const char *key;
    char shorter[32] = "";
    struct unit unit;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "name") == 0)
            json_copy(job->json, out, 32);
        else if (strcmp(key, "short_name") == 0 && json_next(job->json) == JSON_STRING)
            json_copy(job->json, shorter, sizeof shorter);
    }
    if (shorter[0] && unit_parse(shorter, strlen(shorter), &unit))
        strcpy(out, shorter);
}

void datadog_unit(struct json_job *job, char *out, size_t room)
{
    char part[2][32] = { "", "" };
    size_t count = 0;

    out[0] = '\0';
    if (!json_array(job->json))
        return;
    for (; json_element(job->json); count++)
        if (count < 2)
            read_part(job, part[count]);
    snprintf(out, room, "%s%s%s", part[0], part[1][0] ? "/" : "", part[1]);
}

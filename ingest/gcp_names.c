#include "ingest/gcp_names.h"

#include <string.h>

const char *const gcp_resource_labels[] = {
    "connector_name", "database_id", "instance_name", "instance_id", "pod_name", "container_name",
    "node_name", "service_name", "function_name", "subscription_id", "topic_id", "queue_id",
    "bucket_name", "cluster_name", "project_id", NULL,
};

const char *gcp_unit(const char *metric_type)
{
    /* the last part of the type tells; the first row that it holds wins */
    static const struct { const char *word, *unit; } units[] = {
        { "utilization", "10^2.%" }, { "bytes", "By" },
        { "disk/quota", "By" },      { "memory/quota", "By" }, { "memory/usage", "By" },
        { "latencies", "ms" },
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strstr(metric_type, units[i].word))
            return units[i].unit;
    return "";
}

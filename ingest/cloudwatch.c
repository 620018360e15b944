#include "ingest/cloudwatch.h"

#include <string.h>
#include <strings.h>

const char *const cloudwatch_resources[] = {
    "VolumeId", "DBInstanceIdentifier", "CacheNodeId", "CacheClusterId", "InstanceId",
    "FunctionName", "QueueName", "TableName", "TargetGroup", "LoadBalancer", "LoadBalancerName",
    "FileSystemId", "NatGatewayId", "StreamName", "BucketName", "DomainName", "ServiceName",
    "DBClusterIdentifier", "AutoScalingGroupName", "ClusterName", NULL,
};

const char *cloudwatch_stat(const char *name)
{
    static const struct { const char *name, *stat; } stats[] = {
        { "Average", "avg" }, { "Maximum", "max" },     { "Minimum", "min" },
        { "Sum", "sum" },     { "SampleCount", "count" },
    };

    for (size_t i = 0; i < sizeof stats / sizeof stats[0]; i++)
        if (strcasecmp(stats[i].name, name) == 0)
            return stats[i].stat;
    return name;
}

enum series_kind cloudwatch_kind(const char *stat)
{
    return strcmp(stat, "sum") == 0 || strcmp(stat, "count") == 0 ? SERIES_DELTA : SERIES_GAUGE;
}

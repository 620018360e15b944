#include "ingest/cloudwatch.h"

#include <string.h>

const char *const cloudwatch_resources[] = {
    "VolumeId", "DBInstanceIdentifier", "CacheNodeId", "CacheClusterId", "InstanceId",
    "FunctionName", "QueueName", "TableName", "TargetGroup", "LoadBalancer", "LoadBalancerName",
    "FileSystemId", "NatGatewayId", "StreamName", "BucketName", "DomainName", "ServiceName",
    "DBClusterIdentifier", "AutoScalingGroupName", "ClusterName", NULL,
};

enum series_kind cloudwatch_kind(const char *stat)
{
    return strcmp(stat, "sum") == 0 || strcmp(stat, "count") == 0 ? SERIES_DELTA : SERIES_GAUGE;
}

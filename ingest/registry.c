#include <string.h>

#include "ingest/importer.h"

extern const struct importer importer_headroom_csv;
extern const struct importer importer_headroom_json;
extern const struct importer importer_cloudwatch_data;
extern const struct importer importer_cloudwatch_statistics;
extern const struct importer importer_cloudwatch_stream;
extern const struct importer importer_gcp_json;
extern const struct importer importer_sadf_csv;
extern const struct importer importer_rrdtool_fetch;
extern const struct importer importer_rrdtool_xml;
extern const struct importer importer_sadf_pairs;
extern const struct importer importer_sar_text;
extern const struct importer importer_prometheus_text;
extern const struct importer importer_influx1_csv;
extern const struct importer importer_influx1_column;
extern const struct importer importer_influx2_csv;
extern const struct importer importer_graphite_csv;
extern const struct importer importer_graphite_raw;
extern const struct importer importer_prtg_csv;
extern const struct importer importer_pdh_csv;
extern const struct importer importer_powercli_csv;
extern const struct importer importer_cacti_csv;
extern const struct importer importer_collectd_csv;
extern const struct importer importer_vmstat_text;
extern const struct importer importer_dstat_csv;
extern const struct importer importer_nagios_perfdata;
extern const struct importer importer_nmon_text;
extern const struct importer importer_influx_lines;
extern const struct importer importer_csv_long;
extern const struct importer importer_csv_wide;
extern const struct importer importer_gcp_csv;
extern const struct importer importer_azure_json;
extern const struct importer importer_datadog_v1;
extern const struct importer importer_datadog_v2;
extern const struct importer importer_grafana_frames;
extern const struct importer importer_graphite_json;
extern const struct importer importer_influx1_json;
extern const struct importer importer_netdata_json;
extern const struct importer importer_netdata_metrics;
extern const struct importer importer_rrdtool_json;
extern const struct importer importer_victoria_lines;
extern const struct importer importer_newrelic_json;
extern const struct importer importer_splunk_json;
extern const struct importer importer_telegraf_json;
extern const struct importer importer_zabbix_json;
extern const struct importer importer_otlp_json;
extern const struct importer importer_pcp_json;
extern const struct importer importer_sysstat_json;
extern const struct importer importer_gcp_query;
extern const struct importer importer_prometheus;
extern const struct importer importer_json_records;
extern const struct importer importer_json_lines;

/* one line a format, the most specific first: on a tie of certainty the earlier wins */
const struct importer *const importers[] = {
    &importer_headroom_csv,
    &importer_headroom_json,
    &importer_cloudwatch_data,
    &importer_cloudwatch_statistics,
    &importer_cloudwatch_stream,
    &importer_gcp_csv,
    &importer_gcp_json,
    &importer_azure_json,
    &importer_datadog_v1,
    &importer_datadog_v2,
    &importer_grafana_frames,
    &importer_graphite_json,
    &importer_influx1_json,
    &importer_netdata_json,
    &importer_netdata_metrics,
    &importer_rrdtool_json,
    &importer_victoria_lines,
    &importer_newrelic_json,
    &importer_splunk_json,
    &importer_telegraf_json,
    &importer_zabbix_json,
    &importer_otlp_json,
    &importer_pcp_json,
    &importer_sysstat_json,
    &importer_gcp_query,
    &importer_prometheus,
    &importer_json_records,
    &importer_json_lines,
    &importer_sadf_csv,
    &importer_rrdtool_fetch,
    &importer_rrdtool_xml,
    &importer_sadf_pairs,
    &importer_sar_text,
    &importer_prometheus_text,
    &importer_influx1_csv,
    &importer_influx1_column,
    &importer_influx2_csv,
    &importer_graphite_csv,
    &importer_graphite_raw,
    &importer_prtg_csv,
    &importer_pdh_csv,
    &importer_powercli_csv,
    &importer_cacti_csv,
    &importer_collectd_csv,
    &importer_vmstat_text,
    &importer_dstat_csv,
    &importer_nagios_perfdata,
    &importer_nmon_text,
    &importer_influx_lines,
    &importer_csv_long,
    &importer_csv_wide,
    NULL,
};

const struct importer *importer_find(const char *name)
{
    for (size_t i = 0; importers[i]; i++)
        if (strcmp(importers[i]->name, name) == 0)
            return importers[i];
    return NULL;
}

const struct importer *importer_sniff(const char *head, size_t length, int *sure)
{
    const struct importer *best = NULL;

    *sure = 0;
    for (size_t i = 0; importers[i] && *sure < 100; i++) {
        int found = importers[i]->sniff(head, length);

        if (found < 0) {
            *sure = found;
            return NULL;
        }
        if (found > *sure) {
            *sure = found;
            best = importers[i];
        }
    }
    return best;
}

const char *importer_name(size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (!importers[i])
            return NULL;
    return importers[index] ? importers[index]->name : NULL;
}

/*
 * ingest/gcp_names.h - what Google Cloud's labels and metric types mean, for its CSV and JSON.
 */
#ifndef INGEST_GCP_NAMES_H
#define INGEST_GCP_NAMES_H

/* Labels that name the thing that runs out, the most specific first; ends with NULL. */
extern const char *const gcp_resource_labels[];

/*
 * The unit of a metric type where an export does not tell it, as Cloud Monitoring's list of
 * metrics has it: "10^2.%" for utilizations (0 to 1), "By" for bytes. "" where unknown.
 */
const char *gcp_unit(const char *metric_type);

#endif

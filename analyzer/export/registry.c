#include "analyzer/export/export.h"

extern const struct exporter exporter_csv;
extern const struct exporter exporter_wide;
extern const struct exporter exporter_json;
extern const struct exporter exporter_openmetrics;

const struct exporter *const exporters[] = {
    &exporter_csv,
    &exporter_wide,
    &exporter_json,
    &exporter_openmetrics,
    NULL,
};

const char *exporter_name(size_t index)
{
    size_t count = sizeof exporters / sizeof exporters[0] - 1;

    return index < count ? exporters[index]->name : NULL;
}

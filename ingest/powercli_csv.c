/*
 * VMware PowerCLI: Get-Stat | Export-Csv.
 *
 *     #TYPE VMware.VimAutomation.ViCore.Impl.V1.Stat.FloatSampleImpl        PowerShell 5.1
 *     "Value";"Timestamp";"MetricId";"Unit";"Description";"Entity";"EntityId";"IntervalSecs";…
 *
 * Dates, the decimal sign and the separator are those of the user's culture; the times are local,
 * the end of the interval. What describes the sample or the client is no part of the name.
 * https://developer.broadcom.com/powercli (Get-Stat)
 */
#include <string.h>
#include <strings.h>

#include "ingest/csv_table.h"

static int is_known(const char *header)
{
    static const char *const parts[] = { "MetricId", "Unit", "Entity", "Instance" };

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strcasecmp(header, parts[i]) == 0)
            return 1;
    return 0;
}

static int powercli_plan(struct csv_plan *out, const char *text, size_t length, int whole,
                         const struct ingest_options *options, struct arena *arena,
                         struct error *err)
{
    size_t kept = 0;
    int rc = csv_plan_make(out, text, length, whole, options, arena, err);

    if (rc <= 0)
        return rc;
    out->source = "vmware";
    for (size_t i = 0; i < out->keys; i++)
        if (is_known(out->column[out->key[i]].header))
            out->key[kept++] = out->key[i];
    out->keys = kept;
    return rc;
}

static int powercli_read(struct input *in, const struct ingest_options *options,
                         struct intake *out, struct error *err)
{
    return csv_import(in, powercli_plan, options, out, err);
}

/* The header, in the first line or behind #TYPE, has what Get-Stat gives. */
static int powercli_sniff(const char *head, size_t length)
{
    static const char *const columns[] = { "MetricId", "Timestamp", "IntervalSecs", "EntityId" };
    const char *end = memchr(head, '\n', length);

    if (end && length > 6 && memcmp(head, "#TYPE ", 6) == 0) {
        length -= (size_t)(end + 1 - head);
        head = end + 1;
        end = memchr(head, '\n', length);
    }
    if (end)
        length = (size_t)(end - head);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (!memmem(head, length, columns[i], strlen(columns[i])))
            return 0;
    return 95;
}

extern const struct importer importer_powercli_csv;
const struct importer importer_powercli_csv = {
    .name       = "powercli-csv",
    .title      = "VMware PowerCLI Get-Stat, CSV",
    .recognised = "a header with MetricId, Timestamp, EntityId and IntervalSecs",
    .command    = "Get-Stat -Entity (Get-VMHost) -Stat cpu.usage.average -Start (Get-Date).AddDays(-90)"
                  " | Export-Csv stat.csv",
    .example    = "#TYPE VMware.VimAutomation.ViCore.Impl.V1.Stat.FloatSampleImpl\r\n"
                  "\"Value\";\"Timestamp\";\"MetricId\";\"Unit\";\"Description\";\"Entity\";"
                  "\"EntityId\";\"IntervalSecs\";\"Instance\"\r\n"
                  "\"17,43\";\"23.11.2025 01:00:00\";\"cpu.usage.average\";\"%\";\"CPU usage\";"
                  "\"esx-01\";\"HostSystem-host-29\";\"1800\";\"\"\r\n"
                  "\"18,68\";\"23.11.2025 00:30:00\";\"cpu.usage.average\";\"%\";\"CPU usage\";"
                  "\"esx-01\";\"HostSystem-host-29\";\"1800\";\"\"\r\n",
    .sniff      = powercli_sniff,
    .read       = powercli_read,
    .describe   = csv_plan_describe,
};

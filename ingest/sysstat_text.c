#include "ingest/sysstat_text.h"

#include <stdio.h>
#include <string.h>

#include "ingest/sysstat_names.h"

int sysstat_is_device(const char *name)
{
    static const char *const named[] = {
        "device", "idvendor", "idprod", "manufact", "product", "Command",
    };

    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if (strcmp(name, named[i]) == 0)
            return 1;
    for (const char *p = name; *p; p++)
        if (*p < 'A' || *p > 'Z')
            return 0;
    return strlen(name) > 1;
}

void sysstat_add_device(struct text_job *job, const char *name, const struct cell *cell)
{
    char label[SYSSTAT_NAME_ROOM], value[256];
    size_t length = strlen(name) < sizeof label ? strlen(name) : sizeof label - 1;

    for (size_t i = 0; i < length; i++)
        label[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] - 'A' + 'a' : name[i]);
    label[length] = '\0';
    cell_copy(cell, value, sizeof value);
    tags_add(&job->tags, label, strcmp(label, "cpu") == 0 && strcmp(value, "-1") == 0 ? "all" : value);
}

int64_t sysstat_period(const struct cell *interval)
{
    double seconds = 0;

    if (number_parse(interval->text, interval->length, &seconds) != NUMBER_OK || seconds <= 0 ||
        seconds >= 1e6)
        return 0;
    return (int64_t)(seconds * 1000);
}

int sysstat_number(struct text_job *job, const struct cell *cell, const char *field, double *out)
{
    return text_number(job, cell, memchr(cell->text, ',', cell->length) ? ',' : '.', field, out);
}

int sysstat_aside(struct sysstat_asides *asides, const struct cell *cell)
{
    int restart = head_begins(cell->text, cell->length, "LINUX-RESTART") ||    /* sadf */
                  head_begins(cell->text, cell->length, "LINUX RESTART");      /* sar */
    int remark = head_begins(cell->text, cell->length, "COM ");

    asides->restarts += (uint64_t)restart;
    asides->remarks += (uint64_t)remark;
    return restart || remark;
}

void sysstat_note_asides(struct text_job *job, const struct sysstat_asides *asides)
{
    if (asides->restarts)
        intake_note(job->out, "%llu restarts of the system", (unsigned long long)asides->restarts);
    if (asides->remarks)
        intake_note(job->out, "%llu remarks left out", (unsigned long long)asides->remarks);
}

struct text_series *sysstat_series(struct text_job *job, const char *field, const struct cell *host,
                                   const struct cell *device, int64_t period_ms)
{
    char key[700], node[256];
    int length = snprintf(key, sizeof key, "%s;%.*s;%.*s", field, (int)host->length, host->text,
                          (int)(device ? device->length : 0), device ? device->text : "");
    struct text_series *series =
        text_series(job, key, length < (int)sizeof key ? (size_t)length : sizeof key - 1);

    if (series && !series->open) {
        struct draft draft = { .source = "sysstat", .metric = field, .tags = &job->tags,
                               .unit = sysstat_unit("", field), .period_ms = period_ms };

        draft.resource = cell_copy(host, node, sizeof node);
        text_open(job, series, &draft);
    }
    return series && series->open ? series : NULL;
}

#include "ingest/draft.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "data/base/unit.h"

static int drop_ending(char *name)
{
    static const char *const endings[] = {
        ".gz", ".zst", ".json", ".jsonp", ".jsonl", ".ndjson", ".csv", ".tsv", ".tab", ".txt",
        ".log", ".dat", ".out", ".xml", ".js",
    };
    size_t length = strlen(name);

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t n = strlen(endings[i]);

        if (length > n && strcasecmp(name + length - n, endings[i]) == 0) {
            name[length - n] = '\0';
            return 1;
        }
    }
    return 0;
}

const char *file_stem(const char *path, char *out, size_t room)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    const char *name = slash ? slash + 1 : path ? path : "";

    snprintf(out, room, "%s", strcmp(name, "-") == 0 ? "" : name);
    while (drop_ending(out))
        continue;
    return out;
}

static const char *first_of(const char *said, const char *told, const char *otherwise)
{
    return said && *said ? said : told && *told ? told : otherwise;
}

int draft_series(const struct draft *draft, const struct ingest_options *options,
                 struct intake *intake, uint32_t *series, double *scale, struct error *err)
{
    char stem[512];
    const char *unit_text = first_of(options->unit, draft->unit,
                                     draft->usual_unit ? draft->usual_unit : "");
    struct unit unit;
    struct series_info info = { .kind = draft->kind, .period_ms = draft->period_ms };
    int rc;

    file_stem(options->file, stem, sizeof stem);
    info.key.source = first_of(options->source, draft->source, "");
    info.key.resource = first_of(options->resource, draft->resource, "");
    info.key.metric = first_of(options->metric, draft->metric, stem[0] ? stem : "value");
    info.key.labels = draft->labels ? draft->labels : "";
    if (draft->tags && (rc = tags_labels(draft->tags, draft->stat, &info.key.labels, err)) < 0)
        return rc;
    unit_parse(unit_text, strlen(unit_text), &unit);
    info.unit = unit.name;
    if (options->kind >= 0)
        info.kind = (enum series_kind)options->kind;
    rc = intake_series(intake, &info, series, err);
    if (rc == 0)
        *scale = unit.scale;
    return rc;
}

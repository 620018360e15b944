/*
 * OpenMetrics 1.0 with time stamps, as `promtool tsdb create-blocks-from openmetrics` reads it.
 *
 *     # TYPE disk_used_bytes gauge
 *     disk_used_bytes{source="prod",resource="web-1",mountpoint="/"} 42 1767571200.000
 *     # EOF
 *
 * Metric and label names keep their letters, digits and underscores. The series of a metric stand together,
 * as the format asks. https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/export/export.h"
#include "data/base/clock.h"
#include "data/base/number.h"
#include "data/base/text.h"

enum { NAME_ROOM = 1100, HEAD_MOST = 1 << 20 };

struct member { const struct store_series *series; char *family; };

/* Letters, digits and underscores; no digit first. */
static void add_name(struct buf *out, const char *name, size_t length)
{
    if (!length || isdigit((unsigned char)name[0]))
        buf_addc(out, '_');
    for (size_t i = 0; i < length; i++)
        buf_addc(out, isalnum((unsigned char)name[i]) && (unsigned char)name[i] < 128 ? name[i] : '_');
}

/* The family of a metric; a counter's name has no _total, its samples' has. */
static char *family_of(const struct store_series *series)
{
    size_t length = strlen(series->info.key.metric);
    struct buf name;
    char *family;

    buf_init(&name, NAME_ROOM);
    if (series->info.kind == SERIES_COUNTER && length > 6 &&
        strcmp(series->info.key.metric + length - 6, "_total") == 0)
        length -= 6;
    add_name(&name, series->info.key.metric, length);
    family = name.failed ? NULL : strdup(name.text);
    buf_release(&name);
    return family;
}

static int by_family(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    int order = strcmp(x->family, y->family);

    return order ? order : strcmp(x->series->name, y->series->name);
}

/* --- labels -------------------------------------------------------------------------- */

/* 1 when the text of labels so far has one of this name. */
static int is_taken(const char *labels, const char *name)
{
    size_t length = strlen(name);

    for (const char *p = strstr(labels, name); p; p = strstr(p + 1, name))
        if ((p == labels || p[-1] == ',' || p[-1] == '{') && strncmp(p + length, "=\"", 2) == 0)
            return 1;
    return 0;
}

static void add_label(struct buf *out, const char *name, size_t length, const char *value)
{
    struct buf safe;

    buf_init(&safe, 1 << 16);
    add_name(&safe, name, length);
    while (is_taken(out->text, safe.text) && !safe.failed)
        buf_addc(&safe, '_');
    buf_addf(out, "%s%s=\"", out->text[out->used - 1] == '{' ? "" : ",", safe.text);
    text_label(out, value);
    buf_addc(out, '"');
    buf_release(&safe);
}

/* What stands before each value of a series: its name and labels. */
static void add_head(struct buf *out, const struct store_series *series, const char *family,
                     const char *suffix)
{
    const struct series_key *key = &series->info.key;
    struct buf name, value;

    buf_init(&name, HEAD_MOST);
    buf_init(&value, HEAD_MOST);
    buf_clear(out);
    buf_addf(out, "%s%s{", family, suffix);
    add_label(out, "source", 6, key->source);
    add_label(out, "resource", 8, key->resource);
    for (const char *at = key->labels; labels_next(&at, &name, &value);) {
        buf_inherit(&name, out);
        buf_inherit(&value, out);
        add_label(out, name.text, name.used, value.text);
    }
    buf_add(out, "} ");
    buf_release(&name);
    buf_release(&value);
}

/* --- samples --------------------------------------------------------------------------- */

static int write_series(struct export *export, const struct member *member, const char *suffix,
                        struct buf *head, struct error *err)
{
    char number[NUMBER_ROOM];
    int64_t at = export->from;
    int rc;

    add_head(head, member->series, member->family, suffix);
    while ((rc = export_part(export, member->series, &at, err)) > 0) {
        for (size_t i = 0; i < export->samples.count; i++) {
            int64_t ms = export->samples.at[i];

            buf_addn(&export->text, head->text, head->used);
            buf_addf(&export->text, "%s %lld.%03d\n", number_exact(number, export->samples.value[i]),
                     (long long)(ms / 1000), (int)(ms % 1000));
        }
        if (export_flush(export, 0, err) < 0)
            return err->code;
    }
    return rc;
}

static void free_members(struct member *member, size_t count)
{
    for (size_t i = 0; member && i < count; i++)
        free(member[i].family);
    free(member);
}

static struct member *members_of(const struct export *export)
{
    struct member *member = calloc(export->count + 1, sizeof *member);

    for (size_t i = 0; member && i < export->count; i++) {
        member[i] = (struct member){ &export->series[i], family_of(&export->series[i]) };
        if (!member[i].family) {
            free_members(member, i);
            return NULL;
        }
    }
    if (member && export->count)
        qsort(member, export->count, sizeof *member, by_family);
    return member;
}

enum { GAUGE, COUNTER, UNKNOWN };
static const struct { const char *name, *suffix; } types[] = {
    { "gauge", "" }, { "counter", "_total" }, { "unknown", "" },
};

/* The type of all series of a family; unknown where they differ. */
static int type_of(const struct member *member, const struct member *end)
{
    int counter = member->series->info.kind == SERIES_COUNTER;

    for (const struct member *m = member; m < end && strcmp(m->family, member->family) == 0; m++)
        if ((m->series->info.kind == SERIES_COUNTER) != counter)
            return UNKNOWN;
    return counter ? COUNTER : GAUGE;
}

static int write_openmetrics(struct export *export, struct error *err)
{
    struct member *member = members_of(export);
    struct buf head;
    int rc = 0, type = GAUGE;

    if (!member)
        return error_set(err, ERR_NOMEM, "no memory for the names of %zu series", export->count);
    buf_init(&head, HEAD_MOST);
    for (size_t i = 0; i < export->count && rc == 0; i++) {
        if (!i || strcmp(member[i].family, member[i - 1].family) != 0) {
            type = type_of(&member[i], member + export->count);
            buf_addf(&export->text, "# TYPE %s %s\n", member[i].family, types[type].name);
        }
        rc = write_series(export, &member[i], types[type].suffix, &head, err);
    }
    buf_add(&export->text, "# EOF\n");
    buf_release(&head);
    free_members(member, export->count);
    return rc;
}

const struct exporter exporter_openmetrics = {
    .name = "openmetrics",
    .title = "OpenMetrics with time stamps, for promtool tsdb create-blocks-from",
    .write = write_openmetrics,
};

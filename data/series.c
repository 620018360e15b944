#include "data/series.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct label *)a)->name, ((const struct label *)b)->name);
}

void labels_text(struct buf *out, struct label *labels, size_t count)
{
    int first = 1;

    if (count)
        qsort(labels, count, sizeof *labels, by_name);
    for (size_t i = 0; i < count; i++) {
        if (!labels[i].value || !labels[i].value[0])
            continue;
        buf_addf(out, "%s%s=\"", first ? "" : ",", labels[i].name);
        for (const char *p = labels[i].value; *p; p++) {
            if (*p == '\n') {
                buf_add(out, "\\n");
                continue;
            }
            if (*p == '"' || *p == '\\')
                buf_addc(out, '\\');
            buf_addc(out, *p);
        }
        buf_addc(out, '"');
        first = 0;
    }
}

/* Reads the quoted value at p (behind the opening quote); returns where it ends. */
static const char *read_value(const char *p, struct buf *out)
{
    for (; *p && *p != '"'; p++) {
        char byte = *p;

        if (byte == '\\' && p[1])
            byte = *++p == 'n' ? '\n' : *p;
        if (out)
            buf_addc(out, byte);
    }
    return *p ? p + 1 : p;
}

int labels_next(const char **at, struct buf *name, struct buf *value)
{
    const char *equals = strstr(*at, "=\"");

    buf_clear(name);
    buf_clear(value);
    if (!equals)
        return 0;
    buf_addn(name, *at, (size_t)(equals - *at));
    *at = read_value(equals + 2, value);
    *at += **at == ',';
    return 1;
}

int labels_get(const char *labels, const char *name, struct buf *out)
{
    size_t length = strlen(name);

    for (const char *p = labels; *p;) {
        const char *equals = strstr(p, "=\"");

        if (!equals)
            return 0;
        if ((size_t)(equals - p) == length && strncmp(p, name, length) == 0) {
            read_value(equals + 2, out);
            return 1;
        }
        p = read_value(equals + 2, NULL);
        p += *p == ',';
    }
    return 0;
}

static void add_part(struct buf *out, const char *part)
{
    for (; *part; part++) {
        if (*part == '/' || *part == '%')
            buf_addf(out, "%%%02X", (unsigned)*part);
        else
            buf_addc(out, *part);
    }
}

void series_name(struct buf *out, const struct series_key *key)
{
    add_part(out, key->source);
    buf_addc(out, '/');
    add_part(out, key->resource);
    buf_addc(out, '/');
    add_part(out, key->metric);
    if (key->labels[0])
        buf_addf(out, "{%s}", key->labels);
}

static const char *const kind_names[] = { "gauge", "counter", "delta" };

int series_same_resource(const struct series_key *a, const struct series_key *b)
{
    return strcmp(a->source, b->source) == 0 && strcmp(a->resource, b->resource) == 0;
}

uint64_t series_resource_hash(const struct series_key *key)
{
    uint64_t source = XXH3_64bits(key->source, strlen(key->source));

    return XXH3_64bits_withSeed(key->resource, strlen(key->resource), source);
}

const char *series_kind_name(enum series_kind kind)
{
    return kind_names[kind];
}

int series_kind_find(const char *name, enum series_kind *out)
{
    for (size_t i = 0; name && i < sizeof kind_names / sizeof kind_names[0]; i++)
        if (strcmp(name, kind_names[i]) == 0) {
            *out = (enum series_kind)i;
            return 1;
        }
    return 0;
}

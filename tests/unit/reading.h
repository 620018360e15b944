/*
 * tests/unit/reading.h - runs an importer and keeps what it put, for looking at.
 *
 * Everything a reading found can be printed as one text (reading_print), so that two
 * readings are equal when their texts are. Of a failed one nothing is kept, so it has no more.
 */
#ifndef TESTS_UNIT_READING_H
#define TESTS_UNIT_READING_H

#include <stdlib.h>

#include "data/base/buf.h"
#include "data/base/clock.h"
#include "data/intake.h"
#include "ingest/importer.h"
#include "ingest/input.h"
#include "tests/unit/unit.h"

enum { READING_SERIES = 256 };

struct reading_line {
    char    *name, unit[32];
    enum series_kind kind;
    int64_t *at;
    double  *value;
    size_t   count, room;
};

struct reading {
    int      rc;
    struct error err;
    struct tally tally;
    size_t   series, samples;
    struct reading_line line[READING_SERIES];
};

static inline int reading_put(void *self, uint32_t series, const struct series_info *info,
                       const int64_t *at, const double *value, size_t count, struct error *err)
{
    struct reading *r = self;
    struct reading_line *line = &r->line[series];
    struct buf name;

    if (series >= READING_SERIES)
        return error_set(err, ERR_LIMIT, "more series than a test keeps");
    if (!line->name) {
        buf_init(&name, 1 << 16);
        series_name(&name, &info->key);
        line->name = strdup(name.text);
        buf_release(&name);
        snprintf(line->unit, sizeof line->unit, "%s", info->unit);
        line->kind = info->kind;
        r->series = series + 1u > r->series ? series + 1u : r->series;
    }
    if (line->count + count > line->room) {
        line->room = 2 * (line->count + count);
        line->at = realloc(line->at, line->room * sizeof *line->at);
        line->value = realloc(line->value, line->room * sizeof *line->value);
    }
    memcpy(line->at + line->count, at, count * sizeof *at);
    memcpy(line->value + line->count, value, count * sizeof *value);
    line->count += count;
    r->samples += count;
    return 0;
}

static inline void reading_free(struct reading *r)
{
    for (size_t i = 0; r && i < r->series; i++) {
        free(r->line[i].name);
        free(r->line[i].at);
        free(r->line[i].value);
    }
    if (r)
        tally_release(&r->tally);
    free(r);
}

/* Reads with the importer (NULL: the one that is detected); the caller frees it. */
static inline struct reading *reading_of(struct input *in, const struct importer *importer,
                                  const struct ingest_options *options)
{
    struct reading *r = calloc(1, sizeof *r);
    struct drain drain = { .self = r, .samples = reading_put };
    struct intake_limits limits = intake_limits_default;
    struct intake *intake = NULL;
    size_t length;
    int sure;
    const char *head = input_head(in, &length);

    limits.memory = (size_t)4 << 20;
    if (!importer)
        importer = importer_sniff(head, length, &sure);
    if (!importer) {
        r->rc = error_set(&r->err, ERR_DATA, "not recognised");
        return r;
    }
    r->rc = intake_new(&intake, &drain, &limits, &r->err);
    if (r->rc == 0)
        r->rc = importer->read(in, options, intake, &r->err);
    if (r->rc == 0)
        r->rc = intake_finish(intake, &r->err);
    if (intake)
        r->tally = intake_take_tally(intake);
    intake_free(intake);
    return r;
}

/* Options of a user who said nothing; file may be NULL. */
static inline struct ingest_options reading_options(const char *file)
{
    return (struct ingest_options){ .kind = -1, .file = file, .now = INT64_C(1795426000000) };
}

static inline struct reading *reading_of_file(const char *path, const struct importer *importer)
{
    struct ingest_options options = reading_options(path);
    struct error err = ERROR_NONE;
    struct input *in;
    struct reading *r;
    int rc = input_open(&in, path, 0, &err);

    if (rc < 0) {
        r = calloc(1, sizeof *r);
        r->rc = rc;
        r->err = err;
        return r;
    }
    r = reading_of(in, importer, &options);
    input_close(in);
    return r;
}

/* pieces: 0 as it comes, else blocks of at most so many bytes, diced with the seed. */
static inline struct reading *reading_of_bytes(const char *bytes, size_t length,
                                        const struct importer *importer, size_t pieces,
                                        uint64_t seed)
{
    struct ingest_options options = reading_options("export.json");
    struct error err = ERROR_NONE;
    struct input *in;
    struct reading *r;
    int rc = input_open_memory(&in, bytes, length, &err);

    if (rc < 0) {
        r = calloc(1, sizeof *r);
        r->rc = rc;
        r->err = err;
        return r;
    }
    if (pieces)
        input_pieces(in, pieces, seed);
    r = reading_of(in, importer, &options);
    input_close(in);
    return r;
}

/* 1 where the failure, a note or the first reject, which then has its line, contains the text. */
static inline int reading_says(const struct reading *r, const char *text)
{
    if (r->rc < 0)
        return strstr(r->err.text, text) || strstr(r->err.hint, text);
    for (size_t i = 0; i < r->tally.notes; i++)
        if (strstr(r->tally.note[i], text))
            return 1;
    return r->tally.rejected > 0 && strstr(r->tally.reject[0].text, text) && r->tally.reject[0].line > 0;
}

static inline void reading_print(const struct reading *r, struct buf *out)
{
    if (r->rc < 0) {
        buf_add(out, "failed\n");
        return;
    }
    buf_addf(out, "put %llu missing %llu infinite %llu rejected %llu\n",
             (unsigned long long)r->tally.put, (unsigned long long)r->tally.missing,
             (unsigned long long)r->tally.infinite, (unsigned long long)r->tally.rejected);
    for (size_t i = 0; i < INTAKE_REJECTS; i++)
        buf_addf(out, "reject line %ld\n", r->tally.reject[i].line);
    for (size_t i = 0; i < r->tally.notes; i++)
        buf_addf(out, "note %s\n", r->tally.note[i]);
    for (size_t i = 0; i < r->series; i++) {
        const struct reading_line *line = &r->line[i];

        buf_addf(out, "%s unit %s kind %d\n", line->name ? line->name : "", line->unit,
                 (int)line->kind);
        for (size_t j = 0; j < line->count; j++)
            buf_addf(out, "%lld %a\n", (long long)line->at[j], line->value[j]);
    }
}

static inline const struct reading_line *reading_find(const struct reading *r, const char *name)
{
    for (size_t i = 0; i < r->series; i++)
        if (r->line[i].name && strcmp(r->line[i].name, name) == 0)
            return &r->line[i];
    return NULL;
}

/* The value at an instant; the last one put there. NAN when there is none. */
static inline double reading_value(const struct reading_line *line, int64_t at)
{
    double found = NAN;

    for (size_t i = 0; line && i < line->count; i++)
        if (line->at[i] == at)
            found = line->value[i];
    return found;
}

#endif

/*
 * ingest/json_import.h - what every importer of JSON does, but for its format.
 *
 * An importer gives a function that reads one document. The others count what is no
 * sample and put what is one.
 */
#ifndef INGEST_JSON_IMPORT_H
#define INGEST_JSON_IMPORT_H

#include "ingest/draft.h"
#include "ingest/importer.h"
#include "ingest/json_pairs.h"
#include "ingest/json_read.h"
#include "ingest/json_sniff.h"
#include "ingest/json_time.h"
#include "ingest/points.h"
#include "ingest/tags.h"

struct json_job {
    struct json *json;
    const struct ingest_options *options;
    struct intake *out;
    struct tags    tags;      /* for the series at hand */
    int            found;     /* set by the importer when it met what it reads */
    char           problem[256];    /* likewise: the error that a server answered with */
};

/*
 * Opens, calls document(job, self) for each document and finishes. ERR_DATA "no WHAT in it" where
 * job->found was never set; `self` is the importer's own state.
 */
int json_import(struct input *in, const struct ingest_options *options, struct intake *out,
                enum json_shape shape, void (*document)(struct json_job *job, void *self),
                void *self, const char *what, struct error *err);

/* A series that is being filled; zeroed is none. */
struct json_series { uint32_t series; double scale; int open; };

/* Opens the drafted series; 1, or 0 after a failure. */
int json_series(struct json_job *job, const struct draft *draft, struct json_series *series);

/* Puts one sample; 1, or 0 after a failure. */
int json_put(struct json_job *job, const struct json_series *series, int64_t at, double value);

/* Opens the drafted series and puts one sample. */
void json_put_drafted(struct json_job *job, const struct draft *draft, int64_t at, double value);

/* Opens the drafted series and puts all points (in base units afterwards). */
void json_put_points(struct json_job *job, const struct draft *draft, struct points *points);

/* Reads a number: 1 and *out, or 0 when there is none, which was counted. `column` names it. */
int json_value(struct json_job *job, const char *column, double *out);

/* Counts what a number turned out to be, unless it is one; 1 for NUMBER_OK. */
int json_count(struct json_job *job, enum number_kind kind, const char *column);

/* Counts something that could not be read; `why` is lower-case text about it. */
void json_reject(struct json_job *job, const char *column, const char *why);

/* Reads the next value, an instant; 1, or 0 when it is none, which was counted as a reject. */
int json_instant(struct json_job *job, const char *column, int64_t *out);

/* Adds the members of the next value, an object of texts, to the tags. */
void json_tags(struct json_job *job);

/* Keeps the text of the next value as job->problem. */
void json_problem(struct json_job *job);

/* Room for a statistic's name. */
struct stat_word { char text[16]; };

/*
 * For "avg(cpu)" or "average.cpu": the label stat, and the field written to `field`; NULL where
 * the text is no such call. What is returned may lie in *word.
 */
const char *stat_of_call(const char *text, char *field, size_t room, struct stat_word *word);

#endif

/*
 * ingest/sysstat_text.h - the series of sysstat's texts, which are the same whether sar or sadf wrote
 * them.
 */
#ifndef INGEST_SYSSTAT_TEXT_H
#define INGEST_SYSSTAT_TEXT_H

#include "ingest/text_import.h"

enum { SYSSTAT_NAME_ROOM = 64 };

/* Names in capitals say what the cells beside them are about: CPU, DEV, IFACE, TTY, FILESYSTEM. */
int sysstat_is_device(const char *name);

/* Adds the label of a device to job->tags; -1 is all processors, others are counted from 0. */
void sysstat_add_device(struct text_job *job, const char *name, const struct cell *cell);

/*
 * The series of a field of a host, with the labels of job->tags; `device` (NULL: none) is the cell that
 * tells it from others of the field. period_ms 0: not known. NULL after a failure.
 */
struct text_series *sysstat_series(struct text_job *job, const char *field, const struct cell *host,
                                   const struct cell *device, int64_t period_ms);

/* Reads a number, its sign a point or, in the locales that have it so, a comma; as text_number(). */
int sysstat_number(struct text_job *job, const struct cell *cell, const char *field, double *out);

/* Lines that tell of a restart or hold a remark ("COM …"). */
struct sysstat_asides { uint64_t restarts, remarks; };

/* 1 when the cell behind the time begins such a line; it was counted. */
int sysstat_aside(struct sysstat_asides *asides, const struct cell *cell);

/* Says how many there were. */
void sysstat_note_asides(struct text_job *job, const struct sysstat_asides *asides);

/* An interval in seconds as a period in ms; 0 when it is none. */
int64_t sysstat_period(const struct cell *interval);

#endif

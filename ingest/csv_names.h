/*
 * ingest/csv_names.h - what column names mean. Case, blanks, `_` and `-` do not count,
 * nor does a unit or zone in brackets behind the name.
 */
#ifndef INGEST_CSV_NAMES_H
#define INGEST_CSV_NAMES_H

#include <stddef.h>

#include "ingest/timetext.h"

enum csv_word {
    CSV_WORD_NONE, CSV_WORD_TIME, CSV_WORD_VALUE, CSV_WORD_RESOURCE, CSV_WORD_METRIC,
    CSV_WORD_SOURCE, CSV_WORD_UNIT, CSV_WORD_CAPACITY, CSV_WORD_STAT
};

/* What a header names; *rank orders names of one kind, 0 the first choice. */
enum csv_word csv_word(const char *header, int *rank);

int csv_name_is_time(const struct cell *cell);

/* 1 for the times of something else than a row's numbers: pg_stat's stats_reset, last_vacuum. */
int csv_name_is_other_time(const struct cell *cell);

/* 1 when the cell begins a row of totals or averages in one of the usual languages. */
int csv_is_summary(const struct cell *cell);

#endif

/*
 * ingest/csv_value.h - numbers as people's programs write them.
 *
 * Beside the plain number: a decimal comma, groups of three digits (by comma, point,
 * blank, no-break blank or apostrophe), and a unit: "45%", "1.2 GiB", "5.15 MB/s",
 * "190 K", "1,271,604.834".
 */
#ifndef INGEST_CSV_VALUE_H
#define INGEST_CSV_VALUE_H

#include <stddef.h>

#include "data/base/number.h"
#include "data/base/unit.h"

/* A cell's number in base units. */
struct quantity {
    double      value;
    int         has_unit;         /* the cell says a unit: .unit is its base unit */
    struct unit unit;
};

/* Reads the whole cell; decimal is '.' or ','. */
enum number_kind csv_value(const char *text, size_t length, char decimal, struct quantity *out);

/* What the cells of a file say about its decimal sign. */
struct decimal_votes {
    size_t point, comma;      /* cells that can be read with this sign only */
    size_t either_point;      /* "1.234": a point and exactly three digits */
    size_t either_comma;      /* "1,234" */
};

/* Counts a cell's vote, if it is number-like. */
void csv_decimal_vote(struct decimal_votes *votes, const char *text, size_t length);

#endif

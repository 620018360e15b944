/*
 * data/base/unit.h - units of measure: one name each, and the way there.
 *
 * Exports write "percent", "%", "10^2.%", "GiB", "MB/s", "ms". The store keeps
 * base units only: %, ratio, B, B/s, b… are turned into bytes, times into
 * seconds. A unit that is not known is kept as it was written, with scale 1.
 */
#ifndef DATA_BASE_UNIT_H
#define DATA_BASE_UNIT_H

#include <stddef.h>

#include "data/base/buf.h"

enum { UNIT_ROOM = 32 };

struct unit {
    char   name[UNIT_ROOM];    /* base unit: "%", "ratio", "B", "B/s", "s", "1/s", "" or as written */
    double scale;              /* base value = written value * scale */
};

/*
 * The base unit of text[0..length-1]. Returns 1 when the unit is one the table
 * knows, 0 when it was taken as written (cut to UNIT_ROOM - 1 bytes, scale 1).
 */
int unit_parse(const char *text, size_t length, struct unit *out);

/*
 * Reads a quantity with an optional suffix: "200GiB", "1.5k", "45%", "1 024"
 * is not one. *out is in base units and *unit the base unit ("" when none).
 * Returns 0, or ERR_USAGE with a hint.
 */
int quantity_parse(const char *text, double *out, struct unit *unit, struct error *err);

/* Full capacity by the unit alone: 100 for "%", 1 for "ratio", 0 for all others. */
double unit_capacity(const char *name);

/*
 * Writes value and unit for people: three significant digits, bytes in binary
 * multiples ("1.5 GiB", "70 MiB/s"), ratios as percent, others with k, M, G.
 */
void quantity_text(struct buf *out, double value, const char *unit);

#endif

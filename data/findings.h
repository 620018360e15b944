/*
 * data/findings.h - the findings of an analysis by name: what a recorded run, a waiver or an import says of
 * a series is looked up in it.
 */
#ifndef DATA_FINDINGS_H
#define DATA_FINDINGS_H

#include <stddef.h>

#include "data/base/arena.h"
#include "data/base/error.h"
#include "data/finding.h"

/* Lent from the analysis; the list lives in the arena. */
struct findings { struct named { const char *name; const struct finding *finding; } *row; size_t count; };

int findings_by_name(const struct analysis *analysis, struct arena *arena, struct findings *out,
                     struct error *err);

/* NULL when there is none of that name. */
const struct finding *findings_find(const struct findings *findings, const char *name);

#endif

/*
 * analyzer/engine/driver_finding.h - what a driver tells of a series, as a finding.
 */
#ifndef ANALYZER_ENGINE_DRIVER_FINDING_H
#define ANALYZER_ENGINE_DRIVER_FINDING_H

#include "analyzer/engine/driver.h"
#include "data/finding.h"

/* Fits the driver of a series that was studied and fills out->driver; texts are lent from the arena. */
int driver_put(struct drive_work *work, const struct study *study, struct arena *arena,
               struct finding *out, struct error *err);

/* The same from a drive that was made. */
int driver_tell(const struct drive *drive, const struct study *study, struct arena *arena,
                struct finding *out, struct error *err);

#endif

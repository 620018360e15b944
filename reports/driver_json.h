/*
 * reports/driver_json.h - the "driver" of a series in headroom.analysis/1.
 */
#ifndef REPORTS_DRIVER_JSON_H
#define REPORTS_DRIVER_JSON_H

#include "data/base/buf.h"
#include "data/finding.h"

/* The member "driver": null where the config names none. */
void driver_json(struct buf *out, const struct driver_finding *driver);

#endif

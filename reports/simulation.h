/*
 * reports/simulation.h - replayed policies, for people and for machines.
 *
 * All append to out and fail by it or for want of memory alone.
 */
#ifndef REPORTS_SIMULATION_H
#define REPORTS_SIMULATION_H

#include "data/base/arena.h"
#include "data/base/buf.h"
#include "data/base/clock.h"
#include "data/simulation.h"
#include "reports/table.h"

/* A table a course, the front with its reasons where there was a search, and notes. */
int simulation_text(const struct simulation *simulation, const struct zone *zone,
                    const struct table_style *style, struct arena *arena, struct buf *out,
                    struct error *err);

/* One line a course and policy. */
int simulation_csv(const struct simulation *simulation, struct arena *arena, struct buf *out,
                   struct error *err);

/* `{"schema":"headroom.simulate/1",…,"runs":[…],"front":[…],"reasons":[…],"notes":[…]}` */
int simulation_json(const struct simulation *simulation, struct arena *arena, struct buf *out,
                    struct error *err);

#endif

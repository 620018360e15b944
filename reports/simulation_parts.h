/*
 * reports/simulation_parts.h - cells that simulation_text.c and simulation_data.c share.
 */
#ifndef REPORTS_SIMULATION_PARTS_H
#define REPORTS_SIMULATION_PARTS_H

#include "data/simulation.h"
#include "reports/table.h"

static inline struct maybe part_of(double part, double whole)
{
    return (struct maybe){ whole > 0 ? part / whole : 0, whole > 0 };
}

/* When a step begins; none past the last. */
static inline void table_step(struct table *table, const struct simulated_course *course,
                              size_t step)
{
    if (step < course->n)
        table_time(table, course->from + (int64_t)step * course->step_ms);
    else
        table_none(table);
}

#endif

/*
 * analyzer/engine/assume.h - a plan, laid over one studied series.
 *
 * What lies in the past is in the data: an assumption that is dated counts only for what it
 * still changes from now on. The paths stay as they are; demand becomes a line of scale
 * and shift by step (struct assumed), capacity gets its coming steps.
 */
#ifndef ANALYZER_ENGINE_ASSUME_H
#define ANALYZER_ENGINE_ASSUME_H

#include "analyzer/engine/driver.h"
#include "analyzer/engine/plan.h"
#include "analyzer/engine/study.h"

/* The median course of the load that a move takes along, by local day. */
struct tide {
    const struct assumption *move;
    int64_t                  first_day;      /* zone_day() of level[0] */
    size_t                   count;
    double                  *level;          /* [count], of all series it comes from */
    const char              *unit;
};

struct tides { struct tide *tide; size_t count; };

/*
 * tide.c: the tides of every move in plans[count]. The median courses of several series are added up, as if they
 * were busiest in the same hour. ERR_NOTFOUND for a name that is not there.
 */
int tides_make(const struct engine *engine, const struct plan *plans, size_t count,
               struct arena *arena, struct tides *out, struct error *err);

/* What other series tell of the one in hand. */
struct beside {
    const struct tides *tides;
    const struct drive *drive;               /* NULL: no plan asks for a driver */
};

enum { REMARKS = 8 };

struct assumption_room {                     /* workspace and result of assume() */
    struct assumed       assumed;
    struct capacity_line before;             /* what the capacity was, to go back to */
    const char          *remark[REMARKS];    /* what was left out, and why; from the arena */
    size_t               remarks;
    int                  applies;
};

void assumption_room_release(struct assumption_room *room);

/*
 * Lays the plan over the study: afterwards its dates, fans and amounts are those of the plan. A plan that
 * changes nothing leaves every figure as it was. assume_not() takes it off again, but for the dates: those are
 * of the plan until the next assume() or study_dates(). ERR_NOMEM.
 */
int assume(struct study *study, const struct plan *plan, const struct beside *beside,
           struct arena *arena, struct assumption_room *room, struct error *err);
int assume_not(struct study *study, struct assumption_room *room, struct error *err);

/*
 * The growth of the paths' middle at the busiest weekday's level: the slope a day of a straight line
 * through the weekly medians (least squares), of their logarithms where the paths grow by a factor.
 */
double assume_slope(struct study *study);

#endif

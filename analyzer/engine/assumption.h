/*
 * analyzer/engine/assumption.h - one assumption of a scenario, as people write it.
 *
 *     growth    +20%  x1.5  -50%     the growth there is, times 1.2, 1.5, 0.5
 *               0.4/day  3%/month    growth is that instead; with a sign: that much besides
 *     load      +15%  x2  +40  =10   demand
 *     capacity  +200  -100  =500  x2  +20%
 *     retain    14d  30d:14d         how long data is kept, and how long until now
 *     move      [50%] FROM -> TO     load of the series FROM (a glob) arrives at TO
 *     driver    users=x2             a driver of the load changes
 *
 * Behind it stands when: nothing (from now on), @TIME (from then on), @TIME..TIME (more and more in between),
 * @TIME/DURATION (for so long). Numbers take units (200GiB); bare ones are in the unit of the series. A percentage
 * a month compounds unless " linear" follows; an amount is linear.
 */
#ifndef ANALYZER_ENGINE_ASSUMPTION_H
#define ANALYZER_ENGINE_ASSUMPTION_H

#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/clock.h"
#include "data/base/error.h"
#include "data/base/unit.h"

enum assumption_kind {
    ASSUME_GROWTH,
    ASSUME_LOAD,
    ASSUME_CAPACITY,
    ASSUME_RETAIN,
    ASSUME_MOVE,
    ASSUME_DRIVER,
    ASSUMPTIONS
};
const char *assumption_name(enum assumption_kind kind);    /* "growth": option, key of the config */

enum change_how { CHANGE_ADD, CHANGE_SCALE, CHANGE_SET };

struct period {
    enum { PERIOD_NOW, PERIOD_FROM, PERIOD_RAMP, PERIOD_WHILE } kind;
    int64_t from, until;       /* ms; until: of a ramp and a while only */
};

struct assumption {
    enum assumption_kind kind;
    const char      *text;     /* as written */
    enum change_how  how;
    double           value;    /* a factor, or an amount in base units */
    char             unit[UNIT_ROOM];    /* of an amount; "": the series' own */
    double           per_days;           /* growth: an amount or a factor for so many days; 0: of the growth there is */
    int              relative;           /* growth a period: of the level; value is the share of it */
    int              linear;             /* such growth does not compound */
    struct period    when;
    int64_t          keep_ms, kept_ms;   /* retain; kept_ms 0: not said */
    const char      *name;               /* driver; move: FROM */
    const char      *to;                 /* move */
};

/*
 * Reads one. Texts go to the arena. now: what `now` and `+30d` count from; zone: of times
 * without an offset. ERR_USAGE with a hint that shows the forms of that kind.
 */
int assumption_parse(enum assumption_kind kind, const char *text, const struct zone *zone,
                     int64_t now, struct arena *arena, struct assumption *out, struct error *err);

#endif

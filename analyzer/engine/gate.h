/*
 * analyzer/engine/gate.h - may we go on? An analysis judged as a monitoring plugin would.
 *
 * Each series gets a state of its own, waivers are laid over it, and the worst that is left
 * is the gate's. UNKNOWN yields to what is known to be bad and stands above OK.
 */
#ifndef ANALYZER_ENGINE_GATE_H
#define ANALYZER_ENGINE_GATE_H

#include <stddef.h>
#include <stdint.h>

#include "analyzer/engine/range.h"
#include "data/base/arena.h"
#include "data/finding.h"
#include "data/waiver.h"

enum gate_state { GATE_OK, GATE_WARNING, GATE_CRITICAL, GATE_UNKNOWN, GATE_STATES };
const char *gate_name(enum gate_state state);    /* "OK"; the state is the exit status, too */

/* What is asked for: where two stand, [0] warns and [1] is critical. */
struct gate_rules {
    double       within_days;
    double       probability;     /* of reaching the limit within: critical from here, half of it warns; 0: not asked */
    struct range days[2];         /* of the days until the median date; without a date there are no end of them */
    struct range use[2];          /* of the use in the last 24 hours, % of capacity */
    int          level[2];        /* enum pressure from which, 0: not asked */
    const struct waiver *waivers;
    size_t       waiver_count;
    const struct zone *zone;
    int64_t      now;             /* what waivers and the age of the data are counted by */

    /* How old the newest sample of a series may be at `now`, ms; NULL: that is not asked. */
    int64_t    (*age_most)(void *self, const struct finding *finding);
    void        *self;
};

/* One series. */
struct gate_row {
    const struct finding *finding;
    enum gate_state       own;        /* without waivers */
    enum gate_state       state;      /* with them */
    const char           *why;        /* of its own state, a clause: "reaches its limit in 6 days, p=0.91" */
    struct maybe          odds;       /* of reaching the limit within the window */
    struct maybe          days;       /* until the median date; 0 when full */
    const struct waiver  *waiver;     /* that covers it and is in force; NULL */
    const struct waiver  *ended;      /* that covered it and has ended; NULL */
};

/* A waiver that is in force for some of the series. */
struct gate_waiver {
    const struct waiver *waiver;
    size_t               series;      /* so many */
    int                  days_left;   /* 0 on its last day */
};

struct gate {
    enum gate_state  state;
    struct gate_row *rows;            /* [count], as the findings: most urgent first */
    size_t           count;
    size_t           states[GATE_STATES];    /* of rows, with waivers */
    size_t           exhausted, waived;      /* waived: would not be OK without its waiver */
    struct maybe     pressure_pct;    /* the highest that is not waived */
    enum pressure    pressure;
    struct maybe     days;            /* the fewest that is not waived */
    struct gate_waiver *waivers;      /* [waiver_count], in the order of the rules */
    size_t              waiver_count;
    int                 is_ending;    /* one of them ends within WAIVER_WARN_DAYS, which is worth a warning */
};

/* Judges; the rows and their texts are from the arena. ERR_NOMEM. */
int gate_judge(const struct analysis *analysis, const struct gate_rules *rules, struct arena *arena,
               struct gate *out, struct error *err);

/* P(limit reached within so many days): known at five days and three quantiles; between them, a line. */
struct maybe gate_probability(const struct finding *finding, double days);

#endif

/*
 * analyzer/engine/size.h - how large something should be, from what was measured.
 *
 * Each question is one file: it is asked of one series after its study and fills one sizing.
 * size_all() asks it of everything selected, on all processors.
 */
#ifndef ANALYZER_ENGINE_SIZE_H
#define ANALYZER_ENGINE_SIZE_H

#include "analyzer/engine/demand.h"
#include "analyzer/engine/finding.h"
#include "data/sizing.h"

/* One question; `question` is the struct it takes. out->series and ->as_of are set before. */
typedef int size_question(struct study *study, const struct finding *finding, const void *question,
                          struct arena *arena, struct sizing *out, struct error *err);

/* out[*count], in order of names, and all they lend live in the arena. */
int size_all(const struct engine *engine, size_question *ask, const void *question,
             struct arena *arena, struct sizing **out, size_t *count, struct error *err);

/* --- size_capacity.c: how much to buy by when ------------------------------------------ */

struct capacity_question {
    struct maybe price;       /* of a purchasable unit and month; target, life and unit are the rule's */
};
size_question size_capacity;

/* --- size_pool.c: connection pools ------------------------------------------------------ */

/* A figure that is given, or measured by a series of the store. */
struct measured {
    struct maybe value;
    const char  *series;      /* a glob; NULL: none */
};

struct pool_question {
    struct measured arrivals;         /* requests a second; unknown: busy connections are the load */
    struct measured hold;             /* seconds a connection is held */
    double       instances;           /* that have a pool each */
    struct maybe size, overflow;      /* of one pool, now */
    struct maybe timeout, recycle;    /* seconds, now */
    struct maybe ceiling;             /* of the server; unknown: the capacity of the series less its reserve */
    struct maybe idle;                /* seconds until something on the way drops an idle connection */
    double       wait;                /* seconds that count as no wait */
    double       share;               /* of requests that may wait longer, or be refused */
    int          refuse;              /* 1: no queue: what finds no connection is refused */
    double       threads, held;       /* that use one pool, and connections each holds at a time */
};
size_question size_pool;

/* --- size_scaler.c: a group of instances that is scaled ---------------------------------- */

struct scaler_question {
    const struct demand_question *demand;
    struct maybe least, most;         /* instances, now */
    double       fewest, limit;       /* the provider's bounds; limit 0: none */
    double       startup_s;           /* from the decision until an instance serves */
    struct maybe throughput;          /* of one instance, in the unit of the variables */
};
size_question size_scaler;

/* --- size_throughput.c: how much load a service should be given ------------------------- */

struct throughput_question {
    double share;                     /* of the highest throughput that the load should get done */
};
size_question size_throughput;

/* --- for the files above ------------------------------------------------------------------ */

void size_row(struct sizing *out, struct size_row row);
void size_note(struct sizing *out, enum severity severity, const char *code, const char *text);

static inline struct maybe known_number(double value)
{
    return (struct maybe){ value, 1 };
}

#endif

/*
 * analyzer/engine/throughput.h - how throughput follows load, where both are stored.
 *
 * The samples of both series of the last twelve weeks, or of the history asked for, are laid side by
 * side by time, a counter's as its rate, and the universal scalability law is fitted (models/usl.h).
 */
#ifndef ANALYZER_ENGINE_THROUGHPUT_H
#define ANALYZER_ENGINE_THROUGHPUT_H

#include "analyzer/engine/engine.h"
#include "models/usl.h"

enum { THROUGHPUT_POINTS = 100000 };    /* the newest: ten weeks of minutes */

struct throughput_curve {
    const struct throughput_rule *rule;
    const struct store_series *load, *throughput;
    const char    *load_unit, *throughput_unit;     /* lent from the engine */
    char           rate_unit[2][64];                /* behind them where a counter's is its rate's */
    int64_t        from, to;                        /* of the points */
    struct usl_fit fit;
};

/*
 * Which two series a [throughput] means of the one given: it may be the load or what is done.
 * 0 where the rule does not name it, or the other one is not stored.
 */
int throughput_pair(const struct engine *engine, const struct throughput_rule *rule, size_t series,
                    size_t *load, size_t *throughput);

/*
 * Fits the curve of two series, up to the day the throughput is looked at from. What data can not
 * tell is a verdict of the fit. *out must stay where it is.
 */
int throughput_measure(const struct engine *engine, const struct throughput_rule *rule, size_t load,
                       size_t throughput, struct throughput_curve *out, struct error *err);

#endif

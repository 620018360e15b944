/*
 * analyzer/cli/forecast.h - what `headroom forecast` is about to do, for the files that do it.
 */
#ifndef ANALYZER_CLI_FORECAST_H
#define ANALYZER_CLI_FORECAST_H

#include "analyzer/cli/context.h"
#include "analyzer/engine/course.h"

static const size_t FORECAST_BYTES = (size_t)1 << 34;    /* of output, at most */

/* Where one series' rows go until all are there: rows come in the order of the selection. */
struct part {
    struct buf   text;
    struct error why;      /* code 0: it was forecast */
};

struct asking {
    const struct engine  *engine;
    struct course_request request;
    int                   format;
    int                   headless;   /* rows alone, and JSON an object a line */
    double                levels[FORECAST_LEVELS];
    struct part          *parts;      /* [selected_count] */
};

/* The forecasts of the selection as a table for people. */
int forecast_table(struct context *context, struct asking *asking, struct error *err);

#endif

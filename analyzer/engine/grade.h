/*
 * analyzer/engine/grade.h - how what a recorded run foretold turned out.
 *
 * Levels: where the day of a foretold 80 % band has come, what came is the busiest bin of the week that
 * ends on it, which is what was foretold. Dates: the limit was reached on the first day since then whose
 * bin reached the usable capacity of that time. Both are looked up in the last bins of the finding of
 * today (finding.h, spark): what lies further back is not graded.
 */
#ifndef ANALYZER_ENGINE_GRADE_H
#define ANALYZER_ENGINE_GRADE_H

#include <stddef.h>

#include "data/base/arena.h"
#include "data/base/error.h"
#include "data/finding.h"
#include "data/store/store.h"

/* What became of a foretold date. */
enum date_grade {
    DATE_NONE,        /* none was given, and the limit was not reached */
    DATE_OPEN,        /* the late day has not come, nor the limit */
    DATE_HELD,        /* reached between the early and the late day */
    DATE_SOONER,      /* reached before the early day */
    DATE_LATER,       /* the late day is over, and the limit was not reached by then */
    DATE_SURPRISE,    /* reached, though no date was given */
    DATE_VOID,        /* can't be told: the capacity has changed, or it is too long ago */
    DATE_GRADES
};
const char *date_grade_name(enum date_grade grade);     /* "held" */
const char *date_grade_words(enum date_grade grade);    /* "in the interval" */

/* Of one series, or summed up by grades_add(). */
struct grades {
    double *error;                 /* [count] foretold less what came, % of that; owned */
    double *date_error;            /* [dates] days, foretold median less the day it came; owned */
    size_t  count, inside, room;   /* levels whose day has come; in their band */
    size_t  dates, date_room;
    size_t  date[DATE_GRADES];     /* series by what became of their date */
};

/* Adds what became of one outlook. `passed`: local days from the run's as_of to the finding's. */
int grades_add(struct grades *grades, const struct finding *now, const struct store_outlook *then,
               double passed, enum date_grade *date, struct error *err);

/* Medians over what was added; unknown when there is nothing. Absolute errors, and signed ones. */
struct maybe grades_error_pct(struct grades *grades);
struct maybe grades_bias_pct(struct grades *grades);
struct maybe grades_date_error(struct grades *grades);

void grades_release(struct grades *grades);

#endif

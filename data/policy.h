/*
 * data/policy.h - the thresholds a verdict and a recommendation go by.
 *
 * Defaults come from policy_default; the config changes them for all or, by
 * [rule], for some series. They are printed with every analysis.
 */
#ifndef DATA_POLICY_H
#define DATA_POLICY_H

#include <stdint.h>

/* How one value a day is made from a day of hours. */
enum statistic {
    STATISTIC_AUTO,        /* by what the series is: see data/finding.h */
    STATISTIC_DAILY_MAX,   /* storage, connections, queues: the largest sample */
    STATISTIC_DAILY_PEAK,  /* CPU, network, utilisation: the busiest two hours' mean */
    STATISTIC_DAILY_P95,   /* latency */
    STATISTIC_DAILY_MEAN
};
const char *statistic_name(enum statistic statistic);    /* "daily-peak" */

enum direction { DIRECTION_RISING, DIRECTION_FALLING };    /* falling: free space, days left */

struct policy {
    double  exhaustion_pct;       /* usable share of capacity, % (95) */
    double  reserve;              /* kept free besides, in the series' unit (0) */
    double  warning_pct;          /* peak above this is worth a warning (80) */
    double  growth_warning;       /* %-points of capacity a day (2) */
    double  idle_pct;             /* p95 below this, without growth: over-provisioned (20) */
    double  pressure_pct[3];      /* MEDIUM, HIGH, CRITICAL from (50, 70, 85) */
    double  target_pct;           /* what new capacity is sized for, % (70) */
    double  action_probability;   /* P(exhausted within the window) that demands action (0.5) */
    double  validity;             /* share of expected samples a bin needs (0.5) */
    int64_t lead_time_ms;         /* from decision to capacity in force (14 d) */
    int64_t review_ms;            /* between planning reviews (7 d) */
    int64_t life_ms;              /* what a purchase should last (90 d) */
    int64_t horizon_ms;           /* never look further (365 d) */
    int64_t stale_ms;             /* data older than twice its cadence plus this is stale (26 h) */
};

extern const struct policy policy_default;

#endif

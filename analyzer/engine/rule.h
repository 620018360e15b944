/*
 * analyzer/engine/rule.h - what the config says about one series.
 *
 * Everything the config leaves open has its neutral value, and the engine goes
 * by what the series is (analyzer/engine/classify.h).
 */
#ifndef ANALYZER_ENGINE_RULE_H
#define ANALYZER_ENGINE_RULE_H

#include "analyzer/engine/drivers.h"
#include "analyzer/engine/groups.h"
#include "analyzer/engine/pairs.h"
#include "data/calendar.h"
#include "data/policy.h"
#include "data/price.h"

struct rule {
    struct policy  policy;
    enum statistic statistic;     /* AUTO: by what the series is */
    int            direction;     /* enum direction, or -1: by what the series is */
    int            kind;          /* enum series_kind, or -1: as imported */
    const char    *unit;          /* overrides the imported one; NULL: as imported */
    double         capacity;      /* in the series' unit; 0: not given */
    double         purchase;      /* smallest amount that can be added; 0: any */
    int64_t        retention_ms;  /* how long data are kept; 0: not said */
    const char    *calendar;      /* whose business hours alone are analysed; NULL: all hours */
    double         size;          /* behind 100 % of a share, for its group; 0: not said */
    const char    *owner;         /* NULL: nobody named */
};

/*
 * One [throughput NAME]: a load and what it gets done; each * stands for any text, the same in
 * both.
 */
struct throughput_rule {
    const char *name, *load, *throughput;
};

/* Where the engine asks for rules; the config of the command line implements it. */
struct rules {
    void *self;
    void (*get)(void *self, const char *series, struct rule *out);
    const struct pair_rule *pairs;
    size_t                  pair_count;
    const struct driver_rule *drivers;
    size_t                  driver_count;
    const struct throughput_rule *throughputs;
    size_t                  throughput_count;
    const struct group_rule *groups;
    size_t                  group_count;
    const struct calendar  *calendars;
    size_t                  calendar_count;
    const struct price_rule *prices;
    size_t                  price_count;
};

#define CALENDAR_DEFAULT "default"    /* in a rule: the [calendar] without a name */

/* The calendar of that name; for NULL the one without a name. NULL where there is none. */
const struct calendar *rules_calendar(const struct rules *rules, const char *name);

#endif

/*
 * analyzer/config/settings.h - which sections and keys the INI file knows.
 *
 * One table a kind of section; each row has the key, how its value is read, and
 * its help. Reading, `config check`, `config show` and the manual page go by
 * these tables alone: a new section is one more row in section_kinds[].
 */
#ifndef ANALYZER_CONFIG_SETTINGS_H
#define ANALYZER_CONFIG_SETTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "analyzer/cli/option.h"
#include "analyzer/engine/rule.h"
#include "data/base/error.h"
#include "data/policy.h"
#include "ingest/mapping.h"

/* [database] and [general] */
struct general {
    const char *path;            /* of the store */
    const char *timezone;
    long        jobs;
    int64_t     lock_wait_ms;
    double      memory;          /* bytes of samples ingest keeps at a time */
};

/* What [rule NAME] holds: the rule, and the globs that say for which series. */
struct rule_section {
    struct rule  rule;      /* first: its members have the same offsets in both */
    struct words series;
};

/*
 * What [mapping NAME] holds: the mapping, and a place for the lists, whose lines are collected by
 * config_mapping.c.
 */
struct mapping_section {
    struct mapping mapping;    /* first: its members have the same offsets in both */
    struct words   line;
};

/* [scenario NAME]: its lists are read line by line, in the order of the file (config_scenario.h). */
struct scenario_section {
    struct words lines;
    const char  *note;
    int          committed;
};

/* [waiver NAME]: read by config_waiver.h. */
struct waiver_section {
    struct words series;
    const char  *until, *reason, *owner;
};

/* [group NAME]: the rule, and the globs that config_collect.c gives to it. */
struct group_section {
    struct group_rule rule;    /* first: its members have the same offsets in both */
    struct words      series;
};

/* [price NAME]: the same of what capacity costs. */
struct price_section {
    struct price_rule rule;    /* first: its members have the same offsets in both */
    struct words      series;
};

/* [calendar] and [calendar NAME]: read by config_calendar.c. */
struct calendar_section { struct words lines; };

enum section_naming {
    SECTION_ONCE,      /* [policy] */
    SECTION_NAMED,     /* [rule NAME], any number of them */
    SECTION_EITHER     /* [calendar], and any number of [calendar NAME] */
};

/* One kind of section. Values of a key go to the first table that knows it. */
struct section_kind {
    const char          *name;        /* "rule" */
    enum section_naming  named;
    const struct option *settings;    /* keys of the section's own */
    const struct option *policy;      /* keys that land in struct policy; NULL for none */
    const char *const   *required;    /* keys that must be there, then NULL; NULL for none */
    const char          *help;        /* one line */
};

/* Ends with a NULL name. */
extern const struct section_kind section_kinds[];

extern const struct option policy_settings[];    /* into struct policy */
extern const struct option rule_settings[];      /* into struct rule_section */
extern const struct option pair_settings[];      /* into struct pair_rule */
extern const struct option driver_settings[];    /* into struct driver_rule */
extern const struct option throughput_settings[];    /* into struct throughput_rule */
extern const struct option mapping_settings[];   /* into struct mapping_section */
extern const struct option scenario_settings[];  /* into struct scenario_section */
extern const struct option waiver_settings[];    /* into struct waiver_section */
extern const struct option group_settings[];     /* into struct group_section */
extern const struct option price_settings[];     /* into struct price_section */
extern const struct option calendar_settings[];  /* into struct calendar_section */
extern const struct option database_settings[];  /* into struct general */
extern const struct option general_settings[];   /* into struct general */

/* The row of a key in a kind of section, or NULL. */
const struct option *setting_find(const struct section_kind *kind, const char *key);

#endif

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
#include "data/base/error.h"
#include "data/policy.h"
#include "data/series.h"

/* [database] and [general] */
struct general {
    const char *path;            /* of the store */
    const char *timezone;
    long        jobs;
    int64_t     lock_wait_ms;
};

#define KIND_UNSAID ((size_t)-1)

/* What [rule NAME] says beyond the thresholds of struct policy. */
struct rule {
    const char     *name;        /* of the last rule that matched; NULL when none did */
    const char     *unit;        /* NULL: as it is stored */
    size_t          kind;        /* enum series_kind, or KIND_UNSAID */
    struct quantity capacity;    /* total; unit "" means that of the series */
    size_t          statistic;   /* enum statistic */
    size_t          direction;   /* enum direction */
    struct quantity purchase;    /* what can be bought at once: amounts are rounded up to it */
    const char     *owner;       /* NULL: not said */
    struct words    series;      /* globs; of the section alone, not merged */
};

/* One kind of section. Values of a key go to the first table that knows it. */
struct section_kind {
    const char          *name;        /* "rule" */
    int                  named;       /* [rule NAME], any number of them; else once */
    const struct option *settings;    /* keys of the section's own */
    const struct option *policy;      /* keys that land in struct policy; NULL for none */
    const char *const   *required;    /* keys that must be there, then NULL; NULL for none */
    const char          *help;        /* one line */
};

/* Ends with a NULL name. */
extern const struct section_kind section_kinds[];

extern const struct option policy_settings[];    /* into struct policy */
extern const struct option rule_settings[];      /* into struct rule */
extern const struct option pair_settings[];      /* into struct pair */
extern const struct option database_settings[];  /* into struct general */
extern const struct option general_settings[];   /* into struct general */

extern const struct rule rule_default;

/* The row of a key in a kind of section, or NULL. */
const struct option *setting_find(const struct section_kind *kind, const char *key);

#endif

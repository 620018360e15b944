/*
 * analyzer/config/config.h - the INI file: what the user has settled once.
 *
 * The file is read whole, every mistake is found and kept with its line and
 * column, and what is right is kept as text under its section. Values are read
 * by the tables in settings.h each time they are asked for: a rule that is
 * applied to a series is a handful of short texts.
 *
 * A configuration without a file is empty and valid.
 */
#ifndef ANALYZER_CONFIG_CONFIG_H
#define ANALYZER_CONFIG_CONFIG_H

#include <stddef.h>

#include "analyzer/cli/option.h"
#include "analyzer/config/settings.h"
#include "analyzer/engine/rule.h"
#include "data/base/arena.h"
#include "data/base/error.h"

struct config;

/* A line `key = text` of the file. */
struct entry {
    const char   *key, *text;
    long          line, column;      /* of the value */
    struct entry *next;
};

/* A `[kind name]` with its lines, in file order. */
struct section {
    const struct section_kind *kind;
    const char     *name;            /* "" where the kind takes none */
    long            line;
    struct entry   *entries;
    struct section *next;
};

/*
 * Reads the file at `path`; NULL makes an empty configuration. Mistakes in the
 * file are not failures here: see config_mistakes(). ERR_NOINPUT, ERR_DENIED,
 * ERR_IO, ERR_LIMIT (over 1 MiB), ERR_NOMEM.
 */
int config_read(struct config **out, const char *path, struct error *err);

/* The same from text in memory; `name` stands in messages. */
int config_read_text(struct config **out, const char *name, const char *text, struct error *err);

/* Reads a file and fails with ERR_CONFIG and the first mistake where there is one. */
int config_load(struct config **out, const char *path, struct error *err);

void config_free(struct config *config);

/* The file's path as given; NULL for none. */
const char *config_path(const struct config *config);

/* Every mistake, in order of lines. */
const struct error *config_mistakes(const struct config *config, size_t *count);

/* All sections in file order. */
const struct section *config_sections(const struct config *config);

/* The entry of a section that is there once ("general", "timezone"), or NULL. */
const struct entry *config_entry(const struct config *config, const char *kind, const char *key);

/* The entry of a key in one section, the first of several; NULL when absent. */
const struct entry *section_entry(const struct section *section, const char *key);

/* The texts of all lines of a key, in the arena; the texts themselves are lent. ERR_NOMEM. */
int section_texts(const struct section *section, const char *key, struct arena *arena,
                  const char *const **out, size_t *count);

/* 1 when one of a rule's `series` globs matches the name. */
int section_matches(const struct section *section, const char *series);

/*
 * The line that decides a setting: the last of [policy] and, with a series
 * given, of the rules that match it. NULL where no line does.
 */
const struct entry *config_deciding(const struct config *config, const char *key,
                                    const char *series);

/* policy_default with the file's [policy] on it. */
void config_policy(const struct config *config, struct policy *out);

/*
 * What holds for one series: [policy], then every [rule] of which a `series`
 * glob matches the name, in file order, key by key; the later one wins. What
 * nothing is said about has its neutral value. Strings are lent from the
 * configuration. Safe from several threads.
 */
void config_rule(const struct config *config, const char *series, struct rule *out);

/* The same, and the file's pairs, drivers, throughputs and groups, as the engine asks for them; lent. */
struct rules config_rules(struct config *config);

/* The mapping of that name; NULL when there is none. Lent. */
const struct mapping *config_mapping(const struct config *config, const char *name);

#endif

#include "analyzer/config/config.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/config/config_parts.h"
#include "data/base/text.h"

void config_free(struct config *config)
{
    if (config)
        arena_release(&config->arena);
    free(config);
}

const char *config_path(const struct config *config)
{
    return config->path;
}

const struct error *config_mistakes(const struct config *config, size_t *count)
{
    *count = config->mistakes;
    return config->mistake;
}

const struct section *config_sections(const struct config *config)
{
    return config->first;
}

int config_load(struct config **out, const char *path, struct error *err)
{
    struct config *config;

    if (config_read(&config, path, err) < 0)
        return err->code;
    if (config->mistakes) {
        size_t more = config->mistakes - 1;

        *err = config->mistake[0];
        if (more && !err->hint[0])
            error_hint(err, "There %s %zu more: 'headroom config check' names %s.",
                       more == 1 ? "is" : "are", more, more == 1 ? "it" : "them");
        config_free(config);
        return err->code;
    }
    *out = config;
    return 0;
}

const struct entry *section_entry(const struct section *section, const char *key)
{
    for (const struct entry *entry = section->entries; entry; entry = entry->next)
        if (strcmp(entry->key, key) == 0)
            return entry;
    return NULL;
}

const struct entry *config_entry(const struct config *config, const char *kind, const char *key)
{
    for (const struct section *section = config->first; section; section = section->next)
        if (strcmp(section->kind->name, kind) == 0)
            return section_entry(section, key);
    return NULL;
}

int section_matches(const struct section *section, const char *series)
{
    for (const struct entry *entry = section->entries; entry; entry = entry->next)
        if (strcmp(entry->key, "series") == 0 && text_glob(entry->text, series))
            return 1;
    return 0;
}

/* 1 when the section's settings hold for the series; NULL: for all of them. */
static int holds_for(const struct section *section, const char *series)
{
    if (strcmp(section->kind->name, "policy") == 0)
        return 1;
    return series && strcmp(section->kind->name, "rule") == 0 && section_matches(section, series);
}

const struct entry *config_deciding(const struct config *config, const char *key,
                                    const char *series)
{
    const struct entry *last = NULL;

    for (const struct section *section = config->first; section; section = section->next) {
        const struct entry *entry = holds_for(section, series) ? section_entry(section, key)
                                                               : NULL;

        if (entry)
            last = entry;
    }
    return last;
}

/* Reads a section's keys into the policy. They were checked when the file was read. */
static void apply_policy(const struct section *section, struct policy *policy)
{
    for (const struct entry *entry = section->entries; entry; entry = entry->next) {
        const struct option *setting = option_find(section->kind->policy, entry->key);

        if (setting)
            option_read(setting, entry->key, entry->text, policy, NULL);
    }
}

static void apply_rule(const struct section *section, struct rule *rule)
{
    for (const struct entry *entry = section->entries; entry; entry = entry->next) {
        const struct option *setting = option_find(section->kind->settings, entry->key);

        if (setting && setting->kind != OPTION_LIST)
            option_read(setting, entry->key, entry->text, rule, NULL);
    }
}

void config_policy(const struct config *config, struct policy *out)
{
    *out = policy_default;
    for (const struct section *section = config->first; section; section = section->next)
        if (strcmp(section->kind->name, "policy") == 0)
            apply_policy(section, out);
}

void config_rule(const struct config *config, const char *series, struct rule *out)
{
    *out = (struct rule){ .statistic = STATISTIC_AUTO, .direction = -1, .kind = -1 };
    config_policy(config, &out->policy);
    for (const struct section *section = config->first; section; section = section->next)
        if (strcmp(section->kind->name, "rule") == 0 && section_matches(section, series)) {
            apply_policy(section, &out->policy);
            apply_rule(section, out);
        }
}

static void get_rule(void *self, const char *series, struct rule *out)
{
    config_rule(self, series, out);
}

struct rules config_rules(struct config *config)
{
    const struct rows *rows = config->rows;

    return (struct rules){ config, get_rule, rows[ROWS_PAIR].row, rows[ROWS_PAIR].count,
                           rows[ROWS_DRIVER].row, rows[ROWS_DRIVER].count,
                           rows[ROWS_THROUGHPUT].row, rows[ROWS_THROUGHPUT].count,
                           rows[ROWS_GROUP].row, rows[ROWS_GROUP].count,
                           rows[ROWS_CALENDAR].row, rows[ROWS_CALENDAR].count,
                           rows[ROWS_PRICE].row, rows[ROWS_PRICE].count };
}

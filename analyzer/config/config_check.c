/* analyzer/config/config_check.c - what only the whole file can show to be wrong; and all mistakes. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/config/config_parts.h"
#include "analyzer/config/scaling.h"

struct error *config_mistake(struct config *config, long line, size_t column, const char *format,
                             ...)
{
    struct error *err = &config->mistake[config->mistakes];
    char text[sizeof err->text];
    va_list args;

    if (config->mistakes == MISTAKES_MOST)
        return NULL;    /* error_hint() and the like take it */
    config->mistakes++;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    error_set(err, ERR_CONFIG, "%s", text);
    error_at(err, config->path ? config->path : "", line, (long)column);
    return err;
}

static void check_required(struct config *config, const struct section *section)
{
    for (const char *const *key = section->kind->required; key && *key; key++)
        if (!section_entry(section, *key)) {
            struct error *err = config_mistake(config, section->line, 1, "[%s %s] has no '%s'",
                                               section->kind->name, section->name, *key);

            error_hint(err, "Add a line: %s = %s", *key,
                       setting_find(section->kind, *key)->argument);
        }
}

/* The three levels of pressure must rise, in [policy] and in each rule. */
static void check_pressure(struct config *config, const struct section *section)
{
    static const char *const keys[] = { "pressure_medium", "pressure_high", "pressure_critical" };
    const struct entry *entry = NULL;
    struct policy policy;

    config_policy(config, &policy);
    if (!section->kind->policy)
        return;
    for (size_t i = 0; i < 3; i++) {
        const struct entry *found = section_entry(section, keys[i]);

        if (!found)
            continue;
        entry = found;
        option_read(option_find(policy_settings, keys[i]), keys[i], found->text, &policy, NULL);
    }
    if (!entry || (policy.pressure_pct[0] <= policy.pressure_pct[1] &&
                   policy.pressure_pct[1] <= policy.pressure_pct[2]))
        return;
    config_mistake(config, entry->line, (size_t)entry->column,
                   "medium, high and critical pressure do not rise: %g, %g, %g",
                   policy.pressure_pct[0], policy.pressure_pct[1], policy.pressure_pct[2]);
}

void config_check_zone(struct config *config, const struct entry *entry)
{
    struct error err = ERROR_NONE, *said;
    struct zone *zone = NULL;

    if (entry && zone_open(&zone, entry->text, &err) < 0) {
        said = config_mistake(config, entry->line, (size_t)entry->column, "%s", err.text);
        error_hint(said, "%s", err.hint);
        if (said && err.code != ERR_USAGE)    /* no mistake of who wrote it */
            said->code = err.code;
    }
    zone_free(zone);
}

static int by_line(const void *a, const void *b)
{
    const struct error *x = a, *y = b;

    return (x->line > y->line) - (x->line < y->line);
}

/* Texts and numbers of a scaling policy that can be read one by one and do not fit together. */
static void check_scaling(struct config *config, const struct section *section)
{
    const struct scaler *scaler;
    struct error err = ERROR_NONE;
    struct scaling policy;

    if (strcmp(section->kind->name, "scaling") == 0 &&
        scaling_section_read(section, &scaler, &policy, &err) < 0)
        error_hint(config_mistake(config, section->line, 1, "[scaling %s]: %s", section->name,
                                  err.text), "%s", err.hint);
}

/* A price of nothing is a price of anything. */
static void check_price(struct config *config, const struct section *section)
{
    const struct entry *per = section_entry(section, "per");
    struct price_section read = { .rule = { .per = 1 } };

    if (strcmp(section->kind->name, "price") != 0 || !per)
        return;
    option_read(setting_find(section->kind, "per"), "per", per->text, &read, NULL);
    if (!(read.rule.per > 0))
        error_hint(config_mistake(config, per->line, (size_t)per->column, "per is more than 0, not '%.40s'", per->text),
                   "Write what the price is of: per = 1GiB.");
}

int config_check(struct config *config)
{
    config_check_zone(config, config_entry(config, "general", "timezone"));
    for (const struct section *section = config->first; section; section = section->next) {
        check_required(config, section);
        check_pressure(config, section);
        check_scaling(config, section);
        check_price(config, section);
        if (strcmp(section->kind->name, "scenario") == 0)
            config_check_scenario(config, section);
        if (strcmp(section->kind->name, "waiver") == 0)
            config_check_waiver(config, section);
        if (strcmp(section->kind->name, "group") == 0)
            config_check_group(config, section);
        config_check_calendar(config, section);
    }
    if (config_collect_mappings(config) < 0)
        return ERR_NOMEM;
    qsort(config->mistake, config->mistakes, sizeof config->mistake[0], by_line);
    return config_collect(config);
}

#include "analyzer/config/config_scenario.h"

#include <string.h>

#include "analyzer/config/config_parts.h"

/* The kind of assumption a key stands for; ASSUMPTIONS where it is another setting. */
static enum assumption_kind kind_of(const char *key)
{
    int kind = 0;

    while (kind < ASSUMPTIONS && strcmp(assumption_name((enum assumption_kind)kind), key) != 0)
        kind++;
    return (enum assumption_kind)kind;
}

void config_check_scenario(struct config *config, const struct section *section)
{
    size_t count = 0;

    if (strchr(section->name, '+'))
        config_mistake(config, section->line, 1, "the name of a scenario has no '+'; it stacks them on the "
                                                 "command line");
    for (const struct entry *entry = section->entries; entry; entry = entry->next) {
        struct error why = ERROR_NONE;
        struct assumption ignored;

        if (kind_of(entry->key) == ASSUMPTIONS)
            continue;
        count++;
        if (assumption_parse(kind_of(entry->key), entry->text, NULL, 0, &config->arena, &ignored, &why) < 0)
            error_hint(config_mistake(config, entry->line, (size_t)entry->column, "%s", why.text), "%s", why.hint);
    }
    if (!count)
        error_hint(config_mistake(config, section->line, 1, "[scenario %s] assumes nothing", section->name),
                   "Add a line: load = +15%%@2026-01-01");
}

static int read_lines(const struct section *section, const struct zone *zone, int64_t now, struct arena *arena,
                      struct assumption *list, const char **selectors, struct scenario *out, struct error *err)
{
    int rc = 0;

    for (const struct entry *entry = section->entries; entry && rc == 0; entry = entry->next) {
        if (strcmp(entry->key, "series") == 0)
            selectors[out->selector_count++] = arena_copy(arena, entry->text);
        else if (kind_of(entry->key) != ASSUMPTIONS)
            rc = assumption_parse(kind_of(entry->key), entry->text, zone, now, arena, &list[out->count++], err);
        if (rc == 0 && out->selector_count && !selectors[out->selector_count - 1])
            rc = error_set(err, ERR_NOMEM, "no memory for a scenario");
    }
    return rc;
}

static int read_scenario(const struct section *section, const struct zone *zone, int64_t now,
                         struct arena *arena, struct scenario *out, struct error *err)
{
    const struct entry *note = section_entry(section, "note"), *committed = section_entry(section, "committed");
    struct assumption *list;
    const char **selectors;
    size_t lines = 1;
    int rc;

    for (const struct entry *entry = section->entries; entry; entry = entry->next)
        lines++;
    list = arena_take(arena, lines * sizeof *list);
    selectors = arena_take(arena, lines * sizeof *selectors);
    *out = (struct scenario){ .name = arena_copy(arena, section->name), .selectors = selectors,
                              .note = note ? arena_copy(arena, note->text) : NULL, .assumptions = list,
                              .committed = committed && strcmp(committed->text, "yes") == 0 };
    if (!list || !selectors || !out->name || (note && !out->note))
        return error_set(err, ERR_NOMEM, "no memory for a scenario");
    rc = read_lines(section, zone, now, arena, list, selectors, out, err);
    if (rc < 0)
        error_hint(err, "It stands in [scenario %s].", out->name);
    return rc;
}

int config_scenarios(const struct config *config, const struct zone *zone, int64_t now,
                     struct arena *arena, struct scenario **out, size_t *count, struct error *err)
{
    size_t most = 1;
    int rc = 0;

    *count = 0;
    for (const struct section *section = config_sections(config); section; section = section->next)
        most++;
    *out = arena_take(arena, most * sizeof **out);
    if (!*out)
        return error_set(err, ERR_NOMEM, "no memory for scenarios");
    for (const struct section *section = config_sections(config); section && rc == 0; section = section->next)
        if (strcmp(section->kind->name, "scenario") == 0)
            rc = read_scenario(section, zone, now, arena, &(*out)[(*count)++], err);
    return rc;
}

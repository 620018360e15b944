/* analyzer/config/config_mapping.c - the [mapping NAME] sections as mappings. */
#include <stddef.h>
#include <string.h>

#include "analyzer/config/config_parts.h"

/* The list that the lines of a key go to; NULL for a key that stands once. */
static struct mapping_list *list_of(struct mapping *mapping, const char *key)
{
    const struct { const char *key; struct mapping_list *list; } lists[] = {
        { "value", &mapping->value },             { "label", &mapping->label },
        { "fixed_label", &mapping->fixed_label }, { "ignore", &mapping->ignore },
    };

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (strcmp(lists[i].key, key) == 0)
            return lists[i].list;
    return NULL;
}

static size_t count_entries(const struct section *section)
{
    size_t count = 0;

    for (const struct entry *entry = section->entries; entry; entry = entry->next)
        count++;
    return count;
}

/* Values were read once when the file was: here they can't fail. */
static int fill(struct config *config, const struct section *section, struct mapping *out)
{
    size_t most = count_entries(section) + 1;
    struct mapping_list *const lists[] = { &out->value, &out->label, &out->fixed_label, &out->ignore };

    *out = mapping_none;
    out->name = section->name;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        lists[i]->text = arena_take(&config->arena, most * sizeof *lists[i]->text);
        if (!lists[i]->text)
            return ERR_NOMEM;
    }
    for (const struct entry *entry = section->entries; entry; entry = entry->next) {
        struct mapping_list *list = list_of(out, entry->key);

        if (list)
            list->text[list->count++] = entry->text;
        else
            option_read(option_find(mapping_settings, entry->key), entry->key, entry->text, out, NULL);
    }
    return 0;
}

/* JSON is not looked at as tables are: the mapping must say where time and numbers are. */
static void check_records(struct config *config, const struct section *section,
                          const struct mapping *mapping)
{
    struct error *err;

    if (!mapping->records || (mapping->time && mapping->value.count))
        return;
    err = config_mistake(config, section->line, 1, "[mapping %s] has records, but no '%s'",
                         section->name, mapping->time ? "value" : "time");
    error_hint(err, "Add a line: %s = PATH", mapping->time ? "value" : "time");
}

int config_collect_mappings(struct config *config)
{
    size_t count = 0;

    for (const struct section *section = config->first; section; section = section->next)
        count += section->kind->settings == mapping_settings;
    config->mappings = arena_take(&config->arena, (count + 1) * sizeof *config->mappings);
    if (!config->mappings)
        return ERR_NOMEM;
    for (const struct section *section = config->first; section; section = section->next) {
        struct mapping *mapping = &config->mappings[config->mapping_count];

        if (section->kind->settings != mapping_settings)
            continue;
        if (fill(config, section, mapping) < 0)
            return ERR_NOMEM;
        config->mapping_count++;
        config_check_zone(config, section_entry(section, "timezone"));
        check_records(config, section, mapping);
    }
    return 0;
}

const struct mapping *config_mapping(const struct config *config, const char *name)
{
    for (size_t i = 0; i < config->mapping_count; i++)
        if (strcmp(config->mappings[i].name, name) == 0)
            return &config->mappings[i];
    return NULL;
}

/* analyzer/config/config_collect.c - sections that the engine goes by, as rows of the engine's own structs. */
#include <string.h>

#include "analyzer/config/config_parts.h"

/* The keys of a section into the struct that its settings speak of; they were checked when the file was read. */
static void read_section(const struct section *section, void *out)
{
    for (const struct entry *entry = section->entries; entry; entry = entry->next)
        option_read(option_find(section->kind->settings, entry->key), entry->key, entry->text, out, NULL);
}

int section_texts(const struct section *section, const char *key, struct arena *arena,
                  const char *const **out, size_t *count)
{
    const char **texts;
    size_t lines = 1;

    for (const struct entry *entry = section->entries; entry; entry = entry->next)
        lines++;
    texts = arena_take(arena, lines * sizeof *texts);
    if (!texts)
        return ERR_NOMEM;
    *count = 0;
    for (const struct entry *entry = section->entries; entry; entry = entry->next)
        if (strcmp(entry->key, key) == 0)
            texts[(*count)++] = entry->text;
    *out = texts;
    return 0;
}

static int fill_pair(struct config *config, const struct section *section, void *row)
{
    (void)config;
    read_section(section, row);
    return 0;
}

static int fill_driver(struct config *config, const struct section *section, void *row)
{
    struct driver_rule *driver = row;

    (void)config;
    driver->name = section->name;
    read_section(section, driver);
    return 0;
}

static int fill_throughput(struct config *config, const struct section *section, void *row)
{
    struct throughput_rule *throughput = row;

    (void)config;
    throughput->name = section->name;
    read_section(section, throughput);
    return 0;
}

static int fill_group(struct config *config, const struct section *section, void *row)
{
    struct group_section read = { .rule = { .name = section->name, .file = config->path, .line = section->line } };
    struct group_rule *group = row;

    read_section(section, &read);
    *group = read.rule;
    return section_texts(section, "series", &config->arena, &group->series, &group->series_count);
}

static int fill_calendar(struct config *config, const struct section *section, void *row)
{
    (void)config;
    config_fill_calendar(section, row);
    return 0;
}

static int fill_price(struct config *config, const struct section *section, void *row)
{
    struct price_section read = { .rule = { .name = section->name } };
    struct price_rule *price = row;

    read_section(section, &read);
    *price = read.rule;
    return section_texts(section, "series", &config->arena, &price->series, &price->series_count);
}

static const struct collector {
    const char *kind;
    size_t      size;    /* of a row */
    int       (*fill)(struct config *config, const struct section *section, void *row);
} collectors[ROWS_KINDS] = {
    [ROWS_PAIR]       = { "pair",       sizeof(struct pair_rule),       fill_pair },
    [ROWS_DRIVER]     = { "driver",     sizeof(struct driver_rule),     fill_driver },
    [ROWS_THROUGHPUT] = { "throughput", sizeof(struct throughput_rule), fill_throughput },
    [ROWS_GROUP]      = { "group",      sizeof(struct group_rule),      fill_group },
    [ROWS_CALENDAR]   = { "calendar",   sizeof(struct calendar),        fill_calendar },
    [ROWS_PRICE]      = { "price",      sizeof(struct price_rule),      fill_price },
};

static int collect(struct config *config, const struct collector *collector, struct rows *out)
{
    size_t count = 0;
    char *row;
    int rc = 0;

    for (const struct section *section = config->first; section; section = section->next)
        count += strcmp(section->kind->name, collector->kind) == 0;
    out->row = row = arena_take(&config->arena, (count + 1) * collector->size);
    if (!row)
        return ERR_NOMEM;
    for (const struct section *section = config->first; section && rc == 0; section = section->next)
        if (strcmp(section->kind->name, collector->kind) == 0)
            rc = collector->fill(config, section, row + out->count++ * collector->size);
    return rc;
}

int config_collect(struct config *config)
{
    int rc = 0;

    for (size_t i = 0; i < ROWS_KINDS && rc == 0; i++)
        rc = collect(config, &collectors[i], &config->rows[i]);
    return rc;
}

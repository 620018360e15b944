#include "analyzer/config/config_waiver.h"

#include <string.h>

#include "analyzer/config/config_parts.h"

enum { DAY_LENGTH = sizeof "2026-01-31" - 1 };

/* A waiver ends on a day that can be read in the file; one that counts from now would never end. */
static int read_until(const char *text, const struct zone *zone, int64_t *out, struct error *err)
{
    int rc;

    if (*text != '@' && (*text < '0' || *text > '9')) {
        error_set(err, ERR_CONFIG, "'%.40s' is no day on which a waiver ends", text);
        error_hint(err, "Write a date: until = 2026-01-31.");
        return ERR_CONFIG;
    }
    rc = time_parse(text, zone, 0, out, err);
    if (rc == 0 && strlen(text) == DAY_LENGTH)
        *out = zone_day_start(zone, *out, 1) - 1;
    return rc;
}

void config_check_waiver(struct config *config, const struct section *section)
{
    const struct entry *until = section_entry(section, "until");
    struct error why = ERROR_NONE;
    int64_t ignored;

    if (until && read_until(until->text, NULL, &ignored, &why) < 0)
        error_hint(config_mistake(config, until->line, (size_t)until->column, "%s", why.text), "%s", why.hint);
}

static int read_waiver(const struct section *section, const struct zone *zone, struct arena *arena,
                       struct waiver *out, struct error *err)
{
    const struct entry *owner = section_entry(section, "owner");

    *out = (struct waiver){ .name = section->name, .reason = section_entry(section, "reason")->text,
                            .owner = owner ? owner->text : NULL };
    if (section_texts(section, "series", arena, &out->selectors, &out->selector_count) < 0)
        return error_set(err, ERR_NOMEM, "no memory for a waiver");
    return read_until(section_entry(section, "until")->text, zone, &out->until, err);
}

int config_waivers(const struct config *config, const struct zone *zone, struct arena *arena,
                   struct waiver **out, size_t *count, struct error *err)
{
    size_t most = 1;
    int rc = 0;

    *count = 0;
    for (const struct section *section = config_sections(config); section; section = section->next)
        most++;
    *out = arena_take(arena, most * sizeof **out);
    if (!*out)
        return error_set(err, ERR_NOMEM, "no memory for waivers");
    for (const struct section *section = config_sections(config); section && rc == 0; section = section->next)
        if (strcmp(section->kind->name, "waiver") == 0)
            rc = read_waiver(section, zone, arena, &(*out)[(*count)++], err);
    return rc;
}

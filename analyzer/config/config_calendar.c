/* analyzer/config/config_calendar.c - the [calendar] sections, and the rules that name one. */
#include <string.h>

#include "analyzer/config/config_parts.h"
#include "data/base/text.h"

enum { CALENDARS_NAMED = 32 };    /* of which one is suggested */

static const char *const default_hours = "mon-fri 08:00-18:00";

/* One line of a calendar. */
static int read_line(const char *key, const char *text, struct calendar *out, struct error *err)
{
    if (strcmp(key, "hours") == 0)
        return calendar_hours_read(text, out, err);
    if (strcmp(key, "holiday") == 0)
        return day_rule_read(text, &out->holiday[out->holidays++], err);
    return freeze_read(text, &out->freeze[out->freezes++], err);
}

static int too_many(const struct entry *entry, const struct calendar *calendar, struct error *err)
{
    size_t count = strcmp(entry->key, "holiday") == 0  ? calendar->holidays
                   : strcmp(entry->key, "freeze") == 0 ? calendar->freezes : 0;

    if (count < CALENDAR_RULES)
        return 0;
    error_set(err, ERR_CONFIG, "there are more than %d lines of '%s'", (int)CALENDAR_RULES, entry->key);
    return 1;
}

/* What can be read of a calendar; what can't is noted as a mistake where `config` is given. */
static void read_calendar(struct config *config, const struct section *section, struct calendar *out)
{
    *out = (struct calendar){ .name = section->name };
    for (const struct entry *entry = section->entries; entry; entry = entry->next) {
        struct error why = ERROR_NONE;

        if ((too_many(entry, out, &why) || read_line(entry->key, entry->text, out, &why) < 0) && config)
            error_hint(config_mistake(config, entry->line, (size_t)entry->column, "%s", why.text), "%s", why.hint);
    }
    if (!section_entry(section, "hours"))
        calendar_hours_read(default_hours, out, NULL);
}

void config_fill_calendar(const struct section *section, struct calendar *out)
{
    read_calendar(NULL, section, out);
}

static void check_name(struct config *config, const struct entry *entry)
{
    const char *names[CALENDARS_NAMED], *nearest;
    size_t count = 0;
    struct error *said;

    for (const struct section *section = config->first; section && count < CALENDARS_NAMED; section = section->next) {
        if (strcmp(section->kind->name, "calendar") != 0)
            continue;
        names[count] = section->name[0] ? section->name : CALENDAR_DEFAULT;
        if (strcmp(names[count++], entry->text) == 0)
            return;
    }
    nearest = text_nearest(entry->text, names, count);
    said = config_mistake(config, entry->line, (size_t)entry->column, "there is no [calendar %.60s]", entry->text);
    if (nearest)
        error_hint(said, "Did you mean '%s'?", nearest);
    else
        error_hint(said, "Add a section [calendar %.60s]; '%s' is the one without a name.", entry->text,
                   CALENDAR_DEFAULT);
}

void config_check_calendar(struct config *config, const struct section *section)
{
    const struct entry *named = strcmp(section->kind->name, "rule") == 0 ? section_entry(section, "calendar") : NULL;
    struct calendar ignored;

    if (strcmp(section->kind->name, "calendar") == 0)
        read_calendar(config, section, &ignored);
    if (named)
        check_name(config, named);
}

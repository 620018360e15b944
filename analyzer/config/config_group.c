/* analyzer/config/config_group.c - the [group NAME] sections. */
#include "analyzer/config/config_parts.h"

void config_check_group(struct config *config, const struct section *section)
{
    const struct entry *entry = section_entry(section, "reserve");
    struct error why = ERROR_NONE;
    struct reserve ignored;

    if (entry && reserve_read(entry->text, &ignored, &why) < 0)
        error_hint(config_mistake(config, entry->line, (size_t)entry->column, "%s", why.text), "%s", why.hint);
}

#include "reports/report.h"

#include <stdlib.h>
#include <string.h>

const char *change_kind_name(enum change_kind kind)
{
    static const char *const names[] = { "new", "escalated", "earlier", "stopped",
                                         "later", "eased", "recovered", "gone" };

    return names[kind];
}

const char *change_kind_words(enum change_kind kind)
{
    static const char *const words[] = { "New", "More urgent", "Sooner", "Data stopped",
                                         "Later", "Less urgent", "Recovered", "Gone" };

    return words[kind];
}

static int is_of(const void *name, const void *track)
{
    return strcmp(name, ((const struct track *)track)->series);
}

const struct track *comparison_failed(const struct comparison *comparison, const char *series)
{
    if (!comparison->failed_count)
        return NULL;
    return bsearch(series, comparison->failed, comparison->failed_count, sizeof *comparison->failed, is_of);
}

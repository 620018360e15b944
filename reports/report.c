#include "reports/report.h"

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

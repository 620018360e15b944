#include "ingest/sysstat_names.h"

#include <fnmatch.h>
#include <stddef.h>

const char *sysstat_unit(const char *activity, const char *field)
{
    /* the first row that fits wins */
    static const struct { const char *activity, *field, *unit; } units[] = {
        { "*",          "*-percent", "%" },     { "*",     "util",      "%" },
        { "*",          "%*",        "%" },     { "cpu-load*", "*",     "%" },
        { "avg-cpu",    "*",         "%" },     { "psi*",  "*total",    "" },
        { "psi*",       "*",         "%" },
        { "*",          "rxkB*",     "KiB/s" }, { "*",     "txkB*",     "KiB/s" },
        { "*",          "[rwd]kB*",  "KiB/s" }, { "*",     "kB_*s",     "KiB/s" },
        { "*",          "MBfs*",     "MiB" },   { "*",     "*areq-sz",  "KiB" },
        { "*",          "*await",    "ms" },    { "disk*", "[rwdf]/s",  "1/s" },
        { "disk*",      "*rqm/s",    "1/s" },   { "disk*", "*rqm",      "%" },
        { "disk*",      "tps",       "1/s" },   { "io*",   "*tps",      "1/s" },
        { "network*",   "[rt]x*",    "1/s" },   { "memory", "*",        "KiB" },
        { "",           "kb*",       "KiB" },   { "",      "*await",    "ms" },
        { "",           "*/s",       "1/s" },   { "",      "*tps",      "1/s" },
        { "hugepages",  "*",         "KiB" },   { "process-and-context-switch", "*", "1/s" },
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (fnmatch(units[i].activity, activity, 0) == 0 && fnmatch(units[i].field, field, 0) == 0)
            return units[i].unit;
    return "";
}

#include <string.h>

#include "analyzer/cli/command.h"
#include "data/base/text.h"

extern const struct command cmd_ingest;
extern const struct command cmd_inspect;
extern const struct command cmd_formats;
extern const struct command cmd_series;
extern const struct command cmd_query;
extern const struct command cmd_export;
extern const struct command cmd_merge;
extern const struct command cmd_capacity;
extern const struct command cmd_event;
extern const struct command cmd_analyze;
extern const struct command cmd_explain;
extern const struct command cmd_forecast;
extern const struct command cmd_backtest;
extern const struct command cmd_size;
extern const struct command cmd_simulate;
extern const struct command cmd_whatif;
extern const struct command cmd_report;
extern const struct command cmd_chart;
extern const struct command cmd_ledger;
extern const struct command cmd_check;
extern const struct command cmd_config;
extern const struct command cmd_verify;
extern const struct command cmd_prune;
extern const struct command cmd_backup;
extern const struct command cmd_doctor;
extern const struct command cmd_completion;
extern const struct command cmd_help;

/* in the order of the help: along the way that data takes */
const struct command *const commands[] = {
    &cmd_ingest,
    &cmd_inspect,
    &cmd_formats,
    &cmd_series,
    &cmd_query,
    &cmd_export,
    &cmd_merge,
    &cmd_capacity,
    &cmd_event,
    &cmd_analyze,
    &cmd_explain,
    &cmd_forecast,
    &cmd_backtest,
    &cmd_size,
    &cmd_simulate,
    &cmd_whatif,
    &cmd_report,
    &cmd_chart,
    &cmd_ledger,
    &cmd_check,
    &cmd_config,
    &cmd_verify,
    &cmd_prune,
    &cmd_backup,
    &cmd_doctor,
    &cmd_completion,
    &cmd_help,
    NULL,
};

enum { NAMES_MOST = 64 };

const struct command *command_find(const struct command *const *table, const char *name)
{
    for (; *table; table++)
        if (strcmp((*table)->name, name) == 0)
            return *table;
    return NULL;
}

int command_unknown(const struct command *const *table, const char *what, const char *name,
                    struct error *err)
{
    const char *names[NAMES_MOST], *nearest;
    struct buf all;
    size_t count = 0;

    buf_init(&all, 200);
    for (; table[count] && count < NAMES_MOST; count++) {
        names[count] = table[count]->name;
        buf_addf(&all, "%s%s", count ? ", " : "", names[count]);
    }
    error_set(err, ERR_USAGE, "unknown %s '%.60s'", what, name);
    nearest = text_nearest(name, names, count);
    if (nearest)
        error_hint(err, "Did you mean '%s'?", nearest);
    else if (all.failed)
        error_hint(err, "'headroom help' lists them.");
    else
        error_hint(err, "There are %s.", all.text);
    buf_release(&all);
    return ERR_USAGE;
}

#include <string.h>

#include "analyzer/cli/command.h"
#include "data/base/text.h"

extern const struct command cmd_help;
extern const struct command cmd_analyze, cmd_explain, cmd_forecast, cmd_backtest, cmd_report, cmd_chart, cmd_check;

const struct command *const commands[] = {
    &cmd_analyze,
    &cmd_explain,
    &cmd_forecast,
    &cmd_backtest,
    &cmd_report,
    &cmd_chart,
    &cmd_check,
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

    buf_init(&all, 280);
    for (; table[count] && count < NAMES_MOST; count++) {
        names[count] = table[count]->name;
        buf_addf(&all, "%s%s", count ? ", " : "", names[count]);
    }
    error_set(err, ERR_USAGE, "unknown %s '%.60s'", what, name);
    nearest = text_nearest(name, names, count);
    if (nearest)
        error_hint(err, "Did you mean '%s'?", nearest);
    else
        error_hint(err, "There are %s.", all.text);
    buf_release(&all);
    return ERR_USAGE;
}

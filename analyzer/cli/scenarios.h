/*
 * analyzer/cli/scenarios.h - the plans that a command line asks for.
 */
#ifndef ANALYZER_CLI_SCENARIOS_H
#define ANALYZER_CLI_SCENARIOS_H

#include "analyzer/cli/context.h"
#include "analyzer/engine/whatif.h"

/* Options by which plans are named or made. */
struct scenario_settings {
    struct words names;
    struct words given[ASSUMPTIONS];    /* by enum assumption_kind */
    int          no_committed;
};

#define SCENARIO_LIST(type, member, word, which, form, words)                                              \
    { .name = word, .kind = OPTION_LIST, .at = offsetof(type, member.given[which]), .argument = form, .help = words }

#define SCENARIO_OPTIONS(type, member)                                                                    \
    { .name = "scenario", .kind = OPTION_LIST, .at = offsetof(type, member.names), .argument = "NAME",    \
      .help = "a [scenario] of the config, several as A+B, or all of a file; may be given again" },       \
    SCENARIO_LIST(type, member, "growth", ASSUME_GROWTH, "CHANGE",                                        \
                  "growth times or instead: +20%, x1.5, 0.4/day, 3%/month, +1GiB/week"),                  \
    SCENARIO_LIST(type, member, "load", ASSUME_LOAD, "CHANGE",                                            \
                  "load that changes: +15%@2026-01-01, +40@2026-01-01..2026-03-01, x2@2026-11-27/3d"),    \
    SCENARIO_LIST(type, member, "capacity", ASSUME_CAPACITY, "CHANGE",                                    \
                  "capacity added, removed or set: +200@2026-02-01, -100, =500, x2"),                     \
    SCENARIO_LIST(type, member, "retain", ASSUME_RETAIN, "DURATION",                                      \
                  "how long stored data are kept: 14d, or 30d:14d where no rule says 30d"),               \
    SCENARIO_LIST(type, member, "move", ASSUME_MOVE, "MOVE",                                              \
                  "load that moves to another series: 'FROM -> TO', '50% FROM -> TO@2026-02-01'"),        \
    SCENARIO_LIST(type, member, "driver", ASSUME_DRIVER, "CHANGE", "a [driver] that changes: users=x2, users=+20%"),    \
    { .name = "no-committed", .kind = OPTION_FLAG, .at = offsetof(type, member.no_committed),             \
      .help = "leave out the scenarios that are committed" }

/*
 * The baseline (of what is committed) and a plan for every --scenario and for the options together; where nothing
 * is asked for, one for every scenario of the config. ERR_USAGE where there is none at all. Texts and
 * plans live in the context's arena.
 */
int scenarios_plans(struct context *context, const struct scenario_settings *settings,
                    struct whatif_plans *out, struct error *err);

#endif

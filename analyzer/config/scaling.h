/*
 * analyzer/config/scaling.h - the parameters of a scaling policy as people write them.
 *
 * The same rows are the keys of a [scaling NAME] and the options of `simulate`. What is not given
 * stays as it was, so that the command line can stand above the section, and that above the default.
 */
#ifndef ANALYZER_CONFIG_SCALING_H
#define ANALYZER_CONFIG_SCALING_H

#include "analyzer/cli/option.h"
#include "analyzer/config/config.h"
#include "models/scaling.h"

/* Numbers are -1 and texts NULL where nothing was given. */
struct scaling_given {
    double       target, up, down, tolerance;
    long         step, least, most, start;
    int64_t      startup_ms, cooldown_ms, window_ms;
    const char  *steps;        /* "0:-1 30:0 70:+1 90:+4" */
    struct words schedule;     /* "mon-fri 08:00-18:00 6", the later line above the earlier */
};
#define SCALING_NOTHING \
    { .target = -1, .up = -1, .down = -1, .tolerance = -1, .step = -1, .least = -1, .most = -1, \
      .start = -1, .startup_ms = -1, .cooldown_ms = -1, .window_ms = -1 }

/* What [scaling NAME] holds. */
struct scaling_section {
    int                  kind;      /* index into scalers[] */
    struct scaling_given given;
};
extern const struct option scaling_settings[];    /* into struct scaling_section */

#define SCALING_ROWS(type, member)                                                              \
    { .name = "target", .kind = OPTION_PERCENT, .at = offsetof(type, member.target),            \
      .argument = "PERCENT", .least = 1, .most = 100,                                           \
      .help = "utilisation that target, scheduled and predictive aim at (default 70)" },        \
    { .name = "up", .kind = OPTION_PERCENT, .at = offsetof(type, member.up),                    \
      .argument = "PERCENT", .least = 0, .most = 100,                                           \
      .help = "threshold: start above this utilisation (default 70)" },                         \
    { .name = "down", .kind = OPTION_PERCENT, .at = offsetof(type, member.down),                \
      .argument = "PERCENT", .least = 0, .most = 100,                                           \
      .help = "threshold: stop below this utilisation (default 30)" },                          \
    { .name = "step", .kind = OPTION_COUNT, .at = offsetof(type, member.step),                  \
      .argument = "N", .least = 1, .most = 1000000,                                             \
      .help = "threshold: units an action (default 1)" },                                       \
    { .name = "tolerance", .kind = OPTION_PERCENT, .at = offsetof(type, member.tolerance),      \
      .argument = "PERCENT", .least = 0, .most = 100,                                           \
      .help = "target: of the target, within which nothing is done (default 10)" },             \
    { .name = "steps", .kind = OPTION_TEXT, .at = offsetof(type, member.steps),                 \
      .argument = "TEXT", .help = "step: 'PERCENT:CHANGE …' (default '0:-1 30:0 70:+1 80:+2 90:+4')" }, \
    { .name = "schedule", .kind = OPTION_LIST, .at = offsetof(type, member.schedule),           \
      .argument = "TEXT",                                                                       \
      .help = "scheduled: 'mon-fri 08:00-18:00 6'; may be given again (default: learned)" },    \
    { .name = "startup", .kind = OPTION_DURATION, .at = offsetof(type, member.startup_ms),      \
      .argument = "DURATION", .help = "from an order until a unit serves (default 2m)" },       \
    { .name = "cooldown", .kind = OPTION_DURATION, .at = offsetof(type, member.cooldown_ms),    \
      .argument = "DURATION", .help = "from an action until the next (default 300s)" },         \
    { .name = "window", .kind = OPTION_DURATION, .at = offsetof(type, member.window_ms),        \
      .argument = "DURATION",                                                                   \
      .help = "stop only down to the most wanted in this time (default 0s)" },                  \
    { .name = "min", .kind = OPTION_COUNT, .at = offsetof(type, member.least),                  \
      .argument = "N", .least = 0, .most = 1000000, .help = "fewest units (default 1)" },       \
    { .name = "max", .kind = OPTION_COUNT, .at = offsetof(type, member.most),                   \
      .argument = "N", .least = 1, .most = 1000000, .help = "most units (default: no bound)" }, \
    { .name = "start", .kind = OPTION_COUNT, .at = offsetof(type, member.start),                \
      .argument = "N", .least = 1, .most = 1000000,                                             \
      .help = "units at the beginning (default: what the target asks for)" }

/*
 * Lays what was given over *policy. ERR_USAGE, with a hint, for a text that can not be read or
 * numbers that do not fit together; *policy is then undefined.
 */
int scaling_lay(const struct scaling_given *given, struct scaling *policy, struct error *err);

/* The policy of one [scaling NAME], laid over scaling_default. Fails as scaling_lay() does. */
int scaling_section_read(const struct section *section, const struct scaler **scaler,
                         struct scaling *out, struct error *err);

/*
 * The policy that a name stands for: a [scaling NAME], or a kind with its default. *out is laid
 * over scaling_default. ERR_USAGE with the nearest name as a hint.
 */
int scaling_named(const struct config *config, const char *name, const struct scaler **scaler,
                  struct scaling *out, struct error *err);

#endif

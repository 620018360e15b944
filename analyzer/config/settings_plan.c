/* analyzer/config/settings_plan.c - sections that hold plans and exceptions: what-ifs, waivers, groups, calendars, prices. */
#include "analyzer/config/settings.h"

static const char *const no_or_yes[] = { "no", "yes", NULL };

#define AT(type, member) .at = offsetof(struct type, member)

#define LINES(key, form, words) \
    { .name = key, .kind = OPTION_LIST, AT(scenario_section, lines), .argument = form, .help = words }

const struct option scenario_settings[] = {
    LINES("series", "GLOB", "the series it is about; the line may stand more than once; all unless said"),
    LINES("growth", "CHANGE", "growth that changes: +20%, x1.5, 0.4/day, +3%/month"),
    LINES("load", "CHANGE", "load that changes: +15%, x2 or +40, then @TIME, @TIME..TIME or @TIME/DURATION"),
    LINES("capacity", "CHANGE", "capacity that changes: +200, -100, =500 or x2, then @TIME"),
    LINES("retain", "DURATION", "how long data are kept, and until now: 14d or 30d:14d"),
    LINES("move", "MOVE", "load that moves: FROM -> TO, or 50% FROM -> TO, then @TIME"),
    LINES("driver", "CHANGE", "a [driver] that changes: users=x2, users=+20%"),
    { .name = "committed", .kind = OPTION_CHOICE, AT(scenario_section, committed), .argument = "YES",
      .choices = no_or_yes, .help = "in force in every what-if unless one asks without" },
    { .name = "note", .kind = OPTION_TEXT, AT(scenario_section, note), .argument = "TEXT",
      .help = "what it is, in a few words" },
    { .name = NULL },
};

const struct option waiver_settings[] = {
    { .name = "series", .kind = OPTION_LIST, AT(waiver_section, series), .argument = "GLOB",
      .help = "the series whose gate is silenced; the line may stand more than once" },
    { .name = "until", .kind = OPTION_TEXT, AT(waiver_section, until), .argument = "DATE",
      .help = "its last day; the day after, the gate holds again" },
    { .name = "reason", .kind = OPTION_TEXT, AT(waiver_section, reason), .argument = "TEXT",
      .help = "why, printed by every check and report while it is in force" },
    { .name = "owner", .kind = OPTION_TEXT, AT(waiver_section, owner), .argument = "TEXT",
      .help = "who asked for it" },
    { .name = NULL },
};

const struct option group_settings[] = {
    { .name = "series", .kind = OPTION_LIST, AT(group_section, series), .argument = "GLOB",
      .help = "its members; the line may stand more than once; those of each metric are added up" },
    { .name = "reserve", .kind = OPTION_TEXT, AT(group_section, rule.reserve), .argument = "RESERVE",
      .help = "what it can lose: n+1 (its largest member), n+2, a share (20%) or a quantity" },
    { .name = NULL },
};

const struct option calendar_settings[] = {
    { .name = "hours", .kind = OPTION_LIST, AT(calendar_section, lines), .argument = "HOURS",
      .help = "business hours: mon-fri 08:00-18:00; more lines add to them" },
    { .name = "holiday", .kind = OPTION_LIST, AT(calendar_section, lines), .argument = "DAY",
      .help = "2026-12-25, 25 December, last Monday of May, easter+1; one line each" },
    { .name = "freeze", .kind = OPTION_LIST, AT(calendar_section, lines), .argument = "DAY..DAY",
      .help = "when nothing is changed: 2026-12-18..2027-01-04, 18 December..4 January" },
    { .name = NULL },
};

const struct option price_settings[] = {
    { .name = "series", .kind = OPTION_LIST, AT(price_section, series), .argument = "GLOB",
      .help = "the series whose capacity it is of; the line may stand more than once" },
    { .name = "price", .kind = OPTION_NUMBER, AT(price_section, rule.price), .argument = "N", .least = 0,
      .most = 1e15, .help = "of one unit and month" },
    { .name = "per", .kind = OPTION_AMOUNT, AT(price_section, rule.per), .argument = "QUANTITY",
      .help = "what one unit is: 1GiB, 100; of percentages all that is there, unless said" },
    { .name = "outage", .kind = OPTION_NUMBER, AT(price_section, rule.outage), .argument = "N", .least = 0,
      .most = 1e15, .help = "of a day at the limit, for the cost of waiting" },
    { .name = "currency", .kind = OPTION_TEXT, AT(price_section, rule.currency), .argument = "TEXT",
      .help = "of these prices: EUR" },
    { .name = NULL },
};

#include "analyzer/config/scaling.h"

#include <stdio.h>
#include <string.h>

#include "data/base/clock.h"
#include "data/base/number.h"
#include "data/base/text.h"

static const char *kind_choice(size_t index)
{
    size_t count = 0;

    while (scalers[count])
        count++;
    return index < count ? scalers[index]->name : NULL;
}

const struct option scaling_settings[] = {
    { .name = "kind", .kind = OPTION_CHOICE, .at = offsetof(struct scaling_section, kind),
      .argument = "KIND", .choice = kind_choice, .help = "how it decides" },
    SCALING_ROWS(struct scaling_section, given),
    { .name = NULL },
};

/* --- texts ------------------------------------------------------------------------------ */

/* The next word of a text between blanks; its length, 0 at the end. */
static size_t next_word(const char **text)
{
    *text += strspn(*text, " \t,");
    return strcspn(*text, " \t,");
}

static int read_step(const char *word, size_t length, struct scaling_step *out)
{
    const char *colon = memchr(word, ':', length);
    size_t before = colon ? (size_t)(colon - word) : 0;

    return colon && number_parse(word, before, &out->at_pct) == NUMBER_OK &&
           number_parse(colon + 1, length - before - 1, &out->change) == NUMBER_OK &&
           out->at_pct >= 0 && out->at_pct <= 100;
}

static int read_steps(const char *text, struct scaling *policy, struct error *err)
{
    const char *at = text;
    int good = 1;

    policy->step_count = 0;
    for (size_t length = next_word(&at); length && good; length = next_word(&at)) {
        struct scaling_step *step = &policy->steps[policy->step_count];

        good = policy->step_count < SCALING_STEPS && read_step(at, length, step) &&
               (policy->step_count == 0 || step->at_pct > step[-1].at_pct);
        policy->step_count += (size_t)good;
        at += length;
    }
    if (good && policy->step_count)
        return 0;
    error_set(err, ERR_USAGE, "steps can not be '%.80s'", text);
    error_hint(err, "Write up to %d of PERCENT:CHANGE, rising: 0:-1 30:0 70:+1 90:+4.",
               SCALING_STEPS);
    return ERR_USAGE;
}

static int read_schedule(const char *text, struct scaling *policy, struct error *err)
{
    struct window hours;
    const char *at = text;
    double units = 0;
    size_t length;
    int good = week_hours_read(text, &hours, &at);

    length = good ? next_word(&at) : 0;
    good = length && number_parse(at, length, &units) == NUMBER_OK && units >= 0 && !at[length];
    if (!good) {
        error_set(err, ERR_USAGE, "a schedule can not be '%.80s'", text);
        error_hint(err, "Write days, whole hours and units: mon-fri 08:00-18:00 6, or * for all "
                        "days.");
        return ERR_USAGE;
    }
    for (int day = hours.first_day; day <= hours.last_day; day++)
        for (int hour = hours.from_hour; hour < hours.to_hour; hour++)
            policy->schedule[day * DAY_HOURS + hour] = units;
    return 0;
}

/* --- all of it ------------------------------------------------------------------------------ */

static void lay(double *into, double value)
{
    if (value >= 0)
        *into = value;
}

static void lay_time(double *into, int64_t ms)
{
    if (ms >= 0)
        *into = (double)ms / (double)SECOND_MS;
}

static int check(const struct scaling *policy, struct error *err)
{
    if (policy->most > 0 && policy->least > policy->most)
        return error_set(err, ERR_USAGE, "at least %g units and at most %g do not fit together",
                         policy->least, policy->most);
    if (policy->down_pct >= policy->up_pct) {
        error_set(err, ERR_USAGE, "to stop below %g %% and start above %g %% does not fit together",
                  policy->down_pct, policy->up_pct);
        error_hint(err, "Leave room between them, or it does both by turns.");
        return ERR_USAGE;
    }
    return 0;
}

int scaling_lay(const struct scaling_given *given, struct scaling *policy, struct error *err)
{
    lay(&policy->target_pct, given->target);
    lay(&policy->up_pct, given->up);
    lay(&policy->down_pct, given->down);
    lay(&policy->tolerance_pct, given->tolerance);
    lay(&policy->step, (double)given->step);
    lay(&policy->least, (double)given->least);
    lay(&policy->most, (double)given->most);
    lay(&policy->start, (double)given->start);
    lay_time(&policy->startup_s, given->startup_ms);
    lay_time(&policy->cooldown_s, given->cooldown_ms);
    lay_time(&policy->stabilise_s, given->window_ms);
    if (given->steps && read_steps(given->steps, policy, err) < 0)
        return ERR_USAGE;
    for (size_t i = 0; i < given->schedule.count; i++)
        if (read_schedule(given->schedule.word[i], policy, err) < 0)
            return ERR_USAGE;
    return check(policy, err);
}

static const struct section *find_section(const struct config *config, const char *name)
{
    for (const struct section *at = config_sections(config); at; at = at->next)
        if (strcmp(at->kind->name, "scaling") == 0 && strcmp(at->name, name) == 0)
            return at;
    return NULL;
}

static int unknown(const struct config *config, const char *name, struct error *err)
{
    enum { NAMES = 32 };
    const char *names[NAMES], *nearest;
    size_t count = 0;

    for (size_t i = 0; scalers[i] && count < NAMES; i++)
        names[count++] = scalers[i]->name;
    for (const struct section *at = config_sections(config); at && count < NAMES; at = at->next)
        if (strcmp(at->kind->name, "scaling") == 0)
            names[count++] = at->name;
    nearest = text_nearest(name, names, count);
    error_set(err, ERR_USAGE, "no scaling policy is called '%.60s'", name);
    if (nearest)
        error_hint(err, "Did you mean '%s'?", nearest);
    else
        error_hint(err, "There are threshold, target, step, scheduled, predictive, and each "
                        "[scaling NAME] of the config.");
    return ERR_USAGE;
}

int scaling_section_read(const struct section *section, const struct scaler **scaler,
                         struct scaling *out, struct error *err)
{
    struct scaling_section read = { .given = SCALING_NOTHING };

    for (const struct entry *entry = section->entries; entry; entry = entry->next)
        option_read(option_find(scaling_settings, entry->key), entry->key, entry->text, &read, NULL);
    *scaler = scalers[read.kind];
    *out = scaling_default;
    return scaling_lay(&read.given, out, err);
}

int scaling_named(const struct config *config, const char *name, const struct scaler **scaler,
                  struct scaling *out, struct error *err)
{
    const struct section *section = find_section(config, name);

    if (section)
        return scaling_section_read(section, scaler, out, err);
    *scaler = scaler_find(name);
    *out = scaling_default;
    return *scaler ? 0 : unknown(config, name, err);
}

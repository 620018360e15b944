#include "analyzer/engine/assumption.h"

#include <string.h>

/* What is being read: the text up to `@` in pieces that live in the arena. */
struct reading {
    const struct zone *zone;
    int64_t            now;
    struct arena      *arena;
    struct assumption *out;
};

typedef int reader(struct reading *reading, char *text, struct error *err);
static reader read_growth, read_load, read_capacity, read_retain, read_move, read_driver;

static const struct {
    const char *name;
    reader     *read;
    const char *forms;
} kinds[ASSUMPTIONS] = {
    [ASSUME_GROWTH]   = { "growth", read_growth,
                          "Growth is written as +20%, x1.5, 0.4/day, +5GiB/week or 3%/month." },
    [ASSUME_LOAD]     = { "load", read_load,
                          "Load is written as +15%, x2, +40 or =10; then @TIME, @TIME..TIME or @TIME/DURATION." },
    [ASSUME_CAPACITY] = { "capacity", read_capacity,
                          "Capacity is written as +200, -100, =500, +20% or x2; then @TIME or @TIME/DURATION." },
    [ASSUME_RETAIN]   = { "retain", read_retain,
                          "Retention is written as 14d, or 30d:14d where 30d is what holds now." },
    [ASSUME_MOVE]     = { "move", read_move,
                          "A move is written as 'FROM -> TO' or '50% FROM -> TO'." },
    [ASSUME_DRIVER]   = { "driver", read_driver,
                          "A driver is written as users=x2, users=+20% or users=5000." },
};

const char *assumption_name(enum assumption_kind kind)
{
    return kinds[kind].name;
}

static int wrong(const struct assumption *a, const char *what, const char *text, struct error *err)
{
    error_set(err, ERR_USAGE, "%s '%.100s': %s", kinds[a->kind].name, text, what);
    error_hint(err, "%s", kinds[a->kind].forms);
    return ERR_USAGE;
}

/* --- when ------------------------------------------------------------------------- */

static int read_ramp(struct reading *r, const char *text, struct period *when, struct error *err)
{
    when->kind = PERIOD_RAMP;
    return time_parse(text, r->zone, r->now, &when->until, err);
}

static int read_while(const char *text, struct period *when, struct error *err)
{
    int64_t length;
    int rc = duration_parse(text, &length, err);

    when->kind = PERIOD_WHILE;
    when->until = rc == 0 ? when->from + length : 0;
    return rc;
}

/* Takes `@…` off the end of the text. */
static int read_when(struct reading *r, char *text, struct error *err)
{
    struct period *when = &r->out->when;
    char *at = strrchr(text, '@'), *dots, *slash;
    int rc;

    if (!at)
        return 0;
    *at++ = '\0';
    dots = strstr(at, "..");
    slash = strchr(at, '/');
    if (dots)
        *dots = '\0';
    else if (slash)
        *slash = '\0';
    when->kind = PERIOD_FROM;
    rc = time_parse(at, r->zone, r->now, &when->from, err);
    if (rc == 0 && dots)
        rc = read_ramp(r, dots + 2, when, err);
    else if (rc == 0 && slash)
        rc = read_while(slash + 1, when, err);
    if (rc == 0 && when->kind != PERIOD_FROM && when->until <= when->from)
        return wrong(r->out, "it ends before it begins", r->out->text, err);
    return rc;
}

/* --- how much ----------------------------------------------------------------------- */

static char *trimmed(char *text)
{
    size_t length;

    text += strspn(text, " \t");
    length = strlen(text);
    while (length && strchr(" \t", text[length - 1]))
        text[--length] = '\0';
    return text;
}

/* `+200GiB`, `-20%`, `x1.5`, `=500`, `500` */
static int read_change(struct assumption *a, const char *text, struct error *err)
{
    struct error why = ERROR_NONE;
    char sign = *text && strchr("+-=x", *text) ? *text++ : '=';
    struct unit unit;

    a->how = sign == 'x' ? CHANGE_SCALE : sign == '=' ? CHANGE_SET : CHANGE_ADD;
    if (!((*text >= '0' && *text <= '9') || *text == '.'))
        return wrong(a, "there is no number", a->text, err);
    if (quantity_parse(text, &a->value, &unit, &why) < 0)
        return wrong(a, why.text, a->text, err);
    if (a->how == CHANGE_SCALE && unit.name[0])
        return wrong(a, "a factor has no unit", a->text, err);
    memcpy(a->unit, unit.name, sizeof a->unit);
    if (sign == '-')
        a->value = -a->value;
    return 0;
}

/* +20% is x1.2 */
static int take_percent(struct assumption *a, struct error *err)
{
    if (a->how == CHANGE_ADD && strcmp(a->unit, "%") == 0) {
        a->how = CHANGE_SCALE;
        a->value = 1 + a->value / 100;
        a->unit[0] = '\0';
    }
    return a->how == CHANGE_SCALE && a->value < 0 ? wrong(a, "that is less than nothing", a->text, err)
                                                  : 0;
}

static int read_factor_or_amount(struct assumption *a, const char *text, struct error *err)
{
    int rc = read_change(a, text, err);

    return rc < 0 ? rc : take_percent(a, err);
}

/* --- the kinds ---------------------------------------------------------------------- */

static int read_per(struct assumption *a, const char *word, struct error *err)
{
    static const struct { const char *name; double days; } periods[] = {
        { "day", 1 }, { "week", 7 }, { "month", 30.4375 }, { "year", 365.25 },    /* a month: a year / 12 */
    };

    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
        if (strcmp(word, periods[i].name) == 0)
            a->per_days = periods[i].days;
    return a->per_days > 0 ? 0 : wrong(a, "it is not a day, week, month or year", a->text, err);
}

/* 0.4/day, +5GiB/week, 3%/month, 3%/month linear */
static int read_rate(struct assumption *a, char *text, char *slash, struct error *err)
{
    char *behind = strchr(slash + 1, ' ');
    int rc;

    *slash = '\0';
    if (behind) {
        *behind = '\0';
        behind = trimmed(behind + 1);
        a->linear = strcmp(behind, "linear") == 0;
        if (!a->linear && strcmp(behind, "compound") != 0)
            return wrong(a, "it is neither linear nor compound", a->text, err);
    }
    rc = read_per(a, slash + 1, err);
    if (rc == 0)
        rc = read_change(a, text, err);
    if (rc < 0)
        return rc;
    if (a->how == CHANGE_SCALE)
        return wrong(a, "a factor has no period", a->text, err);
    a->relative = strcmp(a->unit, "%") == 0;
    if (a->relative) {
        a->value /= 100;
        a->unit[0] = '\0';
    }
    if (a->relative && a->value <= -1)
        return wrong(a, "that is less than nothing", a->text, err);
    return 0;
}

static int read_growth(struct reading *r, char *text, struct error *err)
{
    struct assumption *a = r->out;
    char *slash = strchr(text, '/');
    int rc;

    if (a->when.kind > PERIOD_FROM)
        return wrong(a, "growth begins, but has no end", a->text, err);
    if (slash)
        return read_rate(a, text, slash, err);
    rc = read_factor_or_amount(a, text, err);
    if (rc == 0 && a->how != CHANGE_SCALE)
        return wrong(a, "in which time?", a->text, err);
    return rc;
}

static int read_load(struct reading *r, char *text, struct error *err)
{
    return read_factor_or_amount(r->out, text, err);
}

static int read_capacity(struct reading *r, char *text, struct error *err)
{
    if (r->out->when.kind == PERIOD_RAMP)
        return wrong(r->out, "capacity comes at once", r->out->text, err);
    return read_factor_or_amount(r->out, text, err);
}

static int read_retain(struct reading *r, char *text, struct error *err)
{
    struct assumption *a = r->out;
    char *colon = strchr(text, ':');
    int rc = 0;

    a->how = CHANGE_SCALE;
    if (a->when.kind > PERIOD_FROM)
        return wrong(a, "a retention begins, but has no end", a->text, err);
    if (colon) {
        *colon = '\0';
        rc = duration_parse(text, &a->kept_ms, err);
        text = colon + 1;
    }
    if (rc == 0)
        rc = duration_parse(text, &a->keep_ms, err);
    if (rc == 0 && (a->keep_ms <= 0 || (colon && a->kept_ms <= 0)))
        return wrong(a, "nothing is kept for no time", a->text, err);
    return rc;
}

static int read_move(struct reading *r, char *text, struct error *err)
{
    struct assumption *a = r->out;
    char *arrow = strstr(text, " -> "), *percent;
    struct error why = ERROR_NONE;
    struct unit unit;

    if (!arrow)
        return wrong(a, "it does not say where to", a->text, err);
    *arrow = '\0';
    a->how = CHANGE_ADD;
    a->value = 1;
    percent = strstr(text, "% ");
    if (percent && strspn(text, "0123456789.") == (size_t)(percent - text)) {
        percent[1] = '\0';
        if (quantity_parse(text, &a->value, &unit, &why) < 0)
            return wrong(a, why.text, a->text, err);
        a->value /= 100;
        text = percent + 2;
    }
    a->name = trimmed(text);
    a->to = trimmed(arrow + 4);
    return !*a->name || !*a->to ? wrong(a, "it names no series", a->text, err)
         : a->value > 1         ? wrong(a, "that is more than all of it", a->text, err) : 0;
}

static int read_driver(struct reading *r, char *text, struct error *err)
{
    struct assumption *a = r->out;
    char *equals = strchr(text, '=');

    if (!equals || equals == text)
        return wrong(a, "it names no driver", a->text, err);
    *equals = '\0';
    a->name = trimmed(text);
    return read_factor_or_amount(a, trimmed(equals + 1), err);
}

int assumption_parse(enum assumption_kind kind, const char *text, const struct zone *zone,
                     int64_t now, struct arena *arena, struct assumption *out, struct error *err)
{
    struct assumption a = { .kind = kind };
    struct reading reading = { zone, now, arena, &a };
    char *pieces = arena_copy(arena, text);
    int rc;

    a.text = arena_copy(arena, text);
    if (!a.text || !pieces)
        return error_set(err, ERR_NOMEM, "no memory for an assumption");
    rc = read_when(&reading, pieces, err);
    if (rc == 0)
        rc = kinds[kind].read(&reading, trimmed(pieces), err);
    if (rc == 0)
        *out = a;
    return rc;
}

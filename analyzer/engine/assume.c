/* analyzer/engine/assume.c - a plan laid over a study: capacity, retention, moves and drivers; and all of it in order. */
#include "analyzer/engine/laying.h"

#include <string.h>

#include "data/base/text.h"

void laying_remark(struct laying *l, const char *why)
{
    struct assumption_room *room = l->room;

    if (room->remarks < REMARKS)
        room->remark[room->remarks++] = arena_format(l->arena, "%s %s: %s", assumption_name(l->a->kind),
                                                     l->a->text, why);
}

/* --- capacity ------------------------------------------------------------------------- */

/* Of a series that only tells what is left, more capacity is more left. */
static void lay_room(struct laying *l)
{
    if (l->a->how == CHANGE_ADD)
        laying_amount(l, &l->a->when, l->a->value);
    else
        laying_remark(l, "only what is left is known, not of how much");
}

static int lay_capacity(struct laying *l, struct error *err)
{
    const struct assumption *a = l->a;
    struct study *study = l->study;
    int is_past = a->when.kind != PERIOD_NOW && a->when.from <= study->as_of;
    int64_t from = a->when.kind == PERIOD_NOW || is_past ? study->as_of : a->when.from;
    int64_t until = a->when.kind == PERIOD_WHILE ? a->when.until : TIME_LAST;
    double scale = a->how == CHANGE_SCALE ? a->value : a->how == CHANGE_ADD;
    double add = a->how == CHANGE_SCALE ? 0 : a->value;

    if (study->direction == DIRECTION_FALLING)
        lay_room(l);
    else if (is_past && a->how != CHANGE_SET)
        laying_remark(l, "it began in the past and is in the data");
    else if (!study->capacity.count && a->how != CHANGE_SET)
        laying_remark(l, "no capacity is known that it could change");
    else if (scale * capacity_at(&study->capacity, from) + add <= 0)
        laying_remark(l, "it would leave no capacity at all");
    else {
        l->room->applies = 1;
        return capacity_change(&study->capacity, from, until, scale, add, err);
    }
    return 0;
}

/* --- retention ------------------------------------------------------------------------- */

/*
 * What is stored is what came in the time it is kept, so it is in proportion to that time. Less is
 * deleted at once; more is there when so much more time has passed.
 */
static void lay_retention(struct laying *l)
{
    const struct assumption *a = l->a;
    int64_t kept = a->kept_ms ? a->kept_ms : l->study->rule.retention_ms;
    struct period when = a->when;

    if (strcmp(l->study->info.unit, "B") != 0 || l->study->direction == DIRECTION_FALLING) {
        laying_remark(l, "it is not bytes in use");
        return;
    }
    if (!kept) {
        laying_remark(l, "nothing says how long data are kept now; write 30d:14d, or retention = 30d into a [rule]");
        return;
    }
    if (a->keep_ms > kept) {
        when.from = when.kind == PERIOD_NOW ? l->study->as_of : when.from;
        when.kind = PERIOD_RAMP;
        when.until = when.from + (a->keep_ms - kept);
    }
    laying_scale(l, &when, (double)a->keep_ms / (double)kept);
}

/* --- moves -------------------------------------------------------------------------- */

static double tide_at(const struct tide *tide, int64_t day)
{
    int64_t i = day - tide->first_day;

    if (!tide->count)
        return 0;
    return tide->level[i < 0 ? 0 : i >= (int64_t)tide->count ? tide->count - 1 : (size_t)i];
}

static void lay_arrival(struct laying *l, const struct tide *tide)
{
    double known = laying_seen(l, &l->a->when);

    if (!tide->count || strcmp(tide->unit, l->study->info.unit) != 0) {
        laying_remark(l, tide->count ? "what arrives is counted in another unit" : "of what arrives nothing can be foretold");
        return;
    }
    l->room->applies = 1;
    for (size_t step = 0; step <= l->study->horizon; step++) {
        int64_t first, last;

        laying_days(l, step, &first, &last);
        laying_add(l, step, l->a->value * (laying_at(l, &l->a->when, step) - known) * tide_at(tide, last));
    }
}

static void lay_move(struct laying *l)
{
    const char *name = l->study->series->name;

    if (strcmp(l->a->to, name) == 0) {
        for (size_t i = 0; i < l->beside->tides->count; i++)
            if (l->beside->tides->tide[i].move == l->a)
                lay_arrival(l, &l->beside->tides->tide[i]);
    } else if (text_glob(l->a->name, name)) {
        laying_scale(l, &l->a->when, 1 - l->a->value);
    }
}

/* --- drivers ------------------------------------------------------------------------- */

/* By the name of its section, or of the series itself. */
static int is_driven_by(const struct drive *drive, const char *name)
{
    return drive && drive->rule &&
           (strcmp(drive->rule->name, name) == 0 || (drive->driver && text_glob(name, drive->driver->name)));
}

/* The driver at a step as a factor of what is expected of it, and what is added to that. */
static void driver_at(const struct laying *l, double in_force_then, double *factor, double *extra)
{
    const struct assumption *a = l->a;
    double known = laying_seen(l, &a->when);

    *factor = 1;
    *extra = 0;
    if (a->how == CHANGE_SCALE) {
        *factor = (1 + (a->value - 1) * in_force_then) / (1 + (a->value - 1) * known);
    } else if (a->how == CHANGE_ADD) {
        *extra = a->value * (in_force_then - known);
    } else {
        *factor = 1 - in_force_then;
        *extra = a->value * in_force_then;
    }
}

static void lay_driver(struct laying *l)
{
    const struct drive *drive = l->beside->drive;
    double known = laying_seen(l, &l->a->when), factor, extra;

    if (!is_driven_by(drive, l->a->name))
        return;
    if (!drive->steps)
        laying_remark(l, drive->fit.verdict != DRIVER_USABLE ? driver_verdict_words(drive->fit.verdict)
                                                      : "nothing is expected of the driver");
    else if (l->a->unit[0] && strcmp(l->a->unit, drive->unit) != 0)
        laying_remark(l, arena_format(l->arena, "it is in %s, the driver in %s", l->a->unit, drive->unit));
    else if (known > 0 && (l->a->how == CHANGE_SET || (l->a->how == CHANGE_SCALE && l->a->value <= 0)))
        laying_remark(l, "it began in the past and is in the data");
    else {
        l->room->applies = 1;
        for (size_t step = 0; step <= l->study->horizon; step++) {
            size_t told = step < 1 ? 1 : step > drive->steps ? drive->steps : step;

            driver_at(l, laying_at(l, &l->a->when, step), &factor, &extra);
            laying_add(l, step, drive_added(drive, told, factor, extra));
        }
    }
}

/* --- the whole plan ------------------------------------------------------------------- */

/* An amount in another unit than the series' can not be meant for it. */
static int fits(struct laying *l)
{
    const char *unit = l->a->unit;

    if (!unit[0] || l->a->kind == ASSUME_DRIVER || strcmp(unit, l->study->info.unit) == 0)
        return 1;
    laying_remark(l, arena_format(l->arena, "it is in %s, the series in %s", unit,
                           l->study->info.unit[0] ? l->study->info.unit : "plain numbers"));
    return 0;
}

static int lay(struct laying *l, struct error *err)
{
    if (!fits(l))
        return 0;
    switch (l->a->kind) {
    case ASSUME_GROWTH:   laying_growth(l); break;
    case ASSUME_LOAD:     laying_load(l); break;
    case ASSUME_CAPACITY: return lay_capacity(l, err);
    case ASSUME_RETAIN:   lay_retention(l); break;
    case ASSUME_MOVE:     lay_move(l); break;
    case ASSUME_DRIVER:   lay_driver(l); break;
    case ASSUMPTIONS:     break;
    }
    return 0;
}

static void begin(struct assumption_room *room)
{
    room->remarks = 0;
    room->applies = 0;
    for (size_t step = 0; step <= STUDY_HORIZON; step++) {
        room->assumed.scale[step] = 1;
        room->assumed.shift[step] = 0;
    }
}

static int copy_line(const struct capacity_line *from, struct capacity_line *to, struct error *err)
{
    int rc = 0;

    to->count = 0;
    to->origin = from->origin;
    for (size_t i = 0; i < from->count && rc == 0; i++)
        rc = capacity_add(to, from->step[i].at, from->step[i].value, err);
    return rc;
}

int assume(struct study *study, const struct plan *plan, const struct beside *beside,
           struct arena *arena, struct assumption_room *room, struct error *err)
{
    struct laying l = { .study = study, .room = room, .beside = beside, .arena = arena };
    int rc = copy_line(&study->capacity, &room->before, err);

    begin(room);
    if (rc < 0 || !study->has_odds)
        return rc;
    l.today = laying_day(&l, study->as_of);
    l.newest = laying_day(&l, study->bins.start[study->fat[study->fn - 1]]);
    for (size_t i = 0; i < plan->count && rc == 0; i++)
        for (size_t k = 0; k < plan->scenarios[i]->count && rc == 0; k++) {
            l.a = &plan->scenarios[i]->assumptions[k];
            if (scenario_selects(plan->scenarios[i], study->series->name))
                rc = lay(&l, err);
        }
    study->assumed = &room->assumed;
    study_dates(study);
    return rc;
}

int assume_not(struct study *study, struct assumption_room *room, struct error *err)
{
    int rc = copy_line(&room->before, &study->capacity, err);

    study->assumed = NULL;
    return rc;
}

void assumption_room_release(struct assumption_room *room)
{
    capacity_release(&room->before);
}

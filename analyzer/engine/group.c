#include "analyzer/engine/group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/store/rollup.h"

/* What all members had together in one stretch of time: an hour, or a longer cadence. */
struct slot {
    int64_t  hour;                 /* of the newest row in it */
    uint32_t members, expected;    /* that have data; that are there */
    double   mean, min, max, p95, last;
};

/* One member as it was loaded. */
struct member {
    size_t       series;
    double       weight;
    int64_t      latest_at;        /* its newest sample */
    size_t       first, last;      /* slots in which it is there */
    int          stays;            /* its data go on to the end */
    struct maybe capacity;         /* newest, times its weight */
    double       peak;             /* its highest hour's mean, times its weight */
};

/* By how much the capacity of all changes. */
struct resize { int64_t at; double by; };

struct muster {
    const struct grouping *group;
    int64_t           from, length;        /* of slot 0; of a slot, ms */
    struct slot      *slot;                /* [slots] */
    size_t            slots;
    struct member    *member;              /* [group->count], those that have data */
    size_t            count, current;      /* of them; that stay */
    struct resize *change;
    size_t            changes, room;
    size_t            unknown;             /* members without a capacity */
    int               by_unit;             /* every capacity is by the unit alone */
    int               turned;              /* members that were turned into usage */
};

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for a group");
}

static void muster_release(struct muster *muster)
{
    free(muster->slot);
    free(muster->member);
    free(muster->change);
}

static int muster_init(struct muster *muster, const struct grouping *group, int64_t as_of, int64_t cadence_ms,
                       struct error *err)
{
    int64_t length = (cadence_ms + HOUR_MS - 1) / HOUR_MS * HOUR_MS;

    *muster = (struct muster){ .group = group, .by_unit = 1 };
    muster->length = length > HOUR_MS ? length : HOUR_MS;
    muster->slots = (size_t)((STUDY_MOST_DAYS + 1) * DAY_MS / muster->length) + 1;
    muster->from = (as_of / muster->length - (int64_t)muster->slots + 1) * muster->length;
    muster->slot = calloc(muster->slots, sizeof *muster->slot);
    muster->member = calloc(group->count, sizeof *muster->member);
    return muster->slot && muster->member ? 0 : no_memory(err);
}

/* --- a member's hours --------------------------------------------------------------- */

static size_t slot_of(const struct muster *muster, int64_t hour)
{
    int64_t slot = (hour - muster->from) / muster->length;

    return slot < 0 ? 0 : (size_t)slot < muster->slots ? (size_t)slot : muster->slots - 1;
}

/* The rows of one slot. */
static void add_rows(struct slot *slot, const struct hourly *row, size_t count, struct member *member)
{
    double sum = 0, samples = 0, min = INFINITY, max = -INFINITY, p95 = -INFINITY, weight = member->weight;

    for (size_t i = 0; i < count; i++) {
        sum += row[i].sum;
        samples += row[i].count;
        min = fmin(min, row[i].min);
        max = fmax(max, row[i].max);
        p95 = fmax(p95, row[i].p95);
    }
    slot->members++;
    slot->hour = row[count - 1].hour > slot->hour || slot->members == 1 ? row[count - 1].hour : slot->hour;
    slot->mean += weight * sum / samples;
    slot->min += weight * min;
    slot->max += weight * max;
    slot->p95 += weight * p95;
    slot->last += weight * row[count - 1].last;
    member->peak = fmax(member->peak, weight * sum / samples);
}

static void add_hours(struct muster *muster, const struct hourlies *hours, struct member *member)
{
    for (size_t i = 0, end; i < hours->count; i = end) {
        size_t slot = slot_of(muster, hours->row[i].hour);

        for (end = i + 1; end < hours->count && slot_of(muster, hours->row[end].hour) == slot; end++)
            ;
        add_rows(&muster->slot[slot], &hours->row[i], end - i, member);
    }
}

/* --- a member's capacity --------------------------------------------------------------- */

static int add_change(struct muster *muster, int64_t at, double by, struct error *err)
{
    if (muster->changes == muster->room) {
        size_t room = muster->room ? 2 * muster->room : 16;
        struct resize *change = realloc(muster->change, room * sizeof *change);

        if (!change)
            return no_memory(err);
        muster->change = change;
        muster->room = room;
    }
    muster->change[muster->changes++] = (struct resize){ at, by };
    return 0;
}

/* Its capacity comes with its first hour, changes as it does, and goes after its last where it left. */
static int add_capacity(struct muster *muster, const struct study *study, const struct member *member,
                        struct error *err)
{
    const struct capacity_line *line = &study->capacity;
    const struct hourlies *hours = &study->hours;
    int64_t first = hours->row[0].hour, last = hours->row[hours->count - 1].hour;
    int rc = add_change(muster, first, member->weight * capacity_at(line, first), err);

    for (size_t i = 1; i < line->count && rc == 0; i++)
        if (line->step[i].at > first)
            rc = add_change(muster, line->step[i].at,
                            member->weight * (line->step[i].value - line->step[i - 1].value), err);
    if (rc == 0 && !member->stays)
        rc = add_change(muster, last + muster->length, -member->capacity.value, err);
    muster->unknown += !line->count;
    muster->by_unit &= line->origin == CAPACITY_UNIT;
    return rc;
}

static int is_current(const struct study *study)
{
    return study->as_of - study->latest_at <= 2 * study->series->cadence_ms + study->rule.policy.stale_ms;
}

/* What study_load() left of one member; one without data is none. */
static int add_member(struct muster *muster, const struct study *study, size_t series, struct error *err)
{
    const struct hourlies *hours = &study->hours;
    struct member *member = &muster->member[muster->count];

    if (!hours->count)
        return 0;
    member->series = series;
    member->latest_at = study->latest_at;
    member->weight = muster->group->shares && study->rule.size > 0 ? study->rule.size : 1;
    member->first = slot_of(muster, hours->row[0].hour);
    member->last = slot_of(muster, hours->row[hours->count - 1].hour);
    member->stays = is_current(study);
    member->capacity = study_capacity(study, study->as_of);
    member->capacity.value *= member->weight;
    muster->turned += study->turned;
    muster->current += (size_t)member->stays;
    muster->count++;
    add_hours(muster, hours, member);
    return add_capacity(muster, study, member, err);
}

static int load_members(struct muster *muster, struct study *study, int64_t as_of, struct error *err)
{
    int rc = 0;

    for (size_t i = 0; i < muster->group->count && rc == 0; i++) {
        study_begin(study, muster->group->member[i]);
        study->as_of = as_of;
        rc = study_load(study, err);
        if (rc == 0)
            rc = add_member(muster, study, muster->group->member[i], err);
    }
    if (rc < 0 || !muster->turned || (size_t)muster->turned == muster->count)
        return rc;
    error_set(err, ERR_CONFIG, "group '%.40s' has members whose free part can not be turned into usage",
              muster->group->rule->name);
    error_hint(err, "Say their capacity, by 'capacity set' or in a [rule].");
    return ERR_CONFIG;
}

/* --- all together ----------------------------------------------------------------------- */

/* When all ended long ago the group has: nobody left it. */
static void nobody_left(struct muster *muster)
{
    for (size_t i = 0; i < muster->count && !muster->current; i++)
        muster->member[i].stays = 1;
    if (!muster->current)
        muster->current = muster->count;
}

/* Shares are parts of what the members that stay have. */
static double scale_of(const struct muster *muster)
{
    double weight = 0;

    for (size_t i = 0; i < muster->count && muster->group->shares; i++)
        weight += muster->member[i].stays ? muster->member[i].weight : 0;
    return weight > 0 ? 1 / weight : 1;
}

/* Who comes within a day of the first of all was there from the beginning. */
static void expect_members(struct muster *muster)
{
    size_t first = muster->slots, day = (size_t)(DAY_MS / muster->length);

    for (size_t i = 0; i < muster->count; i++)
        first = muster->member[i].first < first ? muster->member[i].first : first;
    for (size_t i = 0; i < muster->count; i++) {
        const struct member *member = &muster->member[i];
        size_t last = member->stays ? muster->slots - 1 : member->last;

        for (size_t slot = member->first <= first + day ? first : member->first; slot <= last; slot++)
            muster->slot[slot].expected++;
    }
}

/* Slots in which every member is, as the hours of the study. */
static int put_hours(const struct muster *muster, double scale, struct study *study, struct error *err)
{
    struct hourlies *hours = &study->hours;

    hours->count = 0;
    if (hourlies_reserve(hours, muster->slots, err) < 0)
        return no_memory(err);
    for (size_t i = 0; i < muster->slots; i++) {
        const struct slot *slot = &muster->slot[i];

        study->facts.lacking += slot->members && slot->members < slot->expected;
        if (!slot->members || slot->members < slot->expected)
            continue;
        hours->row[hours->count++] = (struct hourly){
            .hour = slot->hour, .count = 1, .sum = scale * slot->mean, .min = scale * slot->min,
            .max = scale * slot->max, .p95 = scale * slot->p95, .last = scale * slot->last };
    }
    return 0;
}

static int by_time(const void *a, const void *b)
{
    const struct resize *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

/* The capacity of the group: what the config says of it, else the sum where every member's is known. */
static int put_capacity(struct muster *muster, double scale, struct study *study, struct error *err)
{
    double total = 0;
    int rc = 0;

    study->capacity.count = 0;
    study->capacity.origin = CAPACITY_NONE;
    if (study->rule.capacity > 0) {
        study->capacity.origin = CAPACITY_CONFIG;
        return capacity_add(&study->capacity, INT64_MIN, study->rule.capacity, err);
    }
    if (!muster->count || muster->unknown)
        return 0;
    qsort(muster->change, muster->changes, sizeof *muster->change, by_time);
    for (size_t i = 0; i < muster->changes && rc == 0; i++) {
        total += muster->change[i].by;
        if (muster->change[i].at - muster->change[0].at <= DAY_MS && i + 1 < muster->changes &&
            muster->change[i + 1].at - muster->change[0].at <= DAY_MS)
            continue;    /* the beginning: see expect_members() */
        if (i + 1 == muster->changes || muster->change[i + 1].at > muster->change[i].at)
            rc = capacity_add(&study->capacity, muster->change[i].at, scale * total, err);
    }
    study->capacity.origin = muster->by_unit ? CAPACITY_UNIT : CAPACITY_MEMBERS;
    return rc;
}

/* The newest sample, as far as all that stay have one. */
static int64_t latest_of(const struct muster *muster)
{
    int64_t latest = TIME_LAST;

    for (size_t i = 0; i < muster->count; i++)
        if (muster->member[i].stays && muster->member[i].latest_at < latest)
            latest = muster->member[i].latest_at;
    return latest;
}

/* --- what is kept in reserve ---------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    if (x->stays != y->stays)
        return y->stays - x->stays;
    if (x->capacity.value != y->capacity.value)
        return x->capacity.value < y->capacity.value ? 1 : -1;
    if (x->peak != y->peak)
        return x->peak < y->peak ? 1 : -1;
    return (x->series > y->series) - (x->series < y->series);
}

/* What the largest `lost` members are of all that stay: of the capacity, else of the peaks. */
static double share_of_largest(const struct muster *muster, size_t lost)
{
    double largest = 0, all = 0;

    for (size_t i = 0; i < muster->current; i++) {
        double size = muster->unknown ? muster->member[i].peak : muster->member[i].capacity.value;

        all += size;
        largest += i < lost ? size : 0;
    }
    return all > 0 ? largest / all : 0;
}

static double reserve_of(const struct muster *muster, const struct study *study)
{
    const struct reserve *reserve = &muster->group->reserve;
    double total = capacity_at(&study->capacity, study->as_of);

    switch (reserve->kind) {
    case RESERVE_NONE:     break;
    case RESERVE_QUANTITY: return reserve->value;
    case RESERVE_SHARE:    return total * reserve->value / 100;
    case RESERVE_MEMBERS:
        return share_of_largest(muster, (size_t)reserve->value) * total * study->rule.policy.exhaustion_pct / 100;
    }
    return study->rule.policy.reserve;    /* that of the rules */
}

static void put_facts(struct muster *muster, struct study *study)
{
    double total = capacity_at(&study->capacity, study->as_of);
    struct group_finding *facts = &study->facts;

    for (size_t i = 0; i < muster->count && muster->unknown; i++)
        muster->member[i].capacity.value = 0;
    qsort(muster->member, muster->count, sizeof *muster->member, by_size);
    study->rule.policy.reserve = reserve_of(muster, study);
    facts->name = muster->group->rule->name;
    facts->reserve = muster->group->rule->reserve;
    facts->kept = study->rule.policy.reserve;
    facts->members = muster->current;
    facts->left = muster->count - muster->current;
    if (!muster->current)
        return;
    facts->largest = study->engine->series[muster->member[0].series].name;
    facts->largest_share = (struct maybe){ share_of_largest(muster, 1), 1 };
    facts->largest_capacity = (struct maybe){ facts->largest_share.value * total, total > 0 };
}

int group_load(struct study *study, size_t series, struct error *err)
{
    const struct engine *engine = study->engine;
    int64_t as_of = engine->as_of[series];
    enum statistic statistic;
    enum direction direction;
    struct muster muster;
    double scale;
    int rc = muster_init(&muster, engine_group(engine, series), as_of, engine->series[series].cadence_ms, err);

    if (rc == 0)
        rc = load_members(&muster, study, as_of, err);
    if (rc < 0)
        goto done;
    statistic = study->statistic;
    direction = study->direction;
    study_begin(study, series);
    if (study->rule.statistic == STATISTIC_AUTO)
        study->statistic = statistic;
    study->direction = direction;
    study->turned = muster.turned > 0;
    nobody_left(&muster);
    scale = scale_of(&muster);
    expect_members(&muster);
    rc = put_hours(&muster, scale, study, err);
    if (rc == 0)
        rc = put_capacity(&muster, scale, study, err);
    if (rc == 0)
        put_facts(&muster, study);
    if (study->hours.count)
        study->latest = study->hours.row[study->hours.count - 1].last;
    study->latest_at = latest_of(&muster);
    study->resets = 0;
done:
    muster_release(&muster);
    return rc;
}

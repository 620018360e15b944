#include "analyzer/engine/record.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/engine/track.h"
#include "data/findings.h"
#include "reports/words.h"

/* A date that moved by less is the noise of one more week of data. */
static const double MOVED_DAYS = 14;

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for the ledger");
}

static struct store_number number(struct maybe value)
{
    return (struct store_number){ value.value, value.known };
}

static void outlook_of(const struct finding *f, struct store_outlook *out)
{
    *out = (struct store_outlook){
        .series = f->name,
        .verdict = verdict_name(f->verdict),
        .severity = severity_name(f->severity),
        .model = f->forecast.model,
        .statistic = statistic_name(f->forecast.statistic),
        .unit = f->info.unit,
        .level = number(f->level),
        .usable = number(f->capacity.usable),
        .growth_per_day = number(f->growth.per_day),
        .days_early = number(f->exhaustion.days_early),
        .days_median = number(f->exhaustion.days_median),
        .days_late = number(f->exhaustion.days_late),
    };
    for (int i = 0; i < OUTLOOKS; i++) {
        out->low[i] = number(f->forecast.at[i].low);
        out->median[i] = number(f->forecast.at[i].median);
        out->high[i] = number(f->forecast.at[i].high);
    }
}

int record_run(const char *path, int64_t lock_wait_ms, const struct analysis *analysis,
               const char *command, int64_t at, int64_t *out_id, struct error *err)
{
    struct store_run run = { .as_of = analysis->as_of, .at = at, .command = command,
                             .timezone = analysis->timezone };
    struct store_outlook *rows = calloc(analysis->count + 1, sizeof *rows);
    struct store *store = NULL;
    int rc;

    if (!rows)
        return no_memory(err);
    for (size_t i = 0; i < analysis->count; i++)
        outlook_of(analysis_finding(analysis, i), &rows[i]);
    rc = store_open(&store, path, STORE_WRITE, lock_wait_ms, err);
    if (rc == 0)
        rc = store_begin(store, err);
    if (rc == 0)
        rc = store_run_add(store, &run, rows, analysis->count, out_id, err);
    if (rc == 0)
        rc = store_commit(store, err);
    store_close(store);
    free(rows);
    return rc;
}

/* --- what changed ------------------------------------------------------------------ */

struct comparing {
    const struct engine        *engine;
    const struct analysis      *analysis;
    struct arena               *arena;
    const struct store_outlook *old;      /* by name */
    size_t                      old_count;
    double                      passed;   /* local days between the two */
    struct findings             named;    /* the new findings by name */
    struct change_row          *rows;
    size_t                      count;
};

static const struct store_outlook *find_old(const struct comparing *c, const char *name)
{
    size_t low = 0, high = c->old_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(c->old[middle].series, name);

        if (order == 0)
            return &c->old[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static enum severity severity_of(const char *name)
{
    for (int s = SEVERITY_NONE; s <= SEVERITY_CRITICAL; s++)
        if (strcmp(severity_name((enum severity)s), name) == 0)
            return (enum severity)s;
    return SEVERITY_NONE;
}

static int at_risk(enum severity severity)
{
    return severity >= SEVERITY_WARNING;
}

/* The kind of change of a series that both know; CHANGES when there is none worth a row. */
static enum change_kind kind_of(const struct finding *f, const struct store_outlook *old,
                                const struct change_row *row)
{
    int was_stale = strcmp(old->verdict, verdict_name(VERDICT_STALE)) == 0;

    if (f->verdict == VERDICT_STALE)
        return was_stale ? CHANGES : CHANGE_STOPPED;
    if (row->after > row->before && at_risk(row->after))
        return CHANGE_ESCALATED;
    if (at_risk(row->before) && !at_risk(row->after))
        return CHANGE_RECOVERED;
    if (row->after < row->before && at_risk(row->before))
        return CHANGE_EASED;
    if (row->days_before.known && row->days_after.known) {
        double moved = row->days_after.value - row->days_before.value;

        return moved < -MOVED_DAYS ? CHANGE_EARLIER : moved > MOVED_DAYS ? CHANGE_LATER : CHANGES;
    }
    return CHANGES;
}

static const char *words_of(const struct comparing *c, const struct finding *f,
                            const struct change_row *row)
{
    if (row->kind == CHANGE_STOPPED)
        return f->reason;
    if (row->days_before.known && row->days_after.known)
        return arena_format(c->arena, "median date moved by %+.0f days: %s",
                            row->days_after.value - row->days_before.value, f->reason);
    return f->reason;
}

static int compare_one(struct comparing *c, const struct finding *f, struct error *err)
{
    const struct store_outlook *old = find_old(c, f->name);
    struct change_row *row = &c->rows[c->count];

    *row = (struct change_row){ .kind = CHANGE_NEW, .series = f->name, .after = f->severity,
                                .days_after = f->exhaustion.days_median };
    if (old) {
        row->before = severity_of(old->severity);
        if (old->days_median.known)
            row->days_before = (struct maybe){ old->days_median.value - c->passed, 1 };
        row->kind = kind_of(f, old, row);
        if (row->kind == CHANGES)
            return 0;
    }
    row->words = words_of(c, f, row);
    if (!row->words)
        return no_memory(err);
    c->count++;
    return 0;
}

/* Series asked for that the old run knew and this one does not. */
static void add_gone(struct comparing *c)
{
    for (size_t i = 0; i < c->old_count; i++)
        if (engine_selects(c->engine, c->old[i].series) && !findings_find(&c->named, c->old[i].series))
            c->rows[c->count++] = (struct change_row){
                .kind = CHANGE_GONE, .series = c->old[i].series,
                .before = severity_of(c->old[i].severity),
                .words = "no longer in the store" };
}

/* What was to be decided and is not any more, or is gone. Data that stopped settle nothing. */
static int add_settled(const struct comparing *c, struct comparison *out, struct error *err)
{
    const char **settled = arena_take(c->arena, (c->old_count + 1) * sizeof *settled);

    if (!settled)
        return no_memory(err);
    for (size_t i = 0; i < c->old_count; i++) {
        const struct finding *now = findings_find(&c->named, c->old[i].series);
        int was_due = at_risk(severity_of(c->old[i].severity)) ||
                      strcmp(c->old[i].verdict, verdict_name(VERDICT_EXHAUSTED)) == 0;

        if (was_due && engine_selects(c->engine, c->old[i].series) &&
            !(now && (words_has_deadline(now) || now->verdict == VERDICT_STALE)))
            settled[out->settled_count++] = c->old[i].series;
    }
    out->settled = settled;
    return 0;
}

static int by_weight(const void *a, const void *b)
{
    const struct change_row *x = a, *y = b;

    if (x->after != y->after)
        return x->after < y->after ? 1 : -1;
    return x->kind != y->kind ? (int)x->kind - (int)y->kind : strcmp(x->series, y->series);
}

/* --- together ---------------------------------------------------------------------------- */

static const struct store_run *choose_run(const struct store_run *runs, size_t count, int64_t wanted,
                                          int64_t as_of)
{
    const struct store_run *chosen = NULL;

    for (size_t i = 0; i < count; i++)
        if (wanted == RECORD_PREVIOUS ? runs[i].as_of < as_of && (!chosen || runs[i].as_of >= chosen->as_of)
                                      : runs[i].id == wanted)
            chosen = &runs[i];
    return chosen;
}

static int compare_with(struct comparing *c, struct comparison *out, struct error *err)
{
    int rc = 0;

    c->rows = arena_take(c->arena, (c->analysis->count + c->old_count + 1) * sizeof *c->rows);
    if (!c->rows)
        return no_memory(err);
    for (size_t i = 0; i < c->analysis->count && rc == 0; i++)
        rc = compare_one(c, analysis_finding(c->analysis, i), err);
    if (rc < 0)
        return rc;
    add_gone(c);
    qsort(c->rows, c->count, sizeof *c->rows, by_weight);
    out->rows = c->rows;
    out->row_count = c->count;
    return add_settled(c, out, err);
}

int record_compare(const struct engine *engine, const struct analysis *analysis, int64_t run,
                   struct arena *arena, struct comparison *out, struct error *err)
{
    struct comparing comparing = { .engine = engine, .analysis = analysis, .arena = arena };
    const struct store_run *chosen = NULL;
    struct store *store = NULL;
    struct store_run *runs;
    struct store_outlook *old;
    size_t count;
    int rc;

    *out = (struct comparison){ 0 };
    if (run == RECORD_NONE)
        return 0;
    rc = store_open(&store, engine->options.store, STORE_READ, 0, err);
    if (rc == 0)
        rc = store_run_list(store, arena, &runs, &count, err);
    if (rc == 0)
        chosen = choose_run(runs, count, run, analysis->as_of);
    if (rc == 0 && !chosen && run != RECORD_PREVIOUS)
        rc = error_set(err, ERR_NOTFOUND, "there is no recorded run %lld", (long long)run);
    if (rc == 0 && chosen)
        rc = store_run_read(store, chosen->id, arena, &old, &comparing.old_count, err);
    if (rc == 0 && chosen)
        rc = findings_by_name(analysis, arena, &comparing.named, err);
    if (rc == 0 && chosen)
        rc = track_runs(store, runs, count, analysis, &comparing.named, engine->options.zone, arena, out, err);
    store_close(store);
    if (rc < 0 || !chosen)
        return rc;
    comparing.old = old;
    comparing.passed = (double)(zone_day(engine->options.zone, analysis->as_of) -
                                zone_day(engine->options.zone, chosen->as_of));
    out->run = chosen->id;
    out->as_of = chosen->as_of;
    return compare_with(&comparing, out, err);
}

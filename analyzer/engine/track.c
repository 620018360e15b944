#include "analyzer/engine/track.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/engine/grade.h"

/* Between two runs that are graded, and how far back: as many days as a finding has bins. */
static const int64_t APART_MS = 6 * DAY_MS, BACK_MS = SPARK * DAY_MS;

struct tracking {
    const struct analysis *analysis;
    const struct findings *named;
    const struct zone     *zone;
    struct arena          *arena;
    struct track          *track;      /* [analysis->count], as the findings */
    struct grades          grades;     /* of all */
};

static int grade_one(struct tracking *t, const struct finding *f, const struct store_outlook *then,
                     const struct store_run *run, struct error *err)
{
    struct track *track = &t->track[f - t->analysis->findings];
    size_t count = t->grades.count, inside = t->grades.inside;
    enum date_grade date;
    int rc = grades_add(&t->grades, f, then, (double)(zone_day(t->zone, f->as_of) - zone_day(t->zone, run->as_of)),
                        &date, err);

    if (rc < 0)
        return rc;
    track->levels += t->grades.count - count;
    track->inside += t->grades.inside - inside;
    track->dates_held += date == DATE_HELD;
    track->dates_failed += date == DATE_SOONER || date == DATE_LATER || date == DATE_SURPRISE;
    return 0;
}

static int grade_run(struct tracking *t, struct store *store, const struct store_run *run, struct error *err)
{
    struct arena read = { 0 };
    struct store_outlook *then;
    size_t count = 0;
    int rc = store_run_read(store, run->id, &read, &then, &count, err);

    for (size_t i = 0; i < count && rc == 0; i++) {
        const struct finding *f = findings_find(t->named, then[i].series);

        if (f)
            rc = grade_one(t, f, &then[i], run, err);
    }
    arena_release(&read);
    return rc;
}

static int has_failed(const struct track *track)
{
    return track->dates_failed > track->dates_held ||
           (track->levels >= TRACK_LEVELS && 2 * track->inside < track->levels);
}

/* Those that failed, by name. */
static int gather(const struct tracking *t, struct comparison *out, struct error *err)
{
    struct track *failed = arena_take(t->arena, (t->analysis->count + 1) * sizeof *failed);

    if (!failed)
        return error_set(err, ERR_NOMEM, "no memory for the ledger");
    out->failed_count = 0;
    for (size_t i = 0; i < t->named->count; i++) {
        struct track *track = &t->track[t->named->row[i].finding - t->analysis->findings];

        track->series = t->named->row[i].name;
        if (has_failed(track))
            failed[out->failed_count++] = *track;
    }
    out->failed = failed;
    return 0;
}

static int newest_first(const void *a, const void *b)
{
    const struct store_run *x = a, *y = b;

    if (x->as_of != y->as_of)
        return x->as_of > y->as_of ? -1 : 1;
    return x->id > y->id ? -1 : x->id < y->id;
}

/* The runs in the order of what they knew, which need not be that in which they were recorded. */
static struct store_run *by_age(const struct store_run *runs, size_t count, struct arena *arena)
{
    struct store_run *sorted = arena_take(arena, (count + 1) * sizeof *sorted);

    if (sorted && count) {
        memcpy(sorted, runs, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, newest_first);
    }
    return sorted;
}

int track_runs(struct store *store, const struct store_run *runs, size_t count, const struct analysis *analysis,
               const struct findings *named, const struct zone *zone, struct arena *arena,
               struct comparison *out, struct error *err)
{
    struct tracking t = { .analysis = analysis, .named = named, .zone = zone, .arena = arena };
    const struct store_run *sorted = by_age(runs, count, arena), *last = NULL;
    int rc = 0;

    t.track = arena_take(arena, (analysis->count + 1) * sizeof *t.track);
    if (!t.track || !sorted)
        return error_set(err, ERR_NOMEM, "no memory for the ledger");
    for (size_t i = 0; i < count && rc == 0; i++) {
        const struct store_run *run = &sorted[i];

        if (run->as_of >= analysis->as_of || analysis->as_of - run->as_of > BACK_MS ||
            (last && last->as_of - run->as_of < APART_MS))
            continue;
        rc = grade_run(&t, store, run, err);
        last = run;
    }
    out->graded = t.grades.count;
    out->inside = t.grades.inside;
    out->bias_pct = grades_bias_pct(&t.grades);
    out->error_pct = grades_error_pct(&t.grades);
    grades_release(&t.grades);
    return rc < 0 ? rc : gather(&t, out, err);
}

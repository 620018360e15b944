/* analyzer/engine/tide.c - the load that moves take along, before any series is asked about. */
#include <string.h>

#include "analyzer/engine/assume.h"
#include "data/base/text.h"

/* The index of a series by its whole name; series_count where there is none. */
static size_t series_named(const struct engine *engine, const char *name)
{
    size_t i = 0;

    while (i < engine->series_count && strcmp(engine->series[i].name, name) != 0)
        i++;
    return i;
}

static void add_course(struct study *study, struct tide *tide)
{
    static const double middle = 0.5;
    int64_t newest = zone_day(study->engine->options.zone, study->bins.start[study->fat[study->fn - 1]]);

    for (size_t i = 0; i < tide->count; i++) {
        int64_t ahead = (tide->first_day + (int64_t)i - newest) / study->bins.days;
        size_t step = ahead < 1 ? 1 : (size_t)ahead < study->horizon ? (size_t)ahead : study->horizon;
        double level;

        study_demand(study, step, &middle, 1, &level);
        tide->level[i] += level;
    }
}

/* A series without a forecast brings nothing that could be added. */
static int add_series(struct study *study, size_t series, struct arena *arena, struct tide *tide, struct error *err)
{
    int rc = study_make(study, series, err);

    if (rc < 0 || !study->has_odds)
        return rc;
    if (tide->unit && strcmp(tide->unit, study->info.unit) != 0)
        return error_set(err, ERR_USAGE, "move %s: the series it comes from are counted in %s and in %s",
                         tide->move->text, tide->unit, study->info.unit);
    tide->unit = arena_copy(arena, study->info.unit);
    tide->count = STUDY_HORIZON;
    add_course(study, tide);
    return tide->unit ? 0 : error_set(err, ERR_NOMEM, "no memory for a unit");
}

static int make_tide(const struct engine *engine, struct study *study, struct arena *arena,
                     struct tide *tide, struct error *err)
{
    size_t to = series_named(engine, tide->move->to), from = 0;
    int rc = 0;

    if (to == engine->series_count) {
        error_set(err, ERR_NOTFOUND, "move %s: there is no series '%.200s'", tide->move->text, tide->move->to);
        error_hint(err, "'headroom series' lists the names; load arrives at one series, by its whole name.");
        return ERR_NOTFOUND;
    }
    tide->first_day = zone_day(engine->options.zone, engine->as_of[to]);
    tide->level = arena_take(arena, STUDY_HORIZON * sizeof *tide->level);
    if (!tide->level)
        return error_set(err, ERR_NOMEM, "no memory for a move");
    for (size_t i = 0; i < engine->series_count && rc == 0; i++)
        if (i != to && text_glob(tide->move->name, engine->series[i].name)) {
            from++;
            rc = add_series(study, i, arena, tide, err);
        }
    if (rc == 0 && !from)
        rc = error_set(err, ERR_NOTFOUND, "move %s: no series matches '%.200s'", tide->move->text,
                       tide->move->name);
    return rc;
}

static int is_known(const struct tides *tides, const struct assumption *move)
{
    for (size_t i = 0; i < tides->count; i++)
        if (tides->tide[i].move == move)
            return 1;
    return 0;
}

/* Every move once, however many plans it is part of. Returns how many there may be where out is NULL. */
static size_t gather_moves(const struct plan *plans, size_t count, struct tides *out)
{
    size_t most = 0;

    for (size_t p = 0; p < count; p++)
        for (size_t s = 0; s < plans[p].count; s++)
            for (size_t a = 0; a < plans[p].scenarios[s]->count; a++) {
                const struct assumption *move = &plans[p].scenarios[s]->assumptions[a];

                if (move->kind != ASSUME_MOVE)
                    continue;
                most++;
                if (out && !is_known(out, move))
                    out->tide[out->count++].move = move;
            }
    return most;
}

int tides_make(const struct engine *engine, const struct plan *plans, size_t count,
               struct arena *arena, struct tides *out, struct error *err)
{
    size_t most = gather_moves(plans, count, NULL);
    struct study study;
    int rc;

    *out = (struct tides){ 0 };
    if (!most)
        return 0;
    out->tide = arena_take(arena, most * sizeof *out->tide);
    if (!out->tide)
        return error_set(err, ERR_NOMEM, "no memory for moves");
    gather_moves(plans, count, out);
    rc = study_init(&study, engine, err);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < out->count && rc == 0; i++)
        rc = make_tide(engine, &study, arena, &out->tide[i], err);
    study_release(&study);
    return rc;
}

#include "analyzer/engine/throughput.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/engine/rates.h"
#include "data/base/text.h"

/* A curve is of the present: a system of last year is another one. */
enum { CURVE_DAYS = 12 * 7 };

/* Samples of both, and the pairs of them. */
struct sides {
    struct samples load, throughput;
    double        *n, *c;      /* [count] load and what was done */
    size_t         count;
    int64_t        from, to;
};

/* The series called `other` where `mine` is given; each as counterpart.h finds it. */
static size_t other_side(const struct engine *engine, size_t given, const char *mine, const char *other)
{
    size_t found = counterpart_find(engine->series, engine->series_count, given, mine, other);

    if (found != COUNTERPART_NONE || !text_glob(mine, engine->series[given].name))
        return found;
    found = counterpart_only(engine->series, engine->series_count, other);
    return found == given ? COUNTERPART_NONE : found;
}

int throughput_pair(const struct engine *engine, const struct throughput_rule *rule, size_t series,
                    size_t *load, size_t *throughput)
{
    size_t other = other_side(engine, series, rule->load, rule->throughput);

    *load = series;
    *throughput = other;
    if (other != COUNTERPART_NONE)
        return 1;
    *load = other_side(engine, series, rule->throughput, rule->load);
    *throughput = series;
    return *load != COUNTERPART_NONE;
}

/* Samples as they are to be understood: amounts that pile up become rates a second. */
static int read_side(const struct engine *engine, struct store *store, const struct store_series *series,
                     int64_t as_of, struct samples *out, enum series_kind *kind, struct error *err)
{
    const struct rules *rules = &engine->options.rules;
    struct rule rule = { .policy = engine->options.policy, .kind = -1 };
    int64_t span = engine->options.history_ms ? engine->options.history_ms
                                              : CURVE_DAYS * DAY_MS;
    int rc = store_samples_read(store, series->id, as_of - span, as_of + 1, out, err);

    if (rules->get)
        rules->get(rules->self, series->name, &rule);
    *kind = rule.kind >= 0 ? (enum series_kind)rule.kind : series->info.kind;
    if (rc < 0 || *kind == SERIES_GAUGE)
        return rc;
    if (*kind == SERIES_COUNTER)
        rates_of_counter(out, series->cadence_ms);
    else
        rates_of_delta(out, series->info.period_ms ? series->info.period_ms : series->cadence_ms);
    return 0;
}

/* Each sample of the throughput with the load nearest to it, at most `apart` away. */
static void lay_side_by_side(struct sides *s, int64_t apart)
{
    const struct samples *load = &s->load, *done = &s->throughput;
    size_t near = 0, first = done->count > THROUGHPUT_POINTS ? done->count - THROUGHPUT_POINTS : 0;

    for (size_t i = first; i < done->count && load->count; i++) {
        int64_t at = done->at[i];

        while (near + 1 < load->count && llabs(load->at[near + 1] - at) <= llabs(load->at[near] - at))
            near++;
        if (llabs(load->at[near] - at) > apart || !(load->value[near] > 0))
            continue;
        if (!s->count)
            s->from = at;
        s->to = at;
        s->n[s->count] = load->value[near];
        s->c[s->count++] = done->value[i];
    }
}

static const char *unit_of(const struct store_series *series, enum series_kind kind, char room[64])
{
    if (kind == SERIES_GAUGE)
        return series->info.unit;
    rates_unit(series->info.unit, room, 64);
    return room;
}

static int read_sides(const struct engine *engine, struct throughput_curve *out, struct sides *s,
                      struct error *err)
{
    int64_t as_of = engine->as_of[out->throughput - engine->series];
    enum series_kind load_kind, kind;
    struct store *store = NULL;
    int rc = store_open(&store, engine->options.store, STORE_READ, 0, err);

    if (rc == 0)
        rc = read_side(engine, store, out->load, as_of, &s->load, &load_kind, err);
    if (rc == 0)
        rc = read_side(engine, store, out->throughput, as_of, &s->throughput, &kind, err);
    store_close(store);
    if (rc < 0)
        return rc;
    out->load_unit = unit_of(out->load, load_kind, out->rate_unit[0]);
    out->throughput_unit = unit_of(out->throughput, kind, out->rate_unit[1]);
    return 0;
}

int throughput_measure(const struct engine *engine, const struct throughput_rule *rule, size_t load,
                       size_t throughput, struct throughput_curve *out, struct error *err)
{
    int64_t cadence = engine->series[load].cadence_ms;
    struct sides s = { 0 };
    int rc;

    *out = (struct throughput_curve){ .rule = rule, .load = &engine->series[load],
                                      .throughput = &engine->series[throughput] };
    if (engine->series[throughput].cadence_ms > cadence)
        cadence = engine->series[throughput].cadence_ms;
    rc = read_sides(engine, out, &s, err);
    if (rc < 0)
        goto done;
    s.n = calloc(2 * (size_t)THROUGHPUT_POINTS, sizeof *s.n);
    if (!s.n) {
        rc = error_set(err, ERR_NOMEM, "no memory for a curve");
        goto done;
    }
    s.c = s.n + THROUGHPUT_POINTS;
    lay_side_by_side(&s, cadence / 2);
    out->from = s.from;
    out->to = s.to;
    rc = usl_measure(s.n, s.c, s.count, &out->fit, err);
    if (rc == 0 && out->fit.verdict != USL_TOO_FEW)
        usl_widen(&out->fit);
done:
    free(s.n);
    samples_release(&s.throughput);
    samples_release(&s.load);
    return rc;
}

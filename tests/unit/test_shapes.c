/*
 * The shapes that capacity really takes, each made over many seeds, put into a store and
 * analysed as a user would: the date it must give, or the alarm it must not.
 *
 * The truth of a date is the day on which the shape without its noise reaches
 * the limit. HEADROOM_SEEDS says how many seeds (default 8; the long check takes 50).
 */
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <unistd.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "analyzer/engine/engine.h"

enum { DAYS = 84, HOURS_MOST = DAYS * 24, SHAPES_MOST = 32, SEEDS_MOST = 50 };

static const int64_t END = INT64_C(1763942400000);    /* 2025-11-24T00:00:00Z, a Monday */

/* What a shape is made from, hour by hour; `day` counts from the first hour. */
struct state {
    gsl_rng *rng;
    double   walk, level;
    int      weekday, hour, days;
};

struct planted {
    const char *name;
    const char *metric, *unit;
    double (*value)(struct state *s, double day);
    double  capacity;                 /* in force at the end; 0: none is stored */
    double  capacity_before;          /* until 20 days ago; 0: the same */
    int     days;                     /* of history; 0: DAYS */
    /* what must hold */
    double  truth;                    /* days from the end until the limit; 0: no date */
    int     verdict;                  /* enum verdict, or -1: any without an alarm */
    int     counter;
};

static double noise(struct state *s, double sd)
{
    return gsl_ran_gaussian(s->rng, sd);
}

static double work(const struct state *s)    /* 0 … 1: working days, 8 to 18 */
{
    if (s->weekday > 4 || s->hour < 8 || s->hour > 18)
        return 0.15;
    return 0.6 + 0.4 * sin(M_PI * (s->hour - 8) / 10);
}

static double ago(const struct state *s, double day) { return s->days - day; }

static double daily_sawtooth(struct state *s, double day)
{
    (void)day;
    return 300 + 20 * s->hour + noise(s, 4);
}

static double weekly_cycle_growth(struct state *s, double day)
{
    return 20 + (40 + 0.25 * day) * work(s) + noise(s, 0.8);
}

static double weekly_purge(struct state *s, double day)
{
    (void)day;
    return 400 + 50 * (s->weekday + s->hour / 24.0) + noise(s, 4);
}

static double line(struct state *s, double day) { return 500 + 4 * day + noise(s, 1); }

static double cleanup_5_days_ago(struct state *s, double day)
{
    return 450 + 5 * day - (ago(s, day) <= 5 ? 150 : 0) + noise(s, 1);
}

static double slope_change_14_days_ago(struct state *s, double day)
{
    return 500 + 1 * day + (ago(s, day) < 14 ? 9 * (14 - ago(s, day)) : 0) + noise(s, 1);
}

static double already_over(struct state *s, double day)
{
    return 900 + 1 * day + noise(s, 3);
}

static double exponential(struct state *s, double day)
{
    return 200 * exp(0.015 * day) * (1 + noise(s, 0.006));
}

static double saturating(struct state *s, double day)
{
    return 800 - 400 * exp(-day / 20) + noise(s, 3);
}

static double month_end_peak(struct state *s, double day)
{
    double phase = fmod(day + 4, 30);

    return 400 + (phase > 27 ? 200 : 0) + noise(s, 5);
}

static double one_off_spike(struct state *s, double day)
{
    return 300 + (day >= 60 && day < 60.2 ? 560 : 0) + noise(s, 5);
}

static double staircase(struct state *s, double day)
{
    (void)s;
    return 10 * floor((500 + 4 * day) / 10);
}

static double constant(struct state *s, double day) { (void)s; (void)day; return 412; }

static double pure_noise(struct state *s, double day) { (void)day; return 500 + noise(s, 40); }

static double random_walk(struct state *s, double day)
{
    if (day == 0)
        s->walk = 500;
    s->walk += noise(s, 1.2);
    return s->walk;
}

static double launch_then_old_slope(struct state *s, double day)
{
    return 400 + 3 * day + (day >= 42 ? 120 : 0) + noise(s, 1);
}

/* Ten units a second and a half more every day; the host restarts on day 50. */
static double counter_reset(struct state *s, double day)
{
    if (day == 0 || (day >= 50 && day < 50 + 1.0 / 24))
        s->level = 0;
    s->level += (400 + 4 * day) * 3600 * (1 + noise(s, 0.005));
    return s->level;
}

static double percent_enlarged(struct state *s, double day)    /* 1000 became 1500 twenty days ago */
{
    double used = 500 + 7 * day;

    return 100 * used / (ago(s, day) <= 20 ? 1500 : 1000) + noise(s, 0.3);
}

static double percent_line(struct state *s, double day) { return 40 + 0.5 * day + noise(s, 0.4); }

#define D1(limit, level, slope) (((limit) - ((level) + (slope) * DAYS)) / (slope))

static const struct planted shapes[] = {
    { "daily saw-tooth",           "disk_used", "B", daily_sawtooth,      1000, 0, 0, 0, -1, 0 },
    { "weekly cycle, slow growth", "cpu_util",  "%", weekly_cycle_growth, 0, 0, 0,
      (95 - 20 - (40 + 0.25 * DAYS) * 0.98) / (0.25 * 0.98), VERDICT_FORECAST, 0 },
    { "weekly purge",              "disk_used", "B", weekly_purge,        1000, 0, 0, 0, -1, 0 },
    { "clean-up 5 days ago",       "disk_used", "B", cleanup_5_days_ago,  1000, 0, 0,
      D1(950, 300, 5.0), VERDICT_FORECAST, 0 },
    { "enlarged 20 days ago",      "disk_used", "B", line,                1200, 900, 0,
      D1(1140, 500, 4.0), VERDICT_FORECAST, 0 },
    { "enlarged, in percent",      "disk_pct",  "%", percent_enlarged,    0, 0, 0,
      (0.95 * 1500 - (500 + 7 * DAYS)) / 7.0, VERDICT_FORECAST, 0 },
    { "slope change 14 days ago",  "disk_used", "B", slope_change_14_days_ago, 1000, 0, 0,
      (950 - (500 + DAYS + 9 * 14)) / 10.0, VERDICT_FORECAST, 0 },
    { "already over",              "disk_used", "B", already_over,        1000, 0, 0, 0,
      VERDICT_EXHAUSTED, 0 },
    { "exponential growth",        "disk_used", "B", exponential,         1000, 0, 0,
      19.8763, VERDICT_FORECAST, 0 },    /* ln(950 / (200 exp(0.015 84))) / 0.015 */
    { "saturating growth",         "disk_used", "B", saturating,          1000, 0, 0, 0, -1, 0 },
    { "month-end peak",            "disk_used", "B", month_end_peak,      1000, 0, 0, 0, -1, 0 },
    { "one-off spike",             "disk_used", "B", one_off_spike,       1000, 0, 0, 0, -1, 0 },
    { "gap of a week",             "disk_used", "B", line,                1000, 0, 0,
      D1(950, 500, 4.0), VERDICT_FORECAST, 0 },
    { "staircase sensor",          "disk_used", "B", staircase,           1000, 0, 0,
      D1(950, 500, 4.0), VERDICT_FORECAST, 0 },
    { "counter reset",             "sent_total", "", counter_reset,       1000, 0, 0,
      D1(950, 400, 4.0), VERDICT_FORECAST, 1 },
    { "percent-only export",       "disk_pct",  "%", percent_line,        0, 0, 0,
      D1(95, 40, 0.5), VERDICT_FORECAST, 0 },
    { "5-day history",             "disk_used", "B", line,                1000, 0, 5, 0,
      VERDICT_INSUFFICIENT_DATA, 0 },
    { "capacity shrunk",           "disk_used", "B", line,                900, 1500, 0,
      D1(855, 500, 4.0), VERDICT_FORECAST, 0 },
    { "constant",                  "disk_used", "B", constant,            1000, 0, 0, 0, -1, 0 },
    { "pure noise",                "disk_used", "B", pure_noise,          1000, 0, 0, 0, -1, 0 },
    { "random walk",               "disk_used", "B", random_walk,         1000, 0, 0, 0, -1, 0 },
    { "launch, then the old slope", "disk_used", "B", launch_then_old_slope, 1000, 0, 0,
      D1(950, 520, 3.0), VERDICT_FORECAST, 0 },
};
enum { SHAPES = sizeof shapes / sizeof shapes[0] };

static int seeds(void)
{
    const char *text = getenv("HEADROOM_SEEDS");
    int count = text ? atoi(text) : 8;

    return count < 1 ? 1 : count > SEEDS_MOST ? SEEDS_MOST : count;
}

static int skipped(const struct planted *shape, double day)
{
    return strcmp(shape->name, "gap of a week") == 0 && day >= 40 && day < 47;
}

static void put_series(struct store *store, const struct planted *shape, int seed)
{
    static int64_t at[HOURS_MOST];
    static double value[HOURS_MOST];
    struct state s = { .rng = gsl_rng_alloc(gsl_rng_mt19937),
                       .days = shape->days ? shape->days : DAYS };
    struct series_info info = { { shape->name, "", shape->metric, "" }, shape->unit,
                                shape->counter ? SERIES_COUNTER : SERIES_GAUGE, 0 };
    struct merge_counts counts = { 0 };
    struct error err = ERROR_NONE;
    char resource[32];
    size_t count = 0;
    int64_t id;

    snprintf(resource, sizeof resource, "seed%02d", seed);
    info.key.resource = resource;
    gsl_rng_set(s.rng, 20260 + (unsigned long)seed);
    for (int i = 0; i < s.days * 24; i++) {
        double day = i / 24.0;
        double v;

        s.hour = i % 24;
        s.weekday = i / 24 % 7;
        v = shape->value(&s, day);
        if (skipped(shape, day))
            continue;
        at[count] = END - (int64_t)(s.days * 24 - i) * HOUR_MS;
        value[count++] = v;
    }
    assert_ok(store_series_put(store, &info, &id, &err), &err);
    assert_ok(store_samples_merge(store, id, at, value, count, &counts, &err), &err);
    if (shape->capacity_before > 0) {
        struct store_capacity row = { id, at[0], shape->capacity_before, "column" };

        assert_ok(store_capacity_put(store, &row, &err), &err);
        row.from = END - 20 * DAY_MS;
        row.value = shape->capacity;
        assert_ok(store_capacity_put(store, &row, &err), &err);
    } else if (shape->capacity > 0) {
        struct store_capacity row = { id, at[0], shape->capacity, "column" };

        assert_ok(store_capacity_put(store, &row, &err), &err);
    }
    gsl_rng_free(s.rng);
}

static const char *fill_store(void)
{
    static char path[64];
    struct store *store = NULL;
    struct error err = ERROR_NONE;

    snprintf(path, sizeof path, "/tmp/headroom-shapes-%ld.db", (long)getpid());
    assert_ok(store_open(&store, path, STORE_CREATE, 0, &err), &err);
    assert_ok(store_begin(store, &err), &err);
    for (size_t i = 0; i < SHAPES; i++)
        for (int seed = 0; seed < seeds(); seed++)
            put_series(store, &shapes[i], seed);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    return path;
}

/* How one shape fared over its seeds. */
struct tally {
    int asked, right_verdict, near, inside, alarms, significant;
    double worst;
};

static void judge(const struct planted *shape, const struct finding *f, struct tally *tally)
{
    double days = f->exhaustion.days_median.value;

    tally->asked++;
    tally->alarms += f->exhaustion.action_required;
    tally->significant += f->growth.significant;
    tally->right_verdict += shape->verdict < 0 ? !f->exhaustion.action_required &&
                                                     f->verdict != VERDICT_EXHAUSTED
                                               : (int)f->verdict == shape->verdict;
    if (shape->truth <= 0 || !f->exhaustion.days_median.known)
        return;
    tally->near += fabs(days - shape->truth) <= fmax(0.10 * shape->truth, 1);
    tally->worst = fmax(tally->worst, fabs(days - shape->truth) / shape->truth);
    tally->inside += f->exhaustion.days_early.value <= shape->truth + 1 &&
                     (!f->exhaustion.days_late.known ||
                      f->exhaustion.days_late.value >= shape->truth - 1);
}

static const struct planted *shape_of(const struct finding *f)
{
    for (size_t i = 0; i < SHAPES; i++)
        if (strcmp(shapes[i].name, f->info.key.source) == 0)
            return &shapes[i];
    return NULL;
}

/* Shares that must hold: nine dates in ten within 10 %, 95 % without a false alarm. */
static void every_shape_is_answered_as_it_must(void **state)
{
    const char *path = fill_store();
    struct engine_options options = { .store = path, .has_as_of = 1, .as_of = END,
                                      .timezone = "UTC", .policy = policy_default, .jobs = 2 };
    struct tally tallies[SHAPES_MOST] = { 0 };
    struct error err = ERROR_NONE;
    struct arena arena = { 0 };
    struct analysis analysis;
    struct engine engine;
    int failures = 0;

    (void)state;
    assert_ok(engine_open(&engine, &options, &err), &err);
    assert_ok(engine_analyze(&engine, &arena, &analysis, &err), &err);
    for (size_t i = 0; i < analysis.count; i++) {
        const struct planted *shape = shape_of(&analysis.findings[i]);

        judge(shape, &analysis.findings[i], &tallies[shape - shapes]);
    }
    for (size_t i = 0; i < SHAPES; i++) {
        const struct tally *t = &tallies[i];
        int dated = shapes[i].truth > 0;
        int good = t->asked == seeds() && t->right_verdict >= 0.95 * t->asked &&
                   (!dated || t->near >= 0.9 * t->asked);

        print_message("%-28s %3d of %3d verdicts, %3d dates within 10 %%, %3d inside the interval, "
                      "%3d alarms, %3d grow, worst %.0f %%%s\n", shapes[i].name, t->right_verdict,
                      t->asked, t->near, t->inside, t->alarms, t->significant, 100 * t->worst,
                      good ? "" : "   <-- misses");
        failures += !good;
    }
    engine_close(&engine);
    arena_release(&arena);
    unlink(path);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_shape_is_answered_as_it_must) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

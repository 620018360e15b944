/*
 * The shapes that capacity really takes, each made over many seeds, put into a store and
 * analysed as a user would, from the end and from days before it: the date it must give, and the
 * alarm it must not.
 *
 * The truth of a date is the day on which the shape without its noise reaches the limit; of the counter, whose busiest
 * two hours of a day lie above that, the median day on which those do in 1,500 draws by another program. An alarm
 * (action required) is false where that day is more than twice the window of an action away: the early
 * day, which alarms, too, is one that comes one time in ten. HEADROOM_SEEDS says how many seeds.
 */
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <unistd.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "analyzer/engine/engine.h"

enum { DAYS = 84, LONG_DAYS = 245, SHAPES_MOST = 32, SEEDS_MOST = 50 };
#ifdef __SANITIZE_ADDRESS__
enum { SEEDS = 4 };
#else
enum { SEEDS = SEEDS_MOST };
#endif

/*
 * Days before the end. Every seed is looked at from the end, and from one of the others in turn
 * where the shape is settled since.
 */
static const int origins[] = { 0, 1, 2, 3, 5, 7, 10, 14, 18, 21, 28, 29, 30 };
enum { SETTLED = 28, WINDOW_DAYS = 14 };    /* of most shapes; of an action */

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
    int     settled;                  /* days before the end since when nothing of it changed; 0: SETTLED */
    const char *zone;                 /* whose hours it goes by; NULL: UTC */
    /* what must hold */
    double  truth;                    /* days from the end until the limit; 0: no date */
    int     verdict;                  /* enum verdict, or -1: any without an alarm */
    int     counter;
    int     still;                    /* does not grow: says so in nine of ten */
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

/*
 * Working hours on the clocks of Berlin, which change on 30 March and on 26 October. With more noise the
 * busiest hours would lie above the shape, and reach the limit before it.
 */
static double dst_weeks(struct state *s, double day)
{
    return 20 + (40 + 0.125 * day) * work(s) + noise(s, 0.3);
}

/* The busiest two hours of work(): 12 or 14, and 13. */
#define PEAK (0.6 + 0.4 * (1 + 0.95105651629515) / 2)

#define D1(limit, level, slope) (((limit) - ((level) + (slope) * DAYS)) / (slope))

static const struct planted shapes[] = {
    { .name = "daily saw-tooth", .metric = "disk_used", .unit = "B", .value = daily_sawtooth,
      .capacity = 1000, .verdict = -1, .still = 1 },
    { .name = "weekly cycle, slow growth", .metric = "cpu_util", .unit = "%", .value = weekly_cycle_growth,
      .truth = (75 - (40 + 0.25 * DAYS) * PEAK) / (0.25 * PEAK), .verdict = VERDICT_FORECAST },
    { .name = "DST weeks", .metric = "cpu_util", .unit = "%", .value = dst_weeks, .days = LONG_DAYS,
      .settled = 30, .zone = "Europe/Berlin",
      .truth = (75 - (40 + 0.125 * LONG_DAYS) * PEAK) / (0.125 * PEAK), .verdict = VERDICT_FORECAST },
    { .name = "weekly purge", .metric = "disk_used", .unit = "B", .value = weekly_purge,
      .capacity = 1000, .verdict = -1, .still = 1 },
    { .name = "clean-up 5 days ago", .metric = "disk_used", .unit = "B", .value = cleanup_5_days_ago,
      .capacity = 1000, .settled = 2, .truth = D1(950, 300, 5.0), .verdict = VERDICT_FORECAST },
    { .name = "enlarged 20 days ago", .metric = "disk_used", .unit = "B", .value = line,
      .capacity = 1200, .capacity_before = 900, .settled = 18, .truth = D1(1140, 500, 4.0),
      .verdict = VERDICT_FORECAST },
    { .name = "enlarged, in percent", .metric = "disk_pct", .unit = "%", .value = percent_enlarged,
      .settled = 10, .truth = (0.95 * 1500 - (500 + 7 * DAYS)) / 7.0, .verdict = VERDICT_FORECAST },
    { .name = "slope change 14 days ago", .metric = "disk_used", .unit = "B",
      .value = slope_change_14_days_ago, .capacity = 1000, .settled = 5,
      .truth = (950 - (500 + DAYS + 9 * 14)) / 10.0, .verdict = VERDICT_FORECAST },
    { .name = "already over", .metric = "disk_used", .unit = "B", .value = already_over,
      .capacity = 1000, .settled = 28, .verdict = VERDICT_EXHAUSTED },
    { .name = "exponential growth", .metric = "disk_used", .unit = "B", .value = exponential,
      .capacity = 1000, .truth = 19.8763, .verdict = VERDICT_FORECAST },    /* ln(950 / (200 exp(0.015 84))) / 0.015 */
    { .name = "saturating growth", .metric = "disk_used", .unit = "B", .value = saturating,
      .capacity = 1000, .verdict = -1 },
    { .name = "month-end peak", .metric = "disk_used", .unit = "B", .value = month_end_peak,
      .capacity = 1000, .verdict = -1, .still = 1 },
    { .name = "one-off spike", .metric = "disk_used", .unit = "B", .value = one_off_spike,
      .capacity = 1000, .settled = 18, .verdict = -1, .still = 1 },
    { .name = "gap of a week", .metric = "disk_used", .unit = "B", .value = line,
      .capacity = 1000, .truth = D1(950, 500, 4.0), .verdict = VERDICT_FORECAST },
    { .name = "staircase sensor", .metric = "disk_used", .unit = "B", .value = staircase,
      .capacity = 1000, .truth = D1(950, 500, 4.0), .verdict = VERDICT_FORECAST },
    { .name = "counter reset", .metric = "sent_total", .unit = "", .value = counter_reset,
      .capacity = 1000, .truth = 52, .verdict = VERDICT_FORECAST, .counter = 1 },    /* by its busiest two hours */
    { .name = "percent-only export", .metric = "disk_pct", .unit = "%", .value = percent_line,
      .truth = D1(95, 40, 0.5), .verdict = VERDICT_FORECAST },
    { .name = "5-day history", .metric = "disk_used", .unit = "B", .value = line, .capacity = 1000,
      .days = 5, .settled = 2, .verdict = VERDICT_INSUFFICIENT_DATA },
    { .name = "capacity shrunk", .metric = "disk_used", .unit = "B", .value = line, .capacity = 900,
      .capacity_before = 1500, .settled = 18, .truth = D1(855, 500, 4.0), .verdict = VERDICT_FORECAST },
    { .name = "constant", .metric = "disk_used", .unit = "B", .value = constant, .capacity = 1000,
      .verdict = -1, .still = 1 },
    { .name = "pure noise", .metric = "disk_used", .unit = "B", .value = pure_noise, .capacity = 1000,
      .verdict = -1, .still = 1 },
    { .name = "random walk", .metric = "disk_used", .unit = "B", .value = random_walk, .capacity = 1000,
      .verdict = -1, .still = 1 },
    { .name = "launch, then the old slope", .metric = "disk_used", .unit = "B",
      .value = launch_then_old_slope, .capacity = 1000, .truth = D1(950, 520, 3.0),
      .verdict = VERDICT_FORECAST },
};
enum { SHAPES = sizeof shapes / sizeof shapes[0] };

static int seeds(void)
{
    const char *text = getenv("HEADROOM_SEEDS");
    int count = text ? atoi(text) : SEEDS;

    return count < 1 ? 1 : count > SEEDS_MOST ? SEEDS_MOST : count;
}

static int skipped(const struct planted *shape, double day)
{
    return strcmp(shape->name, "gap of a week") == 0 && day >= 40 && day < 47;
}

static int settled(const struct planted *shape) { return shape->settled ? shape->settled : SETTLED; }

/* The clocks of the shape's zone; hours and days without one are UTC's. */
static void set_clock(struct state *s, const struct zone *zone, int64_t at)
{
    struct civil local;

    zone_civil(zone, at, &local);
    s->hour = local.hour;
    s->weekday = local.weekday;
}

static void put_capacities(struct store *store, const struct planted *shape, int64_t id, int64_t first)
{
    struct store_capacity row = { id, first, shape->capacity, "column" };
    struct error err = ERROR_NONE;

    if (shape->capacity <= 0)
        return;
    if (shape->capacity_before > 0) {
        row.value = shape->capacity_before;
        assert_ok(store_capacity_put(store, &row, &err), &err);
        row.from = END - 20 * DAY_MS;
        row.value = shape->capacity;
    }
    assert_ok(store_capacity_put(store, &row, &err), &err);
}

static void put_series(struct store *store, const struct planted *shape, int seed)
{
    static int64_t at[LONG_DAYS * 24];
    static double value[LONG_DAYS * 24];
    struct state s = { .rng = gsl_rng_alloc(gsl_rng_mt19937),
                       .days = shape->days ? shape->days : DAYS };
    struct series_info info = { { shape->name, "", shape->metric, "" }, shape->unit,
                                shape->counter ? SERIES_COUNTER : SERIES_GAUGE, 0 };
    struct merge_counts counts = { 0 };
    struct error err = ERROR_NONE;
    struct zone *zone = NULL;
    char resource[32];
    size_t count = 0;
    int64_t id;

    snprintf(resource, sizeof resource, "seed%02d", seed);
    info.key.resource = resource;
    if (shape->zone)
        assert_ok(zone_open(&zone, shape->zone, &err), &err);
    gsl_rng_set(s.rng, 20260 + (unsigned long)seed);
    for (int i = 0; i < s.days * 24; i++) {
        int64_t now = END - (int64_t)(s.days * 24 - i) * HOUR_MS;
        double day = i / 24.0, v;

        set_clock(&s, zone, now);
        v = shape->value(&s, day);
        if (skipped(shape, day))
            continue;
        at[count] = now;
        value[count++] = v;
    }
    assert_ok(store_series_put(store, &info, &id, &err), &err);
    assert_ok(store_samples_merge(store, id, at, value, count, &counts, &err), &err);
    put_capacities(store, shape, id, at[0]);
    zone_free(zone);
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

/* How one shape fared over its seeds and origins. */
struct tally {
    int asked, right_verdict, near, inside, significant;    /* at the end */
    int looked, false_alarms;                               /* from all origins */
    double worst;
};

/* Whether the median is the day of the truth, give or take 10 %, or a day where that is less. */
static int is_near(const struct finding *f, double truth)
{
    return f->exhaustion.days_median.known &&
           fabs(f->exhaustion.days_median.value - truth) <= fmax(0.10 * truth, 1);
}

static void judge_end(const struct planted *shape, const struct finding *f, struct tally *tally)
{
    double days = f->exhaustion.days_median.value;

    tally->asked++;
    tally->significant += f->growth.significant;
    tally->right_verdict += shape->verdict < 0 ? !f->exhaustion.action_required &&
                                                     f->verdict != VERDICT_EXHAUSTED
                                               : (int)f->verdict == shape->verdict;
    if (shape->truth <= 0 || !f->exhaustion.days_median.known)
        return;
    tally->near += is_near(f, shape->truth);
    tally->worst = fmax(tally->worst, fabs(days - shape->truth) / shape->truth);
    tally->inside += f->exhaustion.days_early.value <= shape->truth + 1 &&
                     (!f->exhaustion.days_late.known ||
                      f->exhaustion.days_late.value >= shape->truth - 1);
}

static void judge(const struct planted *shape, const struct finding *f, int days_ago, struct tally *tally)
{
    double truth = shape->truth > 0 ? shape->truth + days_ago : INFINITY;

    if (!days_ago)
        judge_end(shape, f, tally);
    tally->looked++;
    if (shape->verdict != VERDICT_EXHAUSTED)
        tally->false_alarms += truth > 2 * WINDOW_DAYS && (f->exhaustion.action_required ||
                                                           f->verdict == VERDICT_EXHAUSTED);
}

static const struct planted *shape_of(const struct finding *f)
{
    for (size_t i = 0; i < SHAPES; i++)
        if (strcmp(shapes[i].name, f->info.key.source) == 0)
            return &shapes[i];
    return NULL;
}

struct selection {
    char        text[SHAPES_MOST * SEEDS_MOST][64];
    const char *at[SHAPES_MOST * SEEDS_MOST];
    size_t      count;
};

/* All shapes of a zone that are settled since that origin, with the seeds whose turn it is. */
static void select_series(const char *zone, size_t origin, struct selection *out)
{
    out->count = 0;
    for (size_t i = 0; i < SHAPES; i++) {
        int here = zone ? shapes[i].zone && strcmp(zone, shapes[i].zone) == 0 : !shapes[i].zone;

        for (size_t seed = 0; here && seed < (size_t)seeds(); seed++) {
            if (settled(&shapes[i]) < origins[origin] ||
                (origin && seed % (COUNT(origins) - 1) != origin - 1))
                continue;
            out->at[out->count] = out->text[out->count];
            snprintf(out->text[out->count++], sizeof out->text[0], "%s/seed%02zu/*", shapes[i].name, seed);
        }
    }
}

static void look_from(const char *path, const char *zone, size_t origin, struct tally *tallies)
{
    static struct selection selection;
    struct engine_options options = { .store = path, .selectors = selection.at, .has_as_of = 1,
                                      .as_of = END - origins[origin] * DAY_MS, .jobs = 2,
                                      .policy = policy_default, .timezone = zone ? zone : "UTC" };
    struct error err = ERROR_NONE;
    struct arena arena = { 0 };
    struct analysis analysis;
    struct engine engine;
    struct zone *clocks = NULL;

    select_series(zone, origin, &selection);
    options.selector_count = selection.count;
    if (!selection.count)
        return;
    if (zone)
        assert_ok(zone_open(&clocks, zone, &err), &err);
    options.zone = clocks;
    assert_ok(engine_open(&engine, &options, &err), &err);
    assert_ok(engine_analyze(&engine, &arena, &analysis, &err), &err);
    for (size_t i = 0; i < analysis.count; i++) {
        const struct planted *shape = shape_of(&analysis.findings[i]);

        judge(shape, &analysis.findings[i], origins[origin], &tallies[shape - shapes]);
    }
    engine_close(&engine);
    arena_release(&arena);
    zone_free(clocks);
}

/* One in ten may claim growth; a count of fair ones is above this one time in forty. */
static double growing_most(const struct tally *t)
{
    return 0.1 * t->asked + 2 * sqrt(0.1 * 0.9 * t->asked);
}

/*
 * Nine dates in ten within 10 %, seven in ten in their 80 % interval, at most one false alarm in twenty, no growth
 * where there is none.
 */
static int is_good(const struct planted *shape, const struct tally *t)
{
    return t->asked == seeds() && t->right_verdict >= 0.95 * t->asked &&
           (shape->truth <= 0 || (t->near >= 0.9 * t->asked && t->inside >= 0.7 * t->asked)) && t->false_alarms <= 0.05 * t->looked &&
           (!shape->still || t->significant <= growing_most(t));
}

static void every_shape_is_answered_as_it_must(void **state)
{
    const char *path = fill_store();
    struct tally tallies[SHAPES_MOST] = { 0 };
    int failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(origins); i++) {
        look_from(path, NULL, i, tallies);
        look_from(path, "Europe/Berlin", i, tallies);
    }
    for (size_t i = 0; i < SHAPES; i++) {
        const struct tally *t = &tallies[i];
        int good = is_good(&shapes[i], t);

        print_message("%-27s %2d of %2d verdicts, %2d dates within 10 %%, %2d inside the interval, %2d grow, "
                      "worst %3.0f %%; %2d false alarms at %3d origins%s\n", shapes[i].name,
                      t->right_verdict, t->asked, t->near, t->inside, t->significant, 100 * t->worst,
                      t->false_alarms, t->looked, good ? "" : "   <-- misses");
        failures += !good;
    }
    unlink(path);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_shape_is_answered_as_it_must) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

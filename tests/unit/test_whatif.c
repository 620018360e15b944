#include "tests/unit/engine_fixture.h"

#include "analyzer/engine/whatif.h"

enum { END = 60, MOST = 4 };

/* Days: the largest of a day lies up to one ahead of the line, and dates are whole. */
static const double TOLERANCE = 2;

/* The volume of most tests: 160 of 210 on the last day, one more every day; 95 % of it, 199.5, may be used. */
static const struct made volume = { "s", "volume", "disk_used", "", 0, END, 100, 1, 0.2, 210, 0, 0 };
static const struct made steady = { "s", "other", "disk_used", "", 0, END, 20, 0, 0.2, 500, 0, 0 };

/* A comparison with one plan of up to MOST assumptions, in place of the program's own. */
struct trial_plan {
    struct assumption    list[MOST];
    struct scenario      scenario;
    const struct scenario *stack[1];
    struct plan          plans[2];
    struct whatif_plans  all;
    struct arena         arena;
    struct engine        engine;    /* lends the findings their names */
};

static void plan_make(struct trial_plan *trial, enum assumption_kind kind, const char *text)
{
    struct error err = ERROR_NONE;

    *trial = (struct trial_plan){ .scenario = { .name = "trial" } };
    for (const char *next = text; next && *next && trial->scenario.count < MOST;) {
        const char *end = strchr(next, ';');
        char *one = arena_text(&trial->arena, next, end ? (size_t)(end - next) : strlen(next));

        assert_ok(assumption_parse(kind, one, NULL, T0 + END * DAY_MS, &trial->arena,
                                   &trial->list[trial->scenario.count++], &err), &err);
        next = end ? end + 1 : NULL;
    }
    trial->scenario.assumptions = trial->list;
    trial->stack[0] = &trial->scenario;
    trial->plans[0] = (struct plan){ "baseline", trial->stack, 0 };
    trial->plans[1] = (struct plan){ "trial", trial->stack, 1 };
    trial->all = (struct whatif_plans){ trial->plans, 2 };
}

static void plan_release(struct trial_plan *trial)
{
    engine_close(&trial->engine);
    arena_release(&trial->arena);
}

static void compare(const struct place *place, struct trial_plan *trial, struct whatif *out)
{
    struct engine_options options = options_of(place);
    struct error err = ERROR_NONE;

    assert_ok(engine_open(&trial->engine, &options, &err), &err);
    assert_ok(whatif_run(&trial->engine, &trial->all, &trial->arena, out, &err), &err);
}

static const struct whatif_row *row_of(const struct whatif *whatif, const char *resource)
{
    for (size_t i = 0; i < whatif->analysis->count; i++)
        if (strcmp(whatif->rows[i].finding->info.key.resource, resource) == 0)
            return &whatif->rows[i];
    fail_msg("nothing was compared for %s", resource);
    return NULL;
}

/*
 * The day k on which 199.5 is reached, worked out by hand from 160 + k; 0: not within the 60 days that are
 * shown.
 */
static void dates_are_those_of_the_arithmetic(void **state)
{
    static const struct { enum assumption_kind kind; const char *text; double day; } cases[] = {
        { ASSUME_GROWTH, "x1", 39.5 },
        { ASSUME_GROWTH, "x2", 19.75 },                          /* 160 + 2 k */
        { ASSUME_GROWTH, "+20%", 32.9 },
        { ASSUME_GROWTH, "x3@+20d", 26.5 },                      /* 180 + 3 (k - 20) */
        { ASSUME_GROWTH, "0.8/day", 49.4 },
        { ASSUME_GROWTH, "+0.5/day", 26.3 },
        { ASSUME_GROWTH, "x0", 0 },
        { ASSUME_GROWTH, "20%/month", 36.8 },                    /* 160 * 1.2^(k / 30.4375) */
        { ASSUME_GROWTH, "20%/month linear", 37.6 },             /* 160 (1 + 0.2 k / 30.4375) */
        { ASSUME_LOAD, "+10%@+10d", 21.4 },                      /* 1.1 (160 + k) */
        { ASSUME_LOAD, "+10%@+10d;+10@+5d", 11.4 },              /* 1.1 (160 + k) + 10 */
        { ASSUME_LOAD, "+10@+5d;+10%@+10d", 11.4 },              /* 1.1 (160 + k + 10) = 199.5: at once, on day 11.4 */
        { ASSUME_LOAD, "+20%@+0d..+40d", 20.75 },                /* (160 + k) (1 + 0.005 k) */
        { ASSUME_LOAD, "+30%@+5d/3d", 5 },
        { ASSUME_LOAD, "+30%@now-20d", 39.5 },
        { ASSUME_CAPACITY, "+21@+20d", 59.45 },                  /* 231 * 0.95 */
        { ASSUME_CAPACITY, "=231@+20d", 59.45 },
        { ASSUME_CAPACITY, "+10%@+20d", 59.45 },
        { ASSUME_CAPACITY, "-20@+10d", 20.5 },                   /* 190 * 0.95 */
        { ASSUME_CAPACITY, "+100@+5d/30d", 39.5 },
        { ASSUME_CAPACITY, "+100@+5d/40d", 45 },                 /* full on the day it goes back */
        { ASSUME_MOVE, "s/other/disk_used -> s/volume/disk_used@+10d", 19.5 },
        { ASSUME_MOVE, "50% s/oth* -> s/volume/disk_used", 29.5 },
    };
    struct place place;
    const struct made both[] = { volume, steady };

    (void)state;
    place_make(&place);
    put_all(&place, both, 2);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct trial_plan trial;
        struct whatif whatif;
        const struct outcome *o;

        plan_make(&trial, cases[i].kind, cases[i].text);
        compare(&place, &trial, &whatif);
        o = &row_of(&whatif, "volume")->outcomes[1];
        if (cases[i].day > 0 ? !o->exhaustion.days_median.known ||
                                   fabs(o->exhaustion.days_median.value - cases[i].day) > TOLERANCE
                             : o->exhaustion.days_median.known)
            fail_msg("%s %s: day %g, want %g", assumption_name(cases[i].kind), cases[i].text,
                     o->exhaustion.days_median.known ? o->exhaustion.days_median.value : -1, cases[i].day);
        plan_release(&trial);
    }
    place_remove(&place);
}

/* --- what must always hold ------------------------------------------------------------ */

static const struct made zoo[] = {
    { "a", "disk",    "disk_used",   "B",  0,  END,     300, 4,   3, 700,  0, 0 },
    { "a", "host",    "cpu",         "%",  0,  END,     40,  0.4, 8, 0,    0, 0 },
    { "a", "old",     "cpu",         "%",  0,  40,      40,  0,   8, 0,    0, 0 },
    { "a", "free",    "disk_avail",  "B",  0,  END,     300, -2,  1, 0,    0, 0 },
    { "a", "full",    "disk_used",   "B",  0,  END,     390, 0,   3, 400,  0, 0 },
    { "a", "young",   "connections", "",   57, END,     20,  0.9, 5, 100,  0, 0 },
    { "a", "nolimit", "connections", "",   0,  END,     20,  0.9, 5, 0,    0, 0 },
    { "a", "net",     "bytes",       "B",  0,  END,     0,   8e6, 0, 200,  0, SERIES_COUNTER },
};

static void same_outcome(const struct outcome *a, const struct outcome *b)
{
    assert_int_equal(a->verdict, b->verdict);
    assert_memory_equal(&a->exhaustion, &b->exhaustion, sizeof a->exhaustion);
    assert_memory_equal(a->at, b->at, sizeof a->at);
    assert_memory_equal(&a->amount, &b->amount, sizeof a->amount);
    assert_string_equal(a->action, b->action);
}

static void what_changes_nothing_has_the_very_figures_of_the_baseline(void **state)
{
    static const struct { enum assumption_kind kind; const char *text; } cases[] = {
        { ASSUME_GROWTH, "x1" }, { ASSUME_GROWTH, "+0/day" },      { ASSUME_LOAD, "+0%@+5d" },
        { ASSUME_LOAD, "x1" },   { ASSUME_LOAD, "+3@now-10d" },       { ASSUME_LOAD, "x3@now-9d/4d" },
        { ASSUME_LOAD, "+0" },   { ASSUME_CAPACITY, "+50@now-10d" },  { ASSUME_CAPACITY, "x1@+5d" },
        { ASSUME_RETAIN, "9d" }, { ASSUME_RETAIN, "14d:14d" },     { ASSUME_LOAD, "+3GiB" },
        { ASSUME_GROWTH, "x2@now-1d" },
    };
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, zoo, COUNT(zoo));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct trial_plan trial;
        struct whatif whatif;

        plan_make(&trial, cases[i].kind, cases[i].text);
        compare(&place, &trial, &whatif);
        for (size_t row = 0; row < whatif.analysis->count; row++)
            if (strcmp(cases[i].text, "+3GiB") != 0 || strcmp(whatif.rows[row].finding->info.unit, "B") != 0)
                same_outcome(&whatif.rows[row].outcomes[0], &whatif.rows[row].outcomes[1]);
        plan_release(&trial);
    }
    place_remove(&place);
}

static void the_baseline_is_what_analyze_says(void **state)
{
    struct engine_options options;
    struct trial_plan trial;
    struct answer answer;
    struct whatif whatif;
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, zoo, COUNT(zoo));
    options = options_of(&place);
    answer_make(&answer, &options);
    plan_make(&trial, ASSUME_LOAD, "x1");
    compare(&place, &trial, &whatif);
    assert_int_equal(whatif.analysis->count, answer.analysis.count);
    for (size_t i = 0; i < answer.analysis.count; i++) {
        const struct finding *f = &answer.analysis.findings[i];
        const struct outcome *o = &whatif.rows[i].outcomes[0];

        assert_string_equal(whatif.rows[i].finding->name, f->name);
        assert_int_equal(o->verdict, f->verdict);
        assert_memory_equal(&o->exhaustion, &f->exhaustion, sizeof f->exhaustion);
        if (f->recommendations[0].has_act_by)
            assert_string_equal(o->action, f->recommendations[0].text);
    }
    plan_release(&trial);
    answer_release(&answer);
    place_remove(&place);
}

/* P(limit reached within 7, 14, 30, 60 days) is nowhere larger under `a` than under `b`. */
static void no_likelier(const struct outcome *a, const struct outcome *b, const char *what)
{
    for (int i = 0; i < PROBABILITIES; i++)
        if (a->exhaustion.probability[i].known && b->exhaustion.probability[i].known &&
            a->exhaustion.probability[i].value > b->exhaustion.probability[i].value)
            fail_msg("%s: %g after %d days is more than %g", what, a->exhaustion.probability[i].value,
                     probability_days[i], b->exhaustion.probability[i].value);
}

static void more_load_is_never_safer_and_more_capacity_never_worse(void **state)
{
    static const struct { enum assumption_kind kind; const char *text; int worse; } cases[] = {
        { ASSUME_LOAD, "+5%", 1 },       { ASSUME_LOAD, "+40@+12d", 1 },          { ASSUME_LOAD, "-5%@+3d", 0 },
        { ASSUME_GROWTH, "+9/day", 1 },  { ASSUME_LOAD, "+20%@+9d/2d", 1 },       { ASSUME_CAPACITY, "x2@+2d", 0 },
        { ASSUME_CAPACITY, "-5%", 1 },   { ASSUME_LOAD, "+9%@+2d..+30d", 1 },     { ASSUME_GROWTH, "+7%/week", 1 },
        { ASSUME_LOAD, "=1", 0 },        { ASSUME_LOAD, "-100%@+10d", 0 },        { ASSUME_LOAD, "+1e300", 1 },
    };
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, zoo, COUNT(zoo));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct trial_plan trial;
        struct whatif whatif;

        plan_make(&trial, cases[i].kind, cases[i].text);
        compare(&place, &trial, &whatif);
        for (size_t row = 0; row < whatif.analysis->count; row++) {
            const struct outcome *o = whatif.rows[row].outcomes;

            no_likelier(&o[!cases[i].worse], &o[cases[i].worse], cases[i].text);
            for (int p = 0; p < PROSPECTS; p++)
                assert_true(!o[1].at[p].peak.median.known || isfinite(o[1].at[p].peak.median.value));
        }
        plan_release(&trial);
    }
    place_remove(&place);
}

static void what_is_left_out_is_said(void **state)
{
    static const struct { enum assumption_kind kind; const char *text, *resource, *note; } cases[] = {
        { ASSUME_LOAD, "+3GiB", "host", "load +3GiB: it is in B, the series in %" },
        { ASSUME_CAPACITY, "+5", "nolimit", "capacity +5: no capacity is known that it could change" },
        { ASSUME_CAPACITY, "-5000@+3d", "disk", "capacity -5000@+3d: it would leave no capacity at all" },
        { ASSUME_CAPACITY, "+5@now-3d", "disk", "capacity +5@now-3d: it began in the past and is in the data" },
        { ASSUME_LOAD, "+5%", "free",
          "load +5%: what is left shows no share of a load; say an amount, or the capacity of the series" },
        { ASSUME_RETAIN, "9d", "disk",
          "retain 9d: nothing says how long data are kept now; write 30d:14d, or retention = 30d into a [rule]" },
        { ASSUME_RETAIN, "9d:5d", "host", "retain 9d:5d: it is not bytes in use" },
    };
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, zoo, COUNT(zoo));
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct outcome *o;
        struct trial_plan trial;
        struct whatif whatif;

        plan_make(&trial, cases[i].kind, cases[i].text);
        compare(&place, &trial, &whatif);
        o = &row_of(&whatif, cases[i].resource)->outcomes[1];
        assert_int_equal(o->note_count, 1);
        assert_string_equal(o->notes[0], cases[i].note);
        assert_false(o->applies);
        plan_release(&trial);
    }
    place_remove(&place);
}

static void less_kept_is_less_at_once_and_more_comes_in_time(void **state)
{
    static const struct { const char *text; double share; } cases[] = {
        { "30d:15d", 0.5 }, { "30d:45d", 1.5 }, { "30d:90d", 2 /* 30 of 60 more days have come */ },
        { "30d:15d@+40d", 1 },
    };
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, zoo, 1);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct trial_plan trial;
        struct whatif whatif;

        plan_make(&trial, ASSUME_RETAIN, cases[i].text);
        compare(&place, &trial, &whatif);
        assert_close(whatif.rows[0].outcomes[1].at[0].peak.median.value,
                     cases[i].share * whatif.rows[0].outcomes[0].at[0].peak.median.value, 0.002);
        plan_release(&trial);
    }
    place_remove(&place);
}

static void a_move_needs_its_series(void **state)
{
    static const struct { const char *text, *said; } cases[] = {
        { "a/disk/disk_used -> a/nowhere/disk_used", "there is no series 'a/nowhere/disk_used'" },
        { "b/* -> a/disk/disk_used", "no series matches 'b/*'" },
    };
    struct engine_options options;
    struct place place;

    (void)state;
    place_make(&place);
    put_all(&place, zoo, 2);
    options = options_of(&place);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = ERROR_NONE;
        struct trial_plan trial;
        struct engine engine;
        struct whatif whatif;

        plan_make(&trial, ASSUME_MOVE, cases[i].text);
        assert_ok(engine_open(&engine, &options, &err), &err);
        assert_int_equal(whatif_run(&engine, &trial.all, &trial.arena, &whatif, &err), ERR_NOTFOUND);
        assert_non_null(strstr(err.text, cases[i].said));
        engine_close(&engine);
        plan_release(&trial);
    }
    place_remove(&place);
}

/* What leaves one arrives at the other, and nothing else. */
static void what_moves_is_neither_lost_nor_made(void **state)
{
    const struct made both[] = { volume, steady };
    struct trial_plan trial;
    struct whatif whatif;
    struct place place;
    double before = 0, after = 0;

    (void)state;
    place_make(&place);
    put_all(&place, both, 2);
    plan_make(&trial, ASSUME_MOVE, "40% s/other/* -> s/volume/disk_used@+3d..+9d");
    compare(&place, &trial, &whatif);
    for (size_t row = 0; row < 2; row++) {
        before += whatif.rows[row].outcomes[0].at[0].peak.median.value;
        after += whatif.rows[row].outcomes[1].at[0].peak.median.value;
    }
    assert_close(after, before, 1e-3);
    assert_close(row_of(&whatif, "other")->outcomes[1].at[0].peak.median.value,
                 0.6 * row_of(&whatif, "other")->outcomes[0].at[0].peak.median.value, 1e-9);
    plan_release(&trial);
    place_remove(&place);
}

/* Requests that grow by 10 a day, a quarter fewer at weekends; 5 connections and one more for every hundred. */
static double requests_at(const struct made *made, int64_t at)
{
    int day = (int)((at - T0) / DAY_MS);

    (void)made;
    return (1000 + 10 * day) * (day % 7 >= 5 ? 0.75 : 1);
}

static double connections_at(const struct made *made, int64_t at)
{
    return 5 + requests_at(made, at) / 100 + made->noise * noise_at(made->resource, at);
}

static void twice_the_driver_costs_what_it_is_measured_to_cost(void **state)
{
    static const struct made requests = { "s", "shop", "requests", "", 0, END, 0, 0, 0, 0, 0, 0 };
    static const struct made pool = { "s", "pool", "connections", "", 0, END, 0, 0, 0.3, 60, 0, 0 };
    static const struct driver_rule rule = { "users", "s/pool/*", "s/shop/requests", NULL };
    static const struct { const char *text; double factor, extra; } cases[] = {
        { "users=x1", 1, 0 }, { "users=x2", 2, 0 }, { "users=+50%@+10d", 1.5, 0 }, { "users=+400", 1, 400 },
        { "s/shop/*=x2", 2, 0 }, { "others=x2", 1, 0 },
    };
    struct error err = ERROR_NONE;
    struct engine_options options;
    struct store *store;
    struct place place;

    (void)state;
    place_make(&place);
    store = place_open(&place, STORE_CREATE);
    assert_ok(store_begin(store, &err), &err);
    put_made(store, &requests, requests_at);
    put_made(store, &pool, connections_at);
    assert_ok(store_commit(store, &err), &err);
    store_close(store);
    options = options_of(&place);
    options.rules.drivers = &rule;
    options.rules.driver_count = 1;
    for (size_t i = 0; i < COUNT(cases); i++) {
        double expected = 1000 + 10 * (END + 30);
        struct trial_plan trial;
        struct whatif whatif;
        struct engine engine;
        const struct outcome *o;

        plan_make(&trial, ASSUME_DRIVER, cases[i].text);
        assert_ok(engine_open(&engine, &options, &err), &err);
        assert_ok(whatif_run(&engine, &trial.all, &trial.arena, &whatif, &err), &err);
        o = row_of(&whatif, "pool")->outcomes;
        assert_int_equal(o[1].note_count, 0);
        assert_close(o[1].at[0].peak.median.value - o[0].at[0].peak.median.value,
                     ((cases[i].factor - 1) * expected + cases[i].extra) / 100, 0.1);
        engine_close(&engine);
        plan_release(&trial);
    }
    place_remove(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_those_of_the_arithmetic),
        cmocka_unit_test(what_changes_nothing_has_the_very_figures_of_the_baseline),
        cmocka_unit_test(the_baseline_is_what_analyze_says),
        cmocka_unit_test(more_load_is_never_safer_and_more_capacity_never_worse),
        cmocka_unit_test(what_is_left_out_is_said),
        cmocka_unit_test(less_kept_is_less_at_once_and_more_comes_in_time),
        cmocka_unit_test(a_move_needs_its_series),
        cmocka_unit_test(twice_the_driver_costs_what_it_is_measured_to_cost),
        cmocka_unit_test(what_moves_is_neither_lost_nor_made),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

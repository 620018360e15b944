#include "tests/unit/unit.h"

#include "models/scaling_search.h"

enum { MOST = 24 };

/* A policy on a demand, and the units in force that the comment derives by hand. */
struct replay {
    const char    *claim, *scaler;
    struct scaling policy;
    double         step_s;
    size_t         n;
    double         demand[MOST], supply[MOST];
};

/* What all below share: 70 / 30, no tolerance but the target's, one unit at least. */
#define POLICY .target_pct = 70, .up_pct = 70, .down_pct = 30, .tolerance_pct = 10, .step = 1, \
               .least = 1, .full = 1

static const struct replay replays[] = {
    /*
     * 120 s of start-up and steps of 300 s: an order at the end of step i serves in i + 2.
     * i1: 1.6 / 2 = 80 %: a third, for i3. i2: 80 % again, 300 s after: a fourth, for i4.
     * i3: 1.6 / 3 = 53 %. i4: 40 %. i5: 0.4 / 4 = 10 %: one stops. i6: 0.4 / 3 = 13 %: another.
     */
    { "thresholds", "threshold", { POLICY, .startup_s = 120, .cooldown_s = 300, .start = 2 }, 300, 8,
      { 1.0, 1.6, 1.6, 1.6, 1.6, 0.4, 0.4, 0.4 }, { 2, 2, 2, 3, 4, 4, 3, 2 } },
    /* The same with 600 s of cooldown: i2 comes 300 s after i1 and i6 300 s after i5: neither acts. */
    { "a cooldown", "threshold", { POLICY, .startup_s = 120, .cooldown_s = 600, .start = 2 }, 300, 8,
      { 1.0, 1.6, 1.6, 1.6, 1.6, 0.4, 0.4, 0.4 }, { 2, 2, 2, 3, 3, 3, 2, 2 } },
    /* i0: 67 % is within a tenth of 70. i1: 3.5 on 3 is seen as 100 %: ceil(3 / 0.7) = 5. i2: 70 %. */
    { "a target", "target", { POLICY, .start = 3 }, 300, 4,
      { 2.0, 3.5, 3.5, 1.0 }, { 3, 3, 5, 5 } },
    /* 5, 2, 2, 2 are wanted; two steps look back, and only at i3 is 2 the most of the last three. */
    { "a window", "target", { POLICY, .stabilise_s = 600, .start = 5 }, 300, 5,
      { 3.5, 1.0, 1.0, 1.0, 1.0 }, { 5, 5, 5, 5, 2 } },
    /* i0: 95 %: four more, but five are the most; they serve in i2. i1: all are ordered. i3: 10 %. */
    { "steps", "step", { POLICY, .startup_s = 300, .start = 2, .most = 5, .step_count = 4,
                         .steps = { { 0, -1 }, { 30, 0 }, { 70, 1 }, { 90, 4 } } }, 300, 5,
      { 1.9, 1.9, 1.9, 0.5, 0.5 }, { 2, 2, 5, 5, 4 } },
    /* i0: 90 %: a second for i4. i1: 10 %: it is stopped before it serves, and one stays. */
    { "an order taken back", "threshold", { POLICY, .startup_s = 900, .start = 1 }, 300, 6,
      { 0.9, 0.1, 0.1, 0.1, 0.1, 0.1 }, { 1, 1, 1, 1, 1, 1 } },
    /* Half hours; 3 in the second hour, ordered at i0 so that they serve when it begins at i2. */
    { "a schedule", "scheduled", { POLICY, .startup_s = 1800, .start = 1,
                                   .schedule = { 1, 3, 1 } }, 1800, 6,
      { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 }, { 1, 1, 3, 3, 1, 1 } },
    /* i0: 90 %. i1 is not known: nothing is done. i2: 45 %. */
    { "a gap", "threshold", { POLICY, .start = 1 }, 300, 3, { 0.9, NAN, 0.9 }, { 1, 2, 2 } },
    /*
     * Half days at a target of 50 %. First week: 1 asks for 2; 3 on 2 is seen as 2 and asks for 4.
     * i14: 2 were seen at i1, a day is not known before it: 2 / 0.5 = 4. i15: 1 + 3 were seen today
     * and 1 + 2 a week ago: 3 is there, 6. i16: 2 x 4/3 = 2.67 are to come: 6.
     */
    { "a week ago", "predictive", { .target_pct = 50, .least = 1, .full = 1 }, 43200, 18,
      { 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3 },
      { 2, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 4, 6, 6 } },
};

static unsigned char week[60000];

static struct scaling_record record_of(const double *demand, size_t n, double step_s)
{
    for (size_t i = 0; i < n; i++)
        week[i] = (unsigned char)((size_t)((double)i * step_s / 3600) % WEEK_HOURS);
    return (struct scaling_record){ demand, week, n, step_s };
}

static void small_cases_come_out_as_by_hand(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(replays); i++) {
        const struct replay *r = &replays[i];
        struct scaling_record record = record_of(r->demand, r->n, r->step_s);
        struct scratch scratch = { 0 };
        double supply[MOST];

        assert_int_equal(scratch_init(&scratch, scaling_room(MOST)), 0);
        scaling_run(scaler_find(r->scaler), &r->policy, &record, &scratch, supply);
        for (size_t k = 0; k < r->n; k++)
            if (supply[k] != r->supply[k])
                fail_msg("%s: %g units in step %zu, want %g", r->claim, supply[k], k, r->supply[k]);
        assert_int_equal(scratch.used, 0);
        scratch_release(&scratch);
    }
}

/*
 * Steps of 300 s, twelve to the hour; the oracle has 1 2 2 5 1 1.
 * In force 2 2 2 3 4 2: 15 / 12 unit-hours. i3 lacks 2 of 5, 40 %; i1 none. Too many: 1 + 0 + 0 + 0 + 3 + 1.
 * Changes: +1 at i3, +1 at i4, -2 at i5, the last 300 s after its opposite.
 */
static void a_supply_is_judged_as_by_hand(void **state)
{
    static const double demand[] = { 1, 1.6, 2, 5, 0.4, 0.4 }, supply[] = { 2, 2, 2, 3, 4, 2 };
    struct scaling policy = scaling_default;
    struct scaling_record record = record_of(demand, COUNT(demand), 300);
    struct scaling_score score;

    (void)state;
    scaling_judge(&policy, &record, supply, &score);
    assert_close(score.hours, 0.5, 1e-12);
    assert_close(score.unit_hours, 15.0 / 12, 1e-12);
    assert_close(score.under_hours, 1.0 / 12, 1e-12);
    assert_close(score.unmet, 2.0 / 12, 1e-12);
    assert_close(score.under_depth, 0.4, 1e-12);
    assert_close(score.under_worst, 0.4, 1e-12);
    assert_close(score.over_hours, 3.0 / 12, 1e-12);
    assert_close(score.surplus, 5.0 / 12, 1e-12);
    assert_int_equal(score.changes, 3);
    assert_int_equal(score.flaps, 1);
    assert_int_equal(score.first_unmet, 3);
    assert_int_equal(score.worst_hour, 0);
    assert_close(score.worst_unmet, 2.0 / 12, 1e-12);
    assert_true(score.fewest == 2 && score.most == 4);
}

/* With 80 % of a unit usable: 1 wants ceil(1.25) = 2, 1.6 wants 2, 5 wants 7 of which 6 are allowed. */
static void oracle_and_static_know_the_bounds(void **state)
{
    static const double demand[] = { 1, 1.6, NAN, 5, 0 }, want[] = { 2, 2, 2, 6, 1 };
    struct scaling policy = { .least = 1, .most = 6, .full = 0.8 };
    struct scaling_record record = record_of(demand, COUNT(demand), 300);
    double supply[COUNT(demand)];

    (void)state;
    scaling_oracle(&policy, &record, supply);
    for (size_t i = 0; i < COUNT(demand); i++)
        assert_true(supply[i] == want[i]);
    scaling_static(&policy, &record, supply);
    for (size_t i = 0; i < COUNT(demand); i++)
        assert_true(supply[i] == 6);
}

/* --- what must always hold, on a made year-like demand ------------------------------------ */

enum { STEPS = 12 * 7 * 288 };    /* 12 weeks at 5 minutes */

static double demand[STEPS], supply[STEPS], other[STEPS];
static struct scaling_trial trials[SCALING_TRIALS];

/* A day's wave that grows, with jumps; even in itself: no random numbers. */
static struct scaling_record make_weeks(void)
{
    for (size_t i = 0; i < STEPS; i++) {
        double day = (double)i / 288, hour = fmod(day, 1) * 24;
        int weekend = (size_t)day % 7 >= 5;

        demand[i] = (2 + 0.03 * day) * (weekend ? 0.6 : 1 + exp(-(hour - 11) * (hour - 11) / 8)) +
                    (i % 997 < 3 ? 2.385 : 0);
    }
    return record_of(demand, STEPS, 300);
}

static void nobody_beats_the_oracle_and_bounds_hold(void **state)
{
    struct scaling policy = scaling_default;
    struct scaling_record record = make_weeks();
    struct scaling_score best, fixed;
    struct scratch scratch = { 0 };

    (void)state;
    policy.least = 2;
    policy.most = 12;
    assert_int_equal(scratch_init(&scratch, scaling_room(STEPS)), 0);
    scaling_oracle(&policy, &record, other);
    scaling_judge(&policy, &record, other, &best);
    assert_true(best.unmet == 0 && best.surplus == 0);
    scaling_static(&policy, &record, supply);
    scaling_judge(&policy, &record, supply, &fixed);
    assert_true(fixed.unmet == 0 && fixed.changes == 0);
    for (size_t kind = 0; scalers[kind]; kind++) {
        struct scaling own = policy;
        struct scaling_score score;

        if (scalers[kind]->learn)
            scalers[kind]->learn(&record, STEPS / 3, &own);
        scaling_run(scalers[kind], &own, &record, &scratch, supply);
        scaling_judge(&own, &record, supply, &score);
        assert_true(score.fewest >= 2 && score.most <= 12);
        assert_true(score.unit_hours < fixed.unit_hours);
        /* what is in force is what is needed, and what is too much, less what lacks in whole units */
        assert_true(score.unit_hours <= best.unit_hours + score.surplus + 1e-6);
        assert_true(score.unit_hours >= best.unit_hours + score.surplus - 2 * score.unmet -
                                            score.under_hours - 1e-6);
    }
    scratch_release(&scratch);
}

/* Demand and units twice as large in units of half the size, steps of two: everything doubles. */
static void another_unit_changes_nothing_but_the_numbers(void **state)
{
    struct scaling policy = scaling_default, twice = scaling_default;
    struct scaling_record record = make_weeks();
    struct scratch scratch = { 0 };

    (void)state;
    twice.step = 2;
    twice.least = 2;
    policy.start = 4;
    twice.start = 8;
    assert_int_equal(scratch_init(&scratch, scaling_room(STEPS)), 0);
    scaling_run(scalers[0], &policy, &record, &scratch, supply);
    for (size_t i = 0; i < STEPS; i++)
        demand[i] *= 2;
    scaling_run(scalers[0], &twice, &record, &scratch, other);
    for (size_t i = 0; i < STEPS; i++)
        assert_true(other[i] == 2 * supply[i]);
    scratch_release(&scratch);
}

/* Each on the front is beaten by none, each off it by one: counted out the slow way. */
static void the_front_is_the_front(void **state)
{
    struct scaling_record record = make_weeks();
    const struct scaling_limits limits = { 0.001, 4 };
    struct scratch scratch = { 0 };
    size_t count, chosen, front = 0;

    (void)state;
    assert_int_equal(scratch_init(&scratch, scaling_room(STEPS)), 0);
    count = scaling_search(&scaling_default, &record, STEPS / 3 * 2, &scratch, supply, trials);
    assert_true(count > 100 && count < SCALING_TRIALS);
    for (size_t i = 0; i < count; i++) {
        int beaten = 0;

        for (size_t k = 0; k < count; k++) {
            const struct scaling_score *a = &trials[k].score, *b = &trials[i].score;

            beaten |= a->unmet <= b->unmet && a->unit_hours <= b->unit_hours &&
                      (a->unmet < b->unmet || a->unit_hours < b->unit_hours);
        }
        if (trials[i].front)
            assert_true(!beaten);
        front += (size_t)trials[i].front;
    }
    assert_true(front > 3);
    chosen = scaling_choose(trials, count, &limits);
    for (size_t i = 0; i <= chosen; i++)
        assert_int_equal(scaling_keeps(&trials[i].score, &limits) &&
                         scaling_keeps(&trials[i].proof, &limits), i == chosen);
    scratch_release(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_cases_come_out_as_by_hand),
        cmocka_unit_test(a_supply_is_judged_as_by_hand),
        cmocka_unit_test(oracle_and_static_know_the_bounds),
        cmocka_unit_test(nobody_beats_the_oracle_and_bounds_hold),
        cmocka_unit_test(another_unit_changes_nothing_but_the_numbers),
        cmocka_unit_test(the_front_is_the_front),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

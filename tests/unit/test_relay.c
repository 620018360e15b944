#include "tests/unit/unit.h"

#include <sched.h>

#include "data/base/relay.h"

enum { SLOTS = 5, ROUNDS = 500 };

struct job {
    int number[SLOTS], square[SLOTS];
    int delivered[ROUNDS + 1], count;
    int fail_at, stop_at;      /* numbers at which work fails, and delivery stops; 0 for none */
};

static int work(void *self, size_t slot, unsigned hand, struct error *err)
{
    struct job *job = self;
    int number = job->number[slot];

    (void)hand;
    for (int i = 0; i < number % 7; i++)    /* some take longer, so that they end out of order */
        sched_yield();
    if (number == job->fail_at)
        return error_set(err, ERR_DATA, "number %d", number);
    job->square[slot] = number * number;
    return 0;
}

static int deliver(void *self, size_t slot, struct error *err)
{
    struct job *job = self;

    (void)err;
    job->delivered[job->count++] = job->square[slot];
    return job->number[slot] == job->stop_at ? 1 : 0;
}

static struct relay *make(struct job *job, unsigned hands)
{
    struct relay_plan plan = { job, SLOTS, hands, work, deliver };
    struct error err = ERROR_NONE;
    struct relay *relay = NULL;

    assert_ok(relay_new(&relay, &plan, &err), &err);
    return relay;
}

/* Gives 1 … ROUNDS, every third to the calling thread. */
static int run(struct relay *relay, struct job *job, struct error *err)
{
    size_t slot;
    int rc = 0;

    for (int i = 1; i <= ROUNDS && rc == 0; i++) {
        rc = relay_take(relay, &slot, err);
        if (rc != 0)
            break;
        job->number[slot] = i;
        if (i % 3)
            relay_give(relay);
        else
            relay_do(relay);
    }
    return rc ? rc : relay_finish(relay, err);
}

static void results_come_in_order(void **state)
{
    (void)state;
    for (unsigned hands = 1; hands <= 4; hands++) {
        struct job job = { .count = 0 };
        struct error err = ERROR_NONE;
        struct relay *relay = make(&job, hands);

        assert_int_equal(run(relay, &job, &err), 0);
        assert_int_equal(job.count, ROUNDS);
        for (int i = 0; i < ROUNDS; i++)
            assert_int_equal(job.delivered[i], (i + 1) * (i + 1));
        assert_int_equal(relay_given(relay), ROUNDS);
        assert_int_equal(relay_delivered(relay), ROUNDS);
        relay_free(relay);
    }
}

static void a_failure_comes_at_its_place(void **state)
{
    (void)state;
    for (unsigned hands = 1; hands <= 4; hands++) {
        struct job job = { .fail_at = 23 };
        struct error err = ERROR_NONE;
        struct relay *relay = make(&job, hands);

        assert_int_equal(run(relay, &job, &err), ERR_DATA);
        assert_string_equal(err.text, "number 23");
        assert_int_equal(job.count, 22);
        relay_free(relay);
    }
}

static void delivery_can_stop_it(void **state)
{
    (void)state;
    for (unsigned hands = 1; hands <= 4; hands++) {
        struct job job = { .stop_at = 42 };
        struct error err = ERROR_NONE;
        struct relay *relay = make(&job, hands);

        assert_int_equal(run(relay, &job, &err), 1);
        assert_int_equal(job.count, 42);
        assert_int_equal(relay_delivered(relay), 42);
        assert_true(relay_given(relay) - 42 <= SLOTS);
        relay_free(relay);
    }
}

static void what_is_dropped_is_not_delivered(void **state)
{
    (void)state;
    for (unsigned hands = 1; hands <= 4; hands++) {
        struct job job = { .stop_at = 42 };
        struct error err = ERROR_NONE;
        struct relay *relay = make(&job, hands);

        assert_int_equal(run(relay, &job, &err), 1);
        relay_drop(relay);
        job.stop_at = job.count = 0;
        assert_int_equal(run(relay, &job, &err), 0);
        assert_int_equal(job.count, ROUNDS);
        assert_int_equal(job.delivered[0], 1);
        relay_free(relay);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_come_in_order),
        cmocka_unit_test(a_failure_comes_at_its_place),
        cmocka_unit_test(delivery_can_stop_it),
        cmocka_unit_test(what_is_dropped_is_not_delivered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

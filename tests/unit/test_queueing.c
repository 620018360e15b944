#include "tests/unit/unit.h"

#include <stdlib.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "models/queueing.h"

/* Exact: fractions by Python 3's fractions module; where one is printed it can be checked by hand. */
static void erlang_agrees_with_exact_fractions(void **state)
{
    static const struct { double load; size_t servers; double b, c; } rows[] = {
        {    1.0,    2, 1.0 / 5,               1.0 / 3               },
        {    1.5,    3, 9.0 / 67,              9.0 / 38              },
        {  2.385,    5, 0.06135368080347503,   0.11109449702458567   },
        {   10.0,   10, 0.21458234310734733,   1                     },
        {   10.0,   14, 0.05681914338652086,   0.17413193359504983   },
        {  215.3,  240, 0.006879244994323473,  0.06306147210660216   },
        {  950.0, 1000, 0.0036492936889424097, 0.06825341537714143   },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_close(erlang_b(rows[i].load, rows[i].servers), rows[i].b, 1e-12);
        assert_close(erlang_c(rows[i].load, rows[i].servers), rows[i].c, 1e-12);
    }
}

/*
 * Published to all digits: 100 calls in 30 minutes of 180 s each, 14 agents, 20 s. The shares are in the
 * README of pyworkforce (ErlangC example), the mean wait in that of the R package ErlangC 0.1.0.
 */
static void waits_agree_with_published_examples(void **state)
{
    const struct queue queue = { .load = 10, .servers = 14, .hold = 180 };

    (void)state;
    assert_close(erlang_c(10, 14), 0.1741319335950498, 1e-9);
    assert_close(1 - queue_wait_share(&queue, 20), 0.8883500191794669, 1e-9);
    assert_close(queue_wait_mean(&queue), 7.83593701177724, 1e-9);
    assert_int_equal(queue_servers(10, 180, 20, 0.2), 14);
}

/*
 * Offered load for a loss of 1 %: the Erlang B table of T. S. Rappaport, Wireless Communications, 2nd ed.
 * 2002, table 3.4, printed to three or four digits; half of the last one decides.
 */
static void tables_of_loss_are_met_as_printed(void **state)
{
    static const struct { size_t servers; double load, half; } rows[] = {
        { 2, 0.153, 5e-4 }, { 4, 0.869, 5e-4 }, { 5, 1.36, 5e-3 }, { 10, 4.46, 5e-3 },
        { 20, 12.0, 5e-2 }, { 24, 15.3, 5e-2 }, { 40, 29.0, 5e-2 }, { 70, 56.1, 5e-2 },
        { 100, 84.1, 5e-2 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(erlang_b(rows[i].load - rows[i].half, rows[i].servers) < 0.01);
        assert_true(erlang_b(rows[i].load + rows[i].half, rows[i].servers) > 0.01);
    }
}

/* One more server would be too many, one less too few; the smallest is found for both formulas. */
static void inverses_find_the_smallest(void **state)
{
    static const double loads[] = { 0.02, 0.7, 2.385, 17.3, 215.3, 2001.7 };

    (void)state;
    for (size_t i = 0; i < COUNT(loads); i++) {
        double a = loads[i];
        size_t b = erlang_b_servers(a, 0.013), c = queue_servers(a, 2.385, 0.41, 0.013);
        struct queue enough = { a, c, 2.385 }, less = { a, c - 1, 2.385 };

        assert_true(erlang_b(a, b) <= 0.013 && erlang_b(a, b - 1) > 0.013);
        assert_true(queue_wait_share(&enough, 0.41) <= 0.013);
        assert_true(queue_wait_share(&less, 0.41) > 0.013);
        assert_close(erlang_c(erlang_c_load(c, 0.05), c), 0.05, 1e-9);
    }
}

static void the_quantile_is_the_share_turned_round(void **state)
{
    const struct queue queue = { .load = 17.3, .servers = 20, .hold = 2.385 };
    double waiting = erlang_c(17.3, 20);

    (void)state;
    for (double level = 0.05; level < 1; level += 0.05) {
        double wait = queue_wait_quantile(&queue, level);

        if (level < 1 - waiting)
            assert_true(wait == 0);
        else
            assert_close(queue_wait_share(&queue, wait), 1 - level, 1e-12);
    }
    assert_close(queue_length(&queue), 17.3 / 2.385 * queue_wait_mean(&queue), 1e-12);
}

static void edges_have_answers(void **state)
{
    const struct queue full = { .load = 5, .servers = 5, .hold = 1 };

    (void)state;
    assert_true(erlang_b(0, 0) == 1 && erlang_b(0, 1) == 0 && erlang_c(0, 3) == 0);
    assert_true(erlang_b(3, 0) == 1 && erlang_c(3, 0) == 1);
    assert_true(queue_wait_share(&full, 1e9) == 1);
    assert_true(isinf(queue_wait_quantile(&full, 0.5)) && isinf(queue_wait_mean(&full)));
    assert_int_equal(erlang_b_servers(0, 0.01), 1);
    assert_int_equal(queue_servers(2e6, 1, 0, 0.01), 0);
    assert_int_equal(queue_deadlock_floor(3, 4), 10);    /* HikariCP, About Pool Sizing: 3 x (4 - 1) + 1 */
    assert_int_equal(queue_deadlock_floor(8, 1), 1);
    assert_int_equal(queue_deadlock_floor(0, 2), 0);
}

/* --- a queue that is lived through, event by event ------------------------------------------- */

enum { SERVERS_MOST = 64, BATCHES = 40, BATCH = 40000 };

struct lived {
    double waiting[BATCHES], mean[BATCHES], late[BATCHES];    /* of each batch of requests */
};

/* First come, first served: a request goes to the server that is free first. */
static double serve(double *free_at, size_t servers, double at, double hold)
{
    size_t first = 0;

    for (size_t s = 1; s < servers; s++)
        if (free_at[s] < free_at[first])
            first = s;
    double begin = free_at[first] > at ? free_at[first] : at;

    free_at[first] = begin + hold;
    return begin - at;
}

static void live(const struct queue *queue, double late, struct lived *out)
{
    gsl_rng *r = gsl_rng_alloc(gsl_rng_mt19937);    /* the default seed of mt19937: 4357 */
    double free_at[SERVERS_MOST] = { 0 }, at = 0;

    for (int batch = -1; batch < BATCHES; batch++) {    /* the first warms up */
        double waiting = 0, sum = 0, longer = 0;

        for (int i = 0; i < BATCH; i++) {
            at += gsl_ran_exponential(r, queue->hold / queue->load);
            double wait = serve(free_at, queue->servers, at, gsl_ran_exponential(r, queue->hold));

            waiting += wait > 0;
            sum += wait;
            longer += wait > late;
        }
        if (batch < 0)
            continue;
        out->waiting[batch] = waiting / BATCH;
        out->mean[batch] = sum / BATCH;
        out->late[batch] = longer / BATCH;
    }
    gsl_rng_free(r);
}

/* Within four standard errors of the mean of batches. */
static void assert_agrees(const double *batch, double want)
{
    double mean = 0, var = 0;

    for (int i = 0; i < BATCHES; i++)
        mean += batch[i] / BATCHES;
    for (int i = 0; i < BATCHES; i++)
        var += (batch[i] - mean) * (batch[i] - mean) / (BATCHES - 1);
    if (fabs(mean - want) > 4 * sqrt(var / BATCHES))
        fail_msg("simulated %g +- %g, formula %g", mean, sqrt(var / BATCHES), want);
    assert_true(sqrt(var / BATCHES) < 0.15 * want);    /* a test that could not fail says nothing */
}

static void a_simulated_queue_agrees(void **state)
{
    static const struct queue queues[] = { { 2.385, 4, 0.13 }, { 10, 14, 180 }, { 27.1, 30, 2.7 } };
    static struct lived lived;

    (void)state;
    for (size_t i = 0; i < COUNT(queues); i++) {
        double late = queue_wait_quantile(&queues[i], 0.97);

        live(&queues[i], late, &lived);
        assert_agrees(lived.waiting, erlang_c(queues[i].load, queues[i].servers));
        assert_agrees(lived.mean, queue_wait_mean(&queues[i]));
        assert_agrees(lived.late, 0.03);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(erlang_agrees_with_exact_fractions),
        cmocka_unit_test(waits_agree_with_published_examples),
        cmocka_unit_test(tables_of_loss_are_met_as_printed),
        cmocka_unit_test(inverses_find_the_smallest),
        cmocka_unit_test(the_quantile_is_the_share_turned_round),
        cmocka_unit_test(edges_have_answers),
        cmocka_unit_test(a_simulated_queue_agrees),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

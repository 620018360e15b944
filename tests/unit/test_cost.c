/* Prices: every figure is worked out by hand beside its case. */
#include "tests/unit/engine_fixture.h"

#include "data/price.h"

enum { END = 60 };

static const char *const disks[] = { "a/*/disk_used" };
static const char *const hosts[] = { "a/*/cpu" };

/* 9 a month for a GiB of disk (here 100 "B" stand for one), 200 a day at the limit; 400 a month for a host. */
static const struct price_rule prices[] = {
    { "disk", disks, 1, 9, 100, 200, "EUR" },
    { "host", hosts, 1, 400, 0, 0, NULL },
};

static void get_rule(void *self, const char *series, struct rule *out)
{
    (void)self;
    (void)series;
    *out = (struct rule){ .policy = policy_default, .direction = -1, .kind = -1, .purchase = 100 };
    if (strstr(series, "cpu"))
        out->purchase = 0;
}

static void ask(struct answer *answer, struct place *place, const struct made *made, size_t count)
{
    struct engine_options options;

    place_make(place);
    put_all(place, made, count);
    options = options_of(place);
    options.rules = (struct rules){ .get = get_rule, .prices = prices, .price_count = COUNT(prices) };
    answer_make(answer, &options);
}

static void done(struct answer *answer, struct place *place)
{
    answer_release(answer);
    place_remove(place);
}

static void the_last_price_that_matches_holds(void **state)
{
    static const char *const all[] = { "*" }, *const some[] = { "x/*", "y/*" };
    static const struct price_rule rules[] = { { .name = "all", .series = all, .series_count = 1 },
                                               { .name = "some", .series = some, .series_count = 2 } };

    (void)state;
    assert_string_equal(price_find(rules, 2, "y/z")->name, "some");
    assert_string_equal(price_find(rules, 2, "z/z")->name, "all");
    assert_null(price_find(rules, 0, "z/z"));
    assert_null(price_find(&rules[1], 1, "z/z"));
}

static void a_price_is_of_what_it_says(void **state)
{
    (void)state;
    assert_close(price_of_unit(&(struct price_rule){ .price = 9, .per = 100 }, 0), 0.09, 1e-15);
    assert_close(price_of_unit(&(struct price_rule){ .price = 9 }, 0), 9, 0);
    assert_close(price_of_unit(&(struct price_rule){ .price = 400 }, 100), 4, 0);           /* all that is there */
    assert_close(price_of_unit(&(struct price_rule){ .price = 400, .per = 25 }, 100), 16, 0);
}

static void money_is_written_with_its_currency(void **state)
{
    static const struct { double amount; const char *currency, *text; } cases[] = {
        { 12.5, "EUR", "12.50 EUR" }, { 0, "USD", "0.00 USD" }, { 99.994, "EUR", "99.99 EUR" },
        { 99.996, "EUR", "100 EUR" }, { 1234.5, NULL, "1234" }, { 0.125, "", "0.12" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out;

        buf_init(&out, 100);
        money_text(&out, cases[i].amount, cases[i].currency);
        assert_string_equal(out.text, cases[i].text);
        buf_release(&out);
    }
}

/* Full: 100 used of 100, flat. (100 + 0) / 0.7 = 142.9, so 100 more in units of 100: 9 a month. */
static void of_what_is_full_acting_and_waiting_have_a_price(void **state)
{
    static const struct made made[] = { { "a", "full", "disk_used", "B", 0, END, 100, 0, 0, 100, 0, 0 } };
    const struct cost *cost;
    struct answer answer;
    struct place place;

    (void)state;
    ask(&answer, &place, made, COUNT(made));
    cost = finding_of(&answer, "full")->cost;
    assert_non_null(cost);
    assert_string_equal(cost->currency, "EUR");
    assert_close(cost->present.value, 9, 1e-9);                       /* 100 at 9 for 100 */
    assert_close(cost->act.value, 9, 1e-9);
    assert_close(cost->idle.value, 0, 0);
    assert_close(cost->saved.value, 9 * 7 / 30.4375, 1e-9);           /* a review of 7 days */
    assert_close(cost->risk_days.value, 7, 1e-9);                     /* full on each of them */
    assert_close(cost->risk.value, 1400, 1e-9);
    done(&answer, &place);
}

/* 10 used of 1000, flat: (10 + 0) / 0.7 = 14.3 are wanted, so nine units of 100 could be given back: 81 a month. */
static void what_is_idle_has_a_price(void **state)
{
    static const struct made made[] = { { "a", "idle", "disk_used", "B", 0, END, 10, 0, 0, 1000, 0, 0 } };
    const struct finding *f;
    struct answer answer;
    struct place place;

    (void)state;
    ask(&answer, &place, made, COUNT(made));
    f = finding_of(&answer, "idle");
    assert_close(f->cost->present.value, 90, 1e-9);
    assert_close(f->cost->act.value, 0, 0);
    assert_close(f->cost->idle.value, 81, 1e-9);
    assert_false(f->cost->saved.known);
    assert_non_null(advice_of(f, "OVER_PROVISIONED"));
    done(&answer, &place);
}

/*
 * A straight line without noise reaches 95 % of 1000 on day 46.7 after the end: 1.5 a day from 880. At the end
 * of the planned life, on day 14 + 7 + 90, it is at 1046; 1046 / 0.7 = 1495, so five units of 100 are to be added: 45 a
 * month. Lead time 14 and
 * review 7 are before it, so waiting risks nothing; a host of 63 % needs 90 % of what is there.
 */
static void what_is_not_near_risks_nothing_by_waiting(void **state)
{
    static const struct made made[] = {
        { "a", "far",  "disk_used", "B", 0, END, 790, 1.5, 0, 1000, 0, 0 },
        { "a", "host", "cpu",       "%", 0, END, 63,  0,   0, 0,    0, 0 },
        { "a", "none", "mem_used",  "B", 0, END, 63,  0,   0, 100,  0, 0 },
    };
    const struct cost *far, *host;
    struct answer answer;
    struct place place;

    (void)state;
    ask(&answer, &place, made, COUNT(made));
    far = finding_of(&answer, "far")->cost;
    host = finding_of(&answer, "host")->cost;
    assert_null(finding_of(&answer, "none")->cost);
    assert_close(far->act.value, 45, 1e-9);
    assert_close(far->risk_days.value, 0, 1e-9);
    assert_close(far->risk.value, 0, 1e-9);
    assert_close(host->present.value, 400, 1e-9);
    assert_close(host->idle.value, 40, 1e-6);    /* 63 / 0.7 = 90 of 100 */
    assert_string_equal(host->currency, "");
    assert_false(host->risk.known);
    done(&answer, &place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_price_that_matches_holds),
        cmocka_unit_test(a_price_is_of_what_it_says),
        cmocka_unit_test(money_is_written_with_its_currency),
        cmocka_unit_test(of_what_is_full_acting_and_waiting_have_a_price),
        cmocka_unit_test(what_is_idle_has_a_price),
        cmocka_unit_test(what_is_not_near_risks_nothing_by_waiting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

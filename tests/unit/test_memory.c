#include "tests/unit/unit.h"

#include <math.h>

#include "models/memory.h"

/* 0.5 min(1, V)^2 (1 - R^2) by numpy 1.24: var(y[2:] - y[:-2]) / (2 var(y)), corrcoef(arange(n), y). */
static void the_share_is_what_numpy_says(void **state)
{
    static const double rising[] = { 1.2, 4.1, 2.9, 3.3, 2.385, 5.7, 6.1, 5.2, 3.9, 4.4 };
    static const double kept[] = { 2.385, 4.1, 3.2, 5.7, 2.9, 4.4, 3.05, 4.9 };

    (void)state;
    assert_close(memory_forgotten(rising, COUNT(rising), 7), 0.21823260639017894, 1e-12);
    assert_close(memory_forgotten(kept, COUNT(kept), 7), 0.05881223746599175, 1e-12);
}

static void growth_and_stillness_forget_nothing(void **state)
{
    double line[60], still[60];

    (void)state;
    for (size_t i = 0; i < COUNT(line); i++) {
        line[i] = 400 + 2.385 * (double)i;
        still[i] = 412;
    }
    assert_close(memory_forgotten(line, COUNT(line), 1), 0, 1e-9);
    assert_close(memory_forgotten(still, COUNT(still), 1), 0, 0);
    assert_close(memory_forgotten(line, 1, 1), 0, 0);
}

/* What swings to and fro within four weeks is as much forgotten as can be: V is over 1. */
static void what_comes_back_within_weeks_is_forgotten(void **state)
{
    double y[112], moved[112];

    (void)state;
    for (size_t i = 0; i < COUNT(y); i++) {
        y[i] = cos(2 * M_PI * (double)i / 28);
        moved[i] = 1e6 + 2.385 * y[i];
    }
    assert_in_range((long)(1e4 * memory_forgotten(y, COUNT(y), 1)), 4900, 5000);
    assert_close(memory_forgotten(moved, COUNT(moved), 1), memory_forgotten(y, COUNT(y), 1), 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_share_is_what_numpy_says),
        cmocka_unit_test(growth_and_stillness_forget_nothing),
        cmocka_unit_test(what_comes_back_within_weeks_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

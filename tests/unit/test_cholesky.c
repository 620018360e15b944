#include "tests/unit/unit.h"

#include <stdlib.h>

#include <gsl/gsl_linalg.h>

#include "models/cholesky.h"

/* A = B B' + I of random B is positive definite. */
static void random_definite(double *a, size_t n)
{
    double b[CHOLESKY_MOST][CHOLESKY_MOST];

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            b[i][j] = rand() / (double)RAND_MAX - 0.5;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            a[i * n + j] = i == j;
            for (size_t k = 0; k < n; k++)
                a[i * n + j] += b[i][k] * b[j][k];
        }
}

/* GSL is the oracle. */
static void solutions_are_those_of_gsl(void **state)
{
    static double a[CHOLESKY_MOST * CHOLESKY_MOST], copy[CHOLESKY_MOST * CHOLESKY_MOST];
    static const size_t sizes[] = { 1, 2, 7, 31, 63, CHOLESKY_MOST };

    (void)state;
    srand(385);
    for (size_t s = 0; s < COUNT(sizes); s++) {
        size_t n = sizes[s];
        double x[CHOLESKY_MOST], want[CHOLESKY_MOST];
        gsl_matrix_view matrix = gsl_matrix_view_array(copy, n, n);
        gsl_vector_view vector = gsl_vector_view_array(want, n);

        random_definite(a, n);
        memcpy(copy, a, n * n * sizeof *a);
        for (size_t i = 0; i < n; i++)
            x[i] = want[i] = 2.385 * (double)i - 7;
        gsl_linalg_cholesky_decomp1(&matrix.matrix);
        gsl_linalg_cholesky_svx(&matrix.matrix, &vector.vector);
        assert_int_equal(cholesky_factor(a, n), 1);
        cholesky_solve(a, n, x);
        for (size_t i = 0; i < n; i++)
            assert_close(x[i], want[i], 1e-9);
    }
}

static void what_is_not_definite_is_refused(void **state)
{
    double flat[] = { 1, 0, 2, 4 }, negative[] = { -1 }, unknown[] = { NAN }, huge[] = { INFINITY };

    (void)state;
    assert_int_equal(cholesky_factor(flat, 2), 0);
    assert_int_equal(cholesky_factor(negative, 1), 0);
    assert_int_equal(cholesky_factor(unknown, 1), 0);
    assert_int_equal(cholesky_factor(huge, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solutions_are_those_of_gsl),
        cmocka_unit_test(what_is_not_definite_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/unit/unit.h - cmocka, and the assertions this project needs most. */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/error.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* rc is not negative, or the test stops and shows the error's own text. */
#define assert_ok(rc, err)                                                  \
    do {                                                                    \
        int rc_ = (rc);                                                     \
        if (rc_ < 0)                                                        \
            fail_msg("%s: %s", error_meaning(rc_), (err)->text);            \
    } while (0)

/* got and want agree to a relative `tolerance` (absolute when want is 0). */
#define assert_close(got, want, tolerance)                                  \
    do {                                                                    \
        double got_ = (got), want_ = (want), size_ = fabs(want_);           \
        if (!(fabs(got_ - want_) <= (tolerance) * (size_ > 0 ? size_ : 1))) \
            fail_msg("%s is %.17g, want %.17g", #got, got_, want_);         \
    } while (0)

#endif

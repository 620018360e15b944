#include "data/store/handle.h"

#include <stdlib.h>

#include "data/base/clock.h"

const int64_t window_ms[WINDOWS] = {
    HOUR_MS, 4 * HOUR_MS, DAY_MS, 7 * DAY_MS, 28 * DAY_MS,
    112 * DAY_MS, 448 * DAY_MS, 1792 * DAY_MS, 7168 * DAY_MS
};

enum {
    UNKNOWN = 3,          /* a week, where nothing is known of the distance of samples */
    MEDIAN_FROM = 4       /* steps; and one in so many must be the mode for it to count */
};

int window_for(int64_t cadence, size_t samples)
{
    int index = WINDOWS - 1;

    if (cadence <= 0)
        return UNKNOWN;
    while (index > 0 && window_ms[index] / cadence > (int64_t)samples)
        index--;
    return index;
}

int64_t window_start(int64_t at, int64_t span)
{
    int64_t rest = at % span;

    return at - (rest < 0 ? rest + span : rest);
}

static int all_equal(const int64_t *step, size_t count)
{
    size_t i = 1;

    while (i < count && step[i] == step[0])
        i++;
    return i == count;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

int64_t cadence_of(const int64_t *at, size_t count)
{
    int64_t step[CADENCE_TIMES], mode = 0;
    size_t steps, most = 0;

    if (count > CADENCE_TIMES) {
        at += count - CADENCE_TIMES;
        count = CADENCE_TIMES;
    }
    if (count < 2)
        return 0;
    steps = count - 1;
    for (size_t i = 0; i < steps; i++)
        step[i] = at[i + 1] - at[i];
    if (all_equal(step, steps))
        return step[0];
    qsort(step, steps, sizeof *step, by_size);
    for (size_t i = 0, next; i < steps; i = next) {
        for (next = i + 1; next < steps && step[next] == step[i]; next++)
            ;
        if (next - i > most) {
            most = next - i;
            mode = step[i];
        }
    }
    return steps >= MEDIAN_FROM && most * MEDIAN_FROM < steps ? step[steps / 2] : mode;
}

#include "data/whatif.h"

const int prospect_days[PROSPECTS] = { 30, 90 };

enum shift outcome_shift(const struct outcome *baseline, const struct outcome *outcome)
{
    struct maybe before = baseline->exhaustion.days_median, after = outcome->exhaustion.days_median;

    if (!before.known && !after.known)
        return SHIFT_NONE;
    if (before.known != after.known)
        return after.known ? SHIFT_APPEARS : SHIFT_GOES;
    return after.value < before.value   ? SHIFT_EARLIER
           : after.value > before.value ? SHIFT_LATER : SHIFT_SAME;
}

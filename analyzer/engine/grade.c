#include "analyzer/engine/grade.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/robust.h"

static const struct { const char *name, *words; } date_grades[DATE_GRADES] = {
    [DATE_NONE]     = { "none", "none given" },
    [DATE_OPEN]     = { "open", "still to come" },
    [DATE_HELD]     = { "held", "came in its interval" },
    [DATE_SOONER]   = { "sooner", "came sooner" },
    [DATE_LATER]    = { "later", "did not come in time" },
    [DATE_SURPRISE] = { "surprise", "came without a date" },
    [DATE_VOID]     = { "void", "can not be told" },
};

const char *date_grade_name(enum date_grade grade)
{
    return date_grades[grade].name;
}

const char *date_grade_words(enum date_grade grade)
{
    return date_grades[grade].words;
}

static int push(double **list, size_t *count, size_t *room, double value, struct error *err)
{
    if (*count == *room) {
        size_t more = *room ? 2 * *room : 64;
        double *grown = realloc(*list, more * sizeof *grown);

        if (!grown)
            return error_set(err, ERR_NOMEM, "no memory for grades");
        *list = grown;
        *room = more;
    }
    (*list)[(*count)++] = value;
    return 0;
}

/* --- the last bins of a finding --------------------------------------------------------- */

static double bin_days(const struct finding *f)
{
    return f->spark_days > 0 ? f->spark_days : 1;
}

static double sign_of(const struct finding *f)
{
    return f->capacity.direction == DIRECTION_FALLING ? -1 : 1;
}

/* The bin that lies `back` days before the newest. */
static struct maybe bin_before(const struct finding *f, double back)
{
    size_t steps = (size_t)(back / bin_days(f) + 0.5);

    return steps < f->spark_count ? f->spark[f->spark_count - 1 - steps] : (struct maybe){ 0, 0 };
}

/* The busiest bin of the week that ends `back` days before the newest. */
static struct maybe week_before(const struct finding *f, double back)
{
    double sign = sign_of(f);
    struct maybe most = { 0, 0 };

    for (double day = back; day >= 0 && day < back + 7; day += bin_days(f)) {
        struct maybe bin = bin_before(f, day);

        if (bin.known && (!most.known || sign * bin.value > sign * most.value))
            most = bin;
    }
    return most;
}

/* --- levels and dates ------------------------------------------------------------------------ */

static int grade_levels(struct grades *grades, const struct finding *now,
                        const struct store_outlook *then, double passed, struct error *err)
{
    for (int i = 0; i < OUTLOOKS; i++) {
        struct maybe came = week_before(now, passed - outlook_days[i]);

        if (!then->median[i].known || !came.known || came.value == 0)
            continue;
        grades->inside += came.value >= then->low[i].value && came.value <= then->high[i].value;
        if (push(&grades->error, &grades->count, &grades->room,
                 100 * (then->median[i].value - came.value) / fabs(came.value), err) < 0)
            return err->code;
    }
    return 0;
}

/* Days from the run to the first bin at the limit; unknown while there is none. */
static struct maybe day_reached(const struct finding *now, double limit, double passed)
{
    double sign = sign_of(now);

    for (double day = bin_days(now); day <= passed; day += bin_days(now)) {
        struct maybe bin = bin_before(now, passed - day);

        if (bin.known && sign * bin.value >= sign * limit)
            return (struct maybe){ day, 1 };
    }
    return (struct maybe){ 0, 0 };
}

/* A limit that moved by less is the same but for rounding. */
static const double SAME_LIMIT = 1e-3;

static int can_tell(const struct finding *now, const struct store_outlook *then, double passed)
{
    return passed <= (double)now->spark_count * bin_days(now) && now->capacity.usable.known &&
           fabs(now->capacity.usable.value - then->usable.value) <=
               SAME_LIMIT * fabs(then->usable.value);
}

static enum date_grade grade_of(const struct store_outlook *then, struct maybe reached, double passed)
{
    if (!then->days_median.known && !then->days_early.known)
        return reached.known ? DATE_SURPRISE : DATE_NONE;
    if (reached.known && then->days_early.known && reached.value < floor(then->days_early.value))
        return DATE_SOONER;
    if (!then->days_late.known)
        return reached.known ? DATE_HELD : DATE_OPEN;
    if (reached.known && reached.value <= ceil(then->days_late.value))
        return DATE_HELD;
    return passed > ceil(then->days_late.value) ? DATE_LATER : DATE_OPEN;
}

int grades_add(struct grades *grades, const struct finding *now, const struct store_outlook *then,
               double passed, enum date_grade *date, struct error *err)
{
    int was_at_limit = then->level.known && then->usable.known &&
                       sign_of(now) * then->level.value >= sign_of(now) * then->usable.value;
    struct maybe reached = { 0, 0 };
    int rc = grade_levels(grades, now, then, passed, err);

    *date = DATE_NONE;
    if (then->usable.known && !was_at_limit) {
        *date = DATE_VOID;
        if (can_tell(now, then, passed)) {
            reached = day_reached(now, then->usable.value, passed);
            *date = grade_of(then, reached, passed);
        }
    }
    grades->date[*date]++;
    if (rc == 0 && reached.known && then->days_median.known)
        rc = push(&grades->date_error, &grades->dates, &grades->date_room,
                  then->days_median.value - reached.value, err);
    return rc;
}

/* --- summing up ------------------------------------------------------------------------------ */

static struct maybe median_of(double *values, size_t count)
{
    if (!count)
        return (struct maybe){ 0, 0 };
    return (struct maybe){ robust_median(values, count), 1 };
}

static struct maybe median_size(const double *values, size_t count)
{
    double *size = malloc((count + 1) * sizeof *size);
    struct maybe median = { 0, 0 };

    for (size_t i = 0; size && i < count; i++)
        size[i] = fabs(values[i]);
    if (size)
        median = median_of(size, count);
    free(size);
    return median;
}

struct maybe grades_error_pct(struct grades *grades)
{
    return median_size(grades->error, grades->count);
}

struct maybe grades_bias_pct(struct grades *grades)
{
    return median_of(grades->error, grades->count);
}

struct maybe grades_date_error(struct grades *grades)
{
    return median_size(grades->date_error, grades->dates);
}

void grades_release(struct grades *grades)
{
    free(grades->error);
    free(grades->date_error);
    *grades = (struct grades){ 0 };
}

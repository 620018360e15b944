#include "analyzer/engine/backtest.h"

#include <math.h>
#include <stdlib.h>

#include "analyzer/engine/rivals.h"
#include "analyzer/engine/study.h"
#include "data/base/parallel.h"

const int backtest_ahead[BACKTEST_AHEADS] = { 1, 7, 14, 30 };
const int backtest_window[BACKTEST_WINDOWS] = { 14, 30 };

enum {
    LEAST_BINS  = 21,     /* history before the first origin: three weeks */
    FAR         = 30,     /* days that must have come after an origin */
    LIMITS      = 4
};

/* Limits above the level of the day, in typical two-week moves of the history known then. */
static const double limit_moves[LIMITS] = { 0.5, 1, 2, 4 };

/* --- one origin -------------------------------------------------------------------- */

struct origin {
    struct study    *study;
    struct backtest *out;
    const double    *y;         /* all bins of the series, NaN gaps */
    size_t           n, total;  /* bins known at the origin, bins in all */
};

/* The bin `days` after the newest known one; NaN where it is missing or beyond. */
static double came(const struct origin *o, int days)
{
    size_t at = o->n - 1 + (size_t)days;

    return at < o->total ? o->y[at] : NAN;
}

/* "As it was in the week before": the newest known bin of the same weekday. */
static double seasonal_naive(const struct origin *o, int days)
{
    size_t at = o->n - 1 + (size_t)days;

    while (at >= o->n || isnan(o->y[at])) {
        if (at < 7)
            return NAN;
        at -= 7;
    }
    return o->y[at];
}

static void grade_fan(struct origin *o)
{
    static const double levels[5] = { 0.025, 0.1, 0.5, 0.9, 0.975 };

    for (int i = 0; i < BACKTEST_AHEADS; i++) {
        double truth = came(o, backtest_ahead[i]), naive = seasonal_naive(o, backtest_ahead[i]);
        double q[5], score;

        if (isnan(truth) || isnan(naive) || (size_t)backtest_ahead[i] > o->study->horizon)
            continue;
        study_fan(o->study, (size_t)backtest_ahead[i], levels, 5, q);
        score = q[3] - q[1] + 10 * fmax(0, q[1] - truth) + 10 * fmax(0, truth - q[3]);
        o->out->ahead[i].asked += 1;
        o->out->ahead[i].in80 += truth >= q[1] && truth <= q[3];
        o->out->ahead[i].in95 += truth >= q[0] && truth <= q[4];
        o->out->ahead[i].score80 += score;
        o->out->ahead[i].error += fabs(truth - q[2]);
        o->out->ahead[i].naive += fabs(truth - naive);
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The median absolute move over two weeks in the known history; 0 where nothing moves. */
static double usual_move(const struct origin *o, double *room)
{
    size_t count = 0;

    for (size_t i = 14; i < o->n; i++)
        if (!isnan(o->y[i]) && !isnan(o->y[i - 14]))
            room[count++] = fabs(o->y[i] - o->y[i - 14]);
    if (!count)
        return 0;
    qsort(room, count, sizeof *room, by_value);
    return room[count / 2];
}

/* The first day on which the limit was reached; 0 when it was not within `most` days. */
static int day_reached(const struct origin *o, double limit, size_t most)
{
    for (size_t day = 1; day <= most && o->n - 1 + day < o->total; day++)
        if (o->y[o->n - 1 + day] >= limit)
            return (int)day;
    return 0;
}

/* Proper scores want no certainty: one miss at p = 0 would be infinite. */
static double log_score(double p, int event)
{
    p = fmin(fmax(p, 0.001), 0.999);
    return -log(event ? p : 1 - p);
}

static void grade_window(struct origin *o, int i, const double p[FORECASTERS], int day)
{
    int event = day > 0 && day <= backtest_window[i];
    int fifth = (int)fmin(BACKTEST_FIFTHS - 1, floor(p[FORECASTER_HEADROOM] * BACKTEST_FIFTHS));

    o->out->window[i].asked += 1;
    o->out->window[i].reached += event;
    for (int f = 0; f < FORECASTERS; f++) {
        o->out->window[i].brier[f] += (p[f] - event) * (p[f] - event);
        o->out->window[i].log_score[f] += log_score(p[f], event);
    }
    o->out->window[i].fifth[fifth].asked += 1;
    o->out->window[i].fifth[fifth].foretold += p[FORECASTER_HEADROOM];
    o->out->window[i].fifth[fifth].came += event;
}

static void grade_date(struct origin *o, const struct passage_dates *dates,
                       const double crossing[FORECASTERS], int day)
{
    if (!day)
        return;
    if (dates->median.known && dates->median.value >= 1) {
        int after_early = dates->early.known && day >= dates->early.value;
        int before_late = !dates->late.known || day <= dates->late.value;

        o->out->date.dated += 1;
        o->out->date.inside80 += after_early && before_late;
        o->out->date.bias_days += dates->median.value - day;
        o->out->date.error_days += fabs(dates->median.value - day);
        o->out->date.log_ratio += fabs(log(dates->median.value / day));
    }
    for (int f = FORECASTER_HEADROOM + 1; f < FORECASTERS; f++)
        if (isfinite(crossing[f]) && crossing[f] > 0 && crossing[f] <= STUDY_HORIZON) {
            o->out->date.asked[f] += 1;
            o->out->date.log_ratio_of[f] += fabs(log(fmax(1, crossing[f]) / day));
        }
}

static void grade_limit(struct origin *o, double limit, double now)
{
    double *cdf = o->study->cdf;
    double crossing[FORECASTERS];
    struct passage_dates dates = { 0 };
    size_t ahead = o->total - o->n;
    int day = day_reached(o, limit, ahead);

    study_reach(o->study, limit, cdf, &dates);
    rivals_crossing(o->study, o->y, o->n, limit, crossing);
    for (int i = 0; i < BACKTEST_WINDOWS; i++) {
        double p[FORECASTERS];

        for (int f = 0; f < FORECASTERS; f++)
            p[f] = crossing[f] <= backtest_window[i];
        p[FORECASTER_HEADROOM] = cdf[backtest_window[i] - 1];
        p[FORECASTER_CROSSINGS] = rivals_crossings(o->y, o->n, limit, backtest_window[i]);
        p[FORECASTER_RISES] = rivals_rises(o->y, o->n, limit - now, backtest_window[i]);
        grade_window(o, i, p, day);
    }
    grade_date(o, &dates, crossing, day);
}

static void grade_limits(struct origin *o, double *room)
{
    double now = o->y[o->n - 1], move;

    if (isnan(now) || o->study->horizon < FAR)
        return;
    move = usual_move(o, room);
    if (move <= 0)
        return;
    for (int i = 0; i < LIMITS; i++)
        grade_limit(o, now + limit_moves[i] * move, now);
}

/* --- one series --------------------------------------------------------------------- */

/* Bins are copied, since going back in time cuts the study's own. */
static int replay(struct study *study, size_t origins, double *y, double *room,
                  struct backtest *out, struct error *err)
{
    size_t total = study->bins.count, first = LEAST_BINS, last, step;
    int rc = 0;

    if (study->bins.days != 1 || total < LEAST_BINS + FAR)
        return 0;
    for (size_t i = 0; i < total; i++)
        y[i] = study->bins.y[i];
    last = total - FAR;
    step = (last - first) / origins + 1;
    out->series = 1;
    /* newest first: going back only ever cuts */
    for (size_t n = last; n >= first && rc == 0; n -= step) {
        struct origin origin = { study, out, y, n, total };

        rc = study_rewind(study, n, err);
        if (rc == 0 && study->has_odds && !isnan(y[n - 1])) {
            out->origins++;
            grade_fan(&origin);
            grade_limits(&origin, room);
        }
        if (n < first + step)
            break;
    }
    return rc;
}

struct hand {
    struct study study;
    double      *y, *room;
};

struct work {
    const struct engine *engine;
    size_t               origins;
    struct backtest     *each;
};

static int hand_start(void *context, void **local, struct error *err)
{
    struct work *work = context;
    struct hand *hand = calloc(1, sizeof *hand);
    int rc = hand ? study_init(&hand->study, work->engine, err) : ERR_NOMEM;

    if (rc == 0) {
        hand->y = calloc(STUDY_MOST_DAYS + 2, sizeof *hand->y);
        hand->room = calloc(STUDY_MOST_DAYS + 2, sizeof *hand->room);
        *local = hand;
        if (!hand->y || !hand->room)
            rc = ERR_NOMEM;
    } else {
        free(hand);
    }
    return rc == ERR_NOMEM ? error_set(err, ERR_NOMEM, "no memory for a back-test") : rc;
}

static int hand_work(void *context, void *local, size_t index, struct error *err)
{
    struct work *work = context;
    struct hand *hand = local;
    struct study *study = &hand->study;
    size_t series = work->engine->selected[index];
    int rc = study_make(study, series, err);

    if (rc == 0)
        rc = replay(study, work->origins, hand->y, hand->room, &work->each[index], err);
    if (rc < 0)
        error_at(err, work->engine->series[series].name, 0, 0);
    return rc;
}

static void hand_stop(void *context, void *local)
{
    struct hand *hand = local;

    (void)context;
    if (!hand)
        return;
    study_release(&hand->study);
    free(hand->y);
    free(hand->room);
    free(hand);
}

/* Every member is a sum, so two back-tests add up member by member. */
static void add(struct backtest *to, const struct backtest *from)
{
    to->series += from->series;
    to->origins += from->origins;
    for (int i = 0; i < BACKTEST_AHEADS; i++) {
        to->ahead[i].asked += from->ahead[i].asked;
        to->ahead[i].in80 += from->ahead[i].in80;
        to->ahead[i].in95 += from->ahead[i].in95;
        if (from->ahead[i].naive > 0) {
            /* series of any unit: each weighs by its own naive error */
            double scale = from->ahead[i].asked / from->ahead[i].naive;

            to->ahead[i].score80 += from->ahead[i].score80 * scale;
            to->ahead[i].error += from->ahead[i].error * scale;
            to->ahead[i].naive += from->ahead[i].asked;
        }
    }
    for (int i = 0; i < BACKTEST_WINDOWS; i++) {
        to->window[i].asked += from->window[i].asked;
        to->window[i].reached += from->window[i].reached;
        for (int f = 0; f < FORECASTERS; f++) {
            to->window[i].brier[f] += from->window[i].brier[f];
            to->window[i].log_score[f] += from->window[i].log_score[f];
        }
        for (int q = 0; q < BACKTEST_FIFTHS; q++) {
            to->window[i].fifth[q].asked += from->window[i].fifth[q].asked;
            to->window[i].fifth[q].foretold += from->window[i].fifth[q].foretold;
            to->window[i].fifth[q].came += from->window[i].fifth[q].came;
        }
    }
    to->date.dated += from->date.dated;
    to->date.inside80 += from->date.inside80;
    to->date.bias_days += from->date.bias_days;
    to->date.error_days += from->date.error_days;
    to->date.log_ratio += from->date.log_ratio;
    for (int f = 0; f < FORECASTERS; f++) {
        to->date.asked[f] += from->date.asked[f];
        to->date.log_ratio_of[f] += from->date.log_ratio_of[f];
    }
}

int backtest_run(const struct engine *engine, size_t origins, struct arena *arena,
                 struct backtest **each, struct backtest *total, struct error *err)
{
    struct work work = { engine, origins, NULL };
    const struct parallel parallel = { &work, hand_start, hand_work, hand_stop };
    int rc;

    work.each = arena_take(arena, (engine->selected_count + 1) * sizeof *work.each);
    if (!work.each)
        return error_set(err, ERR_NOMEM, "no memory for a back-test");
    rc = parallel_run(&parallel, engine->selected_count, engine->options.jobs, err);
    if (rc < 0)
        return rc;
    *total = (struct backtest){ 0 };
    for (size_t i = 0; i < engine->selected_count; i++)
        add(total, &work.each[i]);
    *each = work.each;
    return 0;
}

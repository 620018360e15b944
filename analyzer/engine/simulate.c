#include "analyzer/engine/simulate.h"

#include <math.h>

#include "data/base/number.h"
#include "models/scaling_search.h"

enum { LEARN_MOST_DAYS = 28 };              /* of a schedule that is learned: a month */

static const double LEARN_SHARE = 0.5;      /* of a record, at most: the rest judges */
static const double SEARCH_SHARE = 2.0 / 3; /* of the record that is searched; the rest is the proof */
static const double FLAPS_A_DAY = 4;        /* more, and instances do little but start */

/* What all parts of one simulation share. */
struct bench {
    const struct simulate_question *q;
    struct arena      *arena;
    struct scratch     scratch;
    double            *supply;              /* [most] workspace */
    struct simulation *out;
};

static int no_memory(struct error *err)
{
    return error_set(err, ERR_NOMEM, "no memory for a simulation");
}

static void note(struct simulation *out, const char *text)
{
    if (text && out->note_count < SIMULATED_REASONS)
        out->note[out->note_count++] = text;
}

static struct scaling_record record_of(const struct demand *demand)
{
    return (struct scaling_record){ demand->units, demand->week, demand->n,
                                    (double)demand->step_ms / (double)SECOND_MS };
}

static const char *settings_words(const struct scaler *scaler, const struct scaling *policy,
                                  struct arena *arena)
{
    struct buf words;
    const char *copy;

    buf_init(&words, 1024);
    scaler->words(policy, &words);
    copy = buf_keep(&words, arena);
    return copy ? copy : "";
}

/* --- policies on a course -------------------------------------------------------------- */

typedef void fixed_supply(const struct scaling *, const struct scaling_record *, double *);

static struct simulated_run *add_run(struct bench *b, struct simulated_course *course,
                                     const char *name, const char *settings)
{
    struct simulated_run *run = &course->run[course->run_count];
    double *supply = arena_take(b->arena, (course->n + 1) * sizeof *supply);

    if (!supply)
        return NULL;
    *run = (struct simulated_run){ .policy = name, .settings = settings, .supply = supply };
    course->run_count++;
    return run;
}

static int run_fixed(struct bench *b, const struct scaling_record *record, fixed_supply *make,
                     const char *name, const char *settings, struct simulated_course *course)
{
    const struct scaling *policy = &b->q->policies[0].policy;
    struct simulated_run *run = add_run(b, course, name, settings);

    if (!run)
        return 0;
    make(policy, record, (double *)run->supply);
    scaling_judge(policy, record, run->supply, &run->score);
    return 1;
}

static int run_policies(struct bench *b, const struct scaling_record *record,
                        struct simulated_course *course)
{
    for (size_t i = 0; i < b->q->count; i++) {
        const struct simulate_policy *p = &b->q->policies[i];
        struct simulated_run *run = add_run(b, course, p->name,
                                            settings_words(p->scaler, &p->policy, b->arena));

        if (!run)
            return 0;
        scaling_run(p->scaler, &p->policy, record, &b->scratch, (double *)run->supply);
        scaling_judge(&p->policy, record, run->supply, &run->score);
    }
    return run_fixed(b, record, scaling_static, "fixed", "as many as the largest demand wants",
                     course) &&
           run_fixed(b, record, scaling_oracle, "oracle", "knows all that comes", course);
}

static int add_course(struct bench *b, const struct demand *demand, const char *name,
                      struct error *err)
{
    struct simulated_course *course = &b->out->course[b->out->course_count++];
    struct scaling_record record = record_of(demand);

    *course = (struct simulated_course){ .name = name, .from = demand->from,
                                         .step_ms = demand->step_ms, .n = demand->n,
                                         .demand = demand->units };
    return run_policies(b, &record, course) ? 0 : no_memory(err);
}

/* Schedules that were not given are learned from the beginning of the record. */
static void learn(const struct simulate_question *q, const struct demand *demand)
{
    struct scaling_record record = record_of(demand);
    size_t month = (size_t)(LEARN_MOST_DAYS * DAY_MS / demand->step_ms);
    size_t half = (size_t)(LEARN_SHARE * (double)demand->n);

    for (size_t i = 0; i < q->count; i++)
        if (q->policies[i].scaler->learn)
            q->policies[i].scaler->learn(&record, month < half ? month : half,
                                         &q->policies[i].policy);
}

/* What a fixed number would have to be on the record. */
static double fixed_units(const struct simulation *simulation)
{
    const struct simulated_course *recorded = &simulation->course[0];

    return recorded->run[recorded->run_count - 2].score.most;    /* the last is the oracle */
}

static int add_odds(struct bench *b, struct study *study, const struct demand *demand, struct error *err)
{
    struct demand ahead;
    int rc;

    if (!b->q->ahead_ms)
        return 0;
    rc = simulate_ahead(study, demand, 0.5, b->q->ahead_ms, b->arena, &ahead, err);
    if (rc == 0)
        rc = simulate_odds(study, b->q, demand, fixed_units(b->out), &ahead, &b->scratch, b->supply, b->out, err);
    note(b->out, rc < 0 ? NULL : arena_format(b->arena, "Odds are shares of %zu paths that demand may take, each replayed by "
                                              "itself; fixed has what the record wanted.", b->out->paths));
    return rc;
}

static int add_ahead(struct bench *b, struct study *study, const struct demand *demand,
                     struct error *err)
{
    static const struct { const char *name; double quantile; } courses[] = {
        { "forecast, middle", 0.5 }, { "forecast, nine in ten below", 0.9 },
    };

    for (size_t i = 0; b->q->ahead_ms && i < sizeof courses / sizeof courses[0]; i++) {
        struct error why = ERROR_NONE;
        struct demand ahead;
        int rc = simulate_ahead(study, demand, courses[i].quantile, b->q->ahead_ms, b->arena,
                                &ahead, &why);

        if (rc == ERR_TOOFEW) {
            note(b->out, arena_format(b->arena, "No course ahead: %s.", why.text));
            return 0;
        }
        if (rc < 0)
            *err = why;
        else
            rc = add_course(b, &ahead, courses[i].name, err);
        if (rc < 0)
            return rc;
    }
    return add_odds(b, study, demand, err);
}

/* --- the search ---------------------------------------------------------------------------- */

static double percent(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : 0;
}

static void reason(struct simulation *out, const char *text)
{
    if (text && out->reason_count < SIMULATED_REASONS)
        out->reason[out->reason_count++] = text;
}

/* The neighbours on the front: what less money would cost, and what more would buy. */
static void neighbour_reasons(struct bench *b, size_t chosen)
{
    const struct simulated_choice *front = b->out->front;
    const struct scaling_score *own = &front[chosen].chosen_on;

    if (chosen > 0) {
        const struct simulated_choice *less = &front[chosen - 1];

        reason(b->out, arena_format(b->arena, "the next cheaper one (%s, %s) saves %.2g %% of the "
                                    "unit-hours; with it demand is unmet %.2g %% of the time and "
                                    "%.2g %% in the newest third, and it flaps %.2g times a day",
                                    less->kind, less->settings,
                                    percent(own->unit_hours - less->chosen_on.unit_hours,
                                            own->unit_hours),
                                    percent(less->chosen_on.under_hours, less->chosen_on.hours),
                                    percent(less->proof.under_hours, less->proof.hours),
                                    24 * (double)less->chosen_on.flaps / less->chosen_on.hours));
    }
    if (chosen + 1 < b->out->front_count) {
        const struct simulated_choice *more = &front[chosen + 1];

        reason(b->out, arena_format(b->arena, "the next dearer one costs %.2g %% more and leaves "
                                    "%.2g %% and %.2g %%",
                                    percent(more->chosen_on.unit_hours - own->unit_hours,
                                            own->unit_hours),
                                    percent(more->chosen_on.under_hours, more->chosen_on.hours),
                                    percent(more->proof.under_hours, more->proof.hours)));
    }
}

static void give_reasons(struct bench *b, size_t chosen, const struct scaling_limits *limits,
                         const struct scaling_score *fixed)
{
    const struct simulated_choice *choice = &b->out->front[chosen];
    const struct scaling_score *own = &choice->chosen_on, *proof = &choice->proof;
    int keeps = scaling_keeps(own, limits) && scaling_keeps(proof, limits);

    reason(b->out, arena_format(b->arena, "%s: demand unmet at most %.2g %% of the time and %g flaps "
                                "a day, in the older two thirds and in the newest",
                                keeps ? "it is the cheapest that keeps to what is allowed"
                                      : "none keeps to what is allowed, and it lacks least",
                                100 * limits->under_share, limits->flaps_a_day));
    reason(b->out, arena_format(b->arena, "demand was unmet %.2g %% of the time, in the newest "
                                "third %.2g %%", percent(own->under_hours, own->hours),
                                percent(proof->under_hours, proof->hours)));
    reason(b->out, arena_format(b->arena, "it takes %.0f %% of the unit-hours of %.0f fixed units",
                                percent(own->unit_hours, fixed->unit_hours), fixed->most));
    neighbour_reasons(b, chosen);
}

/* The chosen trial stands among them, too, where limits keep it from the front. */
static int fill_front(struct bench *b, const struct scaling_trial *trials, size_t count,
                      size_t chosen)
{
    struct simulated_choice *front = arena_take(b->arena, (count + 1) * sizeof *front);

    if (!front)
        return 0;
    b->out->front = front;
    for (size_t i = 0; i < count; i++)
        if (trials[i].front || i == chosen)
            front[b->out->front_count++] = (struct simulated_choice){
                .kind = trials[i].scaler->name,
                .settings = settings_words(trials[i].scaler, &trials[i].policy, b->arena),
                .chosen_on = trials[i].score, .proof = trials[i].proof,
                .recommended = i == chosen };
    return 1;
}

static int search(struct bench *b, const struct demand *demand, struct error *err)
{
    const struct scaling_limits limits = { b->q->allowed, FLAPS_A_DAY };
    const struct scaling *base = &b->q->policies[0].policy;
    struct scaling_record record = record_of(demand), older;
    struct scaling_trial *trials = arena_take(b->arena, SCALING_TRIALS * sizeof *trials);
    size_t split = (size_t)(SEARCH_SHARE * (double)demand->n), chosen, at = 0;
    struct scaling_score fixed;

    if (!trials)
        return no_memory(err);
    b->out->tried = scaling_search(base, &record, split, &b->scratch, b->supply, trials);
    chosen = scaling_choose(trials, b->out->tried, &limits);
    if (!fill_front(b, trials, b->out->tried, chosen))
        return no_memory(err);
    older = scaling_part(&record, 0, split);
    scaling_static(base, &older, b->supply);
    scaling_judge(base, &older, b->supply, &fixed);
    while (!b->out->front[at].recommended)
        at++;
    give_reasons(b, at, &limits, &fixed);
    return 0;
}

/* --- all of it ------------------------------------------------------------------------------ */

static void assumptions(struct bench *b, const struct demand *demand)
{
    char unit[NUMBER_ROOM];

    note(b->out, arena_format(b->arena, "Demand is utilisation times units in force (%s at the "
                              "end): load spreads evenly, and what was turned away is not in it.",
                              number_short(unit, demand->in_force[demand->n - 1], 3)));
    note(b->out, "Too few: the share of time in which demand was not met, and the share of the "
                 "demand that lacked then. Too many: more units than the oracle has, and how many.");
    note(b->out, "Policies see the mean of a step and act at its end; an order is in force after "
                 "the time to start, in whole steps.");
}

/* Where no price was given, that of the capacity of a unit, by the config's of a month. */
static void price_by_config(struct bench *b, const struct study *study)
{
    struct maybe price = finding_unit_price(study);

    if (b->out->price.known || !price.known)
        return;
    b->out->price = (struct maybe){ price.value * b->out->unit / MONTH_HOURS, 1 };
    note(b->out, arena_format(b->arena, "Costs%s%s are by [price %s], for a unit that carries what one does now.",
                              study->price->currency ? " in " : "",
                              study->price->currency ? study->price->currency : "", study->price->name));
}

int simulate_make(struct study *study, const struct finding *finding,
                  const struct simulate_question *question, struct arena *arena,
                  struct simulation *out, struct error *err)
{
    struct bench b = { .q = question, .arena = arena, .out = out };
    struct demand demand;
    size_t most;
    int rc;

    *out = (struct simulation){ .series = study->series->name, .as_of = study->as_of,
                                .unit_name = finding->info.unit,
                                .full = question->policies[0].policy.full,
                                .price = question->price };
    rc = demand_make(study, &question->demand, arena, &demand, err);
    if (rc < 0)
        return rc;
    most = (size_t)(question->ahead_ms / demand.step_ms);
    most = demand.n > most ? demand.n : most;
    out->unit = demand.unit;
    price_by_config(&b, study);
    b.supply = arena_take(arena, (most + 1) * sizeof *b.supply);
    if (!b.supply || scratch_init(&b.scratch, scaling_room(most)) < 0)
        return no_memory(err);
    learn(question, &demand);
    assumptions(&b, &demand);
    rc = add_course(&b, &demand, "recorded", err);
    if (rc == 0)
        rc = add_ahead(&b, study, &demand, err);
    if (rc == 0 && question->search)
        rc = search(&b, &demand, err);
    scratch_release(&b.scratch);
    return rc;
}

/* reports/simulation_data.c - what policies came to, for machines: CSV and JSON of the same rows. */
#include "data/base/text.h"
#include "reports/json_write.h"
#include "reports/simulation.h"
#include "reports/simulation_parts.h"

#define SCORE_COLUMNS                                                                           \
    { .key = "hours" }, { .key = "under_share" }, { .key = "under_depth" },                      \
    { .key = "under_worst" }, { .key = "unmet_unit_hours" }, { .key = "over_share" },            \
    { .key = "surplus_unit_hours" }, { .key = "unit_hours" }, { .key = "cost" },                 \
    { .key = "changes_per_day" }, { .key = "flaps_per_day" }, { .key = "fewest" },               \
    { .key = "most" }

static const struct column run_columns[] = {
    { .key = "series" }, { .key = "course" }, { .key = "policy" }, { .key = "settings" },
    SCORE_COLUMNS,
    { .key = "first_unmet" }, { .key = "worst_hour" }, { .key = "worst_hour_unmet" },
};

static const struct column front_columns[] = {
    { .key = "policy" }, { .key = "settings" }, { .key = "recommended" },
    { .key = "proof_under_share" }, { .key = "proof_unit_hours" },
    SCORE_COLUMNS,
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static void add_score(struct table *table, const struct simulation *s,
                      const struct scaling_score *score)
{
    table_number(table, score->hours);
    table_maybe(table, part_of(score->under_hours, score->hours));
    table_maybe(table, (struct maybe){ score->under_depth, score->under_hours > 0 });
    table_maybe(table, (struct maybe){ score->under_worst, score->under_hours > 0 });
    table_number(table, score->unmet);
    table_maybe(table, part_of(score->over_hours, score->hours));
    table_number(table, score->surplus);
    table_number(table, score->unit_hours);
    table_maybe(table, (struct maybe){ score->unit_hours * s->price.value, s->price.known });
    table_maybe(table, part_of((double)score->changes, score->hours / 24));
    table_maybe(table, part_of((double)score->flaps, score->hours / 24));
    table_number(table, score->fewest);
    table_number(table, score->most);
}

static void fill_runs(struct table *table, const struct simulation *s, struct arena *arena)
{
    table_init(table, arena, run_columns, COUNT_OF(run_columns), NULL);
    for (size_t c = 0; c < s->course_count; c++)
        for (size_t i = 0; i < s->course[c].run_count; i++) {
            const struct simulated_run *run = &s->course[c].run[i];

            table_text(table, s->series);
            table_text(table, s->course[c].name);
            table_text(table, run->policy);
            table_text(table, run->settings);
            add_score(table, s, &run->score);
            table_step(table, &s->course[c], run->score.first_unmet);
            table_step(table, &s->course[c], run->score.worst_hour);
            table_number(table, run->score.worst_unmet);
        }
}

static void fill_front(struct table *table, const struct simulation *s, struct arena *arena)
{
    table_init(table, arena, front_columns, COUNT_OF(front_columns), NULL);
    for (size_t i = 0; i < s->front_count; i++) {
        const struct simulated_choice *choice = &s->front[i];

        table_text(table, choice->kind);
        table_text(table, choice->settings);
        table_flag(table, choice->recommended);
        table_maybe(table, part_of(choice->proof.under_hours, choice->proof.hours));
        table_number(table, choice->proof.unit_hours);
        add_score(table, s, &choice->chosen_on);
    }
}

static const struct column odds_columns[] = {
    { .key = "policy" }, { .key = "unmet_7_days" }, { .key = "unmet_14_days" }, { .key = "unmet_28_days" },
    { .key = "days_median" }, { .key = "under_share_low" }, { .key = "under_share_median" },
    { .key = "under_share_high" },
};

static void fill_odds(struct table *table, const struct simulation *s, struct arena *arena)
{
    table_init(table, arena, odds_columns, COUNT_OF(odds_columns), NULL);
    for (size_t i = 0; i < s->odds_count; i++) {
        const struct simulated_odds *odds = &s->odds[i];

        table_text(table, odds->policy);
        for (int k = 0; k < UNMET_DAYS; k++)
            table_maybe(table, odds->unmet[k]);
        table_maybe(table, odds->days_median);
        table_maybe(table, odds->under_low);
        table_maybe(table, odds->under_median);
        table_maybe(table, odds->under_high);
    }
}

int simulation_csv(const struct simulation *simulation, struct arena *arena, struct buf *out,
                   struct error *err)
{
    struct table table;

    fill_runs(&table, simulation, arena);
    return table_csv(&table, out, err);
}

int simulation_json(const struct simulation *s, struct arena *arena, struct buf *out,
                    struct error *err)
{
    struct table runs, odds, front;
    int rc;

    json_begin(out, '{');
    json_put_text(out, "schema", "headroom.simulate/1");
    json_put_text(out, "series", s->series);
    json_put_time(out, "as_of", s->as_of);
    json_put_number(out, "unit_capacity", s->unit);
    json_put_text(out, "unit", s->unit_name);
    json_put_maybe(out, "price_per_unit_hour", s->price);
    json_put_key(out, "runs");
    fill_runs(&runs, s, arena);
    rc = table_json(&runs, out, err);
    json_put_count(out, "paths", s->paths);
    json_put_key(out, "odds");
    fill_odds(&odds, s, arena);
    if (rc == 0)
        rc = table_json(&odds, out, err);
    if (rc == 0 && s->tried) {
        json_put_count(out, "tried", s->tried);
        json_put_key(out, "front");
        fill_front(&front, s, arena);
        rc = table_json(&front, out, err);
        json_put_texts(out, "reasons", s->reason, s->reason_count);
    }
    json_put_texts(out, "notes", s->note, s->note_count);
    json_end(out, '}');
    buf_addc(out, '\n');
    return rc < 0 ? rc : buf_check(out, "the simulation", err);
}

/* reports/simulation_text.c - what policies came to, for people: how often too few, how often too many, at what price. */
#include "reports/simulation.h"
#include "reports/simulation_parts.h"
#include "reports/terminal.h"
#include "reports/words.h"

enum { INDENT = 2, USUAL_WIDTH = 80 };

static const struct column run_columns[] = {
    { .key = "policy", .title = "Policy" },
    { .key = "under", .title = "Too few", .right = 1 },
    { .key = "depth", .title = "lacking", .right = 1 },
    { .key = "worst", .title = "at worst", .right = 1 },
    { .key = "over", .title = "Too many", .right = 1 },
    { .key = "surplus", .title = "by", .right = 1 },
    { .key = "units", .title = "Units", .right = 1 },
    { .key = "unit_hours", .title = "Unit-hours", .right = 1 },
    { .key = "changes", .title = "Changes a day", .right = 1 },
    { .key = "flaps", .title = "Flaps", .right = 1 },
    { .key = "first", .title = "First too few", .spare = 1 },
    { .key = "hour", .title = "Worst hour", .spare = 1 },
    { .key = "cost", .title = "Cost", .right = 1 },    /* last: left out without a price */
};

static const struct column front_columns[] = {
    { .key = "recommended", .title = "" },
    { .key = "kind", .title = "Policy" },
    { .key = "under", .title = "Too few", .right = 1 },
    { .key = "unit_hours", .title = "Unit-hours", .right = 1 },
    { .key = "flaps", .title = "Flaps a day", .right = 1 },
    { .key = "proof", .title = "Too few in the newest third", .right = 1 },
    { .key = "settings", .title = "Settings", .prose = 1 },
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static void add_run(struct table *table, const struct simulation *s,
                    const struct simulated_course *course, const struct simulated_run *run)
{
    const struct scaling_score *score = &run->score;
    double days = score->hours / 24;

    table_text(table, run->policy);
    table_share(table, part_of(score->under_hours, score->hours));
    table_share(table, (struct maybe){ score->under_depth, score->under_hours > 0 });
    table_share(table, (struct maybe){ score->under_worst, score->under_hours > 0 });
    table_share(table, part_of(score->over_hours, score->hours));
    table_maybe(table, part_of(score->surplus, score->over_hours));
    table_text(table, arena_format(table->arena, score->fewest < score->most ? "%.0f-%.0f" : "%.0f",
                                   score->fewest, score->most));
    table_number(table, score->unit_hours);
    table_maybe(table, part_of((double)score->changes, days));
    table_maybe(table, part_of((double)score->flaps, days));
    table_step(table, course, score->first_unmet);
    table_step(table, course, score->worst_hour);
    if (s->price.known)
        table_number(table, score->unit_hours * s->price.value);
}

static void add_line(struct buf *out, const char *text, const struct table_style *style,
                     unsigned indent)
{
    buf_addf(out, "%*s", (int)indent, "");
    terminal_wrap(out, text, style->width ? style->width : USUAL_WIDTH, indent + INDENT, indent);
}

static int add_course(const struct simulation *s, const struct simulated_course *course,
                      const struct zone *zone, const struct table_style *style,
                      struct arena *arena, struct buf *out, struct error *err)
{
    char from[TIME_ROOM], until[TIME_ROOM], step[TIME_ROOM];
    struct table_style indented = *style;
    struct table table;

    time_words(from, zone, course->from);
    time_words(until, zone, course->from + ((int64_t)course->n - 1) * course->step_ms);
    duration_text(step, course->step_ms);
    buf_addf(out, "\n%s: %s to %s, steps of %s\n", course->name, from, until, step);
    table_init(&table, arena, run_columns, COUNT_OF(run_columns) - !s->price.known, zone);
    for (size_t i = 0; i < course->run_count; i++)
        add_run(&table, s, course, &course->run[i]);
    indented.indent = INDENT;
    return table_terminal(&table, &indented, out, err);
}

static const struct column odds_columns[] = {
    { .key = "policy", .title = "Policy" },
    { .key = "unmet_7", .title = "Once too few in 7 d", .right = 1 },
    { .key = "unmet_14", .title = "14 d", .right = 1 },
    { .key = "unmet_28", .title = "28 d", .right = 1 },
    { .key = "first", .title = "Even odds from" },
    { .key = "under", .title = "Too few", .right = 1 },
    { .key = "under_low", .title = "one in ten below", .right = 1, .spare = 1 },
    { .key = "under_high", .title = "nine in ten below", .right = 1, .spare = 1 },
};

static void add_odds_row(struct table *table, const struct simulation *s, const struct simulated_odds *odds)
{
    table_text(table, odds->policy);
    for (int i = 0; i < UNMET_DAYS; i++) {
        struct buf words;

        buf_init(&words, 64);
        words_odds(&words, odds->unmet[i]);
        table_text(table, arena_format(table->arena, "%s", words.text));
        buf_release(&words);
    }
    if (odds->days_median.known)
        table_date(table, words_day_at(s->as_of, odds->days_median.value));
    else
        table_none(table);
    table_share(table, odds->under_median);
    table_share(table, odds->under_low);
    table_share(table, odds->under_high);
}

static int add_odds(const struct simulation *s, const struct zone *zone, const struct table_style *style,
                    struct arena *arena, struct buf *out, struct error *err)
{
    struct table_style indented = *style;
    struct table table;

    if (!s->odds_count)
        return 0;
    buf_addf(out, "\nforecast, %zu paths\n", s->paths);
    table_init(&table, arena, odds_columns, COUNT_OF(odds_columns), zone);
    for (size_t i = 0; i < s->odds_count; i++)
        add_odds_row(&table, s, &s->odds[i]);
    indented.indent = INDENT;
    return table_terminal(&table, &indented, out, err);
}

static int add_front(const struct simulation *s, const struct table_style *style,
                     struct arena *arena, struct buf *out, struct error *err)
{
    struct table_style indented = *style;
    struct table table;
    int rc;

    buf_addf(out, "\nsearch: %zu policies tried on the older two thirds, those that none beats:\n",
             s->tried);
    table_init(&table, arena, front_columns, COUNT_OF(front_columns), NULL);
    for (size_t i = 0; i < s->front_count; i++) {
        const struct simulated_choice *choice = &s->front[i];
        const struct scaling_score *score = &choice->chosen_on;

        table_text(&table, choice->recommended ? ">" : "");
        table_text(&table, choice->kind);
        table_share(&table, part_of(score->under_hours, score->hours));
        table_number(&table, score->unit_hours);
        table_maybe(&table, part_of((double)score->flaps, score->hours / 24));
        table_share(&table, part_of(choice->proof.under_hours, choice->proof.hours));
        table_text(&table, choice->settings);
    }
    indented.indent = INDENT;
    rc = table_terminal(&table, &indented, out, err);
    for (size_t i = 0; i < s->front_count; i++)
        if (s->front[i].recommended)
            add_line(out, arena_format(arena, "Take %s: %s, because", s->front[i].kind,
                                       s->front[i].settings), style, INDENT);
    for (size_t i = 0; i < s->reason_count; i++)
        add_line(out, arena_format(arena, "- %s", s->reason[i]), style, INDENT);
    return rc;
}

int simulation_text(const struct simulation *simulation, const struct zone *zone,
                    const struct table_style *style, struct arena *arena, struct buf *out,
                    struct error *err)
{
    const struct simulated_course *recorded = &simulation->course[0];
    struct terminal terminal;
    int rc = 0;

    terminal_begin(&terminal);
    add_line(out, simulation->series, &(struct table_style){ .width = 4 * USUAL_WIDTH }, 0);
    for (size_t i = 0; i < recorded->run_count; i++)
        add_line(out, arena_format(arena, "%s: %s", recorded->run[i].policy,
                                   recorded->run[i].settings), style, INDENT);
    for (size_t i = 0; i < simulation->course_count && rc == 0; i++)
        rc = add_course(simulation, &simulation->course[i], zone, style, arena, out, err);
    if (rc == 0)
        rc = add_odds(simulation, zone, style, arena, out, err);
    if (rc == 0 && simulation->tried)
        rc = add_front(simulation, style, arena, out, err);
    buf_addc(out, '\n');
    for (size_t i = 0; i < simulation->note_count; i++)
        add_line(out, simulation->note[i], style, 0);
    terminal_end(&terminal);
    return rc < 0 ? rc : buf_check(out, "the simulation", err);
}

#include "ingest/record_clock.h"

static int decide(struct record_clock *clock, const struct ingest_options *options,
                  const struct cell *cell, const char *header)
{
    struct time_style style;

    if (clock->styled)
        return 1;
    if (time_style_find(&style, cell, 1, header, options->date_order, NULL) < 0)
        return 0;
    time_reader_init(&clock->reader, &style, options->zone);
    clock->styled = 1;
    return 1;
}

/* 1 where records run backwards; a jump of a day or more is where those of another thing begin. */
static int runs_backwards(const struct record_clock *clock)
{
    return clock->before && clock->last < clock->before && clock->before - clock->last < DAY_MS;
}

/*
 * 1 when an instant that the last records had already is not theirs any more: they come by the hour,
 * and as many have it as had the one before.
 */
static int is_used_up(const struct record_clock *clock, int64_t at, int64_t fold_ms)
{
    int64_t step = at > clock->before ? at - clock->before : clock->before - at;

    return clock->last == at && clock->before && step >= fold_ms && step < DAY_MS &&
           clock->run >= clock->before_run;
}

/* Records run on: the nearer instant that lies behind the one before, or is that one. */
static int64_t next_in_order(const struct record_clock *clock, const int64_t at[2])
{
    int64_t fold_ms = at[1] - at[0];

    if (runs_backwards(clock))
        return clock->last < at[1] || is_used_up(clock, at[1], fold_ms) ? at[0] : at[1];
    return clock->last > at[0] || is_used_up(clock, at[0], fold_ms) ? at[1] : at[0];
}

static int unfold(struct record_clock *clock, enum fold fold, const int64_t at[2], int64_t *out)
{
    clock->folds++;
    switch (fold) {
    case FOLD_FIRST:  *out = at[0]; return 1;
    case FOLD_SECOND: *out = at[1]; return 1;
    case FOLD_ERROR:  return 0;
    case FOLD_ORDER:  break;
    }
    *out = next_in_order(clock, at);
    return 1;
}

int record_clock_read(struct record_clock *clock, const struct ingest_options *options,
                      const char *text, size_t length, const char *header, int64_t *out)
{
    struct cell cell = { text, length };
    int64_t at[2];

    if (!decide(clock, options, &cell, header))
        return 0;
    switch (time_read(&clock->reader, text, length, at)) {
    case TIME_OK:
        *out = at[0];
        break;
    case TIME_TWICE:
        if (!unfold(clock, options->fold, at, out))
            return 0;
        break;
    case TIME_NONE:
    case TIME_BAD:
    case TIME_RANGE:
        return 0;
    }
    if (*out != clock->last) {
        clock->before = clock->last;
        clock->before_run = clock->run;
        clock->last = *out;
        clock->run = 0;
    }
    clock->run++;
    return 1;
}

void record_clock_note(const struct record_clock *clock, const struct ingest_options *options,
                       struct intake *intake)
{
    const char *zone = zone_name(options->zone);

    if (clock->styled && clock->reader.locals && !options->zone_given && !clock->reader.style.fixed)
        intake_note(intake, "times without an offset were taken as %s; say --timezone ZONE if "
                    "the clocks showed another", zone);
    if (clock->folds)
        intake_note(intake, "%llu times in an hour that %s had twice: %s",
                    (unsigned long long)clock->folds, zone,
                    options->fold == FOLD_FIRST    ? "taken as the first"
                    : options->fold == FOLD_SECOND ? "taken as the second"
                    : options->fold == FOLD_ERROR  ? "rejected"
                                                   : "told apart by the order of the records");
}

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

/* Records run on: the nearer instant that lies behind the one before. */
static int unfold(struct record_clock *clock, enum fold fold, const int64_t at[2], int64_t *out)
{
    clock->folds++;
    switch (fold) {
    case FOLD_FIRST:  *out = at[0]; return 1;
    case FOLD_SECOND: *out = at[1]; return 1;
    case FOLD_ERROR:  return 0;
    case FOLD_ORDER:  break;
    }
    *out = clock->last <= at[0] ? at[0] : at[1];
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
    clock->last = *out;
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

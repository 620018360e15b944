/* analyzer/cli/cmd_ledger.c - `headroom ledger`: recorded runs, and how what they foretold turned out. */
#include <string.h>

#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/output.h"
#include "analyzer/engine/grade.h"
#include "data/base/number.h"
#include "data/findings.h"

struct settings {
    struct question question;
    int             format;
};

static const struct settings defaults = { .format = OUTPUT_TABLE };

static const struct option options[] = {
    QUESTION_OPTIONS(struct settings, question),
    { .name = "format", .kind = OPTION_CHOICE, .at = offsetof(struct settings, format),
      .argument = "FORMAT", .choices = output_formats, .help = "how to write it" },
    { .name = NULL },
};

struct book {
    struct context  *context;
    struct engine    engine;
    struct analysis  analysis;     /* of today */
    struct findings  now;          /* its findings by name */
    struct store    *store;
    struct store_run *runs;
    size_t           count;
};

static double days_since(const struct book *book, const struct store_run *run,
                         const struct finding *now)
{
    return (double)(zone_day(book->context->zone, now->as_of) -
                    zone_day(book->context->zone, run->as_of));
}

/* --- all runs --------------------------------------------------------------------------- */

static const struct column run_columns[] = {
    { .key = "run", .title = "Run", .right = 1 },
    { .key = "as_of", .title = "Data as of" },
    { .key = "series", .title = "Series", .right = 1 },
    { .key = "levels_due", .title = "Levels due", .right = 1 },
    { .key = "coverage", .title = "In 80 % band", .right = 1 },
    { .key = "median_error_percent", .title = "Off by %", .right = 1 },
    { .key = "bias_percent", .title = "Bias %", .right = 1, .spare = 1 },
    { .key = "dates_held", .title = "Dates held", .right = 1 },
    { .key = "dates_failed", .title = "Failed", .right = 1 },
    { .key = "dates_open", .title = "Open", .right = 1 },
    { .key = "median_date_error_days", .title = "Off by days", .right = 1, .spare = 1 },
    { .key = "recorded_at", .title = "Recorded", .spare = 1 },
    { .key = "command", .title = "Command", .flexible = 1, .spare = 1 },
};

static void add_run(struct table *table, const struct store_run *run, size_t series,
                    struct grades *grades)
{
    double inside = grades->count ? (double)grades->inside / (double)grades->count : 0;

    table_count(table, (uint64_t)run->id);
    table_date(table, run->as_of);
    table_count(table, series);
    table_count(table, grades->count);
    table_share(table, (struct maybe){ inside, grades->count > 0 });
    table_maybe(table, grades_error_pct(grades));
    table_maybe(table, grades_bias_pct(grades));
    table_count(table, grades->date[DATE_HELD]);
    table_count(table, grades->date[DATE_SOONER] + grades->date[DATE_LATER] +
                       grades->date[DATE_SURPRISE]);
    table_count(table, grades->date[DATE_OPEN]);
    table_maybe(table, grades_date_error(grades));
    table_time(table, run->at);
    table_text(table, run->command);
}

static int grade_run(struct book *book, const struct store_run *run, struct table *table,
                     struct error *err)
{
    struct store_outlook *then;
    struct grades grades = { 0 };
    size_t count = 0;
    int rc = store_run_read(book->store, run->id, &book->context->arena, &then, &count, err);

    for (size_t i = 0; i < count && rc == 0; i++) {
        const struct finding *now = findings_find(&book->now, then[i].series);
        enum date_grade date;

        if (now)
            rc = grades_add(&grades, now, &then[i], days_since(book, run, now), &date, err);
    }
    if (rc == 0)
        add_run(table, run, count, &grades);
    grades_release(&grades);
    return rc;
}

static int list_runs(struct book *book, enum output format, struct error *err)
{
    struct table table;
    int rc = 0;

    table_init(&table, &book->context->arena, run_columns,
               sizeof run_columns / sizeof run_columns[0], book->context->zone);
    for (size_t i = book->count; i-- > 0 && rc == 0;)
        rc = grade_run(book, &book->runs[i], &table, err);
    return rc < 0 ? rc : output_table(book->context, &table, format, "ledger", err);
}

/* --- one run ------------------------------------------------------------------------------ */

static const struct column series_columns[] = {
    { .key = "series", .title = "Series", .flexible = 1 },
    { .key = "verdict", .title = "Foretold" },
    { .key = "date_early", .title = "Early", .spare = 1 },
    { .key = "date_median", .title = "Median" },
    { .key = "date_late", .title = "Late", .spare = 1 },
    { .key = "date_grade", .title = "Date", .machine = 1 },
    { .key = "date_outcome", .title = "Date", .person = 1 },
    { .key = "levels_due", .title = "Levels due", .right = 1 },
    { .key = "levels_inside", .title = "In 80 % band", .right = 1 },
    { .key = "median_error_percent", .title = "Off by %", .right = 1 },
};

static void add_date(struct book *book, struct table *table, const struct store_run *run,
                     struct store_number days)
{
    if (days.known)
        table_date(table, zone_day_start(book->context->zone, run->as_of, (int)days.value));
    else
        table_none(table);
}

static int add_series(struct book *book, struct table *table, const struct store_run *run,
                      const struct store_outlook *then, struct error *err)
{
    const struct finding *now = findings_find(&book->now, then->series);
    struct grades grades = { 0 };
    enum date_grade date = DATE_NONE;
    int rc = now ? grades_add(&grades, now, then, days_since(book, run, now), &date, err) : 0;

    table_series(table, then->series, now ? &now->info.key : NULL);
    table_text(table, then->verdict);
    add_date(book, table, run, then->days_early);
    add_date(book, table, run, then->days_median);
    add_date(book, table, run, then->days_late);
    table_text(table, now ? date_grade_name(date) : NULL);
    table_text(table, now ? date_grade_words(date) : "series is gone");
    table_count(table, grades.count);
    table_count(table, grades.inside);
    table_maybe(table, grades_error_pct(&grades));
    grades_release(&grades);
    return rc;
}

static int show_run(struct book *book, const struct store_run *run, enum output format,
                    struct error *err)
{
    struct store_outlook *then;
    struct table table;
    size_t count = 0;
    int rc = store_run_read(book->store, run->id, &book->context->arena, &then, &count, err);

    table_init(&table, &book->context->arena, series_columns,
               sizeof series_columns / sizeof series_columns[0], book->context->zone);
    for (size_t i = 0; i < count && rc == 0; i++)
        rc = add_series(book, &table, run, &then[i], err);
    return rc < 0 ? rc : output_table(book->context, &table, format, "run", err);
}

/* --- the command -------------------------------------------------------------------------- */

static const struct store_run *find_run(const struct book *book, const char *text, struct error *err)
{
    int64_t id;

    if (!number_parse_int(text, strlen(text), &id)) {
        error_set(err, ERR_USAGE, "'%.60s' is no run", text);
        error_hint(err, "A run is a number; 'headroom ledger' lists them.");
        return NULL;
    }
    for (size_t i = 0; i < book->count; i++)
        if (book->runs[i].id == id)
            return &book->runs[i];
    error_set(err, ERR_NOTFOUND, "there is no recorded run %lld", (long long)id);
    error_hint(err, "'headroom ledger' lists them.");
    return NULL;
}

static int answer(struct book *book, enum output format, const char *wanted, struct error *err)
{
    const struct store_run *run;

    if (!wanted)
        return list_runs(book, format, err);
    run = find_run(book, wanted, err);
    return run ? show_run(book, run, format, err) : err->code;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct book book = { .context = context };
    int rc = context_store_read(context, &book.store, err);

    if (rc == 0)
        rc = store_run_list(book.store, &context->arena, &book.runs, &book.count, err);
    if (rc == 0 && !book.count)
        context_note(context, "no run is recorded yet: 'headroom report --record' keeps one");
    if (rc == 0)
        rc = ask_analysis(context, &s->question, 0, argv + argc, &book.engine, &book.analysis, err);
    if (rc == 0) {
        rc = findings_by_name(&book.analysis, &context->arena, &book.now, err);
        if (rc == 0)
            rc = answer(&book, (enum output)s->format, argc ? argv[0] : NULL, err);
        engine_close(&book.engine);
    }
    store_close(book.store);
    return rc;
}

extern const struct command cmd_ledger;
const struct command cmd_ledger = {
    .name = "ledger",
    .group = "Report",
    .summary = "recorded runs, and how what they foretold turned out",
    .operands = "[RUN]",
    .details = "Without RUN, all runs, the newest first; with it, each series of that run.\n"
               "A level is due when its day, 7, 14, 30 or 90 days on, has come. A date held when the limit was "
               "reached between its early and its late day; it failed when that happened sooner, or not in "
               "time, or without a date having been given. The last sixty bins are looked at.",
    .examples = "headroom report --record -o plan.html\tkeeps what it foretells\n"
                "headroom ledger\thow good the forecasts were\n"
                "headroom ledger 3 --format json\teach series of run 3",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .most = 1,
    .run = run,
};

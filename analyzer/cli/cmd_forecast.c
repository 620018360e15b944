/* analyzer/cli/cmd_forecast.c - `headroom forecast`: how each series goes on. */
#include <stdlib.h>
#include <string.h>

#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/forecast.h"
#include "analyzer/cli/stream.h"
#include "data/base/number.h"
#include "data/base/parallel.h"
#include "data/base/text.h"
#include "models/model.h"

enum { FORMAT_CSV, FORMAT_JSON, FORMAT_TABLE };
static const char *const formats[] = { "csv", "json", "table", NULL };
static const char *const statistics[] = { "mean", "max", "p95", NULL };

struct settings {
    struct question question;
    int64_t     horizon_ms, step_ms;
    int         statistic, format;
    int         from_stdin, no_header;
    const char *quantiles;
    const char *model;
};

static const struct settings defaults = {
    .horizon_ms = 14 * DAY_MS, .statistic = COURSE_MEAN, .format = FORMAT_CSV,
    .quantiles = "0.05,0.5,0.95", .model = "auto",
};

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    QUESTION_OPTIONS(struct settings, question),
    { .name = "horizon", .kind = OPTION_DURATION, AT(horizon_ms), .argument = "DURATION",
      .help = "how far ahead (default 14d)" },
    { .name = "step", .kind = OPTION_DURATION, AT(step_ms), .argument = "DURATION",
      .help = "distance of two rows: 1h, 1d, 7d (default: the series' cadence)" },
    { .name = "statistic", .kind = OPTION_CHOICE, AT(statistic), .argument = "NAME",
      .choices = statistics, .help = "of a step that holds several samples" },
    { .name = "quantiles", .kind = OPTION_TEXT, AT(quantiles), .argument = "LIST",
      .help = "between 0 and 1, ascending (default 0.05,0.5,0.95)" },
    { .name = "model", .kind = OPTION_TEXT, AT(model), .argument = "NAME",
      .help = "a model, or auto: the one that forecast this series' past best" },
    { .name = "format", .letter = 'f', .kind = OPTION_CHOICE, AT(format), .argument = "FORMAT",
      .choices = formats, .help = "how to write it" },
    SHARD_OPTION(struct settings, question),
    STREAM_OPTIONS(struct settings, from_stdin, no_header),
    { .name = NULL },
};

/* --- the request ---------------------------------------------------------------------- */

static int read_levels(const char *text, double *levels, size_t *count, struct error *err)
{
    *count = 0;
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, ",");

        if (*count == FORECAST_LEVELS ||
            number_parse(at, length, &levels[*count]) != NUMBER_OK || levels[*count] <= 0 ||
            levels[*count] >= 1 || (*count && levels[*count] <= levels[*count - 1])) {
            error_set(err, ERR_USAGE, "--quantiles can not be '%.60s'", text);
            error_hint(err, "Give up to %d numbers between 0 and 1, ascending: 0.05,0.5,0.95.",
                       FORECAST_LEVELS);
            return ERR_USAGE;
        }
        (*count)++;
        at += length + (at[length] == ',');
    }
    return 0;
}

static int read_model(const char *name, const char **out, struct error *err)
{
    const char *names[32], *nearest;
    size_t count = 0;

    *out = NULL;
    if (strcmp(name, "auto") == 0)
        return 0;
    if (model_find(name)) {
        *out = name;
        return 0;
    }
    for (; models[count] && count < sizeof names / sizeof names[0]; count++)
        names[count] = models[count]->name;
    nearest = text_nearest(name, names, count);
    error_set(err, ERR_USAGE, "no model is called '%.60s'", name);
    error_hint(err, nearest ? "Did you mean '%s'?" : "'auto' lets them compete; '%s' is one.",
               nearest ? nearest : names[0]);
    return ERR_USAGE;
}

/* --- one series --------------------------------------------------------------------------- */

static void add_row_csv(const struct asking *asking, const char *name, const struct course *course,
                        size_t step, struct buf *out)
{
    char time[TIME_ROOM], number[NUMBER_ROOM];

    text_csv(out, name);
    buf_addf(out, ",%s,%s", time_iso(time, course->last + (int64_t)(step + 1) * course->step_ms),
             number_exact(number, course->path[step]));
    for (size_t i = 0; i < asking->request.level_count; i++)
        buf_addf(out, ",%s", number_exact(number, course->quantile[i * course->steps + step]));
    buf_addc(out, '\n');
}

static void add_row_json(const struct asking *asking, const struct course *course, size_t step,
                         struct buf *out)
{
    char time[TIME_ROOM], number[NUMBER_ROOM];

    buf_addf(out, "%s{\"time\":\"%s\",\"mean\":%s", step ? "," : "",
             time_iso(time, course->last + (int64_t)(step + 1) * course->step_ms),
             number_exact(number, course->path[step]));
    for (size_t i = 0; i < asking->request.level_count; i++) {
        buf_addf(out, ",\"q%s\":", number_exact(number, asking->levels[i]));
        buf_add(out, number_exact(number, course->quantile[i * course->steps + step]));
    }
    buf_addc(out, '}');
}

static void write_course(const struct asking *asking, const struct store_series *series,
                         const struct course *course, struct buf *out)
{
    if (asking->format == FORMAT_JSON) {
        buf_add(out, "{\"name\":");
        text_json(out, series->name);
        buf_add(out, ",\"unit\":");
        text_json(out, series->info.unit);
        buf_addf(out, ",\"model\":\"%s\",\"step_seconds\":%lld,\"forecast\":[", course->model,
                 (long long)(course->step_ms / 1000));
    }
    for (size_t step = 0; step < course->steps; step++) {
        if (asking->format == FORMAT_JSON)
            add_row_json(asking, course, step, out);
        else
            add_row_csv(asking, series->name, course, step, out);
    }
    if (asking->format == FORMAT_JSON)
        buf_add(out, "]}");
}

static int hand_start(void *context, void **local, struct error *err)
{
    struct asking *asking = context;
    struct course_work *work = calloc(1, sizeof *work);
    int rc;

    if (!work)
        return error_set(err, ERR_NOMEM, "no memory for a thread");
    rc = course_init(work, asking->engine, &asking->request, err);
    if (rc < 0)
        free(work);
    else
        *local = work;
    return rc;
}

/* A series that is too short is said and left out; anything else ends the command. */
static int hand_work(void *context, void *local, size_t index, struct error *err)
{
    struct asking *asking = context;
    struct part *part = &asking->parts[index];
    size_t series = asking->engine->selected[index];
    struct course course;
    int rc = course_make(local, asking->engine, series, &asking->request, &course, err);

    if (rc == ERR_TOOFEW || rc == ERR_NUMERIC) {
        part->why = *err;
        return 0;
    }
    if (rc < 0) {
        error_at(err, asking->engine->series[series].name, 0, 0);
        return rc;
    }
    write_course(asking, &asking->engine->series[series], &course, &part->text);
    return buf_check(&part->text, "a forecast", err);
}

static void hand_stop(void *context, void *local)
{
    (void)context;
    if (local)
        course_release(local);
    free(local);
}

/* --- all of them ---------------------------------------------------------------------------- */

static void write_head(const struct asking *asking, struct buf *out)
{
    char number[NUMBER_ROOM];

    if (asking->format == FORMAT_JSON) {
        buf_add(out, "{\"schema\":\"headroom.forecast/1\",\"series\":[");
        return;
    }
    buf_add(out, "series,time,mean");
    for (size_t i = 0; i < asking->request.level_count; i++)
        buf_addf(out, ",q%s", number_exact(number, asking->levels[i]));
    buf_addc(out, '\n');
}

/* None could be forecast: that is a failure, not a table. */
static int none_forecast(const struct asking *asking, struct error *err)
{
    size_t count = asking->engine->selected_count, failed = 0;

    while (failed < count && asking->parts[failed].why.code)
        failed++;
    if (!count || failed < count)
        return 0;
    *err = asking->parts[0].why;
    error_at(err, asking->engine->series[asking->engine->selected[0]].name, 0, 0);
    return err->code;
}

static int print_rows(struct context *context, struct asking *asking, struct error *err)
{
    const char *between = asking->headless ? "" : ",", *behind = asking->headless ? "\n" : "";
    int rc = 0, is_json = asking->format == FORMAT_JSON;
    size_t written = 0;

    for (size_t i = 0; i < asking->engine->selected_count && rc == 0; i++) {
        struct part *part = &asking->parts[i];

        if (part->why.code) {
            context_note(context, "%s: not forecast: %s",
                         asking->engine->series[asking->engine->selected[i]].name,
                         part->why.text);
            continue;
        }
        if (written++ && is_json)
            fputs(between, context->out);    /* main() asks the stream in the end */
        rc = context_print(context, &part->text, err);
        if (is_json)
            fputs(behind, context->out);
    }
    return rc;
}

static int print_parts(struct context *context, struct asking *asking, struct error *err)
{
    struct buf head;
    int rc;

    if (asking->headless)
        return print_rows(context, asking, err);
    rc = none_forecast(asking, err);
    if (rc < 0)
        return rc;
    buf_init(&head, 4096);
    write_head(asking, &head);
    rc = context_print(context, &head, err);
    buf_release(&head);
    if (rc == 0)
        rc = print_rows(context, asking, err);
    if (rc == 0 && asking->format == FORMAT_JSON)
        fputs("]}\n", context->out);
    return rc;
}

static int forecast_all(struct context *context, struct asking *asking, struct error *err)
{
    const struct parallel parallel = { asking, hand_start, hand_work, hand_stop };
    size_t count = asking->engine->selected_count;
    int rc;

    asking->parts = calloc(count + 1, sizeof *asking->parts);
    if (!asking->parts)
        return error_set(err, ERR_NOMEM, "no memory for %zu forecasts", count);
    for (size_t i = 0; i < count; i++)
        buf_init(&asking->parts[i].text, FORECAST_BYTES);
    rc = parallel_run(&parallel, count, context->jobs, err);
    if (rc == 0)
        rc = print_parts(context, asking, err);
    for (size_t i = 0; i < count; i++)
        buf_release(&asking->parts[i].text);
    free(asking->parts);
    return rc;
}

/* --- from standard input ------------------------------------------------------------------ */

struct rows {
    struct context *context;
    struct asking  *asking;
};

static int answer(void *self, const struct engine *engine, struct error *err)
{
    struct rows *rows = self;

    rows->asking->engine = engine;
    return forecast_all(rows->context, rows->asking, err);
}

static int run_stream(struct context *context, const struct settings *s, struct asking *asking,
                      int argc, struct error *err)
{
    struct rows rows = { context, asking };
    struct stream_job job = { answer, &rows, &s->question };
    struct buf head;
    int rc = stream_check(argc, err);

    if (rc == 0 && s->format == FORMAT_TABLE) {
        error_set(err, ERR_USAGE, "--stdin does not go with a table");
        error_hint(err, "Rows are written as they are found: --format csv or json.");
        return ERR_USAGE;
    }
    asking->headless = 1;
    buf_init(&head, 4096);
    write_head(asking, &head);
    if (rc == 0 && s->format == FORMAT_CSV && !s->no_header)
        rc = context_print(context, &head, err);
    buf_release(&head);
    return rc < 0 ? rc : stream_answer(context, &job, err);
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct asking asking = { .format = s->format,
                             .request = { .horizon_ms = s->horizon_ms, .step_ms = s->step_ms,
                                          .statistic = (enum course_statistic)s->statistic } };
    struct engine engine;
    int rc = read_levels(s->quantiles, asking.levels, &asking.request.level_count, err);

    asking.request.levels = asking.levels;
    if (rc == 0)
        rc = read_model(s->model, &asking.request.model, err);
    if (rc == 0 && s->from_stdin)
        return run_stream(context, s, &asking, argc, err);
    if (rc == 0)
        rc = ask_open(context, &s->question, argc, argv, &engine, err);
    if (rc < 0)
        return rc;
    asking.engine = &engine;
    rc = s->format == FORMAT_TABLE ? forecast_table(context, &asking, err)
                                   : forecast_all(context, &asking, err);
    engine_close(&engine);
    return rc;
}

extern const struct command cmd_forecast;
const struct command cmd_forecast = {
    .name = "forecast",
    .group = "Analyse",
    .summary = "how each series goes on, with quantiles",
    .operands = "[SELECTOR…]",
    .details = "The first row is one step after the newest sample. The median of the forecast is "
               "q0.5; mean is the expected course.\n"
               "With --stdin the series come on standard input, as any export whose rows stand together by "
               "resource, and rows go out as they are found; JSON is then an object a line. Nothing is stored.",
    .examples = "headroom forecast '*/web-01/cpu*' --horizon 48h\ttwo days of one host\n"
                "headroom forecast --step 1d --statistic max --horizon 90d\tdaily maxima",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .most = ANY_NUMBER,
    .run = run,
};

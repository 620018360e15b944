/* analyzer/cli/cmd_backtest.c - `headroom backtest`: how good the forecasts would have been. */
#include <math.h>

#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/engine/backtest.h"
#include "data/base/number.h"
#include "data/base/text.h"

enum { ORIGINS = 12, PAGE_MOST = 1 << 26 };
enum { FORMAT_TABLE, FORMAT_JSON };
static const char *const formats[] = { "table", "json", NULL };

struct settings {
    struct question question;
    int  format, baselines;
    long origins;
};

static const struct settings defaults = { .origins = ORIGINS };

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    QUESTION_OPTIONS(struct settings, question),
    { .name = "baselines", .kind = OPTION_FLAG, AT(baselines),
      .help = "set them beside predict_linear, Zabbix time-left, least squares and past shares" },
    { .name = "origins", .kind = OPTION_COUNT, AT(origins), .argument = "N", .least = 1,
      .most = 1000, .help = "past days to foretell from, for each series (default 12)" },
    { .name = "format", .letter = 'f', .kind = OPTION_CHOICE, AT(format), .argument = "FORMAT",
      .choices = formats, .help = "how to write it" },
    { .name = NULL },
};

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

/* --- for people ------------------------------------------------------------------------- */

static void add_share(struct buf *out, double share)
{
    if (isnan(share))
        buf_add(out, "       -");
    else
        buf_addf(out, "%7.1f%%", 100 * share);
}

static void add_figure(struct buf *out, double value)
{
    if (isnan(value))
        buf_add(out, "       -");
    else
        buf_addf(out, "%8.3f", value);
}

static void write_bands(const struct backtest *b, struct buf *out)
{
    buf_add(out, "\nBands          answers   80 % band   95 % band      MASE  interval score\n");
    for (int i = 0; i < BACKTEST_AHEADS; i++) {
        buf_addf(out, "%2d day%s ahead %9.0f    ", backtest_ahead[i],
                 backtest_ahead[i] == 1 ? " " : "s", b->ahead[i].asked);
        add_share(out, ratio(b->ahead[i].in80, b->ahead[i].asked));
        buf_add(out, "    ");
        add_share(out, ratio(b->ahead[i].in95, b->ahead[i].asked));
        buf_add(out, "  ");
        add_figure(out, ratio(b->ahead[i].error, b->ahead[i].naive));
        buf_add(out, "        ");
        add_figure(out, ratio(b->ahead[i].score80, b->ahead[i].naive));
        buf_addc(out, '\n');
    }
}

static void write_odds(const struct backtest *b, int baselines, struct buf *out)
{
    buf_add(out, "\nOdds of a limit                    Brier score    log score\n");
    for (int i = 0; i < BACKTEST_WINDOWS; i++) {
        buf_addf(out, "within %d days, %.0f answers, %.0f %% came true\n", backtest_window[i],
                 b->window[i].asked, 100 * ratio(b->window[i].reached, b->window[i].asked));
        for (int f = 0; f < (baselines ? FORECASTERS : 1); f++) {
            buf_addf(out, "  %-32s", forecaster_name((enum forecaster)f));
            add_figure(out, ratio(b->window[i].brier[f], b->window[i].asked));
            buf_add(out, "     ");
            add_figure(out, ratio(b->window[i].log_score[f], b->window[i].asked));
            buf_addc(out, '\n');
        }
        buf_add(out, "  of what was called");
        for (int q = 0; q < BACKTEST_FIFTHS; q++)
            buf_addf(out, " %d-%d%%", 20 * q, 20 * q + 20);
        buf_add(out, "\n  came true         ");
        for (int q = 0; q < BACKTEST_FIFTHS; q++)
            add_share(out, ratio(b->window[i].fifth[q].came, b->window[i].fifth[q].asked));
        buf_addc(out, '\n');
    }
}

static void write_dates(const struct backtest *b, int baselines, struct buf *out)
{
    buf_addf(out, "\nDates          %.0f limits were reached and had a median day\n", b->date.dated);
    buf_add(out, "  80 % interval held    ");
    add_share(out, ratio(b->date.inside80, b->date.dated));
    buf_add(out, "\n  mean error, days      ");
    add_figure(out, ratio(b->date.error_days, b->date.dated));
    buf_add(out, "\n  bias, days            ");
    add_figure(out, ratio(b->date.bias_days, b->date.dated));
    buf_add(out, "\n  mean |ln(day/true)|   ");
    add_figure(out, ratio(b->date.log_ratio, b->date.dated));
    buf_addc(out, '\n');
    for (int f = 1; baselines && f < FORECASTERS; f++)
        if (b->date.asked[f] > 0)
            buf_addf(out, "    %-28s%8.3f of %.0f that gave a day\n",
                     forecaster_name((enum forecaster)f),
                     ratio(b->date.log_ratio_of[f], b->date.asked[f]), b->date.asked[f]);
}

static void write_people(const struct backtest *b, int baselines, struct buf *out)
{
    buf_addf(out, "%zu series, %zu origins; each saw only what was known then\n", b->series,
             b->origins);
    if (!b->origins) {
        buf_add(out, "No series has the 51 days that a back-test needs.\n");
        return;
    }
    write_bands(b, out);
    write_odds(b, baselines, out);
    write_dates(b, baselines, out);
}

/* --- for machines ------------------------------------------------------------------------- */

static void json_number(struct buf *out, const char *key, double value)
{
    char text[NUMBER_ROOM];

    buf_addf(out, "\"%s\":%s", key, isfinite(value) ? number_exact(text, value) : "null");
}

static void json_ahead(const struct backtest *b, int i, struct buf *out)
{
    buf_addf(out, "%s{\"days\":%d,", i ? "," : "", backtest_ahead[i]);
    json_number(out, "answers", b->ahead[i].asked);
    buf_addc(out, ',');
    json_number(out, "coverage_80", ratio(b->ahead[i].in80, b->ahead[i].asked));
    buf_addc(out, ',');
    json_number(out, "coverage_95", ratio(b->ahead[i].in95, b->ahead[i].asked));
    buf_addc(out, ',');
    json_number(out, "mase", ratio(b->ahead[i].error, b->ahead[i].naive));
    buf_addc(out, ',');
    json_number(out, "interval_score", ratio(b->ahead[i].score80, b->ahead[i].naive));
    buf_addc(out, '}');
}

static void json_window(const struct backtest *b, int i, struct buf *out)
{
    buf_addf(out, "%s{\"days\":%d,", i ? "," : "", backtest_window[i]);
    json_number(out, "answers", b->window[i].asked);
    buf_addc(out, ',');
    json_number(out, "reached", ratio(b->window[i].reached, b->window[i].asked));
    buf_add(out, ",\"forecasters\":[");
    for (int f = 0; f < FORECASTERS; f++) {
        buf_addf(out, "%s{\"name\":\"%s\",", f ? "," : "", forecaster_name((enum forecaster)f));
        json_number(out, "brier", ratio(b->window[i].brier[f], b->window[i].asked));
        buf_addc(out, ',');
        json_number(out, "log_score", ratio(b->window[i].log_score[f], b->window[i].asked));
        buf_addc(out, '}');
    }
    buf_add(out, "],\"reliability\":[");
    for (int q = 0; q < BACKTEST_FIFTHS; q++) {
        buf_add(out, q ? ",{" : "{");
        json_number(out, "answers", b->window[i].fifth[q].asked);
        buf_addc(out, ',');
        json_number(out, "foretold", ratio(b->window[i].fifth[q].foretold,
                                           b->window[i].fifth[q].asked));
        buf_addc(out, ',');
        json_number(out, "came_true", ratio(b->window[i].fifth[q].came,
                                            b->window[i].fifth[q].asked));
        buf_addc(out, '}');
    }
    buf_add(out, "]}");
}

static void json_dates(const struct backtest *b, struct buf *out)
{
    buf_add(out, "\"dates\":{");
    json_number(out, "answers", b->date.dated);
    buf_addc(out, ',');
    json_number(out, "coverage_80", ratio(b->date.inside80, b->date.dated));
    buf_addc(out, ',');
    json_number(out, "error_days", ratio(b->date.error_days, b->date.dated));
    buf_addc(out, ',');
    json_number(out, "bias_days", ratio(b->date.bias_days, b->date.dated));
    buf_addc(out, ',');
    json_number(out, "log_ratio", ratio(b->date.log_ratio, b->date.dated));
    buf_addc(out, '}');
}

static void json_one(const struct backtest *b, struct buf *out)
{
    buf_addf(out, "\"origins\":%zu,\"bands\":[", b->origins);
    for (int i = 0; i < BACKTEST_AHEADS; i++)
        json_ahead(b, i, out);
    buf_add(out, "],\"odds\":[");
    for (int i = 0; i < BACKTEST_WINDOWS; i++)
        json_window(b, i, out);
    buf_add(out, "],");
    json_dates(b, out);
}

static void write_machine(const struct engine *engine, const struct backtest *each,
                          const struct backtest *total, struct buf *out)
{
    buf_add(out, "{\"schema\":\"headroom.backtest/1\",\"total\":{");
    json_one(total, out);
    buf_add(out, "},\"series\":[");
    for (size_t i = 0; i < engine->selected_count; i++) {
        buf_add(out, i ? ",{\"name\":" : "{\"name\":");
        text_json(out, engine->series[engine->selected[i]].name);
        buf_addc(out, ',');
        json_one(&each[i], out);
        buf_addc(out, '}');
    }
    buf_add(out, "]}\n");
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct backtest *each, total;
    struct engine engine;
    struct buf out;
    int rc = ask_open(context, &s->question, argc, argv, &engine, err);

    if (rc < 0)
        return rc;
    buf_init(&out, PAGE_MOST);
    rc = backtest_run(&engine, (size_t)s->origins, &context->arena, &each, &total, err);
    if (rc == 0) {
        if (s->format == FORMAT_JSON)
            write_machine(&engine, each, &total, &out);
        else
            write_people(&total, s->baselines, &out);
        rc = context_print(context, &out, err);
    }
    buf_release(&out);
    engine_close(&engine);
    return rc;
}

extern const struct command cmd_backtest;
const struct command cmd_backtest = {
    .name = "backtest",
    .group = "Analyse",
    .summary = "how good the forecasts would have been on this very data",
    .operands = "[SELECTOR…]",
    .details = "From past days on, with the data up to there alone: how often the bands held, how "
               "good the odds of reaching a limit were, how far off the dates.",
    .examples = "headroom backtest --baselines\tbeside predict_linear and Zabbix time-left",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .most = ANY_NUMBER,
    .run = run,
};

/*
 * analyzer/engine/backtest.h - how good the forecasts would have been on this very data.
 *
 * From rolling origins through the stored history, with the data up to there
 * alone: the fan at 1, 7, 14 and 30 days against what came, and the odds and dates of
 * reaching limits above the level of that day, set so that some were reached and
 * some were not. Beside it the same for the rules people use today.
 *
 * Sources: Gneiting and Raftery 2007, JASA 102 (interval score); Brier 1950, Monthly
 * Weather Review 78; Hyndman and Koehler 2006, Int. J. Forecasting 22 (MASE).
 */
#ifndef ANALYZER_ENGINE_BACKTEST_H
#define ANALYZER_ENGINE_BACKTEST_H

#include "analyzer/engine/engine.h"

enum { BACKTEST_AHEADS = 4, BACKTEST_WINDOWS = 2, BACKTEST_FIFTHS = 5 };
extern const int backtest_ahead[BACKTEST_AHEADS];       /* 1, 7, 14, 30 days */
extern const int backtest_window[BACKTEST_WINDOWS];     /* 14, 30 days */

/* Who foretells. All but the first are what other tools do. */
enum forecaster {
    FORECASTER_HEADROOM,
    FORECASTER_LINE_6H,        /* a line through the last 6 hours: predict_linear(x[6h], …) */
    FORECASTER_LINE_7D,        /* the same through 7 days */
    FORECASTER_TIMELEFT_7D,    /* Zabbix timeleft() over 7 days: the fitted line's crossing, from its own level */
    FORECASTER_OLS_ALL,        /* least squares over all history */
    FORECASTER_CROSSINGS,      /* climatology: the share of past windows that crossed this limit */
    FORECASTER_RISES,          /* the share of past windows that rose as far as the limit is away */
    FORECASTERS
};
const char *forecaster_name(enum forecaster forecaster);

/* Sums over origins; two of them add up. */
struct backtest {
    size_t series, origins;
    struct {
        double asked, in80, in95;        /* answers, inside the bands */
        double score80;                  /* interval score, over the seasonal naive's mean error */
        double error, naive;             /* absolute errors: median, seasonal naive */
    } ahead[BACKTEST_AHEADS];
    struct {
        double asked, reached;
        double brier[FORECASTERS], log_score[FORECASTERS];
        struct { double asked, foretold, came; } fifth[BACKTEST_FIFTHS];    /* headroom's */
    } window[BACKTEST_WINDOWS];
    struct {
        double dated, inside80, bias_days, error_days;
        double log_ratio;                /* sum of |ln(median / true day)| */
        double asked[FORECASTERS], log_ratio_of[FORECASTERS];    /* those that gave a day */
    } date;
};

/*
 * Replays up to `origins` origins of every series of the engine's selection.
 * each[selected_count], from the arena, in the selection's order; *total the sum.
 */
int backtest_run(const struct engine *engine, size_t origins, struct arena *arena,
                 struct backtest **each, struct backtest *total, struct error *err);

#endif

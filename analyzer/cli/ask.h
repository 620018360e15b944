/*
 * analyzer/cli/ask.h - what the commands that put questions to the engine share.
 */
#ifndef ANALYZER_CLI_ASK_H
#define ANALYZER_CLI_ASK_H

#include "analyzer/cli/context.h"
#include "analyzer/engine/demand.h"
#include "analyzer/engine/engine.h"
#include "analyzer/engine/study.h"
#include "data/finding.h"
#include "reports/gnuplot.h"
#include "reports/report.h"

/* Options that every question has; stands first in the settings of such a command. */
struct question {
    struct moment as_of;          /* text NULL: the newest sample of each source */
    int64_t       history_ms;     /* 0: as much as the engine looks at */
    const char   *shard;          /* "2/8"; NULL: everything */
    int           by_resource;    /* 1: days count from the newest sample of each resource */
};

/* Rows for the command's option table, their offsets in `type`'s member `member`. */
#define QUESTION_OPTIONS(type, member)                                                     \
    { .name = "as-of", .kind = OPTION_TIME, .at = offsetof(type, member.as_of),            \
      .argument = "TIME", .help = "look from here; later data is not used "                \
                                  "(default: the newest sample of each source)" },         \
    { .name = "history", .kind = OPTION_DURATION, .at = offsetof(type, member.history_ms), \
      .argument = "DURATION", .help = "how far back to look (default: three years)" }

/* For commands whose answers are put together again: which part of the work to do. */
#define SHARD_OPTION(type, member)                                                         \
    { .name = "shard", .kind = OPTION_TEXT, .at = offsetof(type, member.shard),            \
      .argument = "I/N", .help = "part I of N alone, the resources shared out by their names" }

/* Opens the engine for a selection. What it lends from the context lives as long as the command. */
int ask_open(struct context *context, const struct question *question, int argc, char **argv,
             struct engine *engine, struct error *err);

/* Opens, analyses and leaves the engine open for charts. Close it with engine_close(). */
int ask_analysis(struct context *context, const struct question *question, int argc, char **argv,
                 struct engine *engine, struct analysis *out, struct error *err);

/* As ask_open(), for exactly one series; its index in *index. */
int ask_one(struct context *context, const struct question *question, const char *name,
            struct engine *engine, size_t *index, struct error *err);

/* Studies one series of an open engine and fills its finding, lent from the context. */
int ask_finding(struct context *context, const struct engine *engine, size_t series,
                struct study *study, struct finding *out, struct error *err);

/* What `--instances` says: how many were in force, or the series that holds it. ERR_USAGE for none. */
int ask_instances(const char *text, struct demand_question *out, struct error *err);

/* drawing_default in the form that a chart's file name ends in; ERR_USAGE for any other ending. */
int ask_drawing(const char *path, struct drawing *out, struct error *err);

/*
 * Draws charts[count] into the report. Without gnuplot it is made without them, which is
 * warned of and stands in it; ERR_HELPER only where they are required.
 */
int ask_charts(struct context *context, const struct chart *charts, size_t count, int required,
               struct report *report, struct error *err);

/* The first `most` charts of the report once more, as PNG; none where they could not be drawn before. */
int ask_stills(struct context *context, size_t most, struct report *report, struct error *err);

#endif

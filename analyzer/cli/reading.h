/*
 * analyzer/cli/reading.h - how files are read: what ingest and inspect share.
 */
#ifndef ANALYZER_CLI_READING_H
#define ANALYZER_CLI_READING_H

#include "analyzer/cli/context.h"
#include "ingest/importer.h"

/* Options of commands that read exports; stands first in the settings of such a command. */
struct reading {
    int         format;          /* 0 auto, else 1 + index of the importer */
    const char *mapping;         /* name of a [mapping] of the config; NULL: none */
    const char *source, *resource, *metric, *unit;
    int         kind;            /* enum series_kind, -1: not given */
    int         decimal, date_order, fold;
};

/* The value of READING_OPTIONS' settings before any is read. */
#define READING_DEFAULT { .kind = -1 }

const char *reading_format(size_t index);    /* "auto", then the importers' names */
extern const char *const reading_kinds[], *const reading_decimals[], *const reading_orders[],
                  *const reading_folds[];

/* Rows for the command's option table, their offsets in `type`'s member `member`. */
#define READING_OPTIONS(type, member)                                                             \
    { .name = "format", .letter = 'f', .kind = OPTION_CHOICE,                                     \
      .at = offsetof(type, member.format), .argument = "NAME", .choice = reading_format,          \
      .help = "what the files are; 'headroom formats' lists the names (default auto)" },          \
    { .name = "mapping", .kind = OPTION_TEXT, .at = offsetof(type, member.mapping),               \
      .argument = "NAME", .help = "read them as the [mapping NAME] of the config says" },         \
    { .name = "source", .kind = OPTION_TEXT, .at = offsetof(type, member.source),                 \
      .argument = "NAME", .help = "first part of the series' names, such as prod" },              \
    { .name = "resource", .kind = OPTION_TEXT, .at = offsetof(type, member.resource),             \
      .argument = "NAME", .help = "second part, where the file names none" },                     \
    { .name = "metric", .kind = OPTION_TEXT, .at = offsetof(type, member.metric),                 \
      .argument = "NAME", .help = "third part, where the file names none" },                      \
    { .name = "unit", .kind = OPTION_TEXT, .at = offsetof(type, member.unit), .argument = "UNIT", \
      .help = "what the numbers are, where the file does not say: %, B, GiB, ms" },               \
    { .name = "kind", .kind = OPTION_CHOICE, .at = offsetof(type, member.kind),                   \
      .argument = "KIND", .choices = reading_kinds,                                               \
      .help = "what the numbers mean, where the file does not say" },                             \
    { .name = "decimal", .kind = OPTION_CHOICE, .at = offsetof(type, member.decimal),             \
      .argument = "MARK", .choices = reading_decimals, .help = "the decimal mark, in words or itself" }, \
    { .name = "date-order", .kind = OPTION_CHOICE, .at = offsetof(type, member.date_order),       \
      .argument = "ORDER", .choices = reading_orders, .help = "how 01/02/2026 is meant" },        \
    { .name = "fold", .kind = OPTION_CHOICE, .at = offsetof(type, member.fold),                   \
      .argument = "WHICH", .choices = reading_folds,                                              \
      .help = "which hour a time without offset means when clocks go back" }

/*
 * What the options and the mapping say, as importers take it; *importer is NULL where the file is
 * to be looked at. Lent from the context. ERR_USAGE for a mapping that is not in the config.
 */
int reading_settle(struct context *context, const struct reading *given,
                   struct ingest_options *out, const struct importer **importer,
                   struct error *err);

#endif

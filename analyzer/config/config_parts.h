/*
 * analyzer/config/config_parts.h - the inside of struct config, for the files that share it.
 */
#ifndef ANALYZER_CONFIG_CONFIG_PARTS_H
#define ANALYZER_CONFIG_CONFIG_PARTS_H

#include "analyzer/config/config.h"
#include "data/base/arena.h"

enum { MISTAKES_MOST = 64 };

/* Kinds of sections that are rows of the engine's: config_collect.c says of which struct. */
enum { ROWS_PAIR, ROWS_DRIVER, ROWS_THROUGHPUT, ROWS_GROUP, ROWS_CALENDAR, ROWS_PRICE, ROWS_KINDS };

struct rows { void *row; size_t count; };

struct config {
    struct arena     arena;            /* every text and row below */
    const char      *path;
    struct section  *first, *last;
    struct rows      rows[ROWS_KINDS];
    struct mapping  *mappings;
    size_t           mapping_count;
    struct error     mistake[MISTAKES_MOST];
    size_t           mistakes;
};

/*
 * Notes a mistake of the file. Returns it, so that a hint can be added; NULL, which
 * error_hint() takes, when there are MISTAKES_MOST already.
 */
struct error *config_mistake(struct config *config, long line, size_t column, const char *format,
                             ...) __attribute__((format(printf, 4, 5)));

/* config_scenario.c: notes the mistakes in the assumptions of a [scenario]. */
void config_check_scenario(struct config *config, const struct section *section);

/* config_waiver.c: the same of the end of a [waiver]. */
void config_check_waiver(struct config *config, const struct section *section);

/* config_group.c: the same of what a [group] keeps in reserve. */
void config_check_group(struct config *config, const struct section *section);

/* config_calendar.c: the same of a [calendar], and of a [rule] that names one; and the calendar itself. */
void config_check_calendar(struct config *config, const struct section *section);
void config_fill_calendar(const struct section *section, struct calendar *out);

/* Fills config->rows. ERR_NOMEM. */
int config_collect(struct config *config);

/* Finds what only the whole file shows, puts all mistakes in order, and collects what the engine asks for. */
int config_check(struct config *config);

/* Notes a zone that there is not; entry may be NULL. */
void config_check_zone(struct config *config, const struct entry *entry);

/* Collects the mappings and finds what is wrong with each as a whole. ERR_NOMEM. */
int config_collect_mappings(struct config *config);

#endif

/*
 * analyzer/cli/import_show.h - what an import says: progress, messages, counts.
 */
#ifndef ANALYZER_CLI_IMPORT_SHOW_H
#define ANALYZER_CLI_IMPORT_SHOW_H

#include <stddef.h>
#include <stdint.h>

#include "analyzer/cli/context.h"
#include "analyzer/cli/import.h"

enum import_output { IMPORT_TABLE, IMPORT_JSON };

/* "table", "json", NULL. */
extern const char *const import_outputs[];

/* A line on the terminal that is drawn over, ten times a second at most. */
struct import_progress {
    const struct context *context;
    size_t      files, index;
    const char *file;        /* now; NULL before the first */
    double      began;       /* with it, by clock_seconds() */
    double      drawn;       /* when, by clock_seconds() */
    int         on_screen;
};
void import_tick(void *progress, const struct import_state *state);
void import_tick_clear(struct import_progress *progress);

/*
 * What is counted of one file:  read = new + duplicate + replaced + rejected. Rejected are rows and
 * values that could not be read, and infinite ones; cells that say "no value" were none.
 */
uint64_t import_read(const struct tally *tally);
uint64_t import_rejected(const struct tally *tally);

/* Notes and rejects of one file, on stderr; how many for which reason is always said. */
void import_messages(const struct context *context, const struct import_result *result);

/*
 * The counts of all files: a table of those that were stored, or the JSON of
 * the contract with all of them. --quiet leaves out the table. seen counts the
 * series of all files together; NULL: not known.
 */
int import_output(struct context *context, const struct import_result *results, size_t count,
                  const struct import_seen *seen, int output, struct error *err);

#endif

/*
 * analyzer/cli/stream.h - questions about series that come on standard input and are never stored.
 *
 * The input is an export of any format whose rows stand together by resource: all series of one, then
 * all of the next. Resources are gathered into batches in memory, each batch is answered, and
 * its memory is used again, so that an input of any length takes the memory of a batch, and of the
 * names. How resources fall into batches changes no answer: of what is not asked for by --as-of, days
 * count from the newest sample of the resource.
 */
#ifndef ANALYZER_CLI_STREAM_H
#define ANALYZER_CLI_STREAM_H

#include "analyzer/cli/ask.h"
#include "analyzer/engine/engine.h"

struct stream_job {
    /* Answers a batch; engine->selected[] stands in the order of the input, by name within a resource. */
    int (*answer)(void *self, const struct engine *engine, struct error *err);
    void *self;
    const struct question *question;
};

/* Rows for a command's option table. */
#define STREAM_OPTIONS(type, stdin_member, header_member)                                              \
    { .name = "stdin", .kind = OPTION_FLAG, .at = offsetof(type, stdin_member),                        \
      .help = "read the series from standard input instead of the store, and write rows as they are found" }, \
    { .name = "no-header", .kind = OPTION_FLAG, .at = offsetof(type, header_member),                   \
      .help = "with --stdin: no line with the names of the columns" }

/*
 * Reads standard input to its end. ERR_DATA when the rows of a resource do not stand together;
 * what was answered before has been printed.
 */
int stream_answer(struct context *context, const struct stream_job *job, struct error *err);

/* --stdin with a selector: ERR_USAGE; else 0. */
int stream_check(int operands, struct error *err);

#endif

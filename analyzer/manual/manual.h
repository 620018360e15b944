/*
 * analyzer/manual/manual.h - the manual pages, made from the tables that the program works by.
 *
 * headroom(1) and headroom-COMMAND(1) come from the tables of commands and options,
 * headroom.ini(5) from those of the settings, headroom-json(7) from those in json.h. Page names are file names: "headroom-ingest.1".
 */
#ifndef ANALYZER_MANUAL_MANUAL_H
#define ANALYZER_MANUAL_MANUAL_H

#include "analyzer/cli/command.h"
#include "data/base/buf.h"
#include "data/base/error.h"

/* Names of all pages, one a line. */
void manual_list(struct buf *out);

/* One page, for man(1). ERR_NOTFOUND, with the nearest name as a hint. */
int manual_page(const char *name, struct buf *out, struct error *err);

/* The pages, for manual_page() alone. */
void manual_program(struct buf *out);
void manual_command(struct buf *out, const struct command *command);
void manual_config(struct buf *out);
void manual_json(struct buf *out);

/* A table of options as a list of items. */
void manual_options(struct buf *out, const struct option *table);

#endif

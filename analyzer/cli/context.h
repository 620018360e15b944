/*
 * analyzer/cli/context.h - what every command is given: where it runs.
 *
 * The global options, the configuration, the time zone and the clock, the path
 * of the store, and the two streams. All of it is settled before a command's
 * run() is called and does not change afterwards.
 */
#ifndef ANALYZER_CLI_CONTEXT_H
#define ANALYZER_CLI_CONTEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "analyzer/cli/option.h"
#include "analyzer/config/config.h"
#include "data/base/arena.h"
#include "data/base/buf.h"
#include "data/base/clock.h"
#include "data/base/error.h"
#include "data/store/store.h"

struct globals {
    const char   *db, *config, *timezone;    /* NULL: not given */
    struct moment now;
    long          jobs;                      /* 0: not given */
    int64_t       lock_wait_ms;              /* -1: not given */
    int           quiet, verbose, no_color;
    int           help, version;
};

struct context {
    struct globals globals;
    struct arena   arena;           /* what lives as long as the command */
    struct config *config;          /* never NULL in run(): an empty one where there is no file */
    struct error   config_error;    /* a bare command's config that could not be read; code 0: none */
    const char    *config_origin;   /* "--config", "$HEADROOM_CONFIG", "found", "no file" */
    struct zone   *zone;            /* never NULL in run() */
    const char    *zone_origin;     /* "--timezone", "headroom.ini:3", "$TZ", "default" */
    int            zone_given;      /* 0 when UTC was taken for want of anything said */
    struct zone   *file_zone;       /* of a mapping; NULL: files are in `zone` as well */
    int64_t        now;             /* the clock, ms */
    int            now_given;       /* by --now or SOURCE_DATE_EPOCH: the run is to be reproducible */
    const char    *db;              /* path of the store */
    const char    *db_origin;
    unsigned       jobs;            /* at least 1 */
    const char    *jobs_origin;
    int64_t        lock_wait_ms;
    const char    *lock_wait_origin;
    size_t         memory;          /* bytes of samples that ingest keeps at a time */
    const char    *memory_origin;
    FILE          *out;             /* results */
    FILE          *messages;        /* all else */
    size_t         width;           /* columns of the terminal that `out` is, else 0: no limit */
    int            colour;          /* 1 when `out` takes colours */
    const char    *command_line;    /* the command and what stands behind it, for a shell */
    int            progress;        /* 1 when `messages` is a terminal that may be drawn on */
};

extern const struct option global_options[];

/* Sets the streams and the globals' defaults. */
void context_init(struct context *context);

/*
 * Settles everything from the globals, environment and config. bare: what is wrong
 * with the config is passed over, for commands that help to mend it.
 */
int context_prepare(struct context *context, int bare, struct error *err);

void context_release(struct context *context);

/* The config file that holds: by option, variable, or the usual places; NULL for none. */
const char *context_config_path(struct context *context);

/*
 * Opens the store for reading. Where there is none: ERR_NOINPUT with the
 * command that makes one as a hint.
 */
int context_store_read(struct context *context, struct store **out, struct error *err);

/*
 * Opens the store for writing: STORE_WRITE (ERR_NOINPUT as above) or STORE_CREATE
 * (ERR_CREATE where there is no such folder).
 */
int context_store_write(struct context *context, enum store_mode mode, struct store **out,
                        struct error *err);

/*
 * Series by selectors, as store_series_list() gives them. ERR_NOTFOUND, with
 * the nearest name as a hint, for a selector that matches nothing. A store
 * without any series gives none, and a note.
 */
int context_series(struct context *context, struct store *store, int argc, char **argv,
                   struct store_series **out, size_t *count, struct error *err);

/* The one series meant by a name or selector; ERR_NOTFOUND, or ERR_USAGE when several match. */
int context_one_series(struct context *context, struct store *store, const char *name,
                       struct store_series *out, struct error *err);

/* ERR_NOMEM where something was asked of the command's arena that it could not give. */
int context_memory(const struct context *context, struct error *err);

/* Writes a finished text to the results. ERR_IO; or the buffer's own failure. */
int context_print(struct context *context, const struct buf *text, struct error *err);

/* A line on stderr: a detail with --verbose, a note unless --quiet, a warning always. */
void context_detail(const struct context *context, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void context_note(const struct context *context, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void context_warn(const struct context *context, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* An error on stderr: `headroom: FILE:LINE:COLUMN: text` and its hint. */
void context_error(const struct context *context, const struct error *err);

#endif

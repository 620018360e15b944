#include "analyzer/cli/context.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "data/base/number.h"
#include "data/base/parallel.h"
#include "data/base/text.h"
#include "data/intake.h"

enum { LOCK_WAIT_MS = 60 * 1000, LEAST_MEMORY = 1 << 20 };

#define AT(member) .at = offsetof(struct globals, member)

const struct option global_options[] = {
    { .name = "db", .kind = OPTION_TEXT, AT(db), .argument = "FILE",
      .help = "the store (else $HEADROOM_DB, the config, headroom.db)" },
    { .name = "config", .kind = OPTION_TEXT, AT(config), .argument = "FILE",
      .help = "the INI file (else $HEADROOM_CONFIG, ./headroom.ini, "
              "$XDG_CONFIG_HOME/headroom/headroom.ini, /etc/headroom.ini)" },
    { .name = "timezone", .kind = OPTION_TEXT, AT(timezone), .argument = "ZONE",
      .help = "IANA zone in which hours, days and weeks are counted (else the config, $TZ, UTC)" },
    { .name = "jobs", .letter = 'j', .kind = OPTION_COUNT, AT(jobs), .argument = "N",
      .least = 1, .most = 1024, .help = "threads (default: the processors)" },
    { .name = "lock-wait", .kind = OPTION_DURATION, AT(lock_wait_ms), .argument = "DURATION",
      .help = "how long to wait for another run that writes (default 60s)" },
    { .name = "now", .kind = OPTION_TIME, AT(now), .argument = "TIME",
      .help = "the clock, for reproducible runs (else $SOURCE_DATE_EPOCH)" },
    { .name = "quiet", .letter = 'q', .kind = OPTION_FLAG, AT(quiet), .help = "no notes" },
    { .name = "verbose", .letter = 'v', .kind = OPTION_FLAG, AT(verbose), .help = "more notes" },
    { .name = "no-color", .kind = OPTION_FLAG, AT(no_color),
      .help = "no colours (as with $NO_COLOR)" },
    { .name = "help", .letter = 'h', .kind = OPTION_FLAG, AT(help), .help = "this help" },
    { .name = "version", .kind = OPTION_FLAG, AT(version),
      .help = "versions of headroom and its libraries" },
    { .name = NULL },
};

/* --- settling ---------------------------------------------------------------- */

static const char *environment(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

static size_t terminal_width(void)
{
    const char *columns = environment("COLUMNS");
    struct winsize size;
    int64_t asked;

    if (!isatty(STDOUT_FILENO))
        return 0;
    if (columns && number_parse_int(columns, strlen(columns), &asked) && asked >= 20)
        return (size_t)asked;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

void context_init(struct context *context)
{
    const char *terminal = environment("TERM");
    int dumb = !terminal || strcmp(terminal, "dumb") == 0;

    *context = (struct context){ .globals = { .lock_wait_ms = -1 }, .out = stdout,
                                 .messages = stderr, .width = terminal_width() };
    context->colour = isatty(STDOUT_FILENO) && !dumb && !environment("NO_COLOR");
    context->progress = isatty(STDERR_FILENO) && !dumb;
}

/* "FILE:LINE" of an entry, for the origin of a value. */
static const char *entry_origin(struct context *context, const struct entry *entry)
{
    struct buf text;
    const char *origin;

    buf_init(&text, 4096);
    buf_addf(&text, "%s:%ld", config_path(context->config), entry->line);
    origin = buf_keep(&text, &context->arena);
    return origin ? origin : "config";
}

/* The first config file of the usual places that is there; NULL for none. */
static const char *usual_config(struct context *context)
{
    const char *home = environment("XDG_CONFIG_HOME"), *below = "headroom/headroom.ini";
    const char *personal = NULL;
    struct buf path;

    buf_init(&path, 4096);
    if (home)
        buf_addf(&path, "%s/%s", home, below);
    else if (environment("HOME"))
        buf_addf(&path, "%s/.config/%s", environment("HOME"), below);
    if (path.used && !path.failed)
        personal = arena_copy(&context->arena, path.text);
    if (path.failed == ERR_NOMEM)
        context->arena.failed = 1;
    buf_release(&path);
    if (access("headroom.ini", F_OK) == 0)
        return "headroom.ini";
    if (personal && access(personal, F_OK) == 0)
        return personal;
    return access("/etc/headroom.ini", F_OK) == 0 ? "/etc/headroom.ini" : NULL;
}

const char *context_config_path(struct context *context)
{
    const char *path = context->globals.config;

    context->config_origin = "--config";
    if (!path) {
        path = environment("HEADROOM_CONFIG");
        context->config_origin = "$HEADROOM_CONFIG";
    }
    if (!path) {
        path = usual_config(context);
        context->config_origin = path ? "found" : "no file";
    }
    return path;
}

static int settle_config(struct context *context, int bare, struct error *err)
{
    const char *path = context_config_path(context);

    if (!bare)
        return config_load(&context->config, path, err);
    if (config_read(&context->config, path, &context->config_error) == 0)
        return 0;
    return config_read(&context->config, NULL, err);
}

static int open_zone(struct context *context, const char *name, const char *origin,
                     struct error *err)
{
    int rc = zone_open(&context->zone, name, err);

    context->zone_origin = origin;
    error_at(err, origin, 0, 0);
    return rc;
}

static int settle_zone(struct context *context, int bare, struct error *err)
{
    const struct entry *entry = config_entry(context->config, "general", "timezone");
    const char *variable = environment("TZ");

    context->zone_given = 1;
    if (context->globals.timezone)
        return open_zone(context, context->globals.timezone, "--timezone", err);
    if (entry) {
        int rc = open_zone(context, entry->text, entry_origin(context, entry), err);

        if (rc != ERR_USAGE || !bare)
            return rc;
    }
    if (variable) {
        int rc = open_zone(context, variable + (*variable == ':'), "$TZ", err);

        if (rc != ERR_USAGE)
            return rc;
        *err = (struct error)ERROR_NONE;
        context_warn(context, "TZ is '%s', which is no IANA zone: days are counted in UTC",
                     variable);
    }
    context->zone_given = 0;
    return open_zone(context, "UTC", "default", err);
}

static int settle_now(struct context *context, struct error *err)
{
    const char *epoch = environment("SOURCE_DATE_EPOCH");
    struct option_set set = { global_options, &context->globals };
    int64_t seconds;

    context->now = clock_now();
    context->now_given = 1;
    if (context->globals.now.text) {
        if (options_times(&set, context->zone, context->now, err) < 0)
            return err->code;
        context->now = context->globals.now.at;
        return 0;
    }
    if (epoch) {
        if (!number_parse_int(epoch, strlen(epoch), &seconds) || seconds < 0 ||
            seconds > INT64_MAX / SECOND_MS)
            return error_set(err, ERR_USAGE,
                             "SOURCE_DATE_EPOCH wants seconds since 1970, not '%.60s'", epoch);
        context->now = seconds * SECOND_MS;
        return 0;
    }
    context->now_given = 0;
    return 0;
}

static void settle_db(struct context *context)
{
    const struct entry *entry = config_entry(context->config, "database", "path");

    context->db = context->globals.db;
    context->db_origin = "--db";
    if (!context->db) {
        context->db = environment("HEADROOM_DB");
        context->db_origin = "$HEADROOM_DB";
    }
    if (!context->db && entry) {
        context->db = entry->text;
        context->db_origin = entry_origin(context, entry);
    }
    if (!context->db) {
        context->db = "headroom.db";
        context->db_origin = "default";
    }
}

/* Reads one [general] setting into *general where the config has it; says where it came from. */
static const char *settle_general(struct context *context, const char *key, struct general *general)
{
    const struct entry *entry = config_entry(context->config, "general", key);

    if (!entry)
        return "default";
    option_read(option_find(general_settings, key), key, entry->text, general, NULL);
    return entry_origin(context, entry);
}

static void settle_limits(struct context *context)
{
    struct general general = { .jobs = (long)parallel_processors(), .lock_wait_ms = LOCK_WAIT_MS,
                               .memory = (double)intake_limits_default.memory };

    context->jobs_origin = settle_general(context, "jobs", &general);
    context->lock_wait_origin = settle_general(context, "lock_wait", &general);
    context->memory_origin = settle_general(context, "memory", &general);
    if (context->globals.jobs) {
        general.jobs = context->globals.jobs;
        context->jobs_origin = "--jobs";
    }
    if (context->globals.lock_wait_ms >= 0) {
        general.lock_wait_ms = context->globals.lock_wait_ms;
        context->lock_wait_origin = "--lock-wait";
    }
    context->jobs = (unsigned)general.jobs;
    context->lock_wait_ms = general.lock_wait_ms;
    context->memory = (size_t)fmax(general.memory, LEAST_MEMORY);
}

int context_prepare(struct context *context, int bare, struct error *err)
{
    if (context->globals.no_color)
        context->colour = 0;
    if (context->globals.quiet)
        context->progress = 0;
    if (settle_config(context, bare, err) < 0 || settle_zone(context, bare, err) < 0 ||
        settle_now(context, err) < 0)
        return err->code;
    settle_db(context);
    settle_limits(context);
    return 0;
}

void context_release(struct context *context)
{
    zone_free(context->zone);
    zone_free(context->file_zone);
    config_free(context->config);
    arena_release(&context->arena);
    context->zone = NULL;
    context->config = NULL;
}

int context_memory(const struct context *context, struct error *err)
{
    return context->arena.failed ? error_set(err, ERR_NOMEM, "no memory for the output") : 0;
}

/* --- output ---------------------------------------------------------------------- */

int context_print(struct context *context, const struct buf *text, struct error *err)
{
    if (context_memory(context, err) < 0 || buf_check(text, "the output", err) < 0)
        return err->code;
    if (fwrite(text->text, 1, text->used, context->out) != text->used)
        return error_set(err, ERR_IO, "standard output can not be written: %s", strerror(errno));
    return 0;
}

__attribute__((format(printf, 3, 0)))
static void say(const struct context *context, const char *what, const char *format, va_list args)
{
    char text[1024];
    struct buf line;

    vsnprintf(text, sizeof text, format, args);
    buf_init(&line, 8192);
    text_tty(&line, text);
    fprintf(context->messages, "headroom: %s%s\n", what, line.text);
    buf_release(&line);
}

void context_detail(const struct context *context, const char *format, ...)
{
    va_list args;

    if (!context->globals.verbose)
        return;
    va_start(args, format);
    say(context, "", format, args);
    va_end(args);
}

void context_note(const struct context *context, const char *format, ...)
{
    va_list args;

    if (context->globals.quiet)
        return;
    va_start(args, format);
    say(context, "note: ", format, args);
    va_end(args);
}

void context_warn(const struct context *context, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    say(context, "warning: ", format, args);
    va_end(args);
}

void context_error(const struct context *context, const struct error *err)
{
    const char *hint = err->hint[0] ? err->hint : error_remedy(err->code);
    struct buf line;

    buf_init(&line, 8192);
    buf_add(&line, "headroom: ");
    if (err->where[0]) {
        text_tty(&line, err->where);
        buf_addc(&line, ':');
    }
    if (err->line)
        buf_addf(&line, "%ld:", err->line);
    if (err->line && err->column)
        buf_addf(&line, "%ld:", err->column);
    if (err->where[0] || err->line)
        buf_addc(&line, ' ');
    text_tty(&line, err->text);
    if (hint[0]) {
        buf_add(&line, "\n  hint: ");
        text_tty(&line, hint);
    }
    if (!line.failed)
        fprintf(context->messages, "%s\n", line.text);
    else    /* no memory even for this */
        fprintf(context->messages, "headroom: %s\n  hint: %s\n", error_meaning(err->code),
                error_remedy(err->code));
    buf_release(&line);
}

/* analyzer/cli/cmd_doctor.c - `headroom doctor`: what is installed and set, and what is amiss. */
#include <errno.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "analyzer/cli/command.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/version.h"
#include "data/base/unit.h"
#include "reports/gnuplot.h"

/* Less room than this beside the store is worth a warning: a large import's journal. */
static const double LOW_DISK_BYTES = 256.0 * 1024 * 1024;

static const struct column columns[] = {
    { .key = "state", .title = "State" },
    { .key = "subject", .title = "Subject" },
    { .key = "finding", .title = "Finding", .prose = 1 },
};

enum state { GOOD, ADVICE, PROBLEM };

struct examination {
    struct context *context;
    struct table    table;
    int             problems;
};

__attribute__((format(printf, 4, 5)))
static void add(struct examination *exam, enum state state, const char *subject,
                const char *format, ...)
{
    static const char *const names[] = { "ok", "advice", "problem" };
    char text[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    table_text(&exam->table, names[state]);
    table_text(&exam->table, subject);
    table_text(&exam->table, arena_copy(&exam->context->arena, text));
    exam->problems += state == PROBLEM;
}

static void see_program(struct examination *exam)
{
    add(exam, GOOD, "headroom", "%s", HEADROOM_VERSION);
    for (const struct library *library = libraries; library->name; library++) {
        char version[VERSION_ROOM];

        library->version(version);
        add(exam, GOOD, library->name, "%s", version);
    }
}

static void see_gnuplot(struct examination *exam)
{
    struct error err = ERROR_NONE;
    struct buf version;

    buf_init(&version, 200);
    if (gnuplot_version(NULL, &version, &err) == 0)
        add(exam, GOOD, "gnuplot", "%s", buf_keep(&version, &exam->context->arena));
    else
        add(exam, ADVICE, "gnuplot",
            "%s; reports are written without charts (Debian: apt-get install gnuplot-nox)",
            err.text);
    buf_release(&version);
}

static void see_zone(struct examination *exam)
{
    struct error err = ERROR_NONE;
    struct zone *zone = NULL;

    if (zone_open(&zone, "Europe/Berlin", &err) < 0)
        add(exam, PROBLEM, "zone files", "%s",
            err.code == ERR_USAGE ? "there are none (Debian: apt-get install tzdata)" : err.text);
    zone_free(zone);
    if (exam->context->zone_given)
        add(exam, GOOD, "time zone", "%s, by %s", zone_name(exam->context->zone),
            exam->context->zone_origin);
    else
        add(exam, ADVICE, "time zone",
            "UTC, for none is set: days and peak hours are counted in it; see --timezone");
}

/* Doctor is a bare command: it works with a broken config, and names the first mistake. */
static void see_config(struct examination *exam)
{
    const struct context *context = exam->context;
    const struct error *mistake;
    size_t count;

    mistake = config_mistakes(context->config, &count);
    if (context->config_error.code)
        add(exam, PROBLEM, "config", "%s: %s", context->config_error.where,
            context->config_error.text);
    else if (count)
        add(exam, PROBLEM, "config", "%s:%ld: %s (%zu in all; see 'headroom config check')",
            mistake->where, mistake->line, mistake->text, count);
    else if (config_path(context->config))
        add(exam, GOOD, "config", "%s", config_path(context->config));
    else
        add(exam, GOOD, "config", "no file; the defaults hold");
}

static void see_disk(struct examination *exam)
{
    char *path = arena_copy(&exam->context->arena, exam->context->db);
    const char *folder = path ? dirname(path) : ".";
    struct statvfs status;
    struct buf room;
    double left;

    if (statvfs(folder, &status) != 0) {
        add(exam, PROBLEM, "disk", "%s: %s", folder, strerror(errno));
        return;
    }
    buf_init(&room, 100);
    left = (double)status.f_bavail * (double)status.f_frsize;
    quantity_text(&room, left, "B");
    add(exam, left < LOW_DISK_BYTES ? ADVICE : GOOD, "disk", "%s free in %s", room.text, folder);
    if (access(folder, W_OK) != 0)
        add(exam, ADVICE, "disk", "%s can not be written: the store can be read only", folder);
    buf_release(&room);
}

static void see_age(struct examination *exam, const struct store_facts *facts)
{
    const struct context *context = exam->context;
    int64_t age = context->now - facts->last;
    char last[TIME_ROOM], words[TIME_ROOM];

    time_minute(last, context->zone, facts->last);
    if (age < -HOUR_MS)
        add(exam, ADVICE, "newest data", "%s, which is later than now: is the clock right?", last);
    else if (age > policy_default.stale_ms)
        add(exam, ADVICE, "newest data", "%s, %s old: has the export stopped?", last,
            duration_text(words, age / HOUR_MS * HOUR_MS));
    else
        add(exam, GOOD, "newest data", "%s", last);
}

static void see_store(struct examination *exam)
{
    struct error err = ERROR_NONE;
    struct store_facts facts;
    struct store *store = NULL;
    struct buf size;

    if (access(exam->context->db, F_OK) != 0) {
        add(exam, ADVICE, "store", "%s (%s) is not there yet; 'headroom ingest FILE…' makes it",
            exam->context->db, exam->context->db_origin);
        return;
    }
    if (store_open(&store, exam->context->db, STORE_READ, exam->context->lock_wait_ms, &err) < 0 ||
        store_facts(store, &facts, &err) < 0) {
        add(exam, PROBLEM, "store", "%s (%s): %s", exam->context->db, exam->context->db_origin,
            err.text);
        store_close(store);
        return;
    }
    buf_init(&size, 100);
    quantity_text(&size, (double)facts.file_bytes, "B");
    add(exam, GOOD, "store", "%s (%s), schema %d, %s", exam->context->db, exam->context->db_origin,
        facts.schema, size.text);
    add(exam, GOOD, "holds", "%llu series, %llu samples, %llu imports, %llu recorded runs",
        (unsigned long long)facts.series, (unsigned long long)facts.samples,
        (unsigned long long)facts.imports, (unsigned long long)facts.runs);
    if (facts.first <= facts.last)
        see_age(exam, &facts);
    buf_release(&size);
    store_close(store);
}

static int run(struct context *context, const void *given, int argc, char **argv,
               struct error *err)
{
    const struct output_settings *settings = given;
    struct examination exam = { .context = context };
    int rc;

    (void)argc;
    (void)argv;
    table_init(&exam.table, &context->arena, columns, sizeof columns / sizeof columns[0],
               context->zone);
    see_program(&exam);
    see_gnuplot(&exam);
    see_zone(&exam);
    see_config(&exam);
    see_store(&exam);
    see_disk(&exam);
    rc = output_table(context, &exam.table, (enum output)settings->format, "doctor", err);
    if (rc < 0 || !exam.problems)
        return rc;
    return error_set(err, ERR_CONFIG, "%d problem%s found", exam.problems,
                     exam.problems == 1 ? " was" : "s were");
}

extern const struct command cmd_doctor;
const struct command cmd_doctor = {
    .name = "doctor",
    .group = "Care",
    .summary = "what is installed and set, and what is amiss",
    .options = output_options,
    .defaults = &output_default,
    .size = sizeof output_default,
    .bare = 1,
    .run = run,
};

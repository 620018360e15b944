/* analyzer/cli/cmd_report.c - `headroom report`: the planning report. */
#include <string.h>

#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/outfile.h"
#include "analyzer/cli/outfolder.h"
#include "analyzer/cli/report_plans.h"
#include "analyzer/cli/version.h"
#include "analyzer/config/config_waiver.h"
#include "analyzer/engine/draw.h"
#include "analyzer/engine/quality.h"
#include "analyzer/engine/record.h"
#include "data/base/number.h"
#include "reports/mime.h"
#include "reports/renderer.h"

enum { CHARTS = 12, CHARTS_MOST = 200, TOP = 20, STATUS_CHANGED = 2 };
static const size_t OUTPUT_MOST = (size_t)1 << 31;

struct settings {
    struct question question;
    int         format;
    const char *output, *title, *compare, *from;
    struct words to;
    long        top, charts, keep;
    int         record, require_charts, detailed_exitcode;
};

static const struct settings defaults = { .top = TOP, .charts = CHARTS, .compare = "previous" };

#define AT(member) .at = offsetof(struct settings, member)

static const char *format_name(size_t index)
{
    for (size_t i = 0; i <= index; i++)
        if (!renderers[i])
            return NULL;
    return renderers[index]->name;
}

static const struct option options[] = {
    { .name = "format", .letter = 'f', .kind = OPTION_CHOICE, AT(format), .argument = "FORMAT",
      .choice = format_name, .help = "the form" },
    { .name = "output", .letter = 'o', .kind = OPTION_TEXT, AT(output), .argument = "FILE",
      .help = "written whole or not at all (default: standard output); of a FOLDER/ a file of "
              "the day and 'latest'" },
    { .name = "keep", .kind = OPTION_COUNT, AT(keep), .argument = "N", .least = 1, .most = 10000,
      .help = "in a FOLDER/ the reports of the last N days (default: all)" },
    QUESTION_OPTIONS(struct settings, question),
    { .name = "top", .kind = OPTION_COUNT, AT(top), .argument = "N", .least = 1, .most = 1000,
      .help = "decisions shown in full (default 20)" },
    { .name = "charts", .kind = OPTION_COUNT, AT(charts), .argument = "N", .least = 0,
      .most = CHARTS_MOST, .help = "charts of the most urgent (default 12)" },
    { .name = "require-charts", .kind = OPTION_FLAG, AT(require_charts),
      .help = "fail with 69 where gnuplot can not draw them" },
    { .name = "compare", .kind = OPTION_TEXT, AT(compare), .argument = "RUN",
      .help = "what changed since a recorded run: its number, previous or none" },
    { .name = "record", .kind = OPTION_FLAG, AT(record),
      .help = "keep this run for later comparison" },
    { .name = "to", .kind = OPTION_LIST, AT(to), .argument = "ADDRESS",
      .help = "of a mail: whom it goes to; may be given again" },
    { .name = "from", .kind = OPTION_TEXT, AT(from), .argument = "ADDRESS",
      .help = "of a mail: who sends it (default: left to sendmail)" },
    { .name = "title", .kind = OPTION_TEXT, AT(title), .argument = "TEXT", .help = "the heading" },
    { .name = "detailed-exitcode", .kind = OPTION_FLAG, AT(detailed_exitcode),
      .help = "end in 2 when something changed or a limit is near" },
    { .name = NULL },
};

/* What a report is gathered from, and lives in until it is written. */
struct gathering {
    struct context       *context;
    const struct settings *settings;
    struct engine         engine;
    struct analysis       analysis;
    struct report         report;
};

static int read_compare(const char *text, int64_t *out, struct error *err)
{
    if (strcmp(text, "none") == 0)
        *out = RECORD_NONE;
    else if (strcmp(text, "previous") == 0)
        *out = RECORD_PREVIOUS;
    else if (!number_parse_int(text, strlen(text), out) || *out <= 0) {
        error_set(err, ERR_USAGE, "--compare can not be '%.40s'", text);
        error_hint(err, "Give the number of a recorded run, previous or none.");
        return ERR_USAGE;
    }
    return 0;
}

static int check_address(const char *address, struct error *err)
{
    if (mime_address_valid(address))
        return 0;
    error_set(err, ERR_USAGE, "'%.60s' is no address of a mail", address);
    error_hint(err, "Write user@host, or 'Any Name <user@host>'.");
    return ERR_USAGE;
}

static int check_settings(const struct settings *s, struct error *err)
{
    int rc = s->from ? check_address(s->from, err) : 0;

    for (size_t i = 0; i < s->to.count && rc == 0; i++)
        rc = check_address(s->to.word[i], err);
    if (rc == 0 && s->keep && !outfolder_is(s->output)) {
        rc = error_set(err, ERR_USAGE, "--keep goes with a folder");
        error_hint(err, "Write -o FOLDER/ with the slash at its end.");
    }
    return rc;
}

/* Forecasts of the most urgent. */
static int gather_charts(struct gathering *g, struct error *err)
{
    struct chart *charts;
    size_t count;
    int rc;

    if (!g->settings->charts || !renderers[g->settings->format]->pictures)
        return 0;
    rc = draw_charts(&g->engine, &g->analysis, CHART_FORECAST, (size_t)g->settings->charts,
                     &g->context->arena, &charts, &count, err);
    if (rc == 0)
        rc = ask_charts(g->context, charts, count, g->settings->require_charts, &g->report, err);
    if (rc == 0)
        rc = ask_stills(g->context, renderers[g->settings->format]->stills, &g->report, err);
    return rc;
}

/* The libraries in use, as the method's last lines. */
static void gather_versions(struct gathering *g)
{
    struct arena *arena = &g->context->arena;
    struct fact *facts;
    size_t count = 0;

    while (libraries[count].name)
        count++;
    facts = arena_take(arena, count * sizeof *facts);
    for (size_t i = 0; facts && i < count; i++) {
        char version[VERSION_ROOM];

        libraries[i].version(version);
        facts[i] = (struct fact){ libraries[i].name, arena_copy(arena, version) };
    }
    g->report.run.versions = facts;
    g->report.run.version_count = facts ? count : 0;
}

static int gather_facts(struct gathering *g, struct store *store, struct error *err)
{
    struct run_facts *run = &g->report.run;
    struct store_run *runs;
    size_t count = 0;
    int rc = store_run_list(store, &g->context->arena, &runs, &count, err);

    for (size_t i = 0; i < count; i++)
        run->newest = runs[i].id > run->newest ? runs[i].id : run->newest;
    run->generated_at = g->context->now;
    run->command = g->context->command_line;
    run->store = g->context->db;
    run->store_id = arena_copy(&g->context->arena, store_uuid(store));
    run->version = HEADROOM_VERSION;
    gather_versions(g);
    return rc;
}

static int gather_quality(struct gathering *g, struct error *err)
{
    struct store *store = NULL;
    int rc = store_open(&store, g->context->db, STORE_READ, 0, err);

    if (rc < 0)
        return rc;
    rc = gather_facts(g, store, err);
    if (rc == 0)
        rc = quality_rows(store, &g->analysis, &g->context->arena, &g->report.quality,
                      &g->report.quality_count, err);
    store_close(store);
    return rc;
}

/* By the clock, unless one looks from another day. */
static int gather_waivers(struct gathering *g, struct error *err)
{
    struct waiver *waivers;
    int rc = config_waivers(g->context->config, g->context->zone, &g->context->arena, &waivers,
                            &g->report.waiver_count, err);

    if (rc < 0)
        return rc;
    g->report.waivers = waivers;
    g->report.waived_at = g->settings->question.as_of.text ? g->settings->question.as_of.at : g->context->now;
    return 0;
}

static int gather(struct gathering *g, struct error *err)
{
    int64_t run = 0;
    int rc = read_compare(g->settings->compare, &run, err);

    if (rc == 0)
        rc = record_compare(&g->engine, &g->analysis, run, &g->context->arena,
                            &g->report.comparison, err);
    if (rc == 0 && g->settings->record)
        rc = record_run(g->context->db, g->context->lock_wait_ms, &g->analysis, "report",
                        g->context->now, &g->report.run.run, err);
    if (rc == 0)
        rc = gather_quality(g, err);
    if (rc == 0)
        rc = gather_waivers(g, err);
    if (rc == 0)
        rc = report_plans(g->context, &g->engine, &g->analysis, &g->report.whatif, err);
    if (rc == 0)
        rc = gather_charts(g, err);
    g->report.analysis = &g->analysis;
    g->report.zone = g->context->zone;
    g->report.title = g->settings->title;
    return rc;
}

static int write_to(struct gathering *g, const char *path, struct error *err)
{
    struct render_options render = { .width = (unsigned)g->context->width,
                                     .color = g->context->colour,
                                     .decisions = (size_t)g->settings->top,
                                     .from = g->settings->from,
                                     .to = g->settings->to.word,
                                     .to_count = g->settings->to.count };
    struct outfile file;
    struct buf out;
    int rc = outfile_open(&file, g->context, path, err);

    if (rc < 0)
        return rc;
    buf_init(&out, OUTPUT_MOST);
    out.stream = file.stream;
    rc = renderers[g->settings->format]->render(&g->report, &render, &out, err);
    if (rc == 0)
        rc = buf_check(&out, "the report", err);
    if (rc == 0)
        rc = outfile_put(&file, out.text, out.used, err);
    buf_release(&out);
    return outfile_close(&file, rc, err);
}

static int write_report(struct gathering *g, struct error *err)
{
    char day[TIME_ROOM];
    struct outfolder folder = { .path = g->settings->output, .stem = "capacity",
                                .day = time_date(day, g->context->zone, g->analysis.as_of),
                                .suffix = renderers[g->settings->format]->suffix,
                                .keep = (size_t)g->settings->keep };
    int rc;

    if (!outfolder_is(g->settings->output))
        return write_to(g, g->settings->output, err);
    rc = write_to(g, outfolder_file(&folder, &g->context->arena), err);
    return rc < 0 ? rc : outfolder_settle(g->context, &folder, err);
}

static int status_of(const struct gathering *g)
{
    int news = g->report.comparison.row_count > 0 ||
               g->analysis.severities[SEVERITY_CRITICAL] + g->analysis.severities[SEVERITY_WARNING];

    return g->settings->detailed_exitcode && news ? STATUS_CHANGED : 0;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    struct gathering g = { .context = context, .settings = settings };
    int rc = check_settings(g.settings, err);

    if (rc == 0)
        rc = ask_analysis(context, &g.settings->question, argc, argv, &g.engine, &g.analysis, err);
    if (rc < 0)
        return rc;
    rc = gather(&g, err);
    if (rc == 0)
        rc = write_report(&g, err);
    engine_close(&g.engine);
    return rc < 0 ? rc : status_of(&g);
}

extern const struct command cmd_report;
const struct command cmd_report = {
    .name = "report",
    .group = "Report",
    .summary = "the planning report, with recommendations and charts",
    .operands = "[SELECTOR…]",
    .details = "The first screen says what must be decided, by when and why. Without gnuplot the "
               "report is written without charts and says so.",
    .examples = "headroom report -o report.html\tfor the weekly review\n"
                "headroom report --format text\tfor a ticket or a terminal",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .most = ANY_NUMBER,
    .run = run,
};

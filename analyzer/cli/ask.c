#include "analyzer/cli/ask.h"

#include <string.h>

#include "analyzer/engine/finding.h"
#include "data/base/number.h"

enum { SHARDS_MOST = 1000000 };

/* "2/8": the second of eight. */
static int read_shard(const char *text, struct engine_options *options, struct error *err)
{
    size_t slash = strcspn(text, "/");
    int64_t part, parts;

    if (!text[slash] || !number_parse_int(text, slash, &part) ||
        !number_parse_int(text + slash + 1, strlen(text + slash + 1), &parts) || part < 1 ||
        parts < part || parts > SHARDS_MOST) {
        error_set(err, ERR_USAGE, "--shard wants I/N, not '%.40s'", text);
        error_hint(err, "Of four parts, the first is 1/4 and the last 4/4.");
        return ERR_USAGE;
    }
    options->shard = (unsigned)part;
    options->shards = (unsigned)parts;
    return 0;
}

/* A [group] whose globs match nothing is a slip of the pen, or meant for another store. */
static void note_empty_groups(const struct context *context, const struct engine *engine)
{
    const struct rules *rules = &engine->options.rules;

    for (size_t i = 0; i < rules->group_count && !engine->options.by_resource; i++) {
        size_t group = 0, count = engine->series_count - engine->stored_count;

        while (group < count && engine->groups[group].rule != &rules->groups[i])
            group++;
        if (group == count)
            context_note(context, "group '%s' is left out: no two series of a metric match it",
                         rules->groups[i].name);
    }
}

int ask_open(struct context *context, const struct question *question, int argc, char **argv,
             struct engine *engine, struct error *err)
{
    struct engine_options options = {
        .store = context->db,
        .selectors = (const char *const *)argv,
        .selector_count = (size_t)argc,
        .has_as_of = question->as_of.text != NULL,
        .as_of = question->as_of.at,
        .by_resource = question->by_resource,
        .history_ms = question->history_ms,
        .zone = context->zone,
        .timezone = zone_name(context->zone),
        .rules = config_rules(context->config),
        .jobs = context->jobs,
    };
    struct store *store = NULL;
    int rc = question->shard ? read_shard(question->shard, &options, err) : 0;

    if (rc == 0)
        rc = context_store_read(context, &store, err);    /* says how to make a missing one */
    if (rc < 0)
        return rc;
    store_close(store);
    config_policy(context->config, &options.policy);
    rc = engine_open(engine, &options, err);
    if (rc == 0)
        note_empty_groups(context, engine);
    return rc;
}

int ask_analysis(struct context *context, const struct question *question, int argc, char **argv,
                 struct engine *engine, struct analysis *out, struct error *err)
{
    int rc = ask_open(context, question, argc, argv, engine, err);

    if (rc < 0)
        return rc;
    rc = engine_analyze(engine, &context->arena, out, err);
    if (rc < 0)
        engine_close(engine);
    return rc;
}

/*
 * The one series a selector asks about where capacities and spares, which are parts of another's
 * answer, are left aside; ERR_NOTFOUND where there is none or more than one.
 */
static int only_answer(struct context *context, const struct question *question, const char *name,
                       int64_t *id)
{
    char *selector = arena_copy(&context->arena, name);
    struct error none = ERROR_NONE;
    struct engine engine;
    int rc = selector ? ask_open(context, question, 1, &selector, &engine, &none) : ERR_NOMEM;

    if (rc < 0)
        return rc;
    if (engine.selected_count == 1)
        *id = engine.series[engine.selected[0]].id;
    else
        rc = ERR_NOTFOUND;
    engine_close(&engine);
    return rc;
}

static int find_series(struct context *context, const struct question *question, const char *name,
                       int64_t *id, struct error *err)
{
    struct store_series series;
    struct store *store = NULL;
    int rc = context_store_read(context, &store, err);

    if (rc < 0)
        return rc;
    rc = context_one_series(context, store, name, &series, err);
    store_close(store);
    if (rc == 0)
        *id = series.id;
    else if (only_answer(context, question, name, id) == 0)
        rc = 0;
    return rc;
}

int ask_one(struct context *context, const struct question *question, const char *name,
            struct engine *engine, size_t *index, struct error *err)
{
    int64_t id = 0;
    int rc = find_series(context, question, name, &id, err);

    if (rc < 0)
        return rc;
    rc = ask_open(context, question, 0, NULL, engine, err);
    if (rc < 0)
        return rc;
    for (*index = 0; *index < engine->series_count; (*index)++)
        if (engine->series[*index].id == id)
            return 0;
    engine_close(engine);
    return error_set(err, ERR_NOTFOUND, "'%.200s' has just been removed", name);
}

int ask_finding(struct context *context, const struct engine *engine, size_t series,
                struct study *study, struct finding *out, struct error *err)
{
    int rc = study_init(study, engine, err);

    if (rc < 0)
        return rc;
    rc = study_make(study, series, err);
    if (rc == 0)
        rc = finding_make(study, &context->arena, out, err);
    if (rc < 0)
        study_release(study);
    return rc;
}

int ask_instances(const char *text, struct demand_question *out, struct error *err)
{
    if (number_parse(text, strlen(text), &out->units) != NUMBER_OK)
        out->series = text;
    else if (!(out->units > 0))
        return error_set(err, ERR_USAGE, "--instances is more than 0, not '%.40s'", text);
    return 0;
}

int ask_drawing(const char *path, struct drawing *out, struct error *err)
{
    const char *dot = path ? strrchr(path, '.') : NULL;

    *out = drawing_default;
    if (path && (!dot || !chart_format_find(dot + 1, &out->format))) {
        error_set(err, ERR_USAGE, "'%.200s' does not end in .svg, .png or .pdf", path);
        error_hint(err, "The ending says which form the chart takes.");
        return ERR_USAGE;
    }
    return 0;
}

static int draw_images(struct context *context, const struct chart *charts, size_t count, enum chart_format format,
                       const struct chart_image **out, struct error *err)
{
    struct chart_image *images = arena_take(&context->arena, count * sizeof *images);
    struct drawing drawing = drawing_default;
    int rc;

    if (!images)
        return error_set(err, ERR_NOMEM, "no memory for charts");
    drawing.format = format;
    rc = charts_draw(charts, count, &drawing, &context->arena, images, err);
    if (rc == 0)
        *out = images;
    return rc;
}

int ask_charts(struct context *context, const struct chart *charts, size_t count, int required,
               struct report *report, struct error *err)
{
    struct error why = ERROR_NONE;
    int rc;

    if (!count)
        return 0;
    report->charts = charts;
    report->chart_count = count;
    rc = draw_images(context, charts, count, CHART_SVG, &report->images, &why);
    if (rc == 0)
        return 0;
    if (rc != ERR_HELPER || required) {
        *err = why;
        return rc;
    }
    context_warn(context, "no charts: %s", why.text);
    report->images_missing = arena_copy(&context->arena, why.text);
    return 0;
}

int ask_stills(struct context *context, size_t most, struct report *report, struct error *err)
{
    size_t count = report->chart_count < most ? report->chart_count : most;
    int rc;

    if (!report->images || !count)
        return 0;
    rc = draw_images(context, report->charts, count, CHART_PNG, &report->stills, err);
    report->still_count = rc == 0 ? count : 0;
    return rc;
}

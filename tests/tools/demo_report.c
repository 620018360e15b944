/*
 * tests/tools/demo_report.c - writes a made-up estate in one form to stdout, to
 * look at: demo_report html|markdown|text|… [VARIANT] (below), or
 * demo_report chart forecast|profile|heatmap|scenario svg|png|pdf [index].
 */
#include <stdlib.h>

#include "data/base/unit.h"
#include "tests/unit/evil_names.h"
#include "tests/unit/report_fixture.h"

static int fail(const struct error *err)
{
    fprintf(stderr, "demo_report: %s\n", err->text);
    return error_status(err->code);
}

static int write_all(struct buf *out)
{
    size_t count = fwrite(out->text, 1, out->used, stdout);
    int bad = count != out->used;

    buf_release(out);
    return bad;
}

/* --- variants ----------------------------------------------------------------------------- */

static void fill_fleet(struct resource *rows, size_t count)
{
    enum { FLEET_MOST = 5000 };
    static char names[FLEET_MOST][32];

    for (size_t i = 0; i < count && i < FLEET_MOST; i++) {
        rows[i] = resources[i % 3 == 0 && i > 60 ? 15 : i % RESOURCES];
        snprintf(names[i], sizeof names[i], "host-%04zu", i);
        if (i >= RESOURCES)
            rows[i].resource = names[i];
    }
}

/* No capacity, stopped, too short, empty: nothing that a date could be given for. */
static void fill_refused(struct resource *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rows[i] = resources[5 + i % 4];
}

/* Every string is somebody else's. */
static void fill_hostile(struct resource *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        rows[i] = resources[i % RESOURCES];
        rows[i].source = rows[i].resource = rows[i].metric = evil_names[i % EVIL_NAMES];
        rows[i].text = rows[i].reason = evil_names[i % EVIL_NAMES];
        rows[i].labels = "";
    }
}

static const struct variant {
    const char *name;
    size_t      count;
    void      (*fill)(struct resource *rows, size_t count);
    int         bare;          /* without gnuplot */
} variants[] = {
    { "all", RESOURCES, fill_fleet, 0 },
    { "empty", 0, fill_fleet, 0 },
    { "one", 1, fill_fleet, 0 },
    { "fleet", 120, fill_fleet, 0 },
    { "many", 5000, fill_fleet, 0 },
    { "refused", 40, fill_refused, 0 },
    { "hostile", EVIL_NAMES, fill_hostile, 0 },
    { "bare", RESOURCES, fill_fleet, 1 },
};

static const struct variant *variant_find(const char *name)
{
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++)
        if (strcmp(variants[i].name, name) == 0)
            return &variants[i];
    return NULL;
}

/* --- forms -------------------------------------------------------------------------------- */

static int add_images(struct estate *estate, const struct renderer *renderer, struct error *err)
{
    struct drawing stills = drawing_default;
    struct chart_image *images = arena_take(&estate->arena, 32 * sizeof *images);
    int rc = charts_draw(estate->charts, estate->report.chart_count, &drawing_default, &estate->arena, images, err);

    if (rc < 0)
        return rc;
    estate->report.images = images;
    if (!renderer->stills)
        return 0;
    stills.format = CHART_PNG;
    estate->report.stills = images + 16;
    estate->report.still_count = estate->report.chart_count < renderer->stills ? estate->report.chart_count
                                                                             : renderer->stills;
    return charts_draw(estate->charts, estate->report.still_count, &stills, &estate->arena, images + 16, err);
}

static int draw(struct estate *estate, int argc, char **argv)
{
    static struct maybe week[WEEK_HOURS], mean[DAY_HOURS], p95[DAY_HOURS];
    struct drawing drawing = drawing_default;
    struct error err = ERROR_NONE;
    struct chart_image image;
    struct chart *chart = &estate->charts[argc > 4 ? atoi(argv[4]) : 1];
    struct chart_point points[2];
    struct chart_line line = { .name = "growth +20 %", .points = points, .count = 2 };
    unsigned seed = 3;

    if (!chart_kind_find(argv[2], &chart->kind) || !chart_format_find(argv[3], &drawing.format))
        return 64;
    for (int i = 0; i < WEEK_HOURS; i++)
        week[i] = known(fixture_value(&resources[1], i / 24.0, &seed));
    for (int i = 0; i < DAY_HOURS; i++) {
        mean[i] = week[i + 24];
        p95[i] = known(mean[i].value * 1.12);
    }
    points[0] = (struct chart_point){ chart->as_of, resources[1].level };
    points[1] = (struct chart_point){ chart->as_of + 40 * DAY_MS, resources[1].level * 1.3 };
    chart->week = week;
    chart->day_mean = mean;
    chart->day_p95 = p95;
    chart->lines = &line;
    chart->line_count = chart->kind == CHART_SCENARIO;
    if (charts_draw(chart, 1, &drawing, &estate->arena, &image, &err) < 0)
        return fail(&err);
    return fwrite(image.bytes, 1, image.length, stdout) != image.length;
}

static int write_form(struct estate *estate, const struct variant *variant, const char *form)
{
    struct render_options options = { .color = 0 };
    const struct renderer *renderer = renderer_find(form);
    struct error err = ERROR_NONE;
    struct buf out;

    if (!renderer)
        return 64;
    if (variant->bare)
        estate->report.images_missing = "gnuplot is not installed";
    else if (renderer->pictures && add_images(estate, renderer, &err) < 0)
        return fail(&err);
    buf_init(&out, 256u << 20);
    if (renderer->render(&estate->report, &options, &out, &err) < 0)
        return fail(&err);
    return write_all(&out);
}

int main(int argc, char **argv)
{
    int is_chart = argc > 3 && strcmp(argv[1], "chart") == 0, status;
    const struct variant *variant = variant_find(argc > 2 && !is_chart ? argv[2] : "all");
    struct resource *rows = calloc(variant ? variant->count + 1 : 1, sizeof *rows);
    struct estate estate;

    if (argc < 2 || !variant || !rows)
        return 64;
    variant->fill(rows, variant->count);
    estate_init(&estate, rows, variant->count);
    estate_charts(&estate, rows, variant->count);
    if (variant->count == RESOURCES)
        estate_changes(&estate);
    status = is_chart ? draw(&estate, argc, argv) : write_form(&estate, variant, argv[1]);
    arena_release(&estate.arena);
    free(rows);
    return status;
}

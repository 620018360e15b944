/*
 * tests/tools/demo_report.c - writes a made-up estate in one form to stdout, to
 * look at: demo_report html|markdown|text|… [empty|one|many], or
 * demo_report chart forecast|profile|heatmap|scenario svg|png|pdf [index].
 */
#include <stdlib.h>

#include "data/base/unit.h"
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

static struct resource *many(size_t count)
{
    struct resource *rows = calloc(count, sizeof *rows);
    char *names = calloc(count, 16);

    for (size_t i = 0; rows && names && i < count; i++) {
        rows[i] = resources[i % 3 == 0 && i > 60 ? 15 : i % RESOURCES];
        snprintf(names + 16 * i, 16, "host-%04zu", i);
        if (i >= RESOURCES)
            rows[i].resource = names + 16 * i;
    }
    return rows;
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

int main(int argc, char **argv)
{
    const char *which = argc > 2 ? argv[2] : "";
    struct render_options options = { .color = 0 };
    struct chart_image images[16];
    struct error err = ERROR_NONE;
    const struct renderer *renderer;
    struct estate estate;
    struct buf out;
    size_t count = strcmp(which, "empty") == 0 ? 0 : strcmp(which, "one") == 0 ? 1
                   : strcmp(which, "many") == 0 ? 5000 : RESOURCES;
    struct resource *rows = many(count ? count : 1);

    if (argc < 2 || !rows)
        return 64;
    estate_init(&estate, rows, count);
    estate_charts(&estate, rows, count);
    if (count == RESOURCES)
        estate_changes(&estate);
    if (strcmp(argv[1], "chart") == 0)
        return argc > 3 ? draw(&estate, argc, argv) : 64;
    renderer = renderer_find(argv[1]);
    if (!renderer)
        return 64;
    if (renderer->pictures) {
        if (charts_draw(estate.charts, estate.report.chart_count, &drawing_default, &estate.arena,
                        images, &err) == 0)
            estate.report.images = images;
        else
            estate.report.images_missing = err.text;
    }
    buf_init(&out, 256u << 20);
    if (renderer->render(&estate.report, &options, &out, &err) < 0)
        return fail(&err);
    arena_release(&estate.arena);
    return write_all(&out);
}

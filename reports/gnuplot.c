/*
 * reports/gnuplot.c - the script as a whole, and what comes back, cut and checked.
 *
 * After each picture the script prints a line of its own, so that pictures can
 * be told apart on one pipe.
 */
#include "reports/gnuplot.h"

#include <stdio.h>
#include <string.h>

#include "reports/chart_script.h"
#include "reports/child.h"
#include "reports/picture.h"

static const char *const formats[] = { "svg", "png", "pdf" };
enum { FORMATS = sizeof formats / sizeof formats[0] };

const struct drawing drawing_default = {
    .format = CHART_SVG, .width = 860, .height = 340, .seconds = 20, .most_bytes = 64u << 20,
};

const char *chart_format_name(enum chart_format format)
{
    return formats[format];
}

int chart_format_find(const char *name, enum chart_format *out)
{
    for (int i = 0; i < FORMATS; i++)
        if (strcmp(formats[i], name) == 0) {
            *out = (enum chart_format)i;
            return 1;
        }
    return 0;
}

static void end_mark(size_t index, char out[64])
{
    snprintf(out, 64, "\n== end of picture %zu ==\n", index);
}

static void terminal_script(const struct drawing *d, struct buf *out)
{
    static const double PX_PER_INCH = 96;

    switch (d->format) {
    case CHART_SVG:
        buf_addf(out, "set terminal svg size %u,%u dynamic noenhanced background \"#ffffff\" font "
                      "\"sans-serif,11\"\n", d->width, d->height);
        break;
    case CHART_PNG:
        buf_addf(out, "set terminal pngcairo size %u,%u noenhanced background \"#ffffff\" font "
                      "\"sans-serif,9\"\n", d->width, d->height);
        break;
    case CHART_PDF:
        buf_addf(out, "set terminal pdfcairo size %.4gin,%.4gin noenhanced background \"#ffffff\" "
                      "font \"sans-serif,9\"\n", d->width / PX_PER_INCH, d->height / PX_PER_INCH);
        break;
    }
    buf_add(out, "set print \"-\"\n");
}

static void chart_script(const struct chart *chart, const struct drawing *d, struct buf *out)
{
    switch (chart->kind) {
    case CHART_FORECAST:
    case CHART_SCENARIO: forecast_script(chart, d->width, d->height, out); break;
    case CHART_PROFILE:  profile_script(chart, d->width, d->height, out); break;
    case CHART_HEATMAP:  heatmap_script(chart, d->width, d->height, out); break;
    case CHART_BACKTEST: backtest_script(chart, d->width, d->height, out); break;
    case CHART_SUPPLY:   supply_script(chart, d->width, d->height, out); break;
    }
}

int charts_script(const struct chart *charts, size_t count, const struct drawing *drawing,
                  struct buf *out, struct error *err)
{
    terminal_script(drawing, out);
    for (size_t i = 0; i < count; i++) {
        chart_script(&charts[i], drawing, out);
        buf_addf(out, "unset output\nprint \"\\n== end of picture %zu ==\"\n", i);
    }
    return buf_check(out, "the script of the charts", err);
}

static int no_picture(size_t index, const char *why, struct error *err)
{
    error_set(err, ERR_HELPER, "gnuplot did not draw chart %zu: %s", index + 1, why);
    error_hint(err, "Try 'gnuplot --version'; on Debian the package is gnuplot-nox.");
    return ERR_HELPER;
}

/*
 * A copy without gnuplot's empty groups, which are half of its SVG: a start tag
 * of <g> that has only blanks before its end tag goes, with that end tag.
 */
static size_t squeeze(const char *svg, size_t length, char *out)
{
    size_t used = 0;

    for (size_t i = 0; i < length;) {
        const char *close = i + 2 < length && memcmp(svg + i, "<g ", 3) == 0
                                ? memchr(svg + i, '>', length - i) : NULL;
        size_t next = close ? (size_t)(close - svg) + 1 : length;

        while (next < length && strchr(" \t\n", svg[next]))
            next++;
        if (close && next + 4 <= length && memcmp(svg + next, "</g>", 4) == 0)
            i = next + 4 + (next + 4 < length && svg[next + 4] == '\n');
        else
            out[used++] = svg[i++];
    }
    return used;
}

static int keep(const char *bytes, size_t length, enum chart_format format, struct arena *arena,
                struct chart_image *out, struct error *err)
{
    char *copy = arena_text(arena, bytes, length);

    if (!copy)
        return error_set(err, ERR_NOMEM, "no memory for the charts");
    *out = (struct chart_image){ copy, length };
    if (format == CHART_SVG)
        out->length = squeeze(bytes, length, copy);
    copy[out->length] = '\0';
    return 0;
}

/* Cuts the output at the marks; each picture is checked before any is handed out. */
static int cut(const struct buf *output, size_t count, enum chart_format format,
               struct arena *arena, struct chart_image *found, struct error *err)
{
    const char *at = output->text, *end = output->text + output->used;

    for (size_t i = 0; i < count; i++) {
        char mark[64];
        const char *stop, *fault;

        end_mark(i, mark);
        stop = memmem(at, (size_t)(end - at), mark, strlen(mark));
        if (!stop)
            return no_picture(i, "its output ends too early", err);
        fault = picture_fault(format, at, (size_t)(stop - at));
        if (fault)
            return no_picture(i, fault, err);
        if (keep(at, (size_t)(stop - at), format, arena, &found[i], err) < 0)
            return ERR_NOMEM;
        at = stop + strlen(mark);
    }
    return 0;
}

static int run(const struct drawing *d, const struct buf *script, struct buf *output,
               struct error *err)
{
    static const char *const arguments[] = { "gnuplot", "-d", "-", NULL };
    struct child child = { .program = d->program ? d->program : "gnuplot",
                           .arguments = arguments, .seconds = d->seconds };

    return child_run(&child, script->text, script->used, output, err);
}

int charts_draw(const struct chart *charts, size_t count, const struct drawing *drawing,
                struct arena *arena, struct chart_image *images, struct error *err)
{
    struct chart_image *found = arena_take(arena, (count + 1) * sizeof *found);
    struct buf script, output;
    int rc;

    buf_init(&script, drawing->most_bytes);
    buf_init(&output, drawing->most_bytes);
    rc = found ? charts_script(charts, count, drawing, &script, err)
               : error_set(err, ERR_NOMEM, "no memory for the charts");
    if (rc == 0 && count)
        rc = run(drawing, &script, &output, err);
    if (rc == 0)
        rc = cut(&output, count, drawing->format, arena, found, err);
    if (rc == 0 && count)
        memcpy(images, found, count * sizeof *images);
    buf_release(&script);
    buf_release(&output);
    return rc;
}

int gnuplot_version(const char *program, struct buf *out, struct error *err)
{
    static const char *const arguments[] = { "gnuplot", "--version", NULL };
    struct child child = { .program = program ? program : "gnuplot", .arguments = arguments,
                           .seconds = 5 };
    struct buf text;
    int rc;

    buf_init(&text, 1000);
    rc = child_run(&child, "", 0, &text, err);
    if (rc == 0 && text.failed == ERR_NOMEM)
        rc = buf_check(&text, "what gnuplot says", err);
    if (rc == 0 && strncmp(text.text, "gnuplot ", 8) != 0)
        rc = error_set(err, ERR_HELPER, "gnuplot does not say its version");
    if (rc == 0)
        buf_addn(out, text.text + 8, strcspn(text.text + 8, "\n"));
    buf_release(&text);
    return rc;
}

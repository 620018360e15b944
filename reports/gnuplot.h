/*
 * reports/gnuplot.h - charts drawn by gnuplot, all by one process.
 *
 * The program is started without a shell, without the user's start-up files,
 * with an environment of our own and under limits of time, memory and output.
 * The script holds fixed words and numbers only. What comes back is believed
 * after it was checked: complete, well-formed, and made of known elements.
 */
#ifndef REPORTS_GNUPLOT_H
#define REPORTS_GNUPLOT_H

#include <stddef.h>

#include "data/base/arena.h"
#include "data/base/buf.h"
#include "data/base/error.h"
#include "reports/chart.h"

enum chart_format { CHART_SVG, CHART_PNG, CHART_PDF };
const char *chart_format_name(enum chart_format format);            /* "svg", also the suffix */
int chart_format_find(const char *name, enum chart_format *out);    /* 1 when there is one */

struct drawing {
    enum chart_format format;
    unsigned    width, height;     /* pixels (pdf: points) */
    const char *program;           /* NULL: gnuplot on PATH */
    double      seconds;           /* wall clock for all charts; then it is killed */
    size_t      most_bytes;        /* of output, all charts together */
};
extern const struct drawing drawing_default;    /* svg 860 x 340, 20 s, 64 MiB */

struct chart_image { const char *bytes; size_t length; };    /* from the arena */

/* The script that draws the charts, one picture after another on stdout. The same charts give the same text. */
int charts_script(const struct chart *charts, size_t count, const struct drawing *drawing,
                  struct buf *out, struct error *err);

/*
 * Draws charts[count] into images[count]. ERR_HELPER, with nothing written to
 * images, when gnuplot is missing, too slow, dies, or draws what is no picture;
 * ERR_NOMEM; ERR_SYSTEM when no process could be started.
 */
int charts_draw(const struct chart *charts, size_t count, const struct drawing *drawing,
                struct arena *arena, struct chart_image *images, struct error *err);

/* "5.4 patchlevel 4" onto out; ERR_HELPER when there is no gnuplot. */
int gnuplot_version(const char *program, struct buf *out, struct error *err);

#endif

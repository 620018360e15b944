/*
 * reports/chart_marks.c - the dates of a chart, as lines with words of their own.
 *
 * Dates that matter stand in rows above the plot; steps and events are named inside, along the bottom,
 * where there is room, and keep their line where there is not.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/chart_script.h"
#include "reports/words.h"

enum { DATES = 4, ROWS = 4, LABEL_ROOM = 48 };

struct mark {
    int64_t     at;
    const char *color;
    int         dashed;
    double      width;
    char        label[LABEL_ROOM];
    unsigned    row;
    int         left;     /* the label ends at its line */
};

static double pixel(const struct frame *f, int64_t at)
{
    double share = (double)(at - f->from) / (double)(f->until - f->from);

    return f->left + share * (f->width - f->left - f->right);
}

static int shown(const struct frame *f, int64_t at)
{
    return at >= f->from && at <= f->until;
}

static size_t add_date(const struct frame *f, const struct chart *chart, struct mark *marks,
                       size_t count, int64_t at, const char *words, const char *color)
{
    char date[TIME_ROOM];
    struct mark *mark = &marks[count];

    if (!shown(f, at))
        return count;
    *mark = (struct mark){ .at = at, .color = color, .width = 1.4 };
    time_words(date, chart->zone, at);
    date[strlen(date) - 5] = '\0';    /* the year stands on the axis */
    snprintf(mark->label, sizeof mark->label, "%s %s", words, date);
    return count + 1;
}

/* The dates of the finding that lie on the picture. */
static size_t dates(const struct frame *f, const struct chart *chart, struct mark marks[DATES])
{
    const struct exhaustion *e = &chart->finding->exhaustion;
    size_t count = add_date(f, chart, marks, 0, chart->as_of, "now", CHART_INK);

    if (chart->finding->verdict == VERDICT_EXHAUSTED)
        return count;
    if (e->has_act_by && e->act_by > chart->as_of)
        count = add_date(f, chart, marks, count, e->act_by, "act by", CHART_RED);
    if (e->days_early.known)
        count = add_date(f, chart, marks, count, words_day_at(chart->as_of, e->days_early.value),
                         "early", CHART_ORANGE);
    if (e->days_median.known)
        count = add_date(f, chart, marks, count, words_day_at(chart->as_of, e->days_median.value),
                         "middle", CHART_ORANGE);
    return count;
}

static int by_time(const void *a, const void *b)
{
    int64_t x = ((const struct mark *)a)->at, y = ((const struct mark *)b)->at;

    return (x > y) - (x < y);
}

static double label_width(const struct mark *mark)
{
    return (double)(strlen(mark->label) + 1) * CHART_LABEL_PX;
}

/*
 * Labels begin at their line, so a line never crosses the label of an earlier
 * one if that stands higher: rows are given from the right, each label the
 * lowest in which it ends before the next begins. The last one may have to end
 * at its line. Returns the rows used.
 */
static unsigned stack(const struct frame *f, struct mark *marks, size_t count)
{
    double begin[ROWS];
    unsigned rows = 0;

    for (int i = 0; i < ROWS; i++)
        begin[i] = f->width;
    qsort(marks, count, sizeof *marks, by_time);
    for (size_t i = count; i-- > 0;) {
        double x = pixel(f, marks[i].at);
        unsigned row = 0;

        marks[i].left = x + label_width(&marks[i]) > f->width;
        while (!marks[i].left && row + 1 < ROWS && x + label_width(&marks[i]) > begin[row])
            row++;
        for (unsigned k = 0; k <= row; k++)
            begin[k] = marks[i].left ? x - label_width(&marks[i]) : x;
        marks[i].row = row;
        rows = row + 1 > rows ? row + 1 : rows;
    }
    return rows;
}

unsigned marks_overhang(const struct frame *frame, const struct chart *chart)
{
    struct mark marks[DATES];
    size_t count = dates(frame, chart, marks);
    double most = 0;

    for (size_t i = 0; i < count; i++)
        most = fmax(most, pixel(frame, marks[i].at) + label_width(&marks[i]) - frame->width);
    return (unsigned)ceil(most);
}

unsigned marks_rows(const struct frame *frame, const struct chart *chart)
{
    struct mark marks[DATES];
    size_t count = dates(frame, chart, marks);

    return stack(frame, marks, count);
}

static void date_script(const struct frame *f, const struct mark *mark, struct buf *out)
{
    double x = frame_day(f, mark->at), top = 1 - (double)f->top / f->height;
    double lift = (double)(mark->row * CHART_ROW_PX) / f->height;

    buf_addf(out, "set arrow from first %.6g, graph 0 to first %.6g, screen %.4f nohead front lw "
                  "%.3g lc rgb \"%s\"\n", x, x, top + lift + 0.038, mark->width, mark->color);
    buf_addf(out, "set label \"%s\" at first %.6g, screen %.4f %s offset %s,0 front tc rgb "
                  "\"%s\"\n", mark->label, x, top + lift + 0.024, mark->left ? "right" : "left",
             mark->left ? "-0.5" : "0.5", mark->color);
}

static const char *step_words(enum step_kind kind)
{
    static const char *const words[] = { "step", "clean-up", "enlarged", "new slope", "", "gap" };

    return words[kind];
}

/* Events have words of the user's; only the kinds that are known are named. */
static const char *event_words(const char *kind)
{
    static const char *const known[] = { "capacity", "cleanup", "launch" };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i], kind) == 0)
            return known[i];
    return "event";
}

static void note_script(const struct frame *f, int64_t at, const char *words, double *end,
                        struct buf *out)
{
    double x = frame_day(f, at), left = pixel(f, at) + 3;

    buf_addf(out, "set arrow from first %.6g, graph 0 to first %.6g, graph 1 nohead back dt 3 lw 1 "
                  "lc rgb \"%s\"\n", x, x, CHART_GREY);
    if (left < *end || left + (double)strlen(words) * CHART_LABEL_PX > f->width)
        return;
    buf_addf(out, "set label \"%s\" at first %.6g, graph 0.045 left offset 0.4,0 front tc rgb "
                  "\"#59636e\"\n", words, x);
    *end = left + (double)(strlen(words) + 1) * CHART_LABEL_PX;
}

/* The gap itself is seen in the line, and a spike in the band: neither wants a mark. */
static int is_noted(enum step_kind kind)
{
    return kind != STEP_SPIKE && kind != STEP_GAP;
}

void marks_script(const struct frame *frame, const struct chart *chart, struct buf *out)
{
    struct mark marks[DATES];
    size_t count = dates(frame, chart, marks);
    double end = 0;

    stack(frame, marks, count);
    for (size_t i = 0; i < count; i++)
        date_script(frame, &marks[i], out);
    for (size_t i = 0; i < chart->finding->step_count; i++) {
        const struct step *step = &chart->finding->steps[i];

        if (shown(frame, step->at) && is_noted(step->kind))
            note_script(frame, step->at, step_words(step->kind), &end, out);
    }
    end = 0;
    for (size_t i = 0; i < chart->event_count; i++)
        if (shown(frame, chart->events[i].at))
            note_script(frame, chart->events[i].at, event_words(chart->events[i].kind), &end, out);
}

#include "data/intake.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/clock.h"
#include "data/lines.h"
#include "data/series_table.h"

/* 1990-01-01 and 2200-01-01: what lies outside is a wrong time unit, not a sample. */
static const int64_t earliest = INT64_C(631152000) * SECOND_MS;
static const int64_t latest   = INT64_C(7258118400) * SECOND_MS;
static const int64_t year_9999 = INT64_C(253370764800) * SECOND_MS;    /* the last that has a date */

const struct intake_limits intake_limits_default = {
    .memory = (size_t)128 << 20, .most_rejects = UINT64_MAX, .most_series = 1000000,
};

/* Samples of all series, and of each on average, from which on a larger batch is merged no faster. */
enum { ENOUGH = 1 << 22, ENOUGH_EACH = 4096 };

/* A capacity that was read at two times and, in the order of the file, at all between them. */
struct capacity { int64_t from, to; double value; };
struct point { int64_t at; double value; };

struct capacity_line {
    struct capacity *row;
    size_t count, room;
    double handed;               /* the last that was handed on; 0 for none */
};

struct intake {
    struct line          *line;
    struct capacity_line *capacity;
    uint32_t              room;  /* of both */
    struct series_table   series;

    struct line_pool     pool;
    size_t               capacity_bytes;
    struct drain         drain;
    struct intake_limits limits;
    struct tally         tally;
    uint64_t             handed;     /* of tally.put */
};

int intake_new(struct intake **out, const struct drain *drain, const struct intake_limits *limits,
               struct error *err)
{
    struct intake *intake = calloc(1, sizeof *intake);

    if (!intake)
        return error_set(err, ERR_NOMEM, "no memory for reading samples");
    if (tally_init(&intake->tally, err) < 0) {
        free(intake);
        return ERR_NOMEM;
    }
    intake->drain = *drain;
    intake->limits = limits ? *limits : intake_limits_default;
    intake->pool.limit = intake->limits.memory;
    *out = intake;
    return 0;
}

void intake_free(struct intake *intake)
{
    if (!intake)
        return;
    for (uint32_t i = 0; i < intake->series.count; i++) {
        free(intake->capacity[i].row);
    }
    free(intake->line);
    line_pool_release(&intake->pool);
    free(intake->capacity);
    series_table_release(&intake->series);
    tally_release(&intake->tally);
    free(intake);
}

/* --- series -------------------------------------------------------------- */

static int grow(void *array, size_t unit, size_t room)
{
    void *old, *grown;

    memcpy(&old, array, sizeof old);
    grown = realloc(old, unit * room);
    if (!grown)
        return 0;
    memcpy(array, &grown, sizeof grown);
    return 1;
}

/* Room for the lines of one more series. */
static int widen_lines(struct intake *intake, struct error *err)
{
    uint32_t room = intake->room ? intake->room * 2 : 16;

    if (intake->series.count < intake->room)
        return 0;
    if (!grow(&intake->line, sizeof *intake->line, room) ||
        !grow(&intake->capacity, sizeof *intake->capacity, room))
        return error_set(err, ERR_NOMEM, "no memory for another series");
    intake->room = room;
    return 0;
}

static int too_many(const struct intake *intake, struct error *err)
{
    error_set(err, ERR_LIMIT, "more than %u series in one file", intake->limits.most_series);
    error_hint(err, "Is a time or an identifier taken for a name or a label?");
    return ERR_LIMIT;
}

int intake_series(struct intake *intake, const struct series_info *info, uint32_t *out,
                  struct error *err)
{
    uint32_t series;
    int rc;

    if (series_table_find(&intake->series, &info->key, out))
        return 0;
    if (intake->series.count >= intake->limits.most_series)
        return too_many(intake, err);
    rc = widen_lines(intake, err);
    if (rc == 0)
        rc = series_table_add(&intake->series, info, &series, err);
    if (rc < 0)
        return rc;
    intake->line[series] = (struct line){ 0 };
    intake->capacity[series] = (struct capacity_line){ 0 };
    intake->pool.lines = intake->series.count;
    *out = series;
    return 0;
}

uint32_t intake_series_count(const struct intake *intake)
{
    return intake->series.count;
}

const struct series_info *intake_series_info(const struct intake *intake, uint32_t series)
{
    return intake->series.info[series];
}

/* --- handing on ---------------------------------------------------------- */

static int by_time(const void *a, const void *b)
{
    int64_t x = ((const struct point *)a)->at, y = ((const struct point *)b)->at;

    return (x > y) - (x < y);
}

/* Both ends of each stretch, by time; the caller frees them. */
static struct point *capacity_points(const struct capacity_line *line, size_t *count)
{
    struct point *point = malloc(line->count * 2 * sizeof *point);

    *count = 0;
    if (!point)
        return NULL;
    for (size_t i = 0; i < line->count; i++) {
        const struct capacity *row = &line->row[i];

        point[(*count)++] = (struct point){ row->from, row->value };
        if (row->to > row->from)
            point[(*count)++] = (struct point){ row->to, row->value };
    }
    qsort(point, *count, sizeof *point, by_time);
    return point;
}

static int hand_on_capacity(struct intake *intake, uint32_t series, struct error *err)
{
    struct capacity_line *line = &intake->capacity[series];
    struct point *point;
    size_t count;
    int rc = 0;

    if (!line->count)
        return 0;
    point = capacity_points(line, &count);
    if (!point)
        return error_set(err, ERR_NOMEM, "no memory for capacities");
    for (size_t i = 0; i < count && rc >= 0; i++) {
        if (point[i].value == line->handed)
            continue;
        line->handed = point[i].value;
        if (intake->drain.capacity)
            rc = intake->drain.capacity(intake->drain.self, series, intake->series.info[series],
                                        point[i].at, point[i].value, err);
    }
    intake->capacity_bytes -= line->room * sizeof *line->row;
    free(point);
    free(line->row);
    line->row = NULL;
    line->count = line->room = 0;
    return rc < 0 ? rc : 0;
}

static int hand_on(struct intake *intake, uint32_t series, struct error *err)
{
    struct line *line = &intake->line[series];
    const struct drain *drain = &intake->drain;
    const int64_t *at;
    const double *value;
    size_t had = line->count, count;
    int rc;

    while ((rc = line_next(&intake->pool, line, &at, &value, &count, err)) > 0) {
        rc = drain->samples(drain->self, series, intake->series.info[series], at, value, count, err);
        if (rc < 0)
            return rc;
    }
    if (had)
        line_clear(line, had);
    return rc;
}

/* Empties every series; the handles stay. */
static int hand_on_all(struct intake *intake, struct error *err)
{
    int rc = 0;

    for (uint32_t series = 0; series < intake->series.count && rc == 0; series++) {
        rc = hand_on(intake, series, err);
        if (rc == 0)
            rc = hand_on_capacity(intake, series, err);
    }
    if (rc < 0)
        return rc;
    line_pool_reset(&intake->pool);
    intake->handed = intake->tally.put;
    return intake->drain.emptied ? intake->drain.emptied(intake->drain.self, err) : 0;
}

int intake_finish(struct intake *intake, struct error *err)
{
    return hand_on_all(intake, err);
}

/* --- samples ------------------------------------------------------------ */

/* Hands all on when `more` bytes would be too many, or when more in a batch would spare nothing. */
static int keep_within(struct intake *intake, size_t more, struct error *err)
{
    size_t held = intake->pool.taken + intake->capacity_bytes;
    uint64_t samples = intake->tally.put - intake->handed;

    if ((held > 0 && held + more > intake->limits.memory) ||
        (samples > ENOUGH && samples / ENOUGH_EACH > intake->series.count))
        return hand_on_all(intake, err);
    return 0;
}

/* Room for the next of `more` samples of a series whose line is full. */
static int make_room(struct intake *intake, struct line *line, size_t more, struct error *err)
{
    int rc = keep_within(intake, line_cost(&intake->pool, line, more), err);

    return rc < 0 ? rc : line_widen(&intake->pool, line, more, err);
}

static int bad_time(int64_t at, struct error *err)
{
    char text[TIME_ROOM];

    if (at > -year_9999 && at < year_9999)
        error_set(err, ERR_DATA, "a time outside of 1990 to 2200: %s", time_iso(text, at));
    else
        error_set(err, ERR_DATA, "a time outside of 1990 to 2200: %lld ms", (long long)at);
    error_hint(err, "The unit of the times is probably another one (s, ms, µs, ns).");
    return ERR_DATA;
}

/* A sample that does not simply go on. */
static int put_apart(struct intake *intake, struct line *line, int64_t at, double value, size_t more,
                     struct error *err)
{
    int rc;

    if (line_put(line, at, value))
        return 0;
    rc = make_room(intake, line, more, err);
    if (rc == 0)
        (void)line_put(line, at, value);
    return rc;
}

static int is_sound(int64_t at)
{
    return (uint64_t)at - (uint64_t)earliest < (uint64_t)(latest - earliest);
}

int intake_put(struct intake *intake, uint32_t series, int64_t at, double value, struct error *err)
{
    struct line *line = &intake->line[series];
    int rc = 0;

    if (!is_sound(at))
        return bad_time(at, err);
    if (!line_go_on(line, at, value))
        rc = put_apart(intake, line, at, value, 1, err);
    intake->tally.put += rc == 0;
    return rc;
}

int intake_put_many(struct intake *intake, uint32_t series, const int64_t *at,
                    const double *value, size_t count, struct error *err)
{
    struct line *line = &intake->line[series];

    for (size_t i = 0; i < count; i++)
        if (!is_sound(at[i]))
            return bad_time(at[i], err);
    for (size_t i = line_put_run(line, at, value, count); i < count;) {
        int rc = put_apart(intake, line, at[i], value[i], count - i, err);

        if (rc < 0)
            return rc;
        i++;
        i += line_put_run(line, at + i, value + i, count - i);
    }
    intake->tally.put += count;
    return 0;
}

static int add_capacity(struct intake *intake, uint32_t series, int64_t at, double value,
                        struct error *err)
{
    struct capacity_line *line = &intake->capacity[series];

    if (line->count == line->room) {
        size_t room = line->room ? line->room * 2 : 4, more = (room - line->room) * sizeof *line->row;

        int rc = keep_within(intake, more, err);

        if (rc < 0)
            return rc;
        if (!line->room)    /* empty again */
            room = 4, more = room * sizeof *line->row;
        if (!grow(&line->row, sizeof *line->row, room))
            return error_set(err, ERR_NOMEM, "no memory for capacities");
        intake->capacity_bytes += more;
        line->room = room;
    }
    line->row[line->count++] = (struct capacity){ at, at, value };
    return 0;
}

int intake_capacity(struct intake *intake, uint32_t series, int64_t at, double capacity,
                    struct error *err)
{
    struct capacity_line *line = &intake->capacity[series];
    struct capacity *newest = line->count ? &line->row[line->count - 1] : NULL;

    if (!isfinite(capacity) || capacity <= 0)
        return 0;
    if (at < earliest || at >= latest)
        return bad_time(at, err);
    if (newest && newest->value == capacity) {
        newest->from = at < newest->from ? at : newest->from;
        newest->to = at > newest->to ? at : newest->to;
        return 0;
    }
    return add_capacity(intake, series, at, capacity, err);
}

/* --- what became no sample ------------------------------------------------ */

/* Why an import ends at a reject. */
static int give_up(const struct intake *intake, long line, const char *column, const char *text,
                   struct error *err)
{
    if (column[0])
        error_set(err, ERR_DATA, "column '%.60s': %.240s", column, text);
    else
        error_set(err, ERR_DATA, "%s", text);
    if (err)
        err->line = line;
    if (!intake->limits.abort_on_reject)
        error_hint(err, "More than %llu values could not be read; nothing of this file is kept.",
                   (unsigned long long)intake->limits.most_rejects);
    return ERR_DATA;
}

int intake_reject(struct intake *intake, long line, const char *column, struct error *err,
                  const char *format, ...)
{
    char text[sizeof err->text];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    tally_reject(&intake->tally, line, column, text);
    if (intake->limits.abort_on_reject || intake->tally.rejected > intake->limits.most_rejects)
        return give_up(intake, line, column, text, err);
    return 0;
}

void intake_missing(struct intake *intake, uint64_t count)
{
    intake->tally.missing += count;
}

void intake_infinite(struct intake *intake, uint64_t count)
{
    intake->tally.infinite += count;
}

void intake_note(struct intake *intake, const char *format, ...)
{
    char text[sizeof intake->tally.note[0]];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    tally_note(&intake->tally, text);
}

const struct tally *intake_tally(const struct intake *intake)
{
    return &intake->tally;
}

struct tally intake_take_tally(struct intake *intake)
{
    struct tally tally = intake->tally;

    intake->tally = (struct tally){ 0 };
    return tally;
}

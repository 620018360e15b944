#include "analyzer/cli/stream.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/cli/import.h"
#include "analyzer/cli/reading.h"
#include "data/series_table.h"
#include "data/store/samples.h"

static const char memory_store[] = STORE_MEMORY "stdin";

enum {
    BATCH_SERIES  = 512,         /* enough for all processors */
    BATCH_SAMPLES = 4 << 20,     /* a dozen MiB as chunks */
    KEPT_BYTES    = 8 << 20      /* of samples that are not in the batch yet */
};

/* A series of which rows may still come. */
struct open_series {
    const struct series_info *info;         /* NULL: nothing came yet */
    struct samples            samples;
    struct store_capacity    *capacity;     /* [capacities] */
    size_t                    capacities, capacity_room;
    uint64_t                  touched;      /* in which emptying of the intake rows came last */
};

struct stream {
    struct context          *context;
    const struct stream_job *job;
    struct open_series      *open;          /* [room] the series from `base` on, in the order of first sight */
    uint32_t                 base, count, room;
    uint64_t                 emptyings;     /* of the intake */

    struct store            *store;         /* the batch at hand */
    uint64_t                 samples, series;         /* in it */
    const struct series_info *last;         /* that went into it */
    struct series_table      seen;          /* resources that went into this or an earlier one */
};

int stream_check(int operands, struct error *err)
{
    if (!operands)
        return 0;
    error_set(err, ERR_USAGE, "--stdin takes no SELECTOR");
    error_hint(err, "Choose in the query that writes the input.");
    return ERR_USAGE;
}

/* --- a batch ------------------------------------------------------------------------ */

static int begin_batch(struct stream *stream, struct error *err)
{
    int rc = store_open(&stream->store, memory_store, STORE_CREATE, 0, err);

    stream->samples = stream->series = 0;
    if (rc == 0)
        store_jobs(stream->store, stream->context->jobs);
    return rc < 0 ? rc : store_begin(stream->store, err);
}

/* Where a resource stands in the input: at the first of its series. */
struct place {
    int64_t arrival;
    size_t  series;
};

static int by_arrival(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->arrival != y->arrival)
        return x->arrival < y->arrival ? -1 : 1;
    return (x->series > y->series) - (x->series < y->series);
}

/* The least id of the resource at `first` of the selection, which ends before `end`. */
static int64_t first_of_resource(const struct engine *engine, size_t first, size_t *end)
{
    const struct store_series *mark = &engine->series[engine->selected[first]];
    int64_t least = mark->id;

    for (*end = first + 1; *end < engine->selected_count; (*end)++) {
        const struct store_series *series = &engine->series[engine->selected[*end]];

        if (!series_same_resource(&series->info.key, &mark->info.key))
            break;
        if (series->id < least)
            least = series->id;
    }
    return least;
}

/* Puts the selection into the order of the input: ids of a new store count up as series come. */
static int order_selection(struct engine *engine, struct error *err)
{
    struct place *places = calloc(engine->selected_count + 1, sizeof *places);
    size_t end;

    if (!places)
        return error_set(err, ERR_NOMEM, "no memory for %zu series", engine->selected_count);
    for (size_t first = 0; first < engine->selected_count; first = end) {
        int64_t arrival = first_of_resource(engine, first, &end);

        for (size_t i = first; i < end; i++)
            places[i] = (struct place){ arrival, engine->selected[i] };
    }
    qsort(places, engine->selected_count, sizeof *places, by_arrival);
    for (size_t i = 0; i < engine->selected_count; i++)
        engine->selected[i] = places[i].series;
    free(places);
    return 0;
}

static int answer_batch(struct stream *stream, struct error *err)
{
    struct merge_counts counts = { 0 };
    struct question question = *stream->job->question;
    struct engine engine;
    int rc = store_samples_settle(stream->store, &counts, err);

    question.by_resource = 1;
    if (rc == 0)
        rc = store_commit(stream->store, err);
    if (rc == 0)
        rc = ask_open(stream->context, &question, 0, NULL, &engine, err);
    if (rc == 0) {
        rc = order_selection(&engine, err);
        if (rc == 0)
            rc = stream->job->answer(stream->job->self, &engine, err);
        engine_close(&engine);
    }
    store_close(stream->store);
    stream->store = NULL;
    return rc;
}

/* --- from open series into the batch --------------------------------------------------- */

static int not_together(const struct series_info *info, struct error *err)
{
    error_set(err, ERR_DATA, "the rows of resource '%.100s' do not stand together", info->key.resource);
    error_hint(err, "Sort the input by source, resource and series: ORDER BY in SQL, sort in a shell.");
    return ERR_DATA;
}

/* The batch before a new resource is answered where it is large enough. */
static int begin_resource(struct stream *stream, const struct series_info *info, struct error *err)
{
    struct series_info mark = { .key = { info->key.source, info->key.resource, "*", "" } };
    uint32_t number;
    int rc;

    if (series_table_find(&stream->seen, &mark.key, &number))
        return not_together(info, err);
    rc = series_table_add(&stream->seen, &mark, &number, err);
    if (rc == 0 && (stream->samples >= BATCH_SAMPLES || stream->series >= BATCH_SERIES)) {
        rc = answer_batch(stream, err);
        if (rc == 0)
            rc = begin_batch(stream, err);
    }
    return rc;
}

static void release_series(struct open_series *series)
{
    samples_release(&series->samples);
    free(series->capacity);
    *series = (struct open_series){ .info = NULL };
}

/* Puts a series that is whole into the batch. */
static int close_series(struct stream *stream, struct open_series *series, struct error *err)
{
    const struct samples *samples = &series->samples;
    int64_t id = 0;
    int rc = 0;

    if (!stream->last || !series_same_resource(&stream->last->key, &series->info->key))
        rc = begin_resource(stream, series->info, err);
    stream->last = series->info;
    if (rc == 0)
        rc = store_series_put(stream->store, series->info, &id, err);
    if (rc == 0 && samples->count)
        rc = store_samples_put(stream->store, id, samples->at, samples->value, samples->count, err);
    for (size_t i = 0; i < series->capacities && rc == 0; i++) {
        series->capacity[i].series = id;
        rc = store_capacity_put(stream->store, &series->capacity[i], err);
    }
    stream->samples += samples->count;
    stream->series++;
    release_series(series);
    return rc;
}

/* Closes the first `count` open series. */
static int close_first(struct stream *stream, uint32_t count, struct error *err)
{
    int rc = 0;

    for (uint32_t i = 0; i < count && rc == 0; i++)
        if (stream->open[i].info)
            rc = close_series(stream, &stream->open[i], err);
    if (rc < 0 || !count)
        return rc;
    memmove(stream->open, stream->open + count, (stream->count - count) * sizeof *stream->open);
    memset(stream->open + stream->count - count, 0, count * sizeof *stream->open);
    stream->base += count;
    stream->count -= count;
    return 0;
}

/*
 * Whole are the series in front of which no row came since the intake was emptied the last time: capacities
 * may come as much later than samples.
 */
static int emptied(void *self, struct error *err)
{
    struct stream *stream = self;
    uint32_t whole = 0;

    while (whole < stream->count && stream->open[whole].touched < stream->emptyings)
        whole++;
    stream->emptyings++;
    return close_first(stream, whole, err);
}

/* --- what is read -------------------------------------------------------------------- */

static int open_series(struct stream *stream, uint32_t number, const struct series_info *info,
                       struct open_series **out, struct error *err)
{
    uint32_t at = number - stream->base;

    if (number < stream->base)
        return not_together(info, err);
    if (at >= stream->room) {
        uint32_t room = (at + 1) * 2;
        struct open_series *open = realloc(stream->open, room * sizeof *open);

        if (!open)
            return error_set(err, ERR_NOMEM, "no memory for %u series", room);
        memset(open + stream->room, 0, (room - stream->room) * sizeof *open);
        stream->open = open;
        stream->room = room;
    }
    if (at >= stream->count)
        stream->count = at + 1;
    *out = &stream->open[at];
    (*out)->info = info;
    (*out)->touched = stream->emptyings;
    return 0;
}

static int take_samples(void *self, uint32_t number, const struct series_info *info,
                        const int64_t *at, const double *value, size_t count, struct error *err)
{
    struct open_series *series;
    int rc = open_series(self, number, info, &series, err);

    if (rc == 0)
        rc = samples_reserve(&series->samples, series->samples.count + count, err);
    if (rc < 0)
        return rc;
    memcpy(series->samples.at + series->samples.count, at, count * sizeof *at);
    memcpy(series->samples.value + series->samples.count, value, count * sizeof *value);
    series->samples.count += count;
    return 0;
}

static int take_capacity(void *self, uint32_t number, const struct series_info *info, int64_t at,
                         double capacity, struct error *err)
{
    struct open_series *series;
    int rc = open_series(self, number, info, &series, err);

    if (rc < 0)
        return rc;
    if (series->capacities == series->capacity_room) {
        size_t room = series->capacity_room * 2 + 4;
        struct store_capacity *rows = realloc(series->capacity, room * sizeof *rows);

        if (!rows)
            return error_set(err, ERR_NOMEM, "no memory for capacities");
        series->capacity = rows;
        series->capacity_room = room;
    }
    series->capacity[series->capacities++] =
        (struct store_capacity){ .from = at, .value = capacity, .origin = "column" };
    return 0;
}

/* What became no sample is said in the end. */
static void tell(const struct context *context, const struct tally *tally)
{
    for (size_t i = 0; i < tally->notes; i++)
        context_note(context, "%s", tally->note[i]);
    if (tally->rejected)
        context_warn(context, "%llu values could not be read; the first, in line %ld: %s",
                     (unsigned long long)tally->rejected, tally->reject[0].line, tally->reject[0].text);
}

static int read_input(struct stream *stream, struct error *err)
{
    const struct reading given = READING_DEFAULT;
    struct ingest_options reading;
    struct intake_limits limits = intake_limits_default;
    struct drain drain = { stream, take_samples, take_capacity, emptied };
    const struct importer *importer;
    struct intake *intake = NULL;
    struct input *in = NULL;
    int sure, rc = reading_settle(stream->context, &given, &reading, &importer, err);

    limits.memory = KEPT_BYTES;
    reading.file = "-";
    if (rc == 0)
        rc = import_open("-", NULL, &in, &importer, &sure, err);
    if (rc == 0)
        rc = intake_new(&intake, &drain, &limits, err);
    if (rc == 0)
        rc = importer->read(in, &reading, intake, err);
    if (rc == 0)
        rc = intake_finish(intake, err);
    if (rc == 0)
        rc = close_first(stream, stream->count, err);
    if (rc == 0)
        rc = answer_batch(stream, err);    /* while the names that the intake lends are there */
    if (rc == 0)
        tell(stream->context, intake_tally(intake));
    error_at(err, "standard input", 0, 0);
    intake_free(intake);
    input_close(in);
    return rc;
}

int stream_answer(struct context *context, const struct stream_job *job, struct error *err)
{
    struct stream stream = { .context = context, .job = job };
    const char *db = context->db;
    int rc;

    context->db = memory_store;
    rc = begin_batch(&stream, err);
    if (rc == 0)
        rc = read_input(&stream, err);
    store_close(stream.store);
    series_table_release(&stream.seen);
    for (uint32_t i = 0; i < stream.count; i++)
        release_series(&stream.open[i]);
    free(stream.open);
    context->db = db;
    return rc;
}

#include "analyzer/cli/import.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/base/clock.h"
#include "ingest/unknown.h"

/* The receiving end of an import: which store id each series of the intake has. */
struct sink {
    struct store         *store;       /* NULL: nothing is stored */
    const struct import_options *options;
    struct import_result *result;
    struct input         *in;
    const struct tally   *tally;       /* of the intake at work */
    int64_t              *id;          /* [room], 0 while not known */
    size_t                room;
};

/* --- finding the format -------------------------------------------------------- */

int import_open(const char *path, const struct importer *format, struct input **in,
                const struct importer **importer, int *sure, struct error *err)
{
    const char *head;
    size_t length;

    if (input_open(in, path, 0, err) < 0) {
        error_at(err, path, 0, 0);
        return err->code;
    }
    *importer = format;
    *sure = 100;
    if (format)
        return 0;
    head = input_head(*in, &length);
    *importer = importer_sniff(head, length, sure);
    if (*importer)
        return 0;
    if (*sure < 0)
        error_set(err, *sure, "no memory to look at a file");
    else
        unknown_format(head, length, err);
    error_at(err, path, 0, 0);
    input_close(*in);
    *in = NULL;
    return err->code;
}

/* --- storing ------------------------------------------------------------------- */

static int grow(struct sink *sink, uint32_t series, struct error *err)
{
    size_t room = sink->room ? sink->room : 256;
    int64_t *id;

    while (room <= series)
        room *= 2;
    id = realloc(sink->id, room * sizeof *id);
    if (!id)
        return error_set(err, ERR_NOMEM, "no memory for %zu series", room);
    memset(id + sink->room, 0, (room - sink->room) * sizeof *id);
    sink->id = id;
    sink->room = room;
    return 0;
}

static int find_id(struct sink *sink, uint32_t series, const struct series_info *info,
                   int64_t *out, struct error *err)
{
    if (series >= sink->room && grow(sink, series, err) < 0)
        return ERR_NOMEM;
    if (!sink->id[series]) {
        int rc = store_series_put(sink->store, info, &sink->id[series], err);

        if (rc < 0)
            return rc;
    }
    *out = sink->id[series];
    return 0;
}

static void tick(void *self)
{
    struct sink *sink = self;
    struct import_state state;

    if (!sink->options->tick)
        return;
    state = (struct import_state){
        .file = sink->result->file, .bytes = input_bytes(sink->in),
        .samples = sink->tally->put, .share = input_share(sink->in),
    };
    sink->options->tick(sink->options->tick_self, &state);
}

static int take_samples(void *self, uint32_t series, const struct series_info *info,
                        const int64_t *at, const double *value, size_t count, struct error *err)
{
    struct sink *sink = self;
    struct import_result *result = sink->result;
    int64_t id;
    int rc;

    for (size_t i = 0; i < count; i++) {
        if (at[i] < result->from)
            result->from = at[i];
        if (at[i] > result->to)
            result->to = at[i];
    }
    tick(sink);
    if (!sink->store)
        return 0;
    rc = find_id(sink, series, info, &id, err);
    return rc < 0 ? rc : store_samples_put(sink->store, id, at, value, count, err);
}

static int take_capacity(void *self, uint32_t series, const struct series_info *info, int64_t at,
                         double capacity, struct error *err)
{
    struct sink *sink = self;
    struct store_capacity row = { .from = at, .value = capacity, .origin = "column" };
    int rc;

    if (!sink->store)
        return 0;
    rc = find_id(sink, series, info, &row.series, err);
    return rc < 0 ? rc : store_capacity_put(sink->store, &row, err);
}

/* Marks the series of a file that was stored. */
static int mark_seen(const struct sink *sink, struct import_seen *seen)
{
    for (uint32_t i = 0; i < sink->result->series && i < sink->room; i++) {
        size_t id = (size_t)sink->id[i];

        if (id >= seen->room) {
            size_t room = id * 2 + 256;
            uint8_t *mark = realloc(seen->mark, room);

            if (!mark)
                return ERR_NOMEM;
            memset(mark + seen->room, 0, room - seen->room);
            seen->mark = mark;
            seen->room = room;
        }
        seen->count += id && !seen->mark[id];
        seen->mark[id] = 1;
    }
    return 0;
}

void import_seen_release(struct import_seen *seen)
{
    free(seen->mark);
    *seen = (struct import_seen){ 0 };
}

static int record(struct sink *sink, const struct input *in, int64_t now, struct error *err)
{
    const struct import_result *result = sink->result;
    struct store_import row = {
        .file = result->file, .format = result->format,
        .bytes = input_bytes(in), .hash = input_hash(in),
        .put = result->tally.put, .missing = result->tally.missing,
        .infinite = result->tally.infinite, .rejected = result->tally.rejected,
        .counts = result->counts, .series = result->series,
        .from = result->from, .to = result->to, .at = now,
    };

    return store_import_put(sink->store, &row, err);
}

/* --- one file ------------------------------------------------------------------- */

static void add_input_notes(const struct input *in, struct intake *intake)
{
    const char *note;

    for (size_t i = 0; (note = input_note(in, i)) != NULL; i++)
        intake_note(intake, "%s", note);
}

static int read_all(struct sink *sink, struct input *in, const struct importer *importer,
                    struct error *err)
{
    struct ingest_options reading = sink->options->reading;
    struct drain drain = { .self = sink, .samples = take_samples, .capacity = take_capacity };
    struct intake *intake = NULL;
    int rc = intake_new(&intake, &drain, &sink->options->limits, err);

    if (rc < 0)
        return rc;
    reading.file = sink->result->file;
    sink->tally = intake_tally(intake);
    input_watch(in, tick, sink);
    rc = importer->read(in, &reading, intake, err);
    if (rc == 0)
        rc = intake_finish(intake, err);
    add_input_notes(in, intake);
    sink->result->tally = intake_take_tally(intake);
    sink->tally = &sink->result->tally;
    sink->result->series = intake_series_count(intake);
    tally_shrink(&sink->result->tally);
    intake_free(intake);
    if (rc == 0 && sink->result->tally.put == 0 && sink->result->tally.rejected > 0) {
        const struct error *first = &sink->result->tally.reject[0];

        error_set(err, ERR_DATA, "nothing in it could be read as %s: %.200s", importer->name,
                  first->text);
        err->line = first->line;
        error_hint(err, "'headroom inspect' shows how the file is understood.");
        return ERR_DATA;
    }
    return rc;
}

/* --- transactions ---------------------------------------------------------------- */

enum { SMALL = 64 << 10 };                   /* bytes of a file that shares a transaction */
static const double SHARE_SECONDS = 0.25;    /* how long: what a kill costs, and others wait */

static int is_small(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= SMALL;
}

static void fail_all(struct import_result *kept, const struct error *err)
{
    for (; kept; kept = kept->next_kept)
        kept->error = *err;
}

int import_settle(struct import_target *target, struct error *err)
{
    int rc = 0;

    if (target->sharing) {
        rc = store_commit(target->store, err);
        if (rc < 0) {
            store_rollback(target->store);
            fail_all(target->kept, err);
        }
    }
    target->sharing = 0;
    target->kept = NULL;
    return rc;
}

static int begin(struct import_target *target, int share, struct error *err)
{
    int rc = share ? 0 : import_settle(target, err);

    if (rc == 0 && !target->sharing)
        rc = store_begin(target->store, err);
    if (rc < 0 || !share)
        return rc;
    if (!target->sharing)
        target->since = clock_seconds();
    target->sharing = 1;
    return store_part_begin(target->store, err);
}

static int keep(struct import_target *target, int share, struct import_result *result,
                struct error *err)
{
    int rc;

    if (!share)
        return store_commit(target->store, err);
    rc = store_part_keep(target->store, err);
    if (rc < 0)
        return rc;
    result->next_kept = target->kept;
    target->kept = result;
    return clock_seconds() - target->since < SHARE_SECONDS ? 0 : import_settle(target, err);
}

static void undo(struct import_target *target, int share)
{
    if (share && target->sharing)
        store_part_undo(target->store);
    else
        store_rollback(target->store);
}

static int store_all(struct import_target *target, struct sink *sink, struct input *in,
                     const struct importer *importer, int64_t now, struct error *err)
{
    int share = !sink->options->dry_run && is_small(sink->result->file);
    int rc;

    if (!sink->store)
        return read_all(sink, in, importer, err);
    rc = begin(target, share, err);
    if (rc < 0)
        return rc;
    rc = read_all(sink, in, importer, err);
    if (rc == 0)
        rc = store_samples_settle(sink->store, &sink->result->counts, err);
    if (rc == 0 && !sink->options->dry_run)
        rc = record(sink, in, now, err);
    if (rc == 0 && !sink->options->dry_run)
        rc = keep(target, share, sink->result, err);
    else
        undo(target, share);
    if (rc == 0 && sink->options->seen && mark_seen(sink, sink->options->seen) < 0)
        return error_set(err, ERR_NOMEM, "no memory to count the series");
    return rc;
}

static int open_target(struct import_target *target, struct error *err)
{
    int rc = target->opened ? 0 : target->open(target->self, &target->store, err);

    target->opened = rc == 0;
    return rc;
}

/* 1 for a failure of the store or the machine, which has a place of its own or none. */
static int is_ours(int rc)
{
    return rc == ERR_STORE || rc == ERR_LOCKED || rc == ERR_NOMEM || rc == ERR_VERSION;
}

void import_result_release(struct import_result *result)
{
    tally_release(&result->tally);
}

int import_file(struct import_target *target, const char *path,
                const struct import_options *options, int64_t now, struct import_result *out)
{
    const struct importer *importer = NULL;
    struct sink sink = { .options = options, .result = out };
    struct error *err = &out->error;
    struct input *in = NULL;
    double began = clock_seconds();
    int rc, sure, opened = 0;

    *out = (struct import_result){ .file = path, .from = INT64_MAX, .to = INT64_MIN };
    rc = import_open(path, options->format, &in, &importer, &sure, err);
    if (rc == 0) {
        out->format = importer->name;
        rc = open_target(target, err);
        opened = rc == 0;
    }
    if (opened) {
        sink.in = in;
        sink.store = target->store;
        out->counted = target->store != NULL;
        rc = store_all(target, &sink, in, importer, now, err);
        out->bytes = input_bytes(in);
        if (rc < 0 && !is_ours(rc))
            error_at(err, path, 0, 0);
    }
    out->seconds = clock_seconds() - began;
    input_close(in);
    free(sink.id);
    return rc;
}

#include "ingest/csv_crew.h"

#include <stdlib.h>
#include <string.h>

#include "data/base/relay.h"
#include "ingest/csv_parse.h"

/* A stretch of text on its way: filled and delivered by the calling thread, parsed by any. */
struct slot {
    struct csv_stretch stretch;
    size_t             room;       /* of stretch.text */
    struct csv_batch   batch;
};

struct crew {
    struct relay        *relay;
    struct slot         *slot;      /* [slots] */
    struct csv_worker   *worker;    /* [jobs] */
    unsigned             jobs;
    size_t               slots;
    struct csv_text     *text;
    struct csv_delivery *delivery;
};

/* --- the parts of the work --------------------------------------------------------------- */

static int parse(void *self, size_t slot, unsigned hand, struct error *err)
{
    struct crew *crew = self;

    return csv_worker_parse(&crew->worker[hand], &crew->slot[slot].stretch, &crew->slot[slot].batch,
                            err);
}

/* 1 when what follows must be read in order. */
static int deliver(void *self, size_t at, struct error *err)
{
    struct crew *crew = self;
    struct slot *slot = &crew->slot[at];
    int rc;

    slot->batch.line_shift = crew->text->line - 1;
    rc = csv_deliver(crew->delivery, &slot->batch, err);
    if (rc < 0)
        return rc;
    crew->text->line += slot->stretch.next_line - 1;
    return slot->stretch.used < slot->stretch.length || slot->batch.new_header;
}

/* Where the last complete line of the text ends; 0 when there is none yet. */
static size_t last_line_end(const struct csv_text *text)
{
    const char *end = text->ended ? text->bytes + text->length
                                  : memrchr(text->bytes, '\n', text->length);

    return !end ? 0 : text->ended ? text->length : (size_t)(end + 1 - text->bytes);
}

/* Hands the text up to `cut` to a slot; the buffers change places, only the tail is copied. */
static int give(struct csv_text *text, size_t cut, struct slot *slot, struct error *err)
{
    char *bytes = text->bytes;
    size_t room = text->room, length = text->length;
    int rc;

    text->bytes = slot->stretch.text;
    text->room = slot->room;
    text->length = 0;
    slot->stretch = (struct csv_stretch){ .text = bytes, .length = cut, .line = 1,
                                          .last = text->ended };
    slot->room = room;
    rc = csv_text_reserve(text, length - cut, err);
    if (rc == 0 && length > cut)
        memcpy(text->bytes, bytes + cut, length - cut);
    if (rc == 0)
        text->length = length - cut;
    return rc;
}

static int fill(struct csv_text *text, struct slot *slot, struct error *err)
{
    size_t cut = 0;
    int rc = 0;

    while (rc == 0 && !cut) {
        rc = csv_text_fill(text, text->length + text->stretch, err);
        if (rc == 0)
            cut = last_line_end(text);
        if (rc == 0 && !cut && !text->ended)
            rc = csv_text_check_row(text, err);
        if (text->ended)
            break;
    }
    return rc < 0 ? rc : give(text, cut, slot, err);
}

static int read_on(struct crew *crew, struct error *err)
{
    size_t slot;
    int rc = 0;

    while (rc == 0 && (!crew->text->ended || crew->text->length)) {
        rc = relay_take(crew->relay, &slot, err);
        if (rc == 0)
            rc = fill(crew->text, &crew->slot[slot], err);
        if (rc == 0)
            relay_give(crew->relay);
    }
    return rc != 0 ? rc : relay_finish(crew->relay, err);
}

/* --- beginning and end ------------------------------------------------------------------ */

/*
 * Puts what was cut but not delivered back in front of the text: the end of the stretch that was
 * delivered last, from `used` on, and all that was filled behind it.
 */
static int take_back(struct crew *crew, struct error *err)
{
    struct csv_text *text = crew->text, all = *text;
    size_t delivered = relay_delivered(crew->relay), given = relay_given(crew->relay);
    int rc = 0;

    all.bytes = NULL;
    all.room = all.length = 0;
    for (size_t i = delivered - 1; i < given && rc == 0; i++) {
        const struct csv_stretch *s = &crew->slot[i % crew->slots].stretch;
        size_t from = i < delivered ? s->used : 0;

        rc = csv_text_reserve(&all, s->length - from, err);
        if (rc == 0 && s->length > from)
            memcpy(all.bytes + all.length, s->text + from, s->length - from);
        if (rc == 0)
            all.length += s->length - from;
    }
    if (rc == 0)
        rc = csv_text_reserve(&all, text->length, err);
    if (rc < 0) {
        free(all.bytes);
        return rc;
    }
    if (text->length)
        memcpy(all.bytes + all.length, text->bytes, text->length);
    all.length += text->length;
    free(text->bytes);
    *text = all;
    return 1;
}

static int assemble(struct crew *crew, const struct csv_plan *plan,
                    const struct ingest_options *options, unsigned jobs, struct error *err)
{
    struct relay_plan relay = { .self = crew, .slots = 2 * jobs + 2, .hands = jobs, .work = parse,
                                .deliver = deliver };
    int rc = 0;

    crew->slots = relay.slots;
    crew->slot = calloc(crew->slots, sizeof *crew->slot);
    crew->worker = calloc(jobs, sizeof *crew->worker);
    if (!crew->slot || !crew->worker)
        return error_set(err, ERR_NOMEM, "no memory to read a table");
    for (; crew->jobs < jobs && rc == 0; crew->jobs++)
        rc = csv_worker_init(&crew->worker[crew->jobs], plan, options, err);
    return rc < 0 ? rc : relay_new(&crew->relay, &relay, err);
}

static void release(struct crew *crew)
{
    relay_free(crew->relay);
    for (unsigned i = 0; i < crew->jobs; i++)
        csv_worker_release(&crew->worker[i]);
    for (size_t i = 0; crew->slot && i < crew->slots; i++) {
        csv_batch_release(&crew->slot[i].batch);
        free(crew->slot[i].stretch.text);
    }
    free(crew->slot);
    free(crew->worker);
}

int csv_crew_read(struct csv_text *text, const struct csv_plan *plan,
                  const struct ingest_options *options, unsigned jobs,
                  struct csv_delivery *delivery, struct error *err)
{
    struct crew crew = { .text = text, .delivery = delivery };
    int rc = assemble(&crew, plan, options, jobs < CSV_CREW_MOST ? jobs : CSV_CREW_MOST, err);

    if (rc == 0)
        rc = read_on(&crew, err);
    if (rc > 0)
        rc = take_back(&crew, err);
    release(&crew);
    return rc;
}

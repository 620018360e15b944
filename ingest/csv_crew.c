#include "ingest/csv_crew.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/csv_parse.h"

/* A stretch of text on its way: filled and delivered by the calling thread, parsed by any. */
struct slot {
    struct csv_stretch stretch;
    size_t             room;       /* of stretch.text */
    struct csv_batch   batch;
    int                parsed;
    int                rc;
    struct error       err;
};

struct crew;
struct hand {
    struct crew      *crew;
    struct csv_worker worker;
    pthread_t         thread;
    int               started;
};

struct crew {
    pthread_mutex_t lock;          /* guards all down to `stop`, and slot[].parsed */
    pthread_cond_t  changed;
    size_t          delivered, claimed, filled;    /* stretches so far, each <= the next */
    int             stop;

    struct slot    *slot;          /* a ring: stretch i is in slot[i % slots] */
    size_t          slots;
    struct hand    *hand;          /* [hands]; the first is the calling thread */
    unsigned        hands;
    struct csv_text             *text;
    struct csv_delivery         *delivery;
};

static struct slot *slot_of(const struct crew *crew, size_t stretch)
{
    return &crew->slot[stretch % crew->slots];
}

/* Parses the next stretch that nobody has, if there is one. Called, and returns, with the lock. */
static int parse_one(struct crew *crew, struct csv_worker *worker)
{
    struct slot *slot;

    if (crew->claimed == crew->filled)
        return 0;
    slot = slot_of(crew, crew->claimed++);
    pthread_mutex_unlock(&crew->lock);
    slot->rc = csv_worker_parse(worker, &slot->stretch, &slot->batch, &slot->err);
    pthread_mutex_lock(&crew->lock);
    slot->parsed = 1;
    pthread_cond_broadcast(&crew->changed);
    return 1;
}

static void *work(void *self)
{
    struct hand *hand = self;
    struct crew *crew = hand->crew;

    pthread_mutex_lock(&crew->lock);
    while (!crew->stop)
        if (!parse_one(crew, &hand->worker))
            pthread_cond_wait(&crew->changed, &crew->lock);
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* --- the calling thread ---------------------------------------------------------------- */

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
    slot->parsed = 0;
    rc = csv_text_reserve(text, length - cut, err);
    if (rc == 0 && length > cut)
        memcpy(text->bytes, bytes + cut, length - cut);
    if (rc == 0)
        text->length = length - cut;
    return rc;
}

/* Fills the next slot. */
static int fill_one(struct crew *crew, struct error *err)
{
    struct csv_text *text = crew->text;
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
    if (rc == 0)
        rc = give(text, cut, slot_of(crew, crew->filled), err);
    if (rc < 0)
        return rc;
    pthread_mutex_lock(&crew->lock);
    crew->filled++;
    pthread_cond_broadcast(&crew->changed);
    pthread_mutex_unlock(&crew->lock);
    return 0;
}

/* Delivers the oldest stretch. 1 when what follows must be read in order. */
static int deliver_one(struct crew *crew, struct error *err)
{
    struct slot *slot = slot_of(crew, crew->delivered);
    struct csv_text *text = crew->text;
    int rc = slot->rc;

    if (rc < 0) {
        *err = slot->err;
        return rc;
    }
    slot->batch.line_shift = text->line - 1;
    rc = csv_deliver(crew->delivery, &slot->batch, err);
    if (rc < 0)
        return rc;
    text->line += slot->stretch.next_line - 1;
    pthread_mutex_lock(&crew->lock);
    crew->delivered++;
    pthread_mutex_unlock(&crew->lock);
    return slot->stretch.used < slot->stretch.length || slot->batch.new_header;
}

enum task { TASK_DELIVER, TASK_FILL, TASK_PARSE, TASK_WAIT, TASK_NONE };

/* What is best for the calling thread to do: deliver what is ready, keep the others fed, help. */
static enum task choose(struct crew *crew)
{
    enum task task;
    int more = !crew->text->ended || crew->text->length;

    pthread_mutex_lock(&crew->lock);
    if (crew->delivered < crew->filled && slot_of(crew, crew->delivered)->parsed)
        task = TASK_DELIVER;
    else if (more && crew->filled - crew->delivered < crew->slots)
        task = TASK_FILL;
    else if (crew->claimed < crew->filled)
        task = TASK_PARSE;
    else
        task = crew->delivered < crew->filled ? TASK_WAIT : TASK_NONE;
    pthread_mutex_unlock(&crew->lock);
    return task;
}

static void help(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    (void)parse_one(crew, &crew->hand[0].worker);
    pthread_mutex_unlock(&crew->lock);
}

static void wait_for_oldest(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    while (!slot_of(crew, crew->delivered)->parsed)
        pthread_cond_wait(&crew->changed, &crew->lock);
    pthread_mutex_unlock(&crew->lock);
}

static int direct(struct crew *crew, struct error *err)
{
    for (;;) {
        int rc = 0;

        switch (choose(crew)) {
        case TASK_DELIVER: rc = deliver_one(crew, err); break;
        case TASK_FILL:    rc = fill_one(crew, err); break;
        case TASK_PARSE:   help(crew); break;
        case TASK_WAIT:    wait_for_oldest(crew); break;
        case TASK_NONE:    return 0;
        }
        if (rc)
            return rc;
    }
}

/* --- beginning and end ------------------------------------------------------------------ */

static void dismiss(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->stop = 1;
    pthread_cond_broadcast(&crew->changed);
    pthread_mutex_unlock(&crew->lock);
    for (unsigned i = 1; i < crew->hands; i++)
        if (crew->hand[i].started)
            pthread_join(crew->hand[i].thread, NULL);
    crew->stop = 0;
}

/*
 * Puts what was cut but not delivered back in front of the text: the end of the stretch that was
 * delivered last, from `used` on, and all that was filled behind it.
 */
static int take_back(struct crew *crew, struct error *err)
{
    struct csv_text *text = crew->text, all = *text;
    int rc = 0;

    all.bytes = NULL;
    all.room = all.length = 0;
    for (size_t i = crew->delivered - 1; i < crew->filled && rc == 0; i++) {
        const struct csv_stretch *s = &slot_of(crew, i)->stretch;
        size_t from = i < crew->delivered ? s->used : 0;

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
    int rc = 0;

    crew->slots = 2 * jobs + 2;
    crew->slot = calloc(crew->slots, sizeof *crew->slot);
    crew->hand = calloc(jobs, sizeof *crew->hand);
    if (!crew->slot || !crew->hand)
        return error_set(err, ERR_NOMEM, "no memory to read a table");
    for (; crew->hands < jobs && rc == 0; crew->hands++) {
        crew->hand[crew->hands].crew = crew;
        rc = csv_worker_init(&crew->hand[crew->hands].worker, plan, options, err);
    }
    /* a thread that can't be had is one the less: the calling one parses too */
    for (unsigned i = 1; i < crew->hands && rc == 0; i++)
        crew->hand[i].started = pthread_create(&crew->hand[i].thread, NULL, work,
                                               &crew->hand[i]) == 0;
    return rc;
}

static void release(struct crew *crew)
{
    for (unsigned i = 0; i < crew->hands; i++)
        csv_worker_release(&crew->hand[i].worker);
    for (size_t i = 0; crew->slot && i < crew->slots; i++) {
        csv_batch_release(&crew->slot[i].batch);
        free(crew->slot[i].stretch.text);
    }
    free(crew->slot);
    free(crew->hand);
    pthread_cond_destroy(&crew->changed);
    pthread_mutex_destroy(&crew->lock);
}

int csv_crew_read(struct csv_text *text, const struct csv_plan *plan,
                  const struct ingest_options *options, unsigned jobs,
                  struct csv_delivery *delivery, struct error *err)
{
    struct crew crew = { .text = text, .delivery = delivery };
    int rc;

    pthread_mutex_init(&crew.lock, NULL);
    pthread_cond_init(&crew.changed, NULL);
    rc = assemble(&crew, plan, options, jobs < CSV_CREW_MOST ? jobs : CSV_CREW_MOST, err);
    if (rc == 0)
        rc = direct(&crew, err);
    dismiss(&crew);
    if (rc > 0)
        rc = take_back(&crew, err);
    release(&crew);
    return rc;
}

#include "data/base/relay.h"

#include <pthread.h>
#include <stdlib.h>

struct slot {
    enum { EMPTY, FULL, CLAIMED, DONE } state;
    int          rc;
    struct error err;
};

struct hand {
    struct relay *relay;
    unsigned      index;
    pthread_t     thread;
    int           started;
};

struct relay {
    struct relay_plan plan;
    pthread_mutex_t   lock;        /* guards what the threads share: down to `stop`, the states */
    pthread_cond_t    given_more;  /* for the threads of the relay */
    pthread_cond_t    done_more;   /* for the calling one */
    size_t            delivered, given;    /* slots so far, written by the calling thread */
    size_t            claimed;     /* before it no slot is FULL */
    int               stop;

    struct slot      *slot;        /* a ring */
    struct hand      *hand;        /* [hands]; the first is the calling thread */
};

static struct slot *slot_of(const struct relay *relay, size_t number)
{
    return &relay->slot[number % relay->plan.slots];
}

/* Does the work of a claimed slot. Called, and returns, with the lock. */
static void work_at(struct relay *relay, size_t number, unsigned hand)
{
    struct slot *slot = slot_of(relay, number);

    slot->state = CLAIMED;
    pthread_mutex_unlock(&relay->lock);
    slot->rc = relay->plan.work(relay->plan.self, number % relay->plan.slots, hand, &slot->err);
    pthread_mutex_lock(&relay->lock);
    slot->state = DONE;
    pthread_cond_signal(&relay->done_more);
}

/* Works at the next slot that nobody has, if there is one. Called, and returns, with the lock. */
static int work_at_next(struct relay *relay, unsigned hand)
{
    if (relay->claimed < relay->delivered)
        relay->claimed = relay->delivered;
    while (relay->claimed < relay->given && slot_of(relay, relay->claimed)->state != FULL)
        relay->claimed++;
    if (relay->claimed == relay->given)
        return 0;
    work_at(relay, relay->claimed++, hand);
    return 1;
}

static void *run(void *self)
{
    struct hand *hand = self;
    struct relay *relay = hand->relay;

    pthread_mutex_lock(&relay->lock);
    while (!relay->stop)
        if (!work_at_next(relay, hand->index))
            pthread_cond_wait(&relay->given_more, &relay->lock);
    pthread_mutex_unlock(&relay->lock);
    return NULL;
}

/* --- the calling thread ---------------------------------------------------------------- */

static int is_done(struct relay *relay)
{
    int done;

    pthread_mutex_lock(&relay->lock);
    done = slot_of(relay, relay->delivered)->state == DONE;
    pthread_mutex_unlock(&relay->lock);
    return done;
}

/* Waits for the oldest slot, working at others in the meantime. */
static void wait_for_oldest(struct relay *relay)
{
    const struct slot *oldest = slot_of(relay, relay->delivered);

    pthread_mutex_lock(&relay->lock);
    while (oldest->state != DONE)
        if (!work_at_next(relay, 0))
            pthread_cond_wait(&relay->done_more, &relay->lock);
    pthread_mutex_unlock(&relay->lock);
}

static int deliver_oldest(struct relay *relay, struct error *err)
{
    size_t number = relay->delivered;
    struct slot *slot = slot_of(relay, number);

    pthread_mutex_lock(&relay->lock);
    slot->state = EMPTY;
    relay->delivered++;
    pthread_mutex_unlock(&relay->lock);
    if (slot->rc < 0) {
        if (err)
            *err = slot->err;
        return slot->rc;
    }
    return relay->plan.deliver(relay->plan.self, number % relay->plan.slots, err);
}

int relay_take(struct relay *relay, size_t *slot, struct error *err)
{
    int rc = 0;

    while (rc == 0 && relay->delivered < relay->given) {
        if (relay->given - relay->delivered == relay->plan.slots)
            wait_for_oldest(relay);
        else if (!is_done(relay))
            break;
        rc = deliver_oldest(relay, err);
    }
    *slot = relay->given % relay->plan.slots;
    return rc;
}

static void give(struct relay *relay, int alone)
{
    struct slot *slot = slot_of(relay, relay->given);

    pthread_mutex_lock(&relay->lock);
    slot->state = FULL;
    relay->given++;
    if (alone)
        work_at(relay, relay->given - 1, 0);
    else
        pthread_cond_signal(&relay->given_more);
    pthread_mutex_unlock(&relay->lock);
}

void relay_give(struct relay *relay)
{
    give(relay, 0);
}

void relay_do(struct relay *relay)
{
    give(relay, 1);
}

int relay_finish(struct relay *relay, struct error *err)
{
    int rc = 0;

    while (rc == 0 && relay->delivered < relay->given) {
        wait_for_oldest(relay);
        rc = deliver_oldest(relay, err);
    }
    return rc;
}

void relay_drop(struct relay *relay)
{
    pthread_mutex_lock(&relay->lock);
    for (; relay->delivered < relay->given; relay->delivered++) {
        struct slot *slot = slot_of(relay, relay->delivered);

        while (slot->state == CLAIMED)
            pthread_cond_wait(&relay->done_more, &relay->lock);
        slot->state = EMPTY;
    }
    pthread_mutex_unlock(&relay->lock);
}

size_t relay_given(const struct relay *relay)
{
    return relay->given;
}

size_t relay_delivered(const struct relay *relay)
{
    return relay->delivered;
}

/* --- beginning and end ------------------------------------------------------------------ */

int relay_new(struct relay **out, const struct relay_plan *plan, struct error *err)
{
    struct relay *relay = calloc(1, sizeof *relay);

    if (relay) {
        relay->plan = *plan;
        relay->slot = calloc(plan->slots, sizeof *relay->slot);
        relay->hand = calloc(plan->hands, sizeof *relay->hand);
    }
    if (!relay || !relay->slot || !relay->hand) {
        if (relay) {
            free(relay->slot);
            free(relay->hand);
        }
        free(relay);
        return error_set(err, ERR_NOMEM, "no memory to share work");
    }
    pthread_mutex_init(&relay->lock, NULL);
    pthread_cond_init(&relay->given_more, NULL);
    pthread_cond_init(&relay->done_more, NULL);
    for (unsigned i = 1; i < plan->hands; i++) {
        struct hand *hand = &relay->hand[i];

        *hand = (struct hand){ .relay = relay, .index = i };
        hand->started = pthread_create(&hand->thread, NULL, run, hand) == 0;
    }
    *out = relay;
    return 0;
}

void relay_free(struct relay *relay)
{
    if (!relay)
        return;
    pthread_mutex_lock(&relay->lock);
    relay->stop = 1;
    pthread_cond_broadcast(&relay->given_more);
    pthread_mutex_unlock(&relay->lock);
    for (unsigned i = 1; i < relay->plan.hands; i++)
        if (relay->hand[i].started)
            pthread_join(relay->hand[i].thread, NULL);
    pthread_cond_destroy(&relay->done_more);
    pthread_cond_destroy(&relay->given_more);
    pthread_mutex_destroy(&relay->lock);
    free(relay->hand);
    free(relay->slot);
    free(relay);
}

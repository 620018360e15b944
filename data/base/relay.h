/*
 * data/base/relay.h - work that is prepared and finished in order, and done on all processors.
 *
 * The calling thread takes an empty slot, fills it and gives it away. Threads of the relay do the
 * work, and the calling one does too while it has nothing better to do; results are delivered by
 * the calling thread in the order in which slots were given. So what comes out does not depend on
 * the number of threads. Slots are numbers: what they hold is an array of the caller's.
 */
#ifndef DATA_BASE_RELAY_H
#define DATA_BASE_RELAY_H

#include <stddef.h>

#include "data/base/error.h"

struct relay_plan {
    void    *self;
    size_t   slots;       /* at least 1; twice the hands and two more keep all of them busy */
    unsigned hands;       /* threads, the calling one included, that work; at least 1 */

    /* Does the work of a slot in one of the threads: hand 0 is the calling one. */
    int (*work)(void *self, size_t slot, unsigned hand, struct error *err);

    /* Takes over what came out, in the calling thread. Anything but 0 stops the relay. */
    int (*deliver)(void *self, size_t slot, struct error *err);
};

struct relay;

/* ERR_NOMEM. A thread that can not be had is one the less. */
int relay_new(struct relay **out, const struct relay_plan *plan, struct error *err);

/* Ends the threads; what was not delivered is not. NULL is harmless. */
void relay_free(struct relay *relay);

/*
 * An empty slot, the same until it is given. Delivers what is ready. Returns 0, or what work() (a
 * negative code) or deliver() did; what was given behind that slot is not delivered any more.
 */
int relay_take(struct relay *relay, size_t *slot, struct error *err);

/* The slot taken is full: its work may begin. */
void relay_give(struct relay *relay);

/* As relay_give(), but for work so little that another thread is not worth waking. */
void relay_do(struct relay *relay);

/* Delivers all that was given; returns as relay_take(). */
int relay_finish(struct relay *relay, struct error *err);

/* Forgets what was given and not delivered, when no thread works at it any more. */
void relay_drop(struct relay *relay);

/* How many slots were given so far, and how many of those delivered; the n-th is slot n % slots. */
size_t relay_given(const struct relay *relay);
size_t relay_delivered(const struct relay *relay);

#endif

/*
 * tests/fault/fault_calls.c - every Nth open, read, write, fsync and rename of every command fails.
 *
 *     fault_calls HEADROOM COUNT [SEED]
 *
 * For each command of the scene, each kind of call, each way to fail, once and from then on, and each N up to
 * the last such call: COUNT of these points, drawn evenly, or all of them with 0. What must hold
 * after each is said in scene.h.
 *
 * Seen to fail: its findings are in docs/TESTING.md; a zone file that could not be read was UTC, in status 0.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fault/lot.h"
#include "tests/fault/scene.h"

enum { MOST_FAULTS = 20, HALF = 1 };

/* verdict HALF: half of the bytes of a write get through; EINTR is asked for again, so once only */
static const struct way { enum call_kind kind; long verdict; const char *name; int forever; } ways[] = {
    { CALL_OPEN,  -EMFILE, "EMFILE", 1 }, { CALL_OPEN,  -EACCES, "EACCES", 1 }, { CALL_OPEN,  -EIO, "EIO", 1 },
    { CALL_READ,  -EIO,    "EIO",    1 }, { CALL_READ,  -EINTR,  "EINTR",  0 },
    { CALL_WRITE, -EIO,    "EIO",    1 }, { CALL_WRITE, -ENOSPC, "ENOSPC", 1 }, { CALL_WRITE, -EDQUOT, "EDQUOT", 1 },
    { CALL_WRITE, HALF,    "half",   0 }, { CALL_WRITE, -EINTR,  "EINTR",  0 },
    { CALL_SYNC,  -EIO,    "EIO",    1 },
    { CALL_NAME,  -EIO,    "EIO",    1 }, { CALL_NAME,  -ENOSPC, "ENOSPC", 1 },
};
enum { WAYS = sizeof ways / sizeof ways[0] };

/* The contract's statuses for a machine that refuses: system, output, input/output, permission, no input. */
static const int statuses[] = { 66, 69, 71, 73, 74, 77, 0 };

struct blow {
    const struct way *way;
    size_t at, seen;         /* the call to hit, from 1 on; calls so far */
    int    forever;
    char   path[256];        /* of the file it hit first */
};

static long strike(void *self, const struct call *call)
{
    struct blow *blow = self;

    blow->seen++;
    if (blow->seen < blow->at || (blow->seen > blow->at && !blow->forever))
        return LET_GO;
    if (blow->seen == blow->at)
        snprintf(blow->path, sizeof blow->path, "%s", call->path);
    if (blow->way->verdict != HALF)
        return blow->way->verdict;
    return call->argument[2] > 1 ? (long)call->argument[2] / 2 : LET_GO;
}

static struct watch watch_of(struct blow *blow)
{
    return (struct watch){ .kinds = 1u << blow->way->kind, .judge = strike, .self = blow };
}

/* How many calls of each kind an undisturbed run makes. */
static void count_calls(struct scene *scene, const struct deed *deed, size_t calls[CALL_KINDS])
{
    for (size_t i = 0; i < WAYS; i++) {
        struct blow none = { .way = &ways[i], .at = SIZE_MAX };
        struct watch watch = watch_of(&none);
        struct result result;

        if (i > 0 && ways[i].kind == ways[i - 1].kind)
            continue;
        scene_run(scene, deed, &watch, &result);
        calls[ways[i].kind] = none.seen;
        result_release(&result);
    }
}

static int try_point(struct scene *scene, const struct deed *deed, struct blow *blow)
{
    struct watch watch = watch_of(blow);
    unsigned excuses = blow->way->kind == CALL_WRITE ? MUTE
                       : blow->way->kind == CALL_NAME && blow->forever ? LITTER : 0;
    struct result result;
    struct buf name;
    const char *fault;

    scene_run(scene, deed, &watch, &result);
    fault = scene_fault(scene, deed, &result, statuses, excuses);
    if (fault) {
        buf_init(&name, 1000);
        deed_name(deed, &name);
        printf("%s: %s %zu%s fails with %s (%s): %s\n  status %d: %s", name.text,
               call_kind_name(blow->way->kind), blow->at, blow->forever ? " and all that follow" : "",
               blow->way->name, blow->path, fault, result.ending.status,
               result.err.used ? result.err.text : "\n");
        buf_release(&name);
    }
    result_release(&result);
    return fault != NULL;
}

struct tour {
    struct scene scene;
    size_t calls[64][CALL_KINDS], points, tried, faults;
    double share;            /* of the points that is tried */
    uint64_t dice;
};

static void go_on(struct tour *tour, size_t deed, const struct way *way, int forever)
{
    for (size_t at = 1; at <= tour->calls[deed][way->kind]; at++) {
        struct blow blow = { .way = way, .at = at, .forever = forever };

        if (tour->faults >= MOST_FAULTS || (double)(draw(&tour->dice) >> 11) * 0x1p-53 >= tour->share)
            continue;
        tour->tried++;
        tour->faults += (size_t)try_point(&tour->scene, &deeds[deed], &blow);
    }
}

int main(int count, char **word)
{
    static struct tour tour;
    size_t asked = count > 2 ? strtoull(word[2], NULL, 10) : 0;

    if (count < 3)
        stop("usage", "fault_calls HEADROOM COUNT [SEED]");
    if (!watch_works()) {
        puts("skipped: this kernel lets no process look over another's system calls");
        return 0;
    }
    tour.dice = count > 3 ? strtoull(word[3], NULL, 10) : 1;
    scene_make(&tour.scene, word[1]);
    for (size_t deed = 0; deed < deed_count; deed++)
        count_calls(&tour.scene, &deeds[deed], tour.calls[deed]);
    for (size_t deed = 0; deed < deed_count; deed++)
        for (size_t i = 0; i < WAYS; i++)
            tour.points += tour.calls[deed][ways[i].kind] * (size_t)(1 + ways[i].forever);
    tour.share = asked ? (double)asked / (double)tour.points : 1;
    for (size_t deed = 0; deed < deed_count; deed++)
        for (size_t i = 0; i < WAYS; i++)
            for (int forever = 0; forever <= ways[i].forever; forever++)
                go_on(&tour, deed, &ways[i], forever);
    scene_remove(&tour.scene);
    printf("%zu of %zu calls of %zu commands failed, %zu of them badly\n", tour.tried, tour.points,
           deed_count, tour.faults);
    return tour.faults > 0;
}

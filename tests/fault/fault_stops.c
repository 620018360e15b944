/*
 * tests/fault/fault_stops.c - commands are killed in front of every Nth system call that writes.
 *
 *     fault_stops HEADROOM COUNT [SEED]
 *
 * For each command that changes the store or makes a file: SIGKILL in front of the Nth open, write, fsync or rename,
 * COUNT of these points, drawn evenly, or all of them with 0. What it leaves must be whole, the store's content and
 * its file as before or as after (scene.h). Then the same command is run again, every fourth time with a call
 * of its own that fails on the way, and at last undisturbed: it must end as if nothing had been.
 *
 * Seen to fail: with outfile.c writing to the file itself instead of one beside it, "the file it makes is not whole".
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/fault/lot.h"
#include "tests/fault/scene.h"

enum { MOST_FAULTS = 20, WRITING = 1u << CALL_OPEN | 1u << CALL_WRITE | 1u << CALL_SYNC | 1u << CALL_NAME };
enum { COMPOUND = 4 };

static const int statuses[] = { 66, 69, 71, 73, 74, 77, 0 };

struct blow { size_t at, seen; long verdict; };

static long strike(void *self, const struct call *call)
{
    struct blow *blow = self;

    (void)call;
    return ++blow->seen == blow->at ? blow->verdict : LET_GO;
}

struct round {
    struct scene scene;
    size_t points, kills, compound, faults;
    double share;
    uint64_t dice;
};

static void judge(struct round *round, const struct deed *deed, struct result *result, size_t at,
                  const char *when)
{
    const char *fault = scene_fault(&round->scene, deed, result, statuses, MUTE | KILLED | LITTER);
    struct buf name;

    if (!fault)
        return;
    round->faults++;
    buf_init(&name, 1000);
    deed_name(deed, &name);
    printf("%s, killed in front of call %zu%s: %s\n  status %d: %s", name.text, at, when, fault,
           result->ending.status, result->err.used ? result->err.text : "\n");
    buf_release(&name);
}

/* The same command on what the kill left. */
static void run_again(struct round *round, const struct deed *deed, size_t at, size_t calls, int fails)
{
    struct blow blow = { .at = 1 + draw(&round->dice) % calls, .verdict = fails ? -EIO : LET_GO };
    struct watch watch = { .kinds = WRITING, .judge = strike, .self = &blow };
    struct result result;

    scene_run_on(&round->scene, deed, &watch, &result);
    judge(round, deed, &result, at, fails ? ", and a call failed in the run behind it" : ", and run again");
    if (!fails && result.content != round->scene.undisturbed[deed - deeds].content) {
        round->faults++;
        printf("%s, killed in front of call %zu and run again: it does not end as ever\n", deed->word[0], at);
    }
    result_release(&result);
}

static void kill_at(struct round *round, const struct deed *deed, size_t at, size_t calls)
{
    struct blow blow = { .at = at, .verdict = KILL_NOW };
    struct watch watch = { .kinds = WRITING, .judge = strike, .self = &blow };
    struct result result;
    int done;

    scene_run(&round->scene, deed, &watch, &result);
    judge(round, deed, &result, at, "");
    done = result.content != round->scene.content;
    result_release(&result);
    round->kills++;
    if (deed->once || (deed->changes && done))    /* twice is another thing */
        return;
    if (round->kills % COMPOUND == 0) {
        round->compound++;
        run_again(round, deed, at, calls, 1);
    }
    if (!deed->changes || round->kills % COMPOUND)
        run_again(round, deed, at, calls, 0);
}

static size_t count_calls(struct round *round, const struct deed *deed)
{
    struct blow none = { .at = SIZE_MAX };
    struct watch watch = { .kinds = WRITING, .judge = strike, .self = &none };
    struct result result;

    scene_run(&round->scene, deed, &watch, &result);
    result_release(&result);
    return none.seen;
}

int main(int count, char **word)
{
    static struct round round;
    size_t asked = count > 2 ? strtoull(word[2], NULL, 10) : 0, calls[64];

    if (count < 3)
        stop("usage", "fault_stops HEADROOM COUNT [SEED]");
    if (!watch_works()) {
        puts("skipped: this kernel lets no process look over another's system calls");
        return 0;
    }
    round.dice = count > 3 ? strtoull(word[3], NULL, 10) : 1;
    scene_make(&round.scene, word[1]);
    for (size_t i = 0; i < deed_count; i++) {
        calls[i] = deeds[i].changes || deeds[i].makes ? count_calls(&round, &deeds[i]) : 0;
        round.points += calls[i];
    }
    round.share = asked ? (double)asked / (double)round.points : 1;
    for (double share = round.share; share > 0; share -= 1)    /* more than there are: some twice */
        for (size_t i = 0; i < deed_count; i++)
            for (size_t at = 1; at <= calls[i] && round.faults < MOST_FAULTS; at++)
                if ((double)(draw(&round.dice) >> 11) * 0x1p-53 < share)
                    kill_at(&round, &deeds[i], at, calls[i]);
    scene_remove(&round.scene);
    printf("%zu kills at %zu places, %zu of them with a fault in the run behind it: %zu bad\n", round.kills,
           round.points, round.compound, round.faults);
    return round.faults > 0;
}

/*
 * tests/fault/scene.h - a folder with a store, exports and a config, and every command at work in it.
 *
 * The commands are run one at a time by whoever disturbs them; what each leaves is judged here, against
 * what it leaves undisturbed:
 *
 *   - it ends by itself, in a status of the contract; 0 only where its output is what it always is,
 *     or where it says on stderr what is missing;
 *   - where it fails, the message says where and why, and what to do;
 *   - the store opens, has no fault, and holds what it held before or what it holds afterwards;
 *   - no file is there that should not be, and an output is whole, or what was there before.
 */
#ifndef TESTS_FAULT_SCENE_H
#define TESTS_FAULT_SCENE_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/buf.h"
#include "tests/fault/watch.h"

enum { SCENE_ROOM = 128, DEED_WORDS = 16 };

struct deed {
    const char *word[DEED_WORDS];
    const char *makes;       /* a file, or NULL */
    int changes;             /* the store */
    int replaces;            /* 1: the file is there before, with other content */
    int once;                /* 1: refuses where its file is there */
    int plugin;              /* 1: ends as a monitoring plugin; its status 3 is a failure, on stdout */
    int looks;               /* 1: at the machine, of which its output tells; 78 where something is amiss */
    int helped;              /* 1: by gnuplot, without which it does what it can */
};
extern const struct deed deeds[];
extern const size_t deed_count;

/* What a command leaves. */
struct result {
    struct ending ending;
    struct buf out, err, made;
    uint64_t content;
};

struct scene {
    char program[4096], folder[SCENE_ROOM], work[SCENE_ROOM], store[SCENE_ROOM];
    struct buf stored;               /* the store as every command finds it */
    uint64_t content;
    struct result *undisturbed;      /* of each deed */
};

void scene_make(struct scene *scene, const char *program);
void scene_remove(struct scene *scene);

/* Puts everything as it was, runs the deed, and looks what is left but for the store. */
void scene_run(struct scene *scene, const struct deed *deed, const struct watch *watch,
               struct result *result);

/* The same on what is there. */
void scene_run_on(struct scene *scene, const struct deed *deed, const struct watch *watch,
                  struct result *result);
void result_release(struct result *result);

/* What a disturbance may excuse. */
enum {
    MUTE = 1,        /* what it says may have been lost */
    KILLED = 2,      /* it may have ended by SIGKILL */
    LITTER = 4       /* what it began may be left under a name of its own */
};

/* What is wrong with what a disturbed deed left, in words; NULL for nothing. `statuses` ends in 0. */
const char *scene_fault(struct scene *scene, const struct deed *deed, struct result *result,
                        const int *statuses, unsigned excuses);

/* The deed in words, for messages. */
void deed_name(const struct deed *deed, struct buf *out);

#endif

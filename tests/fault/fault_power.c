/*
 * tests/fault/fault_power.c - the power goes in the middle of a command that writes to the store.
 *
 *     fault_power HEADROOM COUNT [SEED]
 *
 * What each command writes to the store and its journal is recorded, call by call. A power cut behind any of the
 * calls leaves what was synced, and of the rest anything: each write kept, lost, or torn at the bounds of its
 * sectors, each cut of a file kept or lost, a new file there or not; so writes arrive in another order than
 * they were made in. COUNT such images are drawn. Each must open, have no fault, and hold what the store held
 * before or after; behind the last call, where the command has ended in 0, what it held after.
 *
 * The control takes the syncs out of the record: as many images at most, and one of them must be bad.
 * Seen to fail: with synchronous = OFF in data/store/open.c, 24 of 63 images were bad.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/fault/content.h"
#include "tests/fault/lot.h"
#include "tests/fault/scene.h"

enum { SECTOR = 512, OPS_MOST = 4096, IMAGE_MOST = 8 << 20, NAMED = 2, PATH_ROOM = SCENE_ROOM + 16 };
enum op_kind { OP_WRITE, OP_CUT, OP_MAKE, OP_SYNC, OP_SYNC_FOLDER };

struct op {
    enum op_kind kind;
    int      file;       /* 0 the store, 1 its journal */
    uint64_t at;         /* offset, or new length */
    size_t   length;
    char    *bytes;
};

struct image { char *bytes; size_t length; int there; };

struct record {
    char        path[NAMED][PATH_ROOM], folder[SCENE_ROOM];
    struct op   op[OPS_MOST];
    size_t      count;
    struct buf  before;              /* the store at the beginning; empty: there is none */
    uint64_t    content[2];          /* before and after */
};

struct luck { double keep, tear; };

/* --- recording -------------------------------------------------------------------------- */

static struct op *add(struct record *record, enum op_kind kind, int file)
{
    struct op *op = &record->op[record->count];

    if (record->count == OPS_MOST)
        stop("the record", "is full");
    *op = (struct op){ .kind = kind, .file = file };
    record->count++;
    return op;
}

static int file_of(const struct record *record, const char *path)
{
    for (int i = 0; i < NAMED; i++)
        if (strcmp(path, record->path[i]) == 0)
            return i;
    return -1;
}

static void add_write(struct record *record, int file, const struct call *call)
{
    struct op *op = add(record, OP_WRITE, file);

    if (call->nr != SYS_pwrite64)
        stop("the record", "a write without an offset");
    op->length = call->argument[2];
    op->at = call->argument[3];
    op->bytes = malloc(op->length + 1);
    if (!op->bytes || call_bytes(call, call->argument[1], op->bytes, op->length) != op->length)
        stop("the record", "a write that can not be read");
}

static long note(void *self, const struct call *call)
{
    struct record *record = self;
    int file = file_of(record, call->path);

    if (call->kind == CALL_SYNC && strcmp(call->path, record->folder) == 0)
        add(record, OP_SYNC_FOLDER, 0);
    if (file < 0)
        return LET_GO;
    if (call->kind == CALL_OPEN && call->argument[2] & O_CREAT && access(call->path, F_OK) != 0)
        add(record, OP_MAKE, file);
    else if (call->kind == CALL_WRITE)
        add_write(record, file, call);
    else if (call->kind == CALL_SYNC)
        add(record, OP_SYNC, file);
    else if (call->nr == SYS_ftruncate)
        add(record, OP_CUT, file)->at = call->argument[1];
    else if (call->kind == CALL_NAME && call->nr != SYS_fchmod)
        stop("the record", "the store was renamed or removed");
    return LET_GO;
}

static uint64_t content_at(const char *path)
{
    struct error err = ERROR_NONE;
    uint64_t content;

    if (content_of(path, &content, &err) < 0)
        stop(path, err.text);
    return content;
}

static void record_deed(struct scene *scene, const struct deed *deed, struct record *record)
{
    struct watch watch = { .kinds = 1u << CALL_OPEN | 1u << CALL_WRITE | 1u << CALL_SYNC | 1u << CALL_NAME,
                           .judge = note, .self = record };
    struct result result;

    *record = (struct record){ .before = scene->stored };
    snprintf(record->path[0], PATH_ROOM, "%s", scene->store);
    snprintf(record->path[1], PATH_ROOM, "%s-journal", scene->store);
    snprintf(record->folder, SCENE_ROOM, "%s", scene->work);
    record->content[0] = scene->stored.used ? scene->content : 0;
    scene_run(scene, deed, &watch, &result);
    if (result.ending.status != 0 || record->count < 4)
        stop(deed->word[0], result.err.used ? result.err.text : "writes nothing");
    record->content[1] = content_at(scene->store);
    result_release(&result);
}

static void forget(struct record *record)
{
    for (size_t i = 0; i < record->count; i++)
        free(record->op[i].bytes);
}

/* --- what a power cut leaves --------------------------------------------------------------- */

static void grow(struct image *image, size_t length)
{
    if (length > IMAGE_MOST)
        stop("an image", "is too large");
    if (length > image->length)
        memset(image->bytes + image->length, 0, length - image->length);
    image->length = length > image->length ? length : image->length;
}

static int happens(uint64_t *dice, double odds)
{
    return (double)(draw(dice) >> 11) * 0x1p-53 < odds;
}

/* A write of which only some sectors arrive. */
static void tear(struct image *image, const struct op *op, uint64_t *dice)
{
    for (size_t from = 0; from < op->length;) {
        size_t left = SECTOR - (op->at + from) % SECTOR;

        left = left < op->length - from ? left : op->length - from;
        if (happens(dice, 0.5)) {
            grow(image, op->at + from + left);
            memcpy(image->bytes + op->at + from, op->bytes + from, left);
        }
        from += left;
    }
}

static void apply(struct image *image, const struct op *op, int torn, uint64_t *dice)
{
    switch (op->kind) {
    case OP_WRITE:
        if (torn) {
            tear(image, op, dice);
            break;
        }
        grow(image, op->at + op->length);
        memcpy(image->bytes + op->at, op->bytes, op->length);
        break;
    case OP_CUT:
        grow(image, op->at);
        image->length = op->at;
        break;
    case OP_MAKE:
        image->there = 1;
        break;
    default:
        break;
    }
}

/* 1 when the op is behind a sync, before the cut at `end`. */
static int is_durable(const struct record *record, size_t at, size_t end)
{
    const struct op *op = &record->op[at];

    for (size_t i = at + 1; i < end; i++)
        if (op->kind == OP_MAKE ? record->op[i].kind == OP_SYNC_FOLDER
                                : record->op[i].kind == OP_SYNC && record->op[i].file == op->file)
            return 1;
    return 0;
}

static void cut_power(const struct record *record, size_t end, int synced, struct luck luck, uint64_t *dice,
                      struct image image[NAMED])
{
    image[0].length = record->before.used;
    image[0].there = record->before.used > 0;
    memcpy(image[0].bytes, record->before.text, record->before.used);
    image[1].length = 0;
    image[1].there = 0;
    for (size_t i = 0; i < end; i++) {
        const struct op *op = &record->op[i];

        if (synced && is_durable(record, i, end))
            apply(&image[op->file], op, 0, dice);
        else if (happens(dice, luck.keep))
            apply(&image[op->file], op, happens(dice, luck.tear), dice);
    }
}

static void put_image(const struct record *record, const struct image image[NAMED])
{
    for (int i = 0; i < NAMED; i++) {
        FILE *file;

        unlink(record->path[i]);
        if (!image[i].there)
            continue;
        file = fopen(record->path[i], "w");
        if (!file || fwrite(image[i].bytes, 1, image[i].length, file) != image[i].length || fclose(file) != 0)
            stop(record->path[i], strerror(errno));
    }
}

/* NULL when the image is one of the two that may be. */
static const char *image_fault(const struct record *record, size_t end)
{
    static char text[400];
    struct error err = ERROR_NONE;
    uint64_t content;

    if (content_of(record->path[0], &content, &err) < 0) {
        snprintf(text, sizeof text, "it is broken: %s", err.text);
        return text;
    }
    if (content != record->content[1] && end == record->count)
        return "what was stored is lost";
    return content == record->content[0] || content == record->content[1] ? NULL : "it holds half of the work";
}

struct power {
    struct scene scene;
    struct record record;
    struct image image[NAMED];
    uint64_t dice;
    size_t images, ends, faults, control;
};

static const char *try_image(struct power *power, size_t end, int synced)
{
    static const struct luck lucks[] = { { 0, 0 }, { 1, 0 }, { 0.5, 0 }, { 0.5, 0.5 }, { 0.9, 0.2 }, { 0.1, 0.2 } };
    struct luck luck = lucks[draw(&power->dice) % (sizeof lucks / sizeof lucks[0])];

    cut_power(&power->record, end, synced, luck, &power->dice, power->image);
    put_image(&power->record, power->image);
    return image_fault(&power->record, end);
}

/* A third of the images behind the last call. */
static void try_deed(struct power *power, const struct deed *deed, size_t count)
{
    struct record *record = &power->record;
    size_t bad = 0;

    record_deed(&power->scene, deed, record);
    for (size_t i = 0; i < count; i++) {
        size_t end = i % 3 == 0 ? record->count : 1 + draw(&power->dice) % record->count;
        const char *fault = try_image(power, end, 1);

        power->images++;
        power->ends += end == record->count;
        if (fault && power->faults++ < 10)
            printf("%s: power cut behind call %zu of %zu: %s\n", deed->word[0], end, record->count, fault);
    }
    for (size_t i = 0; i < 200 && !bad; i++) {
        power->control++;
        bad = try_image(power, 1 + draw(&power->dice) % record->count, 0) != NULL;
    }
    if (!bad)
        stop(deed->word[0], "no image was bad without syncs: the test shows nothing");
    forget(record);
}

int main(int count, char **word)
{
    static struct power power;
    size_t asked = count > 2 ? strtoull(word[2], NULL, 10) : 0, writers = 1, fresh = 0;

    if (!asked)
        stop("usage", "fault_power HEADROOM COUNT [SEED]");
    if (!watch_works()) {
        puts("skipped: this kernel lets no process look over another's system calls");
        return 0;
    }
    power.dice = count > 3 ? strtoull(word[3], NULL, 10) : 1;
    scene_make(&power.scene, word[1]);
    for (int i = 0; i < NAMED; i++)
        if (!(power.image[i].bytes = malloc(IMAGE_MOST)))
            stop("an image", "no memory");
    for (size_t i = 0; i < deed_count; i++)
        writers += (size_t)deeds[i].changes;
    for (size_t i = 0; i < deed_count; i++)
        if (deeds[i].changes)
            try_deed(&power, &deeds[i], asked / writers + 1);
    while (!deeds[fresh].changes)
        fresh++;
    buf_clear(&power.scene.stored);    /* and once where there is no store yet */
    try_deed(&power, &deeds[fresh], asked / writers + 1);
    for (int i = 0; i < NAMED; i++)
        free(power.image[i].bytes);
    scene_remove(&power.scene);
    printf("%zu power cuts in %zu commands that write, %zu of them behind exit 0: %zu bad; "
           "without syncs %zu were enough\n", power.images, writers, power.ends, power.faults, power.control);
    return power.faults > 0;
}

/*
 * tests/fault/fault_damage.c - stores with flipped bits, lost and swapped pages, cut ends and foreign journals.
 *
 *     fault_damage HEADROOM COUNT [SEED]
 *
 * COUNT stores are damaged, each in one way. Nothing may crash or hang, and what is damaged is either said to be so
 * (by opening, reading or store_verify(), as `headroom verify` does) or changes nothing of what is stored. Names,
 * events, capacities and the ledgers have no checksum of their own, so that a letter in one of them may
 * change unseen: that of one damage in a hundred at most. Every fiftieth store is read by the commands too, which must end in a status of the contract. To be run
 * under the address sanitizer as well.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/fault/content.h"
#include "tests/fault/lot.h"
#include "tests/fault/scene.h"

enum { PAGE = 4096, MOST_FAULTS = 20, COMMANDS_EVERY = 50, UNSEEN_ONE_IN = 100, JOURNAL_HEAD = 28 };

struct damage {
    struct scene scene;
    char        *bytes;
    size_t       length;
    uint64_t     dice;
    size_t       found, harmless, unseen, faults, commands;
};

static size_t roll(struct damage *d, size_t below)
{
    return (size_t)(draw(&d->dice) % below);
}

/* --- ways to be damaged ------------------------------------------------------------------- */

static void flip_bit(struct damage *d)
{
    d->bytes[roll(d, d->length)] ^= (char)(1 << roll(d, 8));
}

static void change_byte(struct damage *d)
{
    d->bytes[roll(d, d->length)] ^= (char)(1 + roll(d, 255));
}

static void change_run(struct damage *d)
{
    size_t at = roll(d, d->length), count = 1 + roll(d, 64);

    for (size_t i = at; i < d->length && i < at + count; i++)
        d->bytes[i] = (char)draw(&d->dice);
}

static void lose_page(struct damage *d)
{
    memset(d->bytes + roll(d, d->length / PAGE) * PAGE, 0, PAGE);
}

static void swap_pages(struct damage *d)
{
    char *a = d->bytes + roll(d, d->length / PAGE) * PAGE, *b = d->bytes + roll(d, d->length / PAGE) * PAGE;
    char kept[PAGE];

    memcpy(kept, a, PAGE);
    memmove(a, b, PAGE);
    memcpy(b, kept, PAGE);
}

static void cut_end(struct damage *d)
{
    d->length = roll(d, d->length);
}

/* The header of the file, where versions and sizes stand. */
static void change_head(struct damage *d)
{
    d->bytes[roll(d, 100)] = (char)draw(&d->dice);
}

static const struct { void (*work)(struct damage *); const char *name; } ways[] = {
    { flip_bit, "a bit is flipped" },       { change_byte, "a byte is another" },
    { change_run, "some bytes are others" }, { lose_page, "a page is lost" },
    { swap_pages, "two pages are swapped" }, { cut_end, "the end is cut" },
    { change_head, "the header is another" },
};
enum { WAYS = sizeof ways / sizeof ways[0] };

/* --- judging -------------------------------------------------------------------------------- */

static void write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "w");

    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
        stop(path, strerror(errno));
}

/* A journal that belongs to nothing: some bytes behind the head of a real one. */
static void put_journal(struct damage *d, int there)
{
    static const unsigned char magic[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
    char path[SCENE_ROOM + 16], bytes[2 * PAGE];

    snprintf(path, sizeof path, "%s-journal", d->scene.store);
    unlink(path);
    if (!there)
        return;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = i < JOURNAL_HEAD ? '\0' : (char)draw(&d->dice);
    memcpy(bytes, magic, sizeof magic);
    bytes[11] = 1;
    write_file(path, bytes, 512 + roll(d, PAGE));
}

static void say(struct damage *d, const char *way, const char *what)
{
    if (d->faults++ < MOST_FAULTS)
        printf("%s: %s\n", way, what);
}

static void run_commands(struct damage *d, const char *way)
{
    static const struct deed readers[] = {
        { .word = { "verify" } }, { .word = { "analyze", "--format", "json" } }, { .word = { "export" } },
        { .word = { "query", "SELECT * FROM samples" } }, { .word = { "ingest", "b.csv" } },
        { .word = { "prune", "--older-than", "7d" } }, { .word = { "backup", "copy.db" } },
    };
    static const int statuses[] = { 0, 65, 66, 71, 73, 74, 75, 77, 78 };

    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        struct result result;
        size_t known = 0;

        scene_run_on(&d->scene, &readers[i], NULL, &result);
        while (known < sizeof statuses / sizeof statuses[0] && statuses[known] != result.ending.status)
            known++;
        d->commands++;
        if (known == sizeof statuses / sizeof statuses[0])
            say(d, way, result.err.used ? result.err.text : "a command crashes");
        result_release(&result);
    }
}

static void try_one(struct damage *d, size_t number)
{
    size_t way = roll(d, WAYS + 1);
    struct error err = ERROR_NONE;
    uint64_t content = 0;
    const char *name = way < WAYS ? ways[way].name : "a foreign journal";

    d->length = d->scene.stored.used;
    memcpy(d->bytes, d->scene.stored.text, d->length);
    if (way < WAYS)
        ways[way].work(d);
    write_file(d->scene.store, d->bytes, d->length);
    put_journal(d, way == WAYS);
    if (number % COMMANDS_EVERY == 0)
        run_commands(d, name);
    else if (content_of(d->scene.store, &content, &err) < 0 || content == 0)
        d->found++;    /* content 0: there is nothing in it, which the commands say */
    else if (content == d->scene.content)
        d->harmless++;
    else
        d->unseen++;
}

int main(int count, char **word)
{
    static struct damage d;
    size_t asked = count > 2 ? strtoull(word[2], NULL, 10) : 0;

    if (!asked)
        stop("usage", "fault_damage HEADROOM COUNT [SEED]");
    d.dice = count > 3 ? strtoull(word[3], NULL, 10) : 1;
    scene_make(&d.scene, word[1]);
    d.bytes = malloc(d.scene.stored.used);
    if (!d.bytes)
        stop("a store", "no memory");
    for (size_t i = 0; i < asked; i++)
        try_one(&d, i);
    free(d.bytes);
    scene_remove(&d.scene);
    printf("%zu damaged stores: %zu found, %zu harmless, %zu not seen; %zu commands run on some, %zu of them badly\n",
           asked, d.found, d.harmless, d.unseen, d.commands, d.faults);
    return d.faults > 0 || d.unseen * UNSEEN_ONE_IN > asked;
}

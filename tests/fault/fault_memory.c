/*
 * tests/fault/fault_memory.c - every Nth allocation of every command fails, once and from then on.
 *
 *     fault_memory HEADROOM COUNT [SEED]
 *
 * COUNT of these points, drawn evenly, or all of them with 0. What must hold after each is said in
 * scene.h; beside this, under the address sanitizer nothing may be lost on the way out. The library that
 * refuses is lib/memory.so beside this program.
 *
 * Seen to fail: yajl crashed, and texts were missing from output in status 0.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/fault/lot.h"
#include "tests/fault/ration.h"
#include "tests/fault/scene.h"

enum { MOST_FAULTS = 40, PROGRAM_MOST = 64 << 20 };    /* bytes of a program */

/* out of memory */
static const int statuses[] = { 71, 0 };

struct tour {
    struct scene scene;
    struct ration *ration;
    char library[PATH_MAX], page[PATH_MAX];
    size_t allocations[64], points, tried, faults;
    uint64_t dice;
};

static void make_ration(struct tour *tour, const char *program)
{
    char self[PATH_MAX];
    int file;

    if (!realpath(program, self))
        stop(program, strerror(errno));
    snprintf(tour->library, sizeof tour->library, "%.3000s/lib/memory.so", dirname(self));
    snprintf(tour->page, sizeof tour->page, "%.100s/ration", tour->scene.folder);
    file = open(tour->page, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ftruncate(file, sizeof *tour->ration) != 0)
        stop(tour->page, strerror(errno));
    tour->ration = mmap(NULL, sizeof *tour->ration, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (tour->ration == MAP_FAILED)
        stop(tour->page, strerror(errno));
    close(file);
}

static void run_rationed(struct tour *tour, const struct deed *deed, size_t at, int forever,
                         struct result *result)
{
    *tour->ration = (struct ration){ .at = at, .forever = (uint64_t)forever };
    setenv("LD_PRELOAD", tour->library, 1);
    setenv(RATION_VARIABLE, tour->page, 1);
    setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
    scene_run(&tour->scene, deed, NULL, result);
    unsetenv("LD_PRELOAD");
    unsetenv(RATION_VARIABLE);
}

static void count_allocations(struct tour *tour)
{
    for (size_t i = 0; i < deed_count; i++) {
        struct result result;

        run_rationed(tour, &deeds[i], SIZE_MAX, 0, &result);
        tour->allocations[i] = tour->ration->taken;
        tour->points += 2 * tour->ration->taken;
        if (result.ending.status != tour->scene.undisturbed[i].ending.status || !tour->ration->taken)
            stop(tour->library, result.err.used ? result.err.text : "is not loaded");
        result_release(&result);
    }
}

/* Frames below the library's own, for addr2line -f -e HEADROOM. */
static void tell_where(const struct tour *tour)
{
    printf("  at");
    for (int i = 2; i < RATION_FRAMES && tour->ration->frame[i]; i++)
        if (tour->ration->frame[i] < PROGRAM_MOST)
            printf(" %#" PRIx64, tour->ration->frame[i]);
    puts("");
}

static void try_point(struct tour *tour, const struct deed *deed, size_t at, int forever)
{
    struct result result;
    struct buf name;
    const char *fault;

    run_rationed(tour, deed, at, forever, &result);
    fault = scene_fault(&tour->scene, deed, &result, statuses, 0);
    tour->tried++;
    if (fault) {
        tour->faults++;
        buf_init(&name, 1000);
        deed_name(deed, &name);
        printf("%s: allocation %zu%s fails: %s\n  status %d: %s", name.text, at,
               forever ? " and all that follow" : "", fault, result.ending.status,
               result.err.used ? result.err.text : "\n");
        buf_release(&name);
        tell_where(tour);
    }
    result_release(&result);
}

int main(int count, char **word)
{
    static struct tour tour;
    size_t asked = count > 2 ? strtoull(word[2], NULL, 10) : 0;
    double share;

    if (count < 3)
        stop("usage", "fault_memory HEADROOM COUNT [SEED]");
    tour.dice = count > 3 ? strtoull(word[3], NULL, 10) : 1;
    scene_make(&tour.scene, word[1]);
    make_ration(&tour, word[0]);
    count_allocations(&tour);
    share = asked ? (double)asked / (double)tour.points : 1;
    for (size_t deed = 0; deed < deed_count; deed++)
        for (size_t at = 1; at <= tour.allocations[deed]; at++)
            for (int forever = 0; forever < 2; forever++)
                if (tour.faults < MOST_FAULTS && (double)(draw(&tour.dice) >> 11) * 0x1p-53 < share)
                    try_point(&tour, &deeds[deed], at, forever);
    unlink(tour.page);
    scene_remove(&tour.scene);
    printf("%zu of %zu allocations of %zu commands failed, %zu of them badly\n", tour.tried, tour.points,
           deed_count, tour.faults);
    return tour.faults > 0;
}

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "data/base/arena.h"
#include "data/base/spill.h"

enum { TEXTS = 3000, ROOM = 1 << 22 };

/* Bytes of the process that lie in memory, by proc(5): the second number of statm, in pages. */
static long resident(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long all = 0, pages = 0;

    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld %ld", &all, &pages), 2);
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

static void fill(struct arena *arena, const char **texts)
{
    for (int i = 0; i < TEXTS; i++) {
        texts[i] = arena_format(arena, "%d of %0500d", i, i);
        assert_non_null(texts[i]);
    }
}

static void check(const char *const *texts)
{
    char want[600];

    for (int i = 0; i < TEXTS; i++) {
        snprintf(want, sizeof want, "%d of %0500d", i, i);
        assert_string_equal(texts[i], want);
    }
}

static void what_rests_is_there_when_it_is_looked_at(void **state)
{
    struct arena arena = { .newest = NULL };
    const char *texts[TEXTS];
    long before;

    (void)state;
    arena_spill(&arena, ROOM);
    assert_non_null(arena.spill);
    fill(&arena, texts);
    before = resident();
    arena_rest(&arena);
    assert_true(before - resident() > TEXTS * 500 / 2);
    check(texts);
    arena_release(&arena);
    assert_null(arena.spill);
    arena_release(&arena);
}

static void what_does_not_fit_comes_from_the_heap(void **state)
{
    struct arena arena = { .newest = NULL };
    const char *texts[TEXTS];

    (void)state;
    arena_spill(&arena, 100 * 1000);
    fill(&arena, texts);
    arena_rest(&arena);
    check(texts);
    arena_release(&arena);
}

static void arenas_beside_one_another_are_joined(void **state)
{
    struct arena arena = { .newest = NULL }, beside;
    const char *here[TEXTS], *there[TEXTS];

    (void)state;
    arena_spill(&arena, ROOM);
    beside = arena_beside(&arena);
    fill(&arena, here);
    fill(&beside, there);
    arena_join(&arena, &beside);
    arena_rest(&arena);
    check(here);
    check(there);
    arena_release(&arena);
}

/* A folder that can not be written to is passed over. */
static void without_a_folder_there_is_another(void **state)
{
    struct spill *spill;

    (void)state;
    setenv("TMPDIR", "/proc/none", 1);
    spill = spill_new(ROOM);
    unsetenv("TMPDIR");
    assert_non_null(spill);
    assert_null(spill_take(spill, ROOM + 1));
    assert_non_null(spill_take(spill, ROOM));
    assert_null(spill_take(spill, 1));
    spill_free(spill);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_rests_is_there_when_it_is_looked_at),
        cmocka_unit_test(what_does_not_fit_comes_from_the_heap),
        cmocka_unit_test(arenas_beside_one_another_are_joined),
        cmocka_unit_test(without_a_folder_there_is_another),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * tests/fault/lib/memory.c - makes the Nth allocation of a program fail, once or from then on.
 *
 * Loaded in front of the C library (LD_PRELOAD), so that it sees what every library takes. The file that
 * $HEADROOM_RATION names is a struct ration, shared with the test.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/fault/ration.h"

static struct ration *ration;
static int begun;
static void *first_frame[1];
static void *(*next_malloc)(size_t);
static void *(*next_calloc)(size_t, size_t);
static void *(*next_realloc)(void *, size_t);
static void *(*next_aligned)(size_t, size_t);

/* What dlsym() takes before it has found who gives. */
static _Alignas(64) char first[4096];
static size_t first_used;

static void find_next(void)
{
    *(void **)&next_malloc = dlsym(RTLD_NEXT, "malloc");
    *(void **)&next_calloc = dlsym(RTLD_NEXT, "calloc");
    *(void **)&next_realloc = dlsym(RTLD_NEXT, "realloc");
    *(void **)&next_aligned = dlsym(RTLD_NEXT, "aligned_alloc");
}

__attribute__((constructor)) static void begin(void)
{
    const char *name = getenv(RATION_VARIABLE);
    int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
    void *page = file >= 0 ? mmap(NULL, sizeof *ration, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
                           : MAP_FAILED;

    if (file >= 0)
        close(file);
    if (page != MAP_FAILED)
        ration = page;
    find_next();
    backtrace(first_frame, 1);    /* it takes memory the first time */
}

/* main() asks for it behind setlocale(), in which glibc goes round for ever where memory fails. */
struct lconv *localeconv(void)
{
    struct lconv *(*next)(void);

    *(void **)&next = dlsym(RTLD_NEXT, "localeconv");
    begun = 1;
    return next();
}

static int find_base(struct dl_phdr_info *info, size_t size, void *out)
{
    (void)size;
    *(uintptr_t *)out = info->dlpi_addr;
    return 1;    /* the first is the program itself */
}

/* Who asked, as addresses for addr2line. */
static void tell_where(void)
{
    void *frame[RATION_FRAMES];
    uintptr_t base = 0;
    int count = backtrace(frame, RATION_FRAMES);

    dl_iterate_phdr(find_base, &base);
    for (int i = 0; i < count; i++)
        ration->frame[i] = (uintptr_t)frame[i] - base;
}

static int refused(void)
{
    uint64_t number;

    if (!ration || !begun)
        return 0;
    number = __atomic_add_fetch(&ration->taken, 1, __ATOMIC_RELAXED);
    if (number < ration->at || (number > ration->at && !ration->forever))
        return 0;
    if (number == ration->at)
        tell_where();
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    if (!next_malloc)
        find_next();
    return refused() ? NULL : next_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    if (!next_calloc) {
        if (first_used == 0) {    /* asked for by dlsym(), for which this is enough */
            first_used = sizeof first;
            find_next();
        } else {
            return count * size <= sizeof first ? first : NULL;
        }
    }
    return refused() ? NULL : next_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    if (!next_realloc)
        find_next();
    return refused() ? NULL : next_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    if (!next_aligned)
        find_next();
    return refused() ? NULL : next_aligned(alignment, size);
}

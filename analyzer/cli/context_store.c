/* analyzer/cli/context_store.c - the store as commands open it, and series as users name them. */
#include <string.h>

#include "analyzer/cli/context.h"
#include "data/base/text.h"

enum { SUGGESTIONS_MOST = 20000 };

/* --- the store ----------------------------------------------------------------- */

static int no_store(struct context *context, struct error *err)
{
    error_set(err, ERR_NOINPUT, "there is no store '%.200s'", context->db);
    error_hint(err, "Make one with 'headroom ingest FILE…', or name yours with --db FILE.");
    return ERR_NOINPUT;
}

/* A store that can not be made where it is to be, for want of the folder. */
static int no_folder(struct context *context, struct error *err)
{
    error_set(err, ERR_CREATE, "the store '%.200s' can not be made: there is no such folder",
              context->db);
    error_hint(err, "Make the folder, or name another place with --db FILE.");
    return ERR_CREATE;
}

int context_store_read(struct context *context, struct store **out, struct error *err)
{
    int rc = store_open(out, context->db, STORE_READ, context->lock_wait_ms, err);

    return rc == ERR_NOINPUT ? no_store(context, err) : rc;
}

int context_store_write(struct context *context, enum store_mode mode, struct store **out,
                        struct error *err)
{
    int rc = store_open(out, context->db, mode, context->lock_wait_ms, err);

    if (rc == ERR_NOINPUT)
        return mode == STORE_CREATE ? no_folder(context, err) : no_store(context, err);
    return rc;
}

/* --- series by selectors --------------------------------------------------------- */

static int no_series(struct context *context, struct error *err)
{
    error_set(err, ERR_NOTFOUND, "the store '%.200s' holds no series", context->db);
    error_hint(err, "Import an export first: headroom ingest FILE…");
    return ERR_NOTFOUND;
}

/* A selector that matches nothing: which name was meant? */
static int nothing_matches(struct context *context, struct store *store, const char *selector,
                           struct error *err)
{
    struct store_series *all;
    size_t count = 0, named = 0;
    const char **names, *nearest;

    if (store_series_list(store, NULL, 0, &context->arena, &all, &count, err) < 0)
        return err->code;
    if (!count)
        return no_series(context, err);
    names = arena_take(&context->arena, (count + 1) * sizeof *names);
    for (; names && named < count && named < SUGGESTIONS_MOST; named++)
        names[named] = all[named].name;
    nearest = text_nearest(selector, names, named);
    error_set(err, ERR_NOTFOUND, "no series matches '%.120s'", selector);
    if (nearest)
        error_hint(err, "Did you mean '%s'?", nearest);
    else if (!strpbrk(selector, "*?["))
        error_hint(err, "Part of a name wants stars around it: '*%.120s*'. "
                        "'headroom series' lists all names.", selector);
    else
        error_hint(err, "'headroom series' lists all names.");
    return ERR_NOTFOUND;
}

static int check_selectors(struct context *context, struct store *store, int argc, char **argv,
                           const struct store_series *series, size_t count, struct error *err)
{
    for (int i = 0; i < argc; i++) {
        size_t found = 0;

        while (found < count && !text_glob(argv[i], series[found].name))
            found++;
        if (found == count)
            return nothing_matches(context, store, argv[i], err);
    }
    return 0;
}

int context_series(struct context *context, struct store *store, int argc, char **argv,
                   struct store_series **out, size_t *count, struct error *err)
{
    struct store_series *series = NULL;
    size_t found = 0;

    if (store_series_list(store, (const char *const *)argv, (size_t)argc, &context->arena, &series,
                          &found, err) < 0)
        return err->code;
    if (check_selectors(context, store, argc, argv, series, found, err) < 0)
        return err->code;
    if (!found)
        context_note(context, "the store '%s' holds no series", context->db);
    *out = series;
    *count = found;
    return 0;
}

int context_one_series(struct context *context, struct store *store, const char *name,
                       struct store_series *out, struct error *err)
{
    char *argv[] = { (char *)name, NULL };
    struct store_series *series;
    size_t count;

    if (context_series(context, store, 1, argv, &series, &count, err) < 0)
        return err->code;
    for (size_t i = 0; i < count; i++)
        if (count == 1 || strcmp(series[i].name, name) == 0) {
            *out = series[i];
            return 0;
        }
    error_set(err, ERR_USAGE, "'%.120s' matches %zu series, one is wanted", name, count);
    error_hint(err, "The first are '%.100s' and '%.100s'.", series[0].name, series[1].name);
    return ERR_USAGE;
}

/* analyzer/cli/cmd_backup.c - `headroom backup FILE`. */
#include "analyzer/cli/command.h"

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    struct store *store = NULL;
    int rc = context_store_read(context, &store, err);

    (void)settings;
    (void)argc;
    if (rc == 0)
        rc = store_backup(store, argv[0], err);
    store_close(store);
    if (rc == 0)
        context_detail(context, "'%s' is copied to '%s'", context->db, argv[0]);
    return rc;
}

extern const struct command cmd_backup;
const struct command cmd_backup = {
    .name = "backup",
    .group = "Care",
    .summary = "write a consistent copy of the store, while others use it",
    .operands = "FILE",
    .details = "The copy is written whole or not at all, and takes the place of an older one.",
    .examples = "headroom backup /var/backups/headroom.db",
    .least = 1,
    .most = 1,
    .run = run,
};

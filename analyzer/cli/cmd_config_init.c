/* analyzer/cli/cmd_config_init.c - `headroom config init`: a configuration to start with. */
#include <unistd.h>

#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/outfile.h"
#include "analyzer/config/propose.h"
#include "analyzer/config/template.h"

enum { FILE_MOST = 1 << 20 };    /* what a configuration may hold */

struct settings {
    const char *path;
    int         from_store;
};

static const struct settings defaults = { 0 };

static const struct option options[] = {
    { .name = "output", .letter = 'o', .kind = OPTION_TEXT, .at = offsetof(struct settings, path),
      .argument = "FILE", .help = "write it there, where no file is yet (default: standard output)" },
    { .name = "from-store", .kind = OPTION_FLAG, .at = offsetof(struct settings, from_store),
      .help = "with a rule for each metric of the store, and pairs that look like usage and its limit" },
    { .name = NULL },
};

static int propose(struct context *context, struct buf *out, struct error *err)
{
    struct question question = { .as_of = { .text = NULL } };
    struct engine engine;
    int rc = ask_open(context, &question, 0, NULL, &engine, err);

    if (rc < 0)
        return rc;
    buf_add(out, "\n# --- what the store holds ---\n");
    rc = propose_rules(&engine, out, err);
    if (rc == 0)
        propose_pairs(&engine, out);
    buf_add(out, "\n# --- what else there is ---\n");
    engine_close(&engine);
    return rc;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct buf text;
    int rc = 0;

    (void)argc, (void)argv;
    if (s->path && access(s->path, F_OK) == 0) {
        error_set(err, ERR_CREATE, "there is a file already, and somebody may have settled things in it");
        error_hint(err, "Write another with -o, and compare; or move the old one away.");
        error_at(err, s->path, 0, 0);
        return ERR_CREATE;
    }
    buf_init(&text, FILE_MOST);
    template_general(&text);
    if (s->from_store)
        rc = propose(context, &text, err);
    template_named(&text);
    if (rc == 0)
        rc = buf_check(&text, "the configuration", err);
    if (rc == 0)
        rc = outfile_write(context, s->path, text.text, text.used, err);
    buf_release(&text);
    return rc;
}

extern const struct command cmd_config_init;
const struct command cmd_config_init = {
    .name = "init",
    .summary = "write a commented configuration to start with",
    .operands = "",
    .details = "As written, it changes nothing but pairs: every other setting is a comment with its default.",
    .examples = "headroom config init -o headroom.ini\n"
                "headroom config init --from-store -o headroom.ini\tafter the first ingest",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .run = run,
};

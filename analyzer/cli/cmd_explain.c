/* analyzer/cli/cmd_explain.c - `headroom explain`: how one verdict was reached. */
#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/engine/explain.h"

enum { PAGE_MOST = 1 << 24 };

struct settings {
    struct question question;
};

static const struct settings defaults = { .question = { .history_ms = 0 } };

static const struct option options[] = {
    QUESTION_OPTIONS(struct settings, question),
    { .name = NULL },
};

static int explain(struct context *context, const struct engine *engine, size_t series,
                   struct buf *page, struct error *err)
{
    struct finding finding;
    struct study study;
    int rc = ask_finding(context, engine, series, &study, &finding, err);

    if (rc < 0)
        return rc;
    explain_study(&study, &finding, page);
    study_release(&study);
    return 0;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    const struct settings *s = settings;
    struct engine engine;
    struct buf page;
    size_t series;
    int rc = ask_one(context, &s->question, argv[0], &engine, &series, err);

    (void)argc;
    if (rc < 0)
        return rc;
    buf_init(&page, PAGE_MOST);
    rc = explain(context, &engine, series, &page, err);
    if (rc == 0)
        rc = context_print(context, &page, err);
    buf_release(&page);
    engine_close(&engine);
    return rc;
}

extern const struct command cmd_explain;
const struct command cmd_explain = {
    .name = "explain",
    .group = "Analyse",
    .summary = "how one series' verdict was reached, to be checked with a pencil",
    .operands = "SERIES",
    .details = "Data used and left out, steps found, models tried with their errors, the "
               "arithmetic of the date, and what would change it.",
    .examples = "headroom explain '*/db-main/*connections*'\tone series; a glob that matches one",
    .options = options,
    .defaults = &defaults,
    .size = sizeof defaults,
    .least = 1,
    .most = 1,
    .run = run,
};

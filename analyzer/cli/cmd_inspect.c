/* analyzer/cli/cmd_inspect.c - `headroom inspect FILE…`: what ingest would make of a file. */
#include <string.h>

#include "analyzer/cli/command.h"
#include "analyzer/cli/import.h"
#include "analyzer/cli/look.h"
#include "analyzer/cli/mapping_file.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/reading.h"
#include "data/base/text.h"
#include "data/base/unit.h"

enum { PAGE_MOST = 1 << 24, FIRST_LINES = 3, LINE_SHOWN = 76, SERIES_SHOWN = 12, LABEL = 12 };
enum { COLUMNS_SHOWN = 20, NAME_SHOWN = 24, REJECTS_SHOWN = 5 };

struct settings {
    struct reading reading;
    const char    *write_mapping;
    int            all;
};

#define AT(member) .at = offsetof(struct settings, member)

static const struct option options[] = {
    READING_OPTIONS(struct settings, reading),
    { .name = "write-mapping", .kind = OPTION_TEXT, AT(write_mapping), .argument = "FILE.ini",
      .help = "write what was found as a [mapping] to edit; the file must be new" },
    { .name = "all", .kind = OPTION_FLAG, AT(all), .help = "list every column and series, not the first ones" },
    { .name = NULL },
};

/* --- the page ------------------------------------------------------------------ */

static void label(struct buf *page, const char *text)
{
    buf_addf(page, "  %-10s", text);
}

static void add_format(struct buf *page, const struct importer *importer, int sure, int given)
{
    label(page, "format");
    help_wrap(page, importer->name, LABEL, LABEL);
    buf_addf(page, " (%s)\n", importer->title);
    label(page, "because");
    if (given) {
        buf_addf(page, "%s says so\n", importer->sniff ? "--format" : "--mapping");
    } else {
        help_wrap(page, importer->recognised, LABEL, LABEL);
        buf_addf(page, " (%d %% sure)\n", sure);
    }
}

/* Other formats that it might be, for the user who knows better. */
static void add_rivals(struct buf *page, const struct importer *chosen, const char *head,
                       size_t length)
{
    int any = 0;

    for (size_t i = 0; importers[i]; i++) {
        int sure = importers[i] == chosen || !chosen->sniff ? 0 : importers[i]->sniff(head, length);

        if (sure <= 0)
            continue;
        if (!any)
            label(page, "or else");
        buf_addf(page, "%s%s (%d %%)", any ? ", " : "", importers[i]->name, sure);
        any = 1;
    }
    if (any)
        buf_addc(page, '\n');
}

static void add_first_lines(struct buf *page, const char *head, size_t length)
{
    const char *end = head + length;

    label(page, "begins");
    for (int i = 0; i < FIRST_LINES && head < end; i++) {
        size_t line = 0, shown;
        char text[LINE_SHOWN + 1];

        while (head + line < end && head[line] != '\r' && head[line] != '\n')
            line++;
        shown = line < LINE_SHOWN - LABEL ? line : LINE_SHOWN - LABEL;
        memcpy(text, head, shown);
        text[shown] = '\0';
        for (char *tab = text; (tab = strchr(tab, '\t')) != NULL;)
            *tab = ' ';
        if (i)
            buf_addf(page, "%*s", LABEL, "");
        text_tty(page, text);
        buf_add(page, shown < line ? "…\n" : "\n");
        head += line;
        head += head < end && *head == '\r';
        head += head < end && *head == '\n';
    }
}

/* The importer's lines "name<TAB>role", one under the other; the first ones unless all are asked for. */
static int add_columns(struct buf *page, const struct importer *importer, const char *head,
                       size_t length, const struct ingest_options *reading, int all,
                       struct error *err)
{
    struct buf lines;
    unsigned count = 0;
    int rc;

    if (!importer->describe)
        return 0;
    buf_init(&lines, PAGE_MOST);
    rc = importer->describe(head, length, reading, &lines, err);
    buf_inherit(&lines, page);
    for (char *line = rc == 0 ? strtok(lines.text, "\n") : NULL; line; line = strtok(NULL, "\n")) {
        char *tab = strchr(line, '\t');
        struct buf name;

        if (count++ >= COLUMNS_SHOWN && !all)
            continue;
        if (tab)
            *tab = '\0';
        buf_init(&name, 4096);
        text_tty(&name, line);
        buf_inherit(&name, page);
        label(page, count == 1 ? "columns" : "");
        buf_addf(page, "%s%*s  ", name.text,
                 text_width(name.text) < NAME_SHOWN ? (int)(NAME_SHOWN - text_width(name.text)) : 0, "");
        if (tab)
            text_tty(page, tab + 1);
        buf_addc(page, '\n');
        buf_release(&name);
    }
    if (count > COLUMNS_SHOWN && !all)
        buf_addf(page, "%*s… and %u more; --all lists them\n", LABEL, "", count - COLUMNS_SHOWN);
    buf_release(&lines);
    return rc;
}

/* The first samples, so that a wrong zone, unit or decimal sign is seen. */
static void add_rows(struct buf *page, const struct look *look)
{
    char at[TIME_ROOM];

    for (uint32_t i = 0; i < look->rows; i++) {
        label(page, i ? "" : "as read");
        buf_addf(page, "%s  ", time_iso(at, look->row[i].at));
        text_tty(page, look->seen[0].name);
        buf_add(page, "  ");
        quantity_text(page, look->row[i].value, look->seen[0].unit);
        buf_addc(page, '\n');
    }
}

/* What would be rejected: how many for which reason, and the first ones with their lines. */
static void add_rejects(struct buf *page, const struct tally *tally)
{
    for (size_t i = 0; i < tally->reasons.count; i++) {
        label(page, i ? "" : "rejects");
        buf_addf(page, "%llu ", (unsigned long long)tally->reasons.reason[i].count);
        text_tty(page, tally->reasons.reason[i].text);
        buf_addc(page, '\n');
    }
    for (size_t i = 0; i < tally->rejected && i < REJECTS_SHOWN; i++) {
        const struct error *reject = &tally->reject[i];

        label(page, "");
        buf_addf(page, "line %ld: ", reject->line);
        text_tty(page, reject->text);
        buf_addc(page, '\n');
    }
    if (tally->missing) {
        label(page, "no value");
        buf_addf(page, "%llu cells\n", (unsigned long long)tally->missing);
    }
    if (tally->infinite) {
        label(page, "infinite");
        buf_addf(page, "%llu values, rejected\n", (unsigned long long)tally->infinite);
    }
}

static const struct column columns[] = {
    { .key = "series", .title = "Series", .flexible = 1 },
    { .key = "kind", .title = "Kind", .spare = 1 },
    { .key = "samples", .title = "Samples", .right = 1 },
    { .key = "from", .title = "From", .spare = 1 },
    { .key = "to", .title = "To" },
    { .key = "first", .title = "First", .right = 1, .spare = 1 },
    { .key = "least", .title = "Least", .right = 1 },
    { .key = "most", .title = "Most", .right = 1 },
};

static int add_series(struct context *context, struct buf *page, const struct look *look, int all,
                      struct error *err)
{
    struct table_style style = { .width = (unsigned)context->width, .color = context->colour,
                                 .indent = 2 };
    uint32_t shown = all || look->count < SERIES_SHOWN ? look->count : SERIES_SHOWN;
    struct table table;
    int rc;

    if (!look->count)
        return 0;
    table_init(&table, &context->arena, columns, sizeof columns / sizeof columns[0],
               context->zone);
    for (uint32_t i = 0; i < shown; i++) {
        const struct seen *seen = &look->seen[i];
        int any = seen->samples > 0;

        table_text(&table, seen->name);
        table_text(&table, series_kind_name(seen->kind));
        table_count(&table, seen->samples);
        if (any) {
            table_time(&table, seen->from);
            table_time(&table, seen->to);
        } else {
            table_none(&table);
            table_none(&table);
        }
        table_quantity(&table, (struct maybe){ seen->first, any }, seen->unit);
        table_quantity(&table, (struct maybe){ seen->least, any }, seen->unit);
        table_quantity(&table, (struct maybe){ seen->most, any }, seen->unit);
    }
    buf_addc(page, '\n');
    rc = table_terminal(&table, &style, page, err);
    if (shown < look->count)
        buf_addf(page, "  … and %u more; --all lists them\n", (unsigned)(look->count - shown));
    return rc;
}

static void add_counts(struct buf *page, const struct input *in, const struct tally *tally,
                       const struct look *look)
{
    label(page, "holds");
    buf_addf(page, "%llu samples in %u series, ", (unsigned long long)tally->put,
             (unsigned)look->count);
    quantity_text(page, (double)input_bytes(in), "B");
    buf_add(page, " of text\n");
    add_rows(page, look);
    add_rejects(page, tally);
    if (look->capacities) {
        label(page, "capacity");
        buf_addf(page, "%llu values\n", (unsigned long long)look->capacities);
    }
    for (size_t i = 0; i < tally->notes; i++) {
        struct buf note;

        buf_init(&note, 2048);
        text_tty(&note, tally->note[i]);
        buf_inherit(&note, page);
        label(page, i ? "" : "note");
        help_wrap(page, note.text, LABEL, LABEL);
        buf_addc(page, '\n');
        buf_release(&note);
    }
}

/* --- one file ------------------------------------------------------------------ */

static int read_through(struct input *in, const struct importer *importer,
                        const struct ingest_options *reading, struct look *look,
                        struct tally *tally, struct error *err)
{
    struct drain drain = { .self = look, .samples = look_samples, .capacity = look_capacity };
    struct intake *intake = NULL;
    const char *note;
    int rc = intake_new(&intake, &drain, &intake_limits_default, err);

    if (rc < 0)
        return rc;
    rc = importer->read(in, reading, intake, err);
    if (rc == 0)
        rc = intake_finish(intake, err);
    for (size_t i = 0; (note = input_note(in, i)) != NULL; i++)
        intake_note(intake, "%s", note);
    *tally = intake_take_tally(intake);
    intake_free(intake);
    return rc;
}

/* What was found before the reading failed is shown as well: that is what one looks for. */
static int inspect(struct context *context, const struct settings *settings, const char *path,
                   struct buf *page, struct error *err)
{
    const struct importer *given = NULL;
    struct ingest_options reading;
    struct look look = { .arena = &context->arena };
    struct tally tally = { 0 };
    const struct importer *importer = NULL;
    struct input *in = NULL;
    struct error ignored = ERROR_NONE;
    const char *head;
    size_t length;
    int rc, sure = 0;

    rc = reading_settle(context, &settings->reading, &reading, &given, err);
    if (rc < 0)
        return rc;
    reading.file = path;
    rc = import_open(path, given, &in, &importer, &sure, err);
    if (rc < 0)
        return rc;
    head = input_head(in, &length);
    text_tty(page, path);
    buf_addc(page, '\n');
    add_format(page, importer, sure, given != NULL);
    add_rivals(page, importer, head, length);
    add_first_lines(page, head, length);
    add_columns(page, importer, head, length, &reading, settings->all, &ignored);
    if (settings->write_mapping)
        rc = mapping_file_write(context, settings->write_mapping, importer, in, &reading, err);
    if (rc == 0)
        rc = read_through(in, importer, &reading, &look, &tally, err);
    add_counts(page, in, &tally, &look);
    if (rc == 0)
        rc = add_series(context, page, &look, settings->all, err);
    error_at(err, path, 0, 0);
    tally_release(&tally);
    input_close(in);
    return rc;
}

/* Prints what was found out about one file; its failure, if any, is in *why. */
static int show(struct context *context, const struct settings *settings, const char *path,
                int first, struct error *why, struct error *err)
{
    struct buf page;
    int rc = 0;

    buf_init(&page, PAGE_MOST);
    if (!first)
        buf_addc(&page, '\n');
    inspect(context, settings, path, &page, why);
    if (page.used > 1)
        rc = context_print(context, &page, err);
    buf_release(&page);
    return rc;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    int failed = 0, code = 0;

    for (int i = 0; i < argc; i++) {
        struct error why = ERROR_NONE;

        if (show(context, settings, argv[i], i == 0, &why, err) < 0)
            return err->code;
        if (!why.code)
            continue;
        code = !failed || code == why.code ? why.code : ERR_DATA;
        failed++;
        if (argc > 1)
            context_error(context, &why);
        else
            *err = why;
    }
    if (failed && argc > 1)
        return error_set(err, code, "%d of %d files can not be read", failed, argc);
    return code;
}

extern const struct command cmd_inspect;
const struct command cmd_inspect = {
    .name = "inspect",
    .group = "Data",
    .summary = "show what ingest would make of a file, and why",
    .operands = "FILE…",
    .details = "Reads the file to its end and stores nothing: the format and how it was "
               "recognised, the columns and their roles, what was guessed, and the series.",
    .examples = "headroom inspect export.csv\nheadroom inspect --format csv-wide export.csv",
    .options = options,
    .defaults = &(const struct settings){ .reading = READING_DEFAULT },
    .size = sizeof(struct settings),
    .least = 1,
    .most = ANY_NUMBER,
    .run = run,
};

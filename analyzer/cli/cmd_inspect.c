/* analyzer/cli/cmd_inspect.c - `headroom inspect FILE…`: what ingest would make of a file. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/cli/ask.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/import.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/reading.h"
#include "data/base/text.h"
#include "data/base/unit.h"
#include "ingest/draft.h"

enum { PAGE_MOST = 1 << 24, FIRST_LINES = 3, LINE_SHOWN = 76, SERIES_SHOWN = 12, LABEL = 12 };

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
    { .name = "all", .kind = OPTION_FLAG, AT(all), .help = "list every series, not the first 12" },
    { .name = NULL },
};

/* --- looking ------------------------------------------------------------------- */

struct seen {
    const char *name, *unit;
    enum series_kind kind;
    uint64_t    samples;
    int64_t     from, to;
    double      first, least, most;    /* first: of the earliest sample */
};

struct look {
    struct arena *arena;
    struct seen  *seen;         /* [room] in the order of first use */
    uint32_t      count, room;
    uint64_t      capacities;
};

static int find_seen(struct look *look, uint32_t series, const struct series_info *info,
                     struct seen **out, struct error *err)
{
    if (series >= look->room) {
        uint32_t room = (series + 1) * 2;
        struct seen *more = arena_take(look->arena, room * sizeof *more);

        if (!more)
            return error_set(err, ERR_NOMEM, "no memory for %u series", (unsigned)room);
        if (look->count)
            memcpy(more, look->seen, look->count * sizeof *more);
        look->seen = more;
        look->room = room;
    }
    *out = &look->seen[series];
    if (series >= look->count)
        look->count = series + 1;
    if (!(*out)->name) {
        struct buf name;

        buf_init(&name, 1 << 16);
        series_name(&name, &info->key);
        **out = (struct seen){ .name = arena_copy(look->arena, name.text),
                               .unit = arena_copy(look->arena, info->unit), .kind = info->kind,
                               .from = INT64_MAX, .to = INT64_MIN };
        buf_release(&name);
    }
    return (*out)->name && (*out)->unit ? 0 : error_set(err, ERR_NOMEM, "no memory for a name");
}

static int take_samples(void *self, uint32_t series, const struct series_info *info,
                        const int64_t *at, const double *value, size_t count, struct error *err)
{
    struct seen *seen;

    if (find_seen(self, series, info, &seen, err) < 0)
        return ERR_NOMEM;
    for (size_t i = 0; i < count; i++) {
        if (at[i] < seen->from) {
            seen->from = at[i];
            seen->first = value[i];
        }
        if (at[i] > seen->to)
            seen->to = at[i];
        if (!seen->samples || value[i] < seen->least)
            seen->least = value[i];
        if (!seen->samples || value[i] > seen->most)
            seen->most = value[i];
        seen->samples++;
    }
    return 0;
}

static int take_capacity(void *self, uint32_t series, const struct series_info *info, int64_t at,
                         double capacity, struct error *err)
{
    struct look *look = self;
    struct seen *seen;

    (void)at;
    (void)capacity;
    look->capacities++;
    return find_seen(look, series, info, &seen, err);
}

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
        if (i)
            buf_addf(page, "%*s", LABEL, "");
        text_tty(page, text);
        buf_add(page, shown < line ? "…\n" : "\n");
        head += line;
        head += head < end && *head == '\r';
        head += head < end && *head == '\n';
    }
}

/* The importer's lines "name<TAB>role", in two columns. */
static int add_columns(struct buf *page, const struct importer *importer, const char *head,
                       size_t length, const struct ingest_options *reading, struct error *err)
{
    struct buf lines;
    int rc, first = 1;

    if (!importer->describe)
        return 0;
    buf_init(&lines, PAGE_MOST);
    rc = importer->describe(head, length, reading, &lines, err);
    for (char *line = rc == 0 ? strtok(lines.text, "\n") : NULL; line; line = strtok(NULL, "\n")) {
        char *tab = strchr(line, '\t');

        if (first)
            label(page, "columns");
        else
            buf_addf(page, "%*s", LABEL, "");
        first = 0;
        if (tab)
            *tab = '\0';
        text_tty(page, line);
        if (tab) {
            buf_add(page, ": ");
            text_tty(page, tab + 1);
        }
        buf_addc(page, '\n');
    }
    buf_release(&lines);
    return rc;
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
    if (tally->rejected) {
        label(page, "rejects");
        buf_addf(page, "%llu values, the first at line %ld: ", (unsigned long long)tally->rejected,
                 tally->reject[0].line);
        text_tty(page, tally->reject[0].text);
        buf_addc(page, '\n');
    }
    if (look->capacities) {
        label(page, "capacity");
        buf_addf(page, "%llu values\n", (unsigned long long)look->capacities);
    }
    for (size_t i = 0; i < tally->notes; i++) {
        struct buf note;

        buf_init(&note, 2048);
        text_tty(&note, tally->note[i]);
        label(page, i ? "" : "note");
        help_wrap(page, note.text, LABEL, LABEL);
        buf_addc(page, '\n');
        buf_release(&note);
    }
}

/* --- the mapping --------------------------------------------------------------- */

/* A name that a heading can hold and a shell passes on, made of the file's. */
static void mapping_name(const char *path, char *out, size_t room)
{
    file_stem(path, out, room);
    for (char *p = out; *p; p++)
        if (!isalnum((unsigned char)*p) && !strchr("._-", *p))
            *p = '-';
    if (!out[0])
        snprintf(out, room, "export");
}

static int no_such_mapping(const struct importer *importer, struct error *err)
{
    error_set(err, ERR_USAGE, "%s files say all by themselves: a mapping of one would be empty",
              importer->name);
    error_hint(err, "Mappings are for tables and JSON records; --format NAME takes a file for one.");
    return ERR_USAGE;
}

/* Never over a file that is there: it may be a configuration that someone wrote by hand. */
static int write_new(struct context *context, const char *path, const struct buf *text,
                     struct error *err)
{
    if (access(path, F_OK) == 0) {
        error_set(err, ERR_CREATE, "'%.200s' is there already", path);
        error_hint(err, "Name a new file, or remove the old one first.");
        return ERR_CREATE;
    }
    return ask_write(context, path, text->text, text->used, err);
}

static int write_mapping(struct context *context, const char *out, const struct importer *importer,
                         const struct input *in, const struct ingest_options *reading,
                         struct error *err)
{
    size_t length;
    const char *head = input_head(in, &length);
    char name[48];
    struct buf text;
    int rc;

    if (!importer->write_mapping)
        return no_such_mapping(importer, err);
    buf_init(&text, PAGE_MOST);
    mapping_name(reading->file, name, sizeof name);
    buf_addf(&text, "; How a file is read, as it was found by looking (%s). Change what is wrong and try it:\n"
             ";     headroom --config FILE inspect --mapping %s EXPORT\n"
             "; What a line leaves open is found by looking. The settings: headroom help config\n\n"
             "[mapping %s]\n", importer->name, name, name);
    rc = importer->write_mapping(head, length, reading, &text, err);
    if (rc == 0)
        rc = buf_check(&text, "a mapping", err);
    if (rc == 0)
        rc = write_new(context, out, &text, err);
    buf_release(&text);
    return rc;
}

/* --- one file ------------------------------------------------------------------ */

static int read_through(struct input *in, const struct importer *importer,
                        const struct ingest_options *reading, struct look *look,
                        struct tally *tally, struct error *err)
{
    struct drain drain = { look, take_samples, take_capacity };
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
    *tally = *intake_tally(intake);
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
    struct tally *tally = arena_take(&context->arena, sizeof *tally);
    const struct importer *importer = NULL;
    struct input *in = NULL;
    struct error ignored = ERROR_NONE;
    const char *head;
    size_t length;
    int rc, sure = 0;

    if (!tally)
        return error_set(err, ERR_NOMEM, "out of memory");
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
    add_columns(page, importer, head, length, &reading, &ignored);
    if (settings->write_mapping)
        rc = write_mapping(context, settings->write_mapping, importer, in, &reading, err);
    if (rc == 0)
        rc = read_through(in, importer, &reading, &look, tally, err);
    add_counts(page, in, tally, &look);
    if (rc == 0)
        rc = add_series(context, page, &look, settings->all, err);
    error_at(err, path, 0, 0);
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

/* analyzer/manual/manual_command.c - headroom(1), and a page for each command. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "analyzer/manual/manual.h"
#include "analyzer/manual/roff.h"

enum { WORDS_ROOM = 4000 };

void manual_options(struct buf *out, const struct option *table)
{
    for (; table->name; table++) {
        struct buf name, words;

        buf_init(&name, WORDS_ROOM);
        buf_init(&words, WORDS_ROOM);
        if (table->letter)
            buf_addf(&name, "-%c, ", table->letter);
        buf_addf(&name, "--%s", table->name);
        option_words(table, &words);
        roff_item(out, name.text, table->argument, words.text);
        buf_release(&name);
        buf_release(&words);
    }
}

/* A summary as a sentence. */
static void sentence(struct buf *out, const char *summary)
{
    struct buf text;

    buf_init(&text, WORDS_ROOM);
    buf_addf(&text, "%c%s.", toupper((unsigned char)summary[0]), summary + 1);
    roff_paragraphs(out, text.text);
    buf_release(&text);
}

static void synopsis(struct buf *out, const struct command *parent, const struct command *command)
{
    const char *operands = command->operands ? command->operands : "";

    roff_begin(out);
    roff_bold(out, "headroom");
    if (parent) {
        buf_addc(out, ' ');
        roff_bold(out, parent->name);
    }
    buf_addc(out, ' ');
    roff_bold(out, command->name);
    if (command->options)
        buf_add(out, " [\\fIOPTION\\fR\\[u2026]]");
    if (*operands) {
        buf_addc(out, ' ');
        roff_text(out, operands, strlen(operands));
    }
    buf_addc(out, '\n');
}

/* Lines "command<TAB>what it does". */
static void examples(struct buf *out, const char *text)
{
    while (*text) {
        size_t command = strcspn(text, "\t\n"), line = strcspn(text, "\n");

        roff_lines(out, text, command);
        if (command < line) {
            buf_add(out, ".RS 8\n");
            roff_text(out, text + command + 1, line - command - 1);
            buf_add(out, "\n.RE\n");
        }
        text += line;
        text += text[0] == '\n';
    }
}

static void see_also(struct buf *out, const char *others)
{
    roff_section(out, "SEE ALSO");
    buf_add(out, "\\fBheadroom\\fR(1), \\fBheadroom.ini\\fR(5)");
    buf_addf(out, "%s\n", others);
}

/* What a command or a subcommand does, under headings of the given kind. */
static void body(struct buf *out, const struct command *command, int is_sub)
{
    void (*heading)(struct buf *, const char *) = is_sub ? roff_subsection : roff_section;

    if (command->options) {
        if (!is_sub)
            heading(out, "OPTIONS");
        manual_options(out, command->options);
    }
    if (command->more && strcmp(command->name, "config") != 0) {    /* headroom.ini(5) has those */
        struct buf more;

        buf_init(&more, 1 << 16);
        command->more(&more);
        if (more.used > 1)
            roff_lines(out, more.text + 1, more.used - 1);
        buf_release(&more);
    }
    if (command->examples) {
        if (!is_sub)
            heading(out, "EXAMPLES");
        examples(out, command->examples);
    }
}

static void subcommand(struct buf *out, const struct command *parent, const struct command *command)
{
    char title[128];

    snprintf(title, sizeof title, "%s %s", parent->name, command->name);
    roff_subsection(out, title);
    synopsis(out, parent, command);
    sentence(out, command->summary);
    if (command->details)
        roff_paragraphs(out, command->details);
    body(out, command, 1);
}

void manual_command(struct buf *out, const struct command *command)
{
    char name[64];

    snprintf(name, sizeof name, "headroom-%s", command->name);
    roff_page(out, name, 1, command->summary);
    roff_section(out, "SYNOPSIS");
    for (size_t i = 0; command->sub && command->sub[i]; i++)
        synopsis(out, command, command->sub[i]);
    if (!command->sub)
        synopsis(out, NULL, command);
    roff_section(out, "DESCRIPTION");
    sentence(out, command->summary);
    if (command->details)
        roff_paragraphs(out, command->details);
    if (command->sub)
        roff_section(out, "COMMANDS");
    for (size_t i = 0; command->sub && command->sub[i]; i++)
        subcommand(out, command, command->sub[i]);
    body(out, command, 0);
    see_also(out, "");
}

/* --- headroom(1) ---------------------------------------------------------------------- */

static const struct { const char *name, *words; } environment[] = {
    { "HEADROOM_DB", "The store, where --db names none." },
    { "HEADROOM_CONFIG", "The configuration file, where --config names none." },
    { "XDG_CONFIG_HOME", "Where headroom/headroom.ini is looked for; ~/.config unless set." },
    { "TZ", "The zone in which days are counted, where neither --timezone nor the configuration "
            "names one." },
    { "SOURCE_DATE_EPOCH", "The clock, in seconds since 1970, for reproducible runs." },
    { "NO_COLOR", "No colours when it is set to anything." },
    { "COLUMNS", "How wide tables may be on a terminal." },
};

static const struct { const char *name, *words; } files[] = {
    { "headroom.db", "The store, unless another is named." },
    { "headroom.db.lock", "Held while a run writes; its content names the holder." },
    { "headroom.ini", "The configuration, in the working folder; then "
                      "$XDG_CONFIG_HOME/headroom/headroom.ini, then /etc/headroom.ini." },
};

/* Each exit status once, with all that it can mean. */
static void exit_status(struct buf *out)
{
    static const struct { int status; const char *text; } rows[] = {
#define X(name, value, status, text) { status, text },
        ERROR_MAP(X)
#undef X
    };
    enum { ROWS = sizeof rows / sizeof rows[0] };

    roff_section(out, "EXIT STATUS");
    roff_item(out, "0", NULL, "done");
    for (size_t i = 0; i < ROWS; i++) {
        size_t first = 0;
        char status[16];
        struct buf words;

        for (; rows[first].status != rows[i].status; first++)
            ;
        if (first < i)
            continue;
        buf_init(&words, WORDS_ROOM);
        for (size_t k = i; k < ROWS; k++)
            if (rows[k].status == rows[i].status)
                buf_addf(&words, "%s%s", words.used ? "; " : "", rows[k].text);
        snprintf(status, sizeof status, "%d", rows[i].status);
        roff_item(out, status, NULL, words.text);
        buf_release(&words);
    }
    roff_paragraphs(out, "headroom check ends as monitoring plugins do: 0 OK, 1 WARNING, 2 CRITICAL, "
                         "3 UNKNOWN.");
}

static void command_list(struct buf *out)
{
    const char *group = "";

    roff_section(out, "COMMANDS");
    for (size_t i = 0; commands[i]; i++) {
        char page[64];

        if (strcmp(group, commands[i]->group) != 0)
            roff_subsection(out, group = commands[i]->group);
        snprintf(page, sizeof page, "headroom-%s", commands[i]->name);
        buf_add(out, ".TP\n");
        roff_bold(out, page);
        buf_add(out, "(1)\n");
        roff_text(out, commands[i]->summary, strlen(commands[i]->summary));
        buf_addc(out, '\n');
    }
}

void manual_program(struct buf *out)
{
    roff_page(out, "headroom", 1, "offline capacity planning from exported monitoring data");
    roff_section(out, "SYNOPSIS");
    buf_add(out, "\\fBheadroom\\fR [\\fIOPTION\\fR\\[u2026]] \\fICOMMAND\\fR "
                 "[\\fIARGUMENT\\fR\\[u2026]]\n");
    roff_section(out, "DESCRIPTION");
    roff_paragraphs(out,
        "headroom reads what monitoring systems export, keeps it in one SQLite file, and says what runs "
        "out, when, with what odds, and what to do about it. It needs no server, no agent and no network.\n"
        "A series is named SOURCE/RESOURCE/METRIC, with {name=\"value\"} behind it where it has "
        "labels; a / inside a part is written %2F. A SELECTOR is a glob on that name; several add up, none "
        "means everything.\n"
        "A TIME is 2026-01-31, 2026-01-31T13:00 in the time zone, the same with Z or +02:00 behind it, "
        "@EPOCH, now or now-14d. A DURATION is 90s, 15m, 6h, 14d, 8w or 1y. A QUANTITY takes SI and IEC "
        "suffixes (1.5k, 200GiB) and %.\n"
        "Results go to standard output, everything else to standard error.");
    command_list(out);
    roff_section(out, "OPTIONS");
    roff_paragraphs(out, "Before or after the command:");
    manual_options(out, global_options);
    exit_status(out);
    roff_section(out, "ENVIRONMENT");
    for (size_t i = 0; i < sizeof environment / sizeof environment[0]; i++)
        roff_item(out, environment[i].name, NULL, environment[i].words);
    roff_section(out, "FILES");
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        roff_item(out, files[i].name, NULL, files[i].words);
    roff_section(out, "EXAMPLES");
    examples(out, "headroom ingest export.csv\treads an export into headroom.db\n"
                  "headroom analyze\tpeaks, growth, days to exhaustion\n"
                  "headroom report -o report.html\tthe planning report");
    see_also(out, "");
}

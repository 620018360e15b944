/* analyzer/manual/manual_config.c - headroom.ini(5), from the tables of the settings. */
#include <stdio.h>

#include "analyzer/config/settings.h"
#include "analyzer/manual/manual.h"
#include "analyzer/manual/roff.h"

enum { WORDS_ROOM = 4000 };

static void settings(struct buf *out, const struct option *table)
{
    for (; table->name; table++) {
        char name[64];
        struct buf words;

        buf_init(&words, WORDS_ROOM);
        option_words(table, &words);
        snprintf(name, sizeof name, "%s =", table->name);
        roff_item(out, name, table->argument, words.text);
        buf_release(&words);
    }
}

static void section(struct buf *out, const struct section_kind *kind)
{
    char title[64];
    struct buf words;

    snprintf(title, sizeof title, "[%s%s]", kind->name, kind->named == SECTION_NAMED ? " NAME" : "");
    roff_subsection(out, title);
    buf_init(&words, WORDS_ROOM);
    buf_add(&words, kind->help);
    for (size_t i = 0; kind->required && kind->required[i]; i++)
        buf_addf(&words, "%s%s", i ? ", " : "; wants ", kind->required[i]);
    buf_addc(&words, '.');
    roff_paragraphs(out, words.text);
    buf_release(&words);
    settings(out, kind->settings);
    if (kind->policy && kind->policy != kind->settings)
        roff_paragraphs(out, "And every setting of [policy].");
}

void manual_config(struct buf *out)
{
    roff_page(out, "headroom.ini", 5, "configuration of headroom");
    roff_section(out, "DESCRIPTION");
    roff_paragraphs(out,
        "What no export can know: how much there is of a resource, how long it takes to get more, and "
        "which thresholds hold. Everything has a default; a file is not needed.\n"
        "The file is UTF-8 text: sections in brackets, lines key = value. A line that starts with # or ; is "
        "a comment, and so is what stands behind a blank and ; in a line. A value may stand in double "
        "quotes. A line holds 190 bytes at most; lists are several lines of the same key.\n"
        "headroom config init writes a commented one, headroom config check names every mistake "
        "by line and column, headroom config show says where each value in force comes from.");
    roff_section(out, "SECTIONS");
    for (const struct section_kind *kind = section_kinds; kind->name; kind++)
        section(out, kind);
    roff_section(out, "FILES");
    roff_paragraphs(out, "The first that is there of: what --config names, $HEADROOM_CONFIG, "
                         "./headroom.ini, $XDG_CONFIG_HOME/headroom/headroom.ini (~/.config unless set), "
                         "/etc/headroom.ini.");
    roff_section(out, "EXAMPLES");
    static const char example[] = "[general]\ntimezone = Europe/Berlin\n\n"
                                  "[rule disks]\nseries = prod/*/disk_used*\n"
                                  "lead_time = 21d      ; from the order until it is built in\n"
                                  "purchase = 500GiB\nowner = storage\n";
    roff_lines(out, example, sizeof example - 1);
    roff_section(out, "SEE ALSO");
    buf_add(out, "\\fBheadroom\\fR(1), \\fBheadroom\\-config\\fR(1)\n");
}

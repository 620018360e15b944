#include "analyzer/config/template.h"

#include <string.h>

#include "data/base/clock.h"
#include "data/base/number.h"

enum { COMMENT_WIDTH = 96 };

void template_threshold(struct buf *out, const struct option *setting, const struct policy *policy)
{
    const void *place = (const char *)policy + setting->at;
    char duration[TIME_ROOM], number[NUMBER_ROOM];

    if (setting->kind == OPTION_DURATION)
        buf_add(out, duration_text(duration, *(const int64_t *)place));
    else
        buf_addf(out, "%s%s", number_exact(number, *(const double *)place),
                 setting->kind == OPTION_PERCENT ? "%" : "");
}

/* "# words", in lines of at most COMMENT_WIDTH. */
static void comment(struct buf *out, const char *words)
{
    size_t length = strlen(words);

    while (length > COMMENT_WIDTH) {
        size_t at = COMMENT_WIDTH;

        while (at && words[at] != ' ')
            at--;
        if (!at)
            break;
        buf_addf(out, "# %.*s\n", (int)at, words);
        words += at + 1;
        length -= at + 1;
    }
    buf_addf(out, "# %s\n", words);
}

static void setting(struct buf *out, const struct option *row, const struct policy *defaults)
{
    struct buf words;

    buf_init(&words, 4000);
    option_words(row, &words);
    comment(out, words.text);
    buf_release(&words);
    buf_addf(out, "#%s = ", row->name);
    if (defaults)
        template_threshold(out, row, defaults);
    else
        buf_add(out, row->argument);
    buf_addc(out, '\n');
}

void template_general(struct buf *out)
{
    buf_add(out, "# headroom.ini: what no export can know. Every line that begins with # is a comment; take the #\n"
                 "# away from a setting to change it. 'headroom config check' finds mistakes, 'headroom config\n"
                 "# show' says what holds, and headroom.ini(5) is the manual.\n");
    for (const struct section_kind *kind = section_kinds; kind->name; kind++) {
        if (kind->named)
            continue;
        buf_addf(out, "\n[%s]\n", kind->name);
        comment(out, kind->help);
        for (const struct option *row = kind->settings; row->name; row++) {
            buf_addc(out, '\n');
            setting(out, row, kind->policy ? &policy_default : NULL);
        }
    }
}

void template_named(struct buf *out)
{
    for (const struct section_kind *kind = section_kinds; kind->name; kind++) {
        if (!kind->named)
            continue;
        buf_addf(out, "\n#[%s%s]\n", kind->name, kind->named == SECTION_NAMED ? " NAME" : "");
        comment(out, kind->help);
        for (const struct option *row = kind->settings; row->name; row++)
            setting(out, row, NULL);
        if (kind->policy)
            comment(out, "and every setting of [policy]");
    }
}

/*
 * reports/sizing_tfvars.c - settings as Terraform variables.
 *
 * Names are fixed words behind a prefix that the command line has checked, values are numbers;
 * what is the user's stands in comments only, with every byte that could end one replaced.
 */
#include <string.h>

#include "data/base/number.h"
#include "reports/sizing.h"

/* Text that stays within its line; other bytes than ASCII's control characters are kept. */
static void add_comment(struct buf *out, const char *text)
{
    for (const char *p = text; *p; p++)
        buf_addc(out, (unsigned char)*p < 0x20 || *p == 0x7f ? '?' : *p);
}

static size_t longest(const struct sizing *sizing)
{
    size_t most = 0;

    for (size_t i = 0; i < sizing->row_count; i++)
        if (sizing->row[i].setting && strlen(sizing->row[i].key) > most)
            most = strlen(sizing->row[i].key);
    return most;
}

static void add_assignment(struct buf *out, const char *prefix, const struct size_row *row,
                           size_t width, double value)
{
    char number[NUMBER_ROOM];

    buf_addf(out, "%s%-*s = %s", prefix, (int)width, row->key, number_exact(number, value));
}

static void add_variable(struct buf *out, const char *prefix, const struct size_row *row,
                         size_t width)
{
    char number[NUMBER_ROOM];

    if (row->because) {
        buf_add(out, "# ");
        add_comment(out, row->because);
        buf_addc(out, '\n');
    }
    if (!row->wanted.known)
        buf_addf(out, "# %s%s: nothing to recommend", prefix, row->key);
    else
        add_assignment(out, prefix, row, width, row->wanted.value);
    if (row->now.known)
        buf_addf(out, "    # present: %s", number_exact(number, row->now.value));
    buf_add(out, row->now.known ? "\n" : "    # present: not given\n");
}

static void add_way_back(struct buf *out, const char *prefix, const struct sizing *sizing,
                         size_t width)
{
    size_t given = 0;

    for (size_t i = 0; i < sizing->row_count; i++)
        given += sizing->row[i].setting && sizing->row[i].now.known;
    buf_add(out, given ? "\n# To go back, apply the present values again:\n"
                       : "\n# To go back: write down the present values first; none was given "
                         "to headroom.\n");
    for (size_t i = 0; i < sizing->row_count; i++)
        if (sizing->row[i].setting && sizing->row[i].now.known) {
            buf_add(out, "# ");
            add_assignment(out, prefix, &sizing->row[i], width, sizing->row[i].now.value);
            buf_addc(out, '\n');
        }
}

int sizing_tfvars(const struct sizing *sizing, const char *kind, const char *prefix,
                  struct buf *out, struct error *err)
{
    size_t width = longest(sizing);
    char time[TIME_ROOM];

    buf_addf(out, "# headroom size %s, from data up to %s:\n# ", kind,
             time_iso(time, sizing->as_of));
    add_comment(out, sizing->series);
    buf_add(out, "\n\n");
    for (size_t i = 0; i < sizing->row_count; i++)
        if (sizing->row[i].setting)
            add_variable(out, prefix, &sizing->row[i], width);
    for (size_t i = 0; i < sizing->note_count; i++) {
        buf_addf(out, "%s# %s: ", i ? "" : "\n", severity_name(sizing->note[i].severity));
        add_comment(out, sizing->note[i].text);
        buf_addc(out, '\n');
    }
    add_way_back(out, prefix, sizing, width);
    return buf_check(out, "the variables", err);
}

#include <stdlib.h>
#include <string.h>

#include "ingest/text_reader.h"

static struct cell trimmed(const char *from, const char *end)
{
    while (from < end && (*from == ' ' || *from == '\t'))
        from++;
    while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return (struct cell){ from, (size_t)(end - from) };
}

static int add_cell(struct text_job *job, struct cell cell)
{
    struct text_reader *r = job->reader;

    if (job->cells == r->cell_room) {
        size_t room = 2 * r->cell_room + 64;
        struct cell *grown = room <= 2 * TEXT_CELLS_MOST + 64 ? realloc(r->cell, room * sizeof *grown)
                                                              : NULL;

        if (!grown) {
            text_fail(job, ERR_LIMIT, "a line has more than %d cells", TEXT_CELLS_MOST);
            return 0;
        }
        r->cell = grown;
        r->cell_room = room;
    }
    job->cell = r->cell;
    job->cell[job->cells++] = cell;
    return 1;
}

/* Takes a quoted cell apart from its quotes; returns where it ended. */
static const char *quoted_cell(struct text_job *job, const char *p, const char *end, char **out)
{
    char *from = *out;

    for (p++; p < end; p++) {
        if (*p == '"') {
            if (p + 1 == end || p[1] != '"')
                break;
            p++;
        }
        *(*out)++ = *p;
    }
    add_cell(job, (struct cell){ from, (size_t)(*out - from) });
    return p < end ? p + 1 : end;
}

void text_split(struct text_job *job, char separator)
{
    struct text_reader *r = job->reader;
    const char *p = job->line, *end = p + job->length;
    char *out;

    job->cells = 0;
    if (job->length + 1 > r->unquoted_room) {
        free(r->unquoted);
        r->unquoted_room = 0;
        r->unquoted = malloc(2 * job->length + 64);
        if (!r->unquoted) {
            text_no_memory(job);
            return;
        }
        r->unquoted_room = 2 * job->length + 64;
    }
    out = r->unquoted;
    for (;;) {
        int quoted = p < end && *p == '"';
        const char *stop;

        if (quoted)
            p = quoted_cell(job, p, end, &out);
        stop = p < end ? memchr(p, separator, (size_t)(end - p)) : NULL;
        if (!quoted)
            add_cell(job, trimmed(p, stop ? stop : end));
        if (!stop || job->failed)
            return;
        p = stop + 1;
    }
}

void text_words(struct text_job *job)
{
    const char *p = job->line, *end = p + job->length;

    job->cells = 0;
    while (p < end && !job->failed) {
        const char *from;

        while (p < end && (*p == ' ' || *p == '\t'))
            p++;
        from = p;
        while (p < end && *p != ' ' && *p != '\t')
            p++;
        if (p > from)
            add_cell(job, (struct cell){ from, (size_t)(p - from) });
    }
}

int cell_is(const struct cell *cell, const char *text)
{
    return cell->length == strlen(text) && memcmp(cell->text, text, cell->length) == 0;
}

const char *cell_copy(const struct cell *cell, char *out, size_t room)
{
    size_t length = cell->length < room - 1 ? cell->length : room - 1;

    if (length)
        memcpy(out, cell->text, length);
    out[length] = '\0';
    return out;
}

/* --- times and numbers ---------------------------------------------------------------- */

int text_time(struct text_job *job, const struct cell *cell, const char *header, int64_t *out)
{
    char shown[48];

    if (record_clock_read(&job->clock, job->options, cell->text, cell->length, header, out))
        return 1;
    text_reject(job, header, "not a time, or none of the calendar: '%s'",
                cell_copy(cell, shown, sizeof shown));
    return 0;
}

int text_number(struct text_job *job, const struct cell *cell, char decimal, const char *column,
                double *out)
{
    char text[64];

    cell_copy(cell, text, sizeof text);
    if (decimal == ',' && cell->length < sizeof text && strchr(text, ','))
        *strchr(text, ',') = '.';
    switch (cell->length < sizeof text ? number_parse(text, cell->length, out)
                                       : number_parse(cell->text, cell->length, out)) {
    case NUMBER_OK:       return 1;
    case NUMBER_MISSING:  intake_missing(job->out, 1); break;
    case NUMBER_INFINITE: intake_infinite(job->out, 1); break;
    case NUMBER_BAD:      text_reject(job, column, "not a number: '%.40s'", text); break;
    }
    return 0;
}

#include "ingest/text_import.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "data/base/buf.h"

enum { FIRST_SLOTS = 256, QUOTED_MOST = 64 << 10 };

struct text_reader {
    struct input *in;
    char   *bytes;                  /* read and not yet used: [from, to) */
    size_t  from, to, room;
    int     ended;
    long    next_number;
    struct cell *cell;
    size_t  cell_room;
    char   *unquoted;               /* the cells' text where quotes were doubled */
    size_t  unquoted_room;
    struct text_series **slot;
    size_t  slots, count;
    struct arena arena;
};

static void keep_failure(struct text_job *job, int rc)
{
    if (rc < 0 && !job->failed)
        job->failed = rc;
}

void text_fail(struct text_job *job, int code, const char *format, ...)
{
    char text[200];
    va_list args;

    if (job->failed)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    keep_failure(job, error_set(&job->err, code, "%s", text));
}

static void no_memory(struct text_job *job)
{
    text_fail(job, ERR_NOMEM, "no memory to read a text");
}

/* --- lines ---------------------------------------------------------------------- */

static int make_room(struct text_job *job, size_t more)
{
    struct text_reader *r = job->reader;

    if (r->from) {
        memmove(r->bytes, r->bytes + r->from, r->to - r->from);
        r->to -= r->from;
        r->from = 0;
    }
    if (r->to + more > r->room) {
        size_t room = 2 * (r->to + more);
        char *bytes = realloc(r->bytes, room);

        if (!bytes) {
            no_memory(job);
            return 0;
        }
        r->bytes = bytes;
        r->room = room;
    }
    return 1;
}

/* Reads one more block behind what is there; 0 at the end or after a failure. */
static int read_more(struct text_job *job)
{
    struct text_reader *r = job->reader;
    const char *block;
    size_t length;
    int rc = r->ended ? 0 : input_next(r->in, &block, &length, &job->err);

    r->ended = rc <= 0;
    keep_failure(job, rc);
    if (rc <= 0 || !make_room(job, length))
        return 0;
    memcpy(r->bytes + r->to, block, length);
    r->to += length;
    return 1;
}

/* The length of the text from r->from to the first line end behind `behind`; SIZE_MAX: none. */
static size_t line_end(struct text_job *job, size_t behind)
{
    struct text_reader *r = job->reader;

    for (;;) {
        size_t have = r->to - r->from;
        const char *start = have > behind ? r->bytes + r->from : NULL;    /* no bytes, no pointer */
        const char *end = start ? memchr(start + behind, '\n', have - behind) : NULL;

        if (end)
            return (size_t)(end - start);
        behind = have;
        if (behind > TEXT_LINE_MOST) {
            text_fail(job, ERR_DATA, "a line is longer than %d MiB", TEXT_LINE_MOST >> 20);
            return SIZE_MAX;
        }
        if (!read_more(job))
            return job->failed || r->to == r->from ? SIZE_MAX : r->to - r->from;
    }
}

static size_t count_bytes(const char *text, size_t length, char byte)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++)
        count += text[i] == byte;
    return count;
}

/* Where a record with an open quote ends; the line's own end when the quote never closes. */
static size_t quoted_end(struct text_job *job, size_t end)
{
    struct text_reader *r = job->reader;
    size_t first = end, quotes = count_bytes(r->bytes + r->from, end, '"');

    while (quotes % 2 && end < QUOTED_MOST) {
        size_t next;

        if (r->from + end >= r->to && !read_more(job))
            break;
        next = line_end(job, end + 1);
        if (next == SIZE_MAX || next <= end)
            break;
        quotes += count_bytes(r->bytes + r->from + end, next - end, '"');
        end = next;
    }
    if (quotes % 2 == 0 && end <= QUOTED_MOST)
        return end;
    job->number = r->next_number;
    text_reject(job, "", "a quote is not closed");
    return first;
}

/* The next record; 0 at the end. */
static int next_record(struct text_job *job, int quotes)
{
    struct text_reader *r = job->reader;
    size_t end = line_end(job, 0);

    if (end == SIZE_MAX || job->failed)
        return 0;
    if (quotes)
        end = quoted_end(job, end);
    if (job->failed)
        return 0;
    job->line = r->bytes + r->from;
    job->length = end;
    job->number = r->next_number;
    r->next_number += 1 + (long)count_bytes(job->line, end, '\n');
    r->from += end + (r->from + end < r->to);
    while (job->length && job->line[job->length - 1] == '\r')
        job->length--;
    return 1;
}

static int is_blank(const struct text_job *job)
{
    for (size_t i = 0; i < job->length; i++)
        if (job->line[i] != ' ' && job->line[i] != '\t')
            return 0;
    return 1;
}

static void release(struct text_job *job)
{
    struct text_reader *r = job->reader;

    tags_release(&job->tags);
    free(r->bytes);
    free(r->cell);
    free(r->unquoted);
    free(r->slot);
    arena_release(&r->arena);
}

int text_import(struct input *in, const struct ingest_options *options, struct intake *out,
                const struct text_format *format, void *self, struct error *err)
{
    struct text_reader reader = { .in = in, .next_number = 1 };
    struct text_job job = { .options = options, .out = out, .reader = &reader, .err = ERROR_NONE };

    tags_init(&job.tags);
    make_room(&job, 1);
    while (!job.failed && next_record(&job, format->quotes))
        if (!is_blank(&job))
            format->record(&job, self);
    if (!job.failed && format->finish)
        format->finish(&job, self);
    if (!job.failed && !job.found) {
        const struct tally *tally = intake_tally(out);

        text_fail(&job, ERR_DATA, "no %s in it%s%s", format->what,
                  tally->rejected ? ": " : "", tally->rejected ? tally->reject[0].text : "");
    }
    if (!job.failed)
        record_clock_note(&job.clock, options, out);
    release(&job);
    if (job.failed)
        *err = job.err;
    return job.failed;
}

/* --- cells ------------------------------------------------------------------------ */

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
            no_memory(job);
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

void text_reject(struct text_job *job, const char *column, const char *format, ...)
{
    char text[200];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    keep_failure(job, intake_reject(job->out, job->number, column, &job->err, "%s", text));
}

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

/* --- series ------------------------------------------------------------------------------ */

/* Keeps the table at most half full. */
static int widen(struct text_reader *r)
{
    size_t slots = r->slots ? 2 * r->slots : FIRST_SLOTS;
    struct text_series **slot;

    if (r->count < r->slots / 2)
        return 1;
    slot = calloc(slots, sizeof *slot);
    if (!slot)
        return 0;
    for (size_t i = 0; i < r->slots; i++) {
        size_t place = r->slot[i] ? r->slot[i]->hash & (slots - 1) : 0;

        if (!r->slot[i])
            continue;
        while (slot[place])
            place = (place + 1) & (slots - 1);
        slot[place] = r->slot[i];
    }
    free(r->slot);
    r->slot = slot;
    r->slots = slots;
    return 1;
}

static struct text_series *make_series(struct text_reader *r, const char *key, size_t length,
                                       uint64_t hash)
{
    struct text_series *series = arena_take(&r->arena, sizeof *series);

    if (!series)
        return NULL;
    *series = (struct text_series){ .key = arena_text(&r->arena, key, length), .length = length,
                                    .hash = hash };
    return series->key ? series : NULL;
}

struct text_series *text_series(struct text_job *job, const char *key, size_t length)
{
    struct text_reader *r = job->reader;
    uint64_t hash = XXH3_64bits(key, length);
    size_t place;

    if (!widen(r)) {
        no_memory(job);
        return NULL;
    }
    for (place = hash & (r->slots - 1); r->slot[place]; place = (place + 1) & (r->slots - 1))
        if (r->slot[place]->hash == hash && r->slot[place]->length == length &&
            memcmp(r->slot[place]->key, key, length) == 0)
            return r->slot[place];
    r->slot[place] = make_series(r, key, length, hash);
    if (!r->slot[place])
        no_memory(job);
    else
        r->count++;
    return r->slot[place];
}

int text_open(struct text_job *job, struct text_series *series, const struct draft *draft)
{
    int rc = draft_series(draft, job->options, job->out, &series->series, &series->scale, &job->err);

    series->open = rc == 0;
    keep_failure(job, rc);
    return series->open;
}

void text_put(struct text_job *job, const struct text_series *series, int64_t at, double value)
{
    if (!job->failed)
        keep_failure(job, intake_put(job->out, series->series, at, value * series->scale, &job->err));
}

int head_begins(const char *head, size_t length, const char *text)
{
    return length >= strlen(text) && memcmp(head, text, strlen(text)) == 0;
}

#include "ingest/text_import.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/text_reader.h"

enum { QUOTED_MOST = 64 << 10 };

void text_keep_failure(struct text_job *job, int rc)
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
    text_keep_failure(job, error_set(&job->err, code, "%s", text));
}

void text_no_memory(struct text_job *job)
{
    text_fail(job, ERR_NOMEM, "no memory to read a text");
}

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
            text_no_memory(job);
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
    text_keep_failure(job, rc);
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

void text_reject(struct text_job *job, const char *column, const char *format, ...)
{
    char text[200];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    text_keep_failure(job, intake_reject(job->out, job->number, column, &job->err, "%s", text));
}

int head_begins(const char *head, size_t length, const char *text)
{
    return length >= strlen(text) && memcmp(head, text, strlen(text)) == 0;
}

/*
 * sysstat's sadf -d: for each activity, and again after each restart, a line with the names of
 * the fields and then a line for each time and device.
 *
 *     # hostname;interval;timestamp;CPU;%user;…
 *     web-01;600;2026-11-23 09:30:00 UTC;-1;40.70;…
 *     web-01;-1;2026-11-23 09:31:00 UTC;LINUX-RESTART	(2 CPU)
 *
 * With -h all fields of all devices stand in one line: "CPU;%user;…[...]". The time is the end of
 * the interval. Source: sadf(1), and rndr_stats.c of sysstat 12.
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/sysstat_text.h"

enum { FIRST_FIELD = 3 };

static const char magic[] = "# hostname;interval;timestamp";

struct field {
    char name[SYSSTAT_NAME_ROOM];
    int  is_device;        /* what follows it is about this device */
};

struct reader {
    struct field *field;
    size_t   fields, room;
    size_t   repeat_from, repeat_to;    /* fields that stand there for each device: -h; else equal */
    unsigned repeats;                   /* how many such groups there are */
    struct sysstat_asides asides;
};

/* The name of field i; one that ends in [...] closes a group that is there for each device. */
static void read_name(struct text_job *job, struct reader *r, size_t i)
{
    struct field *field = &r->field[i];
    char *more;

    cell_copy(&job->cell[i], field->name, sizeof field->name);
    more = strstr(field->name, "[...]");
    if (more)
        *more = '\0';
    field->is_device = i >= FIRST_FIELD && sysstat_is_device(field->name);
    if (!more || i < FIRST_FIELD)
        return;
    r->repeats++;
    r->repeat_to = i + 1;
    for (r->repeat_from = i; r->repeat_from > FIRST_FIELD && !r->field[r->repeat_from].is_device;)
        r->repeat_from--;
    while (r->repeat_from > FIRST_FIELD && r->field[r->repeat_from - 1].is_device)
        r->repeat_from--;
}

/* 1 when this many cells fit the header, the one repeated group going on as often as it may. */
static int cells_fit(const struct reader *r, size_t cells)
{
    size_t group = r->repeat_to - r->repeat_from;

    if (r->fields <= FIRST_FIELD || cells < r->fields)
        return 0;
    return cells == r->fields || (r->repeats == 1 && (cells - r->fields) % group == 0);
}

/* Which field cell i belongs to. */
static size_t field_of(const struct reader *r, size_t i, size_t cells)
{
    size_t more = cells - r->fields;

    if (i < r->repeat_to)
        return i;
    if (i < r->repeat_to + more)
        return r->repeat_from + (i - r->repeat_from) % (r->repeat_to - r->repeat_from);
    return i - more;
}

static void read_header(struct text_job *job, struct reader *r)
{
    if (job->cells > r->room) {
        struct field *field = realloc(r->field, job->cells * sizeof *field);

        if (!field) {
            text_fail(job, ERR_NOMEM, "no memory for the names of fields");
            return;
        }
        r->field = field;
        r->room = job->cells;
    }
    r->fields = job->cells;
    r->repeats = 0;
    r->repeat_from = r->repeat_to = r->fields;
    for (size_t i = 0; i < job->cells; i++)
        read_name(job, r, i);
    job->clock.last = 0;    /* the next activity begins again at its first time */
}

static void read_values(struct text_job *job, struct reader *r, int64_t at)
{
    const struct cell *device = NULL;
    int64_t period_ms = sysstat_period(&job->cell[1]);
    size_t before = 0;

    tags_clear(&job->tags);
    for (size_t i = FIRST_FIELD; i < job->cells && !job->failed; i++) {
        size_t place = field_of(r, i, job->cells);
        const struct field *field = &r->field[place];
        struct text_series *series;
        double value;

        if (place == r->repeat_to || (field->is_device && !r->field[before].is_device)) {
            tags_clear(&job->tags);
            device = NULL;
        }
        before = place;
        if (field->is_device) {
            device = &job->cell[i];
            sysstat_add_device(job, field->name, device);
            continue;
        }
        if (!sysstat_number(job, &job->cell[i], field->name, &value))
            continue;
        series = sysstat_series(job, field->name, &job->cell[0], device, period_ms);
        if (series)
            text_put(job, series, at, value);
    }
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;
    int64_t at;

    text_split(job, ';');
    if (job->failed)
        return;
    if (head_begins(job->line, job->length, "# ")) {
        read_header(job, r);
        return;
    }
    if (job->cells > FIRST_FIELD && sysstat_aside(&r->asides, &job->cell[FIRST_FIELD]))
        return;
    if (!cells_fit(r, job->cells)) {
        text_reject(job, "", "%zu cells, not %zu", job->cells, r->fields);
        return;
    }
    if (!text_time(job, &job->cell[2], "timestamp", &at))
        return;
    job->found = 1;
    read_values(job, r, at);
}

static void finish(struct text_job *job, void *self)
{
    sysstat_note_asides(job, &((struct reader *)self)->asides);
}

static int sadf_read(struct input *in, const struct ingest_options *options, struct intake *out,
                     struct error *err)
{
    static const struct text_format format = {
        .what = "samples of sadf", .record = read_record, .finish = finish,
    };
    struct reader r = { .field = NULL };
    int rc = text_import(in, options, out, &format, &r, err);

    free(r.field);
    return rc;
}

static int sadf_sniff(const char *head, size_t length)
{
    return head_begins(head, length, magic) ? 100 : 0;
}

extern const struct importer importer_sadf_csv;
const struct importer importer_sadf_csv = {
    .name       = "sadf-csv",
    .title      = "sysstat: sadf -d",
    .recognised = "a first line # hostname;interval;timestamp",
    .command    = "sadf -d /var/log/sysstat/sa01 -- -A",
    .example    = "# hostname;interval;timestamp;CPU;%user;%nice;%system;%iowait;%steal;%idle\n"
                  "web-01;600;2026-11-23 09:30:00 UTC;-1;40.70;23.87;28.64;5.03;0.00;1.76\n"
                  "web-01;-1;2026-11-23 09:31:00 UTC;LINUX-RESTART\t(2 CPU)\n"
                  "# hostname;interval;timestamp;kbmemfree;%memused\n"
                  "web-01;600;2026-11-23 09:40:00 UTC;522812;2.12\n",
    .sniff      = sadf_sniff,
    .read       = sadf_read,
};

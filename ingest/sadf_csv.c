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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/sysstat_names.h"
#include "ingest/text_import.h"

enum { NAME_ROOM = 64, FIRST_FIELD = 3, DEVICES_MOST = 8 };

static const char magic[] = "# hostname;interval;timestamp";

struct field {
    char name[NAME_ROOM];
    int  is_device;        /* what follows it is about this device */
};

struct reader {
    struct field *field;
    size_t   fields, room;
    size_t   repeat_from, repeat_to;    /* fields that stand there for each device: -h; else equal */
    unsigned repeats;                   /* how many such groups there are */
    char     decimal;
    uint64_t restarts, remarks;
};

/* Names in capitals say what the next cells are about: CPU, DEV, IFACE, TTY, FILESYSTEM, "FAN". */
static int is_device(const char *name)
{
    static const char *const named[] = { "device", "idvendor", "idprod", "manufact", "product" };

    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if (strcmp(name, named[i]) == 0)
            return 1;
    for (const char *p = name; *p; p++)
        if (*p < 'A' || *p > 'Z')
            return 0;
    return strlen(name) > 1;
}

/* The name of field i; one that ends in [...] closes a group that is there for each device. */
static void read_name(struct text_job *job, struct reader *r, size_t i)
{
    struct field *field = &r->field[i];
    char *more;

    cell_copy(&job->cell[i], field->name, NAME_ROOM);
    more = strstr(field->name, "[...]");
    if (more)
        *more = '\0';
    field->is_device = i >= FIRST_FIELD && is_device(field->name);
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

/* -1 is all processors; others are counted from 0. */
static void add_device(struct text_job *job, const char *name, const struct cell *cell)
{
    char label[NAME_ROOM], value[256];

    for (size_t i = 0; i <= strlen(name); i++)
        label[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] - 'A' + 'a' : name[i]);
    cell_copy(cell, value, sizeof value);
    tags_add(&job->tags, label, strcmp(label, "cpu") == 0 && strcmp(value, "-1") == 0 ? "all" : value);
}

static struct text_series *find_series(struct text_job *job, const struct field *field,
                                       const struct cell *host, const struct cell *device,
                                       const struct cell *interval)
{
    char key[700], node[256];
    struct text_series *series;
    double seconds = 0;
    int length = snprintf(key, sizeof key, "%s;%.*s;%.*s", field->name, (int)host->length, host->text,
                          (int)(device ? device->length : 0), device ? device->text : "");

    series = text_series(job, key, length < (int)sizeof key ? (size_t)length : sizeof key - 1);
    if (series && !series->open) {
        struct draft draft = { .source = "sysstat", .metric = field->name, .tags = &job->tags,
                               .unit = sysstat_unit("", field->name) };

        draft.resource = cell_copy(host, node, sizeof node);
        if (number_parse(interval->text, interval->length, &seconds) == NUMBER_OK && seconds > 0 &&
            seconds < 1e6)
            draft.period_ms = (int64_t)(seconds * 1000);
        text_open(job, series, &draft);
    }
    return series && series->open ? series : NULL;
}

static void read_values(struct text_job *job, struct reader *r, int64_t at)
{
    const struct cell *device = NULL;
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
            add_device(job, field->name, device);
            continue;
        }
        if (!text_number(job, &job->cell[i], r->decimal, field->name, &value))
            continue;
        series = find_series(job, field, &job->cell[0], device, &job->cell[1]);
        if (series)
            text_put(job, series, at, value);
    }
}

/* 1 when the cells after the time are words: a restart or a remark. */
static int is_remark(struct text_job *job, struct reader *r)
{
    static const char restart[] = "LINUX-RESTART", remark[] = "COM ";
    const struct cell *cell = &job->cell[FIRST_FIELD];

    if (job->cells <= FIRST_FIELD)
        return 0;
    if (head_begins(cell->text, cell->length, restart))
        r->restarts++;
    else if (head_begins(cell->text, cell->length, remark))
        r->remarks++;
    else
        return 0;
    return 1;
}

/* A comma in a value is a decimal comma: the cells are parted by semicolons. */
static void look_at_decimals(const struct text_job *job, struct reader *r)
{
    for (size_t i = FIRST_FIELD; i < job->cells && !r->decimal; i++) {
        const struct cell *cell = &job->cell[i];

        if (r->field[field_of(r, i, job->cells)].is_device)
            continue;
        if (memchr(cell->text, ',', cell->length))
            r->decimal = ',';
        else if (memchr(cell->text, '.', cell->length))
            r->decimal = '.';
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
    if (is_remark(job, r))
        return;
    if (!cells_fit(r, job->cells)) {
        text_reject(job, "", "%zu cells, not %zu", job->cells, r->fields);
        return;
    }
    look_at_decimals(job, r);
    if (!text_time(job, &job->cell[2], "timestamp", &at))
        return;
    job->found = 1;
    read_values(job, r, at);
}

static void finish(struct text_job *job, void *self)
{
    const struct reader *r = self;

    if (r->restarts)
        intake_note(job->out, "%llu restarts of the system", (unsigned long long)r->restarts);
    if (r->remarks)
        intake_note(job->out, "%llu remarks left out", (unsigned long long)r->remarks);
}

static int sadf_read(struct input *in, const struct ingest_options *options, struct intake *out,
                     struct error *err)
{
    static const struct text_format format = {
        .what = "samples of sadf", .record = read_record, .finish = finish,
    };
    struct reader r = { .decimal = options->decimal };
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

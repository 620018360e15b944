/*
 * nmon's file for spreadsheets: sections of lines, each section's first line naming its fields,
 *
 *     AAA,host,web-01
 *     CPU_ALL,CPU Total web-01,User%,Sys%,Wait%,Idle%,Steal%,Busy,CPUs
 *     ZZZZ,T0001,09:25:46,23-NOV-2026           the time of snapshot T0001, local
 *     CPU_ALL,T0001,64.5,28.2,5.1,2.1,0.0,,2
 *
 * A sorted file has the times last: what comes before its time waits for it. In MEM and such,
 * -1 and -0.0 stand for what the system does not have. Lists of processes (TOP, UARG) and the
 * configuration (AAA, BBBP) are left out. Source: lmon16n.c of nmon for Linux.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/text_import.h"

enum { NAME_ROOM = 160, WAITING_MOST = 16 << 20 };

/* A value whose snapshot has no time yet. */
struct waiting { struct text_series *series, *snapshot; double value; };

struct reader {
    char host[256];
    struct waiting *waiting;
    size_t   count, room;
    uint64_t left_out, untimed;
};

static int is_snapshot(const struct cell *cell)
{
    if (cell->length < 2 || cell->text[0] != 'T')
        return 0;
    for (size_t i = 1; i < cell->length; i++)
        if (cell->text[i] < '0' || cell->text[i] > '9')
            return 0;
    return 1;
}

static int is_list(const struct cell *section)
{
    static const char *const lists[] = { "AAA", "BBB", "TOP", "UARG" };

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (head_begins(section->text, section->length, lists[i]))
            return 1;
    return 0;
}

/* The snapshot's entry; own is the entry itself and scale its time once that is known. */
static struct text_series *find_snapshot(struct text_job *job, const struct cell *name)
{
    char key[64];

    cell_copy(name, key + 1, sizeof key - 1);
    key[0] = '\t';
    return text_series(job, key, strlen(key));
}

static void read_snapshot(struct text_job *job)
{
    char text[64];
    struct cell time = { text, 0 };
    struct text_series *snapshot;
    int64_t at;

    if (job->cells < 4 || job->cell[2].length + job->cell[3].length + 2 > sizeof text) {
        text_reject(job, "", "a snapshot without a time");
        return;
    }
    time.length = (size_t)snprintf(text, sizeof text, "%.*s %.*s", (int)job->cell[3].length,
                                   job->cell[3].text, (int)job->cell[2].length, job->cell[2].text);
    snapshot = find_snapshot(job, &job->cell[1]);
    if (!snapshot || !text_time(job, &time, "ZZZZ", &at))
        return;
    job->found = 1;
    snapshot->own = snapshot;
    snapshot->scale = (double)at;    /* exact: below 2^53 */
}

/* --- names of fields -------------------------------------------------------------------- */

/* Field i of a section; its own is the series, which is opened with its first value. */
static struct text_series *field_entry(struct text_job *job, const struct cell *section, size_t i)
{
    char key[NAME_ROOM];
    int length = snprintf(key, sizeof key, "%.*s\n\n%zu",
                          (int)(section->length < 64 ? section->length : 64), section->text, i);

    return text_series(job, key, (size_t)length);
}

static const char *unit_of(const char *section, const char *field)
{
    static const struct { const char *section, *field, *unit; } units[] = {
        { "CPU", "%", "%" },        { "MEM", "", "MiB" },      { "NET", "KB/s", "KiB/s" },
        { "DISKBUSY", "", "%" },    { "DISKREAD", "", "KiB/s" }, { "DISKWRITE", "", "KiB/s" },
        { "DISKXFER", "", "1/s" },  { "DISKBSIZE", "", "KiB" }, { "JFSFILE", "", "%" },
    };
    const char *percent = strrchr(field, '%');

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strncmp(section, units[i].section, strlen(units[i].section)) == 0 &&
            strstr(field, units[i].field))
            return units[i].unit;
    return percent ? "%" : strstr(field, "/s") ? "1/s" : NULL;
}

/* Sections with a field for each device are one metric with a label. */
static void name_field(struct text_job *job, char *section, char *field, char *metric, size_t room)
{
    char *end = section + strlen(section), *mark;

    tags_clear(&job->tags);
    if (strncmp(section, "DISK", 4) == 0 || strcmp(section, "JFSFILE") == 0) {
        while (end > section && end[-1] >= '0' && end[-1] <= '9')
            *--end = '\0';    /* DISKBUSY1: the disks that DISKBUSY had no room for */
        tags_add(&job->tags, section[0] == 'D' ? "disk" : "mount", field);
        snprintf(metric, room, "%s", section);
        return;
    }
    mark = strncmp(section, "NET", 3) == 0 ? strstr(field, "-read") : NULL;
    if (strncmp(section, "NET", 3) == 0 && !mark)
        mark = strstr(field, "-write");
    if (mark) {
        *mark++ = '\0';
        tags_add(&job->tags, "iface", field);
    }
    snprintf(metric, room, "%s.%s", section, mark ? mark : field);
}

static void read_names(struct text_job *job)
{
    for (size_t i = 2; i < job->cells && !job->failed; i++) {
        char key[2 * NAME_ROOM + 2], section[NAME_ROOM], field[NAME_ROOM];
        struct text_series *entry = field_entry(job, &job->cell[0], i);
        int length;

        if (!entry || !job->cell[i].length)
            continue;
        length = snprintf(key, sizeof key, "%s\n%s", cell_copy(&job->cell[0], section, sizeof section),
                          cell_copy(&job->cell[i], field, sizeof field));
        entry->own = text_series(job, key, (size_t)length);
    }
}

static int open_field(struct text_job *job, const struct reader *r, struct text_series *series)
{
    char section[NAME_ROOM], field[NAME_ROOM], metric[2 * NAME_ROOM + 2];
    struct draft draft = { .source = "nmon", .resource = r->host, .metric = metric,
                           .tags = &job->tags };
    const char *line = strchr(series->key, '\n');

    if (series->open || !line)
        return series->open;
    snprintf(section, sizeof section, "%.*s", (int)(line - series->key), series->key);
    snprintf(field, sizeof field, "%s", line + 1);
    draft.unit = unit_of(section, field);
    name_field(job, section, field, metric, sizeof metric);
    return text_open(job, series, &draft);
}

/* --- values --------------------------------------------------------------------------------- */

static void wait_for_time(struct text_job *job, struct reader *r, struct waiting item)
{
    if (r->count == r->room) {
        size_t room = 2 * r->room + 1024;
        struct waiting *grown = room <= WAITING_MOST ? realloc(r->waiting, room * sizeof *grown) : NULL;

        if (!grown) {
            text_fail(job, ERR_LIMIT, "more than %d values before their ZZZZ lines", WAITING_MOST / 2);
            return;
        }
        r->waiting = grown;
        r->room = room;
    }
    r->waiting[r->count++] = item;
}

/* The system has no such thing. */
static int is_absent(const struct cell *section, const struct cell *cell)
{
    return (cell_is(section, "MEM") || cell_is(section, "VM")) &&
           (cell_is(cell, "-1.0") || cell_is(cell, "-0.0") || cell_is(cell, "-1"));
}

static void read_values(struct text_job *job, struct reader *r)
{
    struct text_series *snapshot = find_snapshot(job, &job->cell[1]);

    for (size_t i = 2; i < job->cells && snapshot && !job->failed; i++) {
        const struct text_series *entry = field_entry(job, &job->cell[0], i);
        double value;

        if (!entry || !entry->own)
            continue;    /* a field without a name */
        if (is_absent(&job->cell[0], &job->cell[i]))
            intake_missing(job->out, 1);
        else if (!text_number(job, &job->cell[i], '.', "", &value))
            continue;
        else if (!open_field(job, r, entry->own))
            return;
        else if (snapshot->own)
            text_put(job, entry->own, (int64_t)snapshot->scale, value);
        else
            wait_for_time(job, r, (struct waiting){ entry->own, snapshot, value });
    }
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;

    text_split(job, ',');
    if (job->failed || job->cells < 2)
        return;
    if (cell_is(&job->cell[0], "AAA") && cell_is(&job->cell[1], "host") && job->cells > 2)
        cell_copy(&job->cell[2], r->host, sizeof r->host);
    else if (is_list(&job->cell[0]))
        r->left_out++;
    else if (cell_is(&job->cell[0], "ZZZZ"))
        read_snapshot(job);
    else if (is_snapshot(&job->cell[1]))
        read_values(job, r);
    else
        read_names(job);
}

static void finish(struct text_job *job, void *self)
{
    struct reader *r = self;

    for (size_t i = 0; i < r->count && !job->failed; i++) {
        const struct waiting *item = &r->waiting[i];

        if (item->snapshot->own)
            text_put(job, item->series, (int64_t)item->snapshot->scale, item->value);
        else
            r->untimed++;
    }
    if (r->untimed)
        text_reject(job, "", "%llu values of snapshots without a ZZZZ line",
                    (unsigned long long)r->untimed);
}

static int nmon_read(struct input *in, const struct ingest_options *options, struct intake *out,
                     struct error *err)
{
    static const struct text_format format = {
        .what = "snapshots (ZZZZ lines)", .record = read_record, .finish = finish,
    };
    struct reader r = { .count = 0 };
    int rc = text_import(in, options, out, &format, &r, err);

    free(r.waiting);
    return rc;
}

static int nmon_sniff(const char *head, size_t length)
{
    return head_begins(head, length, "AAA,progname,") || head_begins(head, length, "AAA,") ? 100 : 0;
}

extern const struct importer importer_nmon_text;
const struct importer importer_nmon_text = {
    .name       = "nmon",
    .title      = "nmon, file for spreadsheets",
    .recognised = "a first line AAA,…",
    .command    = "nmon -F host.nmon -s 60 -c 1440",
    .example    = "AAA,progname,nmon\nAAA,host,web-01\n"
                  "CPU_ALL,CPU Total web-01,User%,Sys%,Wait%,Idle%\nNET,Network I/O,eth0-read-KB/s\n"
                  "ZZZZ,T0001,09:25:46,23-NOV-2026\nCPU_ALL,T0001,64.5,28.2,5.1,2.1\nNET,T0001,14.3\n",
    .sniff      = nmon_sniff,
    .read       = nmon_read,
};

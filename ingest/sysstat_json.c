/*
 * sysstat in JSON: sadf -j, mpstat -o JSON and iostat -o JSON. Hosts, and for each a list of
 * reports: a timestamp and activities, which are objects or, for many devices, arrays of them.
 * https://github.com/sysstat/sysstat (json_stats.c); the time is the end of the interval.
 *
 * sadf's `timezone` is that of the recorder even where the times are local: `utc` alone tells.
 * The first report of iostat is the mean since boot.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"
#include "ingest/record_clock.h"
#include "ingest/sysstat_names.h"

enum { FIELDS_MOST = 96, NAME_ROOM = 64, PATH_ROOM = 256, DEPTH_MOST = 6 };

struct reader {
    char   node[256], date[32];      /* of the host */
    struct record_clock clock;
    int64_t at, last_second;         /* of the report; of the day, for times without a date */
    int    days_on, timed, skip;
    int64_t interval_ms;
    uint64_t reports, untimed, since_boot, ambiguous;
};

/* Numbers of one object, kept until its names (which may stand anywhere) are known. */
struct row {
    char   name[FIELDS_MOST][NAME_ROOM];
    double value[FIELDS_MOST];
    size_t count;
};

static void put_row(struct json_job *job, struct reader *r, const struct row *row,
                    const char *path)
{
    for (size_t i = 0; i < row->count; i++) {
        char metric[PATH_ROOM + NAME_ROOM + 2];
        struct draft draft = { .source = "sysstat", .resource = r->node, .metric = metric,
                               .unit = sysstat_unit(path, row->name[i]), .tags = &job->tags,
                               .period_ms = r->interval_ms };

        snprintf(metric, sizeof metric, "%s.%s", path, row->name[i]);
        json_put_drafted(job, &draft, r->at, row->value[i]);
    }
}

static void walk(struct json_job *job, struct reader *r, const char *path, int depth);

static void read_field(struct json_job *job, struct row *row, const char *name)
{
    const char *text;

    if (json_next(job->json) == JSON_STRING) {
        if ((text = json_text(job->json, NULL)) != NULL)
            tags_add(&job->tags, name, text);
    } else if (row->count < FIELDS_MOST && strlen(name) < NAME_ROOM) {
        strcpy(row->name[row->count], name);
        row->count += (size_t)json_value(job, row->name[row->count], &row->value[row->count]);
    }
}

static void walk_object(struct json_job *job, struct reader *r, const char *path, int depth)
{
    struct row row;
    const char *key;

    row.count = 0;
    json_object(job->json);
    while (json_member(job->json, &key)) {
        enum json_type type = json_next(job->json);
        char below[PATH_ROOM];

        if (type != JSON_OBJECT && type != JSON_ARRAY) {
            read_field(job, &row, key);
        } else if (snprintf(below, sizeof below, "%s.%s", path, key) < (int)sizeof below) {
            walk(job, r, below, depth + 1);
        }
    }
    put_row(job, r, &row, path);
}

static void walk(struct json_job *job, struct reader *r, const char *path, int depth)
{
    if (depth == DEPTH_MOST || json_next(job->json) != JSON_ARRAY) {
        if (depth < DEPTH_MOST && json_next(job->json) == JSON_OBJECT)
            walk_object(job, r, path, depth);
        return;
    }
    json_array(job->json);
    while (json_element(job->json)) {
        tags_clear(&job->tags);
        walk(job, r, path, depth + 1);
    }
    tags_clear(&job->tags);
}

/* --- times ---------------------------------------------------------------------- */

/*
 * "11/23/26" as "2026-11-23", by the user's order of day and month or else America's, which is
 * that of the C locale too; other dates are left as they are.
 */
static void plain_date(struct reader *r, const struct ingest_options *options, const char *text,
                       char *out, size_t room)
{
    int a, b, year, used = 0;
    int day_first = options->date_order == DATE_DMY;

    if (sscanf(text, "%2d/%2d/%4d%n", &a, &b, &year, &used) != 3) {
        snprintf(out, room, "%s", text);
        return;
    }
    if (options->date_order == DATE_AUTO) {
        day_first = a > 12;
        r->ambiguous += a <= 12 && b <= 12 && a != b;
    }
    snprintf(out, room, "%04d-%02d-%02d%s", year < 100 ? 2000 + year : year, day_first ? b : a,
             day_first ? a : b, text + used);
}

static void set_time(struct json_job *job, struct reader *r, const char *text)
{
    r->timed = record_clock_read(&r->clock, job->options, text, strlen(text), "", &r->at);
}

/* mpstat: "09:25:47", the day being that of the host's date or a later one. */
static void clock_time(struct json_job *job, struct reader *r, const char *text)
{
    int hour, minute, second;
    char both[128];

    if (sscanf(text, "%2d:%2d:%2d", &hour, &minute, &second) != 3)
        return;
    if ((hour * 60 + minute) * 60 + second < r->last_second)
        r->days_on++;
    r->last_second = (hour * 60 + minute) * 60 + second;
    snprintf(both, sizeof both, "%s %s", r->date, text);
    set_time(job, r, both);
    r->at += r->days_on * DAY_MS;
}

static void text_time(struct json_job *job, struct reader *r)
{
    const char *text = json_text(job->json, NULL);
    char copy[64], plain[96];

    snprintf(copy, sizeof copy, "%s", text ? text : "");
    if (strlen(copy) <= 8 && strchr(copy, ':')) {
        clock_time(job, r, copy);
        return;
    }
    r->skip = r->reports == 1;
    r->since_boot += (uint64_t)r->skip;
    plain_date(r, job->options, copy, plain, sizeof plain);
    set_time(job, r, plain);
}

/* {"date":"2026-11-23","time":"09:25:47","utc":1,"interval":2} */
static void object_time(struct json_job *job, struct reader *r)
{
    const char *key;
    char date[32] = "", time[32] = "", both[80];
    int64_t utc = 0, interval = 0;

    json_object(job->json);
    while (json_member(job->json, &key)) {
        if (strcmp(key, "date") == 0)
            json_copy(job->json, date, sizeof date);
        else if (strcmp(key, "time") == 0)
            json_copy(job->json, time, sizeof time);
        else if (strcmp(key, "utc") == 0 && !json_integer(job->json, &utc))
            utc = 0;
        else if (strcmp(key, "interval") == 0 && !json_integer(job->json, &interval))
            interval = 0;
    }
    snprintf(both, sizeof both, "%s %s%s", date, time, utc ? "Z" : "");
    set_time(job, r, both);
    r->interval_ms = interval > 0 && interval < 1000000 ? interval * 1000 : 0;
}

/* --- hosts ----------------------------------------------------------------------- */

static void read_report(struct json_job *job, struct reader *r)
{
    const char *key;
    char path[PATH_ROOM];

    r->reports++;
    r->timed = r->skip = 0;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "timestamp") == 0) {
            if (json_next(job->json) == JSON_OBJECT)
                object_time(job, r);
            else
                text_time(job, r);
        } else if (r->timed && !r->skip && strlen(key) < sizeof path) {
            strcpy(path, key);
            tags_clear(&job->tags);
            walk(job, r, path, 0);
        }
    }
    r->untimed += !r->timed;
}

static void read_host(struct json_job *job, struct reader *r)
{
    const char *key;
    char date[32];

    r->node[0] = r->date[0] = '\0';
    r->reports = 0;
    r->last_second = r->days_on = 0;
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "nodename") == 0) {
            json_copy(job->json, r->node, sizeof r->node);
        } else if (strcmp(key, "date") == 0) {
            json_copy(job->json, date, sizeof date);
            plain_date(r, job->options, date, r->date, sizeof r->date);
        } else if (strcmp(key, "statistics") == 0 && json_array(job->json)) {
            job->found = 1;
            while (json_element(job->json))
                read_report(job, r);
        }
    }
}

static void read_document(struct json_job *job, void *self)
{
    const char *key, *part;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        if (strcmp(key, "sysstat") == 0 && json_object(job->json))
            while (json_member(job->json, &part))
                if (strcmp(part, "hosts") == 0 && json_array(job->json))
                    while (json_element(job->json))
                        read_host(job, self);
}

static int untimed(struct reader *r, struct error *err)
{
    error_set(err, ERR_DATA, "none of its reports has a time");
    error_hint(err, "Run iostat with -t, best with S_TIME_FORMAT=ISO in the environment.");
    return r->untimed ? ERR_DATA : 0;
}

static int sysstat_read(struct input *in, const struct ingest_options *options,
                        struct intake *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (!r)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, r, "statistics", err);
    if (rc == 0 && r->untimed && !r->clock.last)
        rc = untimed(r, err);
    record_clock_note(&r->clock, options, out);
    if (r->since_boot)
        intake_note(out, "the first report, the mean since boot, was left out");
    if (r->ambiguous)
        intake_note(out, "dates such as 11/10/26 were read as month/day/year; "
                    "say --date-order dmy if the day comes first");
    free(r);
    return rc;
}

static int sysstat_sniff(const char *head, size_t length)
{
    static const char *const paths[] = { "sysstat.hosts", NULL };

    return json_sniff_all(head, length, paths, 100);
}

const struct importer importer_sysstat_json = {
    .name = "sysstat-json",
    .title = "sysstat: sadf -j, mpstat and iostat -o JSON",
    .recognised = "sysstat.hosts[]",
    .command = "sadf -j /var/log/sysstat/sa01 -- -A",
    .example = "{\"sysstat\":{\"hosts\":[{\"nodename\":\"web-01\",\"timezone\":\"UTC\","
               "\"statistics\":[{\"timestamp\":{\"date\":\"2026-11-23\",\"time\":\"09:30:00\","
               "\"utc\":1,\"interval\":600},\"cpu-load\":[{\"cpu\":\"all\",\"user\":40.70,"
               "\"idle\":1.76}],\"memory\":{\"memused\":522812,\"memused-percent\":2.12}}]}]}}\n",
    .sniff = sysstat_sniff,
    .read = sysstat_read,
};

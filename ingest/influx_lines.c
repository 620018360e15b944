/*
 * InfluxDB's line protocol, as influx_inspect export and Telegraf's file output write it:
 *
 *     # DDL
 *     CREATE DATABASE telegraf
 *     # DML
 *     cpu,host=web-01,cpu=cpu-total usage_user=20.6,usage_idle=79.4 1763850300000000000
 *
 * A backslash takes the meaning off a comma, blank or equals sign; fields end in i or u when
 * they are integers, texts are in quotes. The unit of the times follows from their size.
 * https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/
 */
#include <string.h>

#include "ingest/influx_names.h"

enum { NAME_ROOM = 512 };

struct reader {
    int      definitions;      /* between # DDL and # DML */
    uint64_t texts;
    struct buf key;
};

/* Where the text ends: at the first of these bytes that no backslash or quote covers. */
static const char *stop_at(const char *p, const char *end, const char *stops, int quotes)
{
    int quoted = 0;

    for (; p < end; p++) {
        if (*p == '\\' && p + 1 < end)
            p++;
        else if (quotes && *p == '"')
            quoted = !quoted;
        else if (!quoted && *p && strchr(stops, *p))
            return p;
    }
    return end;
}

static const char *unescaped(const char *p, const char *end, char *out, size_t room)
{
    size_t used = 0;

    for (; p < end && used + 1 < room; p++) {
        if (*p == '\\' && p + 1 < end && strchr(",= \\", p[1]) && p[1])
            p++;
        out[used++] = *p;
    }
    out[used] = '\0';
    return out;
}

/* The tags of measurement,tag=value,…; 0 when one has no value. */
static int read_tags(struct text_job *job, const char *p, const char *end)
{
    tags_clear(&job->tags);
    while (p < end) {
        const char *equal = stop_at(++p, end, "=,", 0), *stop;
        char name[NAME_ROOM], value[1024];

        if (equal == end || *equal != '=')
            return 0;
        stop = stop_at(equal + 1, end, ",", 0);
        unescaped(p, equal, name, sizeof name);
        tags_add(&job->tags, name, unescaped(equal + 1, stop, value, sizeof value));
        p = stop;
    }
    return 1;
}

/* 1 and *out for a number or truth; 0 for a text, which is counted, and for nonsense. */
static int read_field(struct text_job *job, struct reader *r, const char *p, const char *end,
                      double *out)
{
    static const char *const truths[] = { "t", "T", "true", "True", "TRUE" };
    static const char *const lies[] = { "f", "F", "false", "False", "FALSE" };
    struct cell cell = { p, (size_t)(end - p) };

    if (cell.length && *p == '"') {
        r->texts++;
        return 0;
    }
    for (size_t i = 0; i < sizeof truths / sizeof truths[0]; i++)
        if (cell_is(&cell, truths[i]) || cell_is(&cell, lies[i])) {
            *out = cell_is(&cell, truths[i]);
            return 1;
        }
    if (cell.length > 1 && (end[-1] == 'i' || end[-1] == 'u'))
        cell.length--;
    if (cell.length == 0) {
        text_reject(job, "", "a field without a value");
        return 0;
    }
    return text_number(job, &cell, '.', "", out);
}

static struct text_series *find_series(struct text_job *job, struct reader *r, const char *head_end,
                                       const char *name, const char *name_end)
{
    char measurement[NAME_ROOM], field[NAME_ROOM];
    const char *tags = stop_at(job->line, head_end, ",", 0);
    struct text_series *series;

    buf_clear(&r->key);
    buf_addn(&r->key, job->line, (size_t)(head_end - job->line));
    buf_addc(&r->key, ' ');
    buf_addn(&r->key, name, (size_t)(name_end - name));
    series = text_series(job, r->key.text, r->key.used);
    if (series && !series->open && read_tags(job, tags, head_end))
        influx_open(job, series, unescaped(job->line, tags, measurement, sizeof measurement),
                    unescaped(name, name_end, field, sizeof field), NULL);
    return series && series->open ? series : NULL;
}

static void read_fields(struct text_job *job, struct reader *r, const char *head_end, const char *p,
                        const char *end, int64_t at)
{
    for (; p < end && !job->failed; p++) {
        const char *equal = stop_at(p, end, "=,", 0), *stop;
        struct text_series *series;
        double value;

        if (equal == end || *equal != '=') {
            text_reject(job, "", "a field that is not name=value");
            return;
        }
        stop = stop_at(equal + 1, end, ",", 1);
        if (read_field(job, r, equal + 1, stop, &value)) {
            series = find_series(job, r, head_end, p, equal);
            if (series)
                text_put(job, series, at, value);
            else
                text_reject(job, "", "a tag that is not name=value");
        }
        p = stop;
    }
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;
    const char *end = job->line + job->length, *head_end, *fields_end;
    struct cell time;
    int64_t at;

    if (job->line[0] == '#') {
        r->definitions = head_begins(job->line, job->length, "# DDL") ||
                         (r->definitions && !head_begins(job->line, job->length, "# DML"));
        return;
    }
    if (r->definitions)
        return;
    head_end = stop_at(job->line, end, " ", 0);
    fields_end = head_end < end ? stop_at(head_end + 1, end, " ", 1) : end;
    if (fields_end == end) {
        text_reject(job, "", "no measurement, fields and time");
        return;
    }
    time = (struct cell){ fields_end + 1, (size_t)(end - fields_end - 1) };
    if (!text_time(job, &time, "time", &at))
        return;
    job->found = 1;
    read_fields(job, r, head_end, head_end + 1, fields_end, at);
}

static void finish(struct text_job *job, void *self)
{
    const struct reader *r = self;

    if (r->texts)
        intake_note(job->out, "%llu values that are no numbers left out", (unsigned long long)r->texts);
}

static int lines_read(struct input *in, const struct ingest_options *options, struct intake *out,
                      struct error *err)
{
    static const struct text_format format = {
        .what = "points with a time", .record = read_record, .finish = finish,
    };
    struct reader r = { .definitions = 0 };
    int rc;

    buf_init(&r.key, 64 << 10);
    rc = text_import(in, options, out, &format, &r, err);
    buf_release(&r.key);
    return rc;
}

/* measurement[,tags] fields time, where the time is all digits. */
static int lines_sniff(const char *head, size_t length)
{
    const char *end = memchr(head, '\n', length), *head_end, *fields_end;
    int64_t at;

    if (head_begins(head, length, "# DDL\n") || head_begins(head, length, "# DML\n"))
        return 100;
    end = end ? end : head + length;
    if (end > head && end[-1] == '\r')
        end--;
    if (end == head || strchr("#{[\"<", *head))
        return 0;
    head_end = stop_at(head, end, " ", 0);
    fields_end = head_end < end ? stop_at(head_end + 1, end, " ", 1) : end;
    if (fields_end == end || stop_at(head_end + 1, fields_end, "=", 0) == fields_end)
        return 0;
    return end - fields_end > 10 &&
                   number_parse_int(fields_end + 1, (size_t)(end - fields_end - 1), &at) && at > 0
               ? 85 : 0;
}

extern const struct importer importer_influx_lines;
const struct importer importer_influx_lines = {
    .name       = "influx-lines",
    .title      = "InfluxDB line protocol",
    .recognised = "lines of measurement,tags fields time",
    .command    = "influx_inspect export -database DB -out export.lp",
    .example    = "cpu,host=web-01,cpu=cpu-total usage_user=20.611822,usage_idle=79.388178 "
                  "1763850300000000000\n"
                  "disk,host=web-01,path=/ used=69100771870i 1763850300000000000\n",
    .sniff      = lines_sniff,
    .read       = lines_read,
};

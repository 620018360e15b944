/*
 * Performance data of Nagios, Icinga and Naemon: a line a check, as the perfdata file has it,
 *
 *     1763683200<TAB>web-01<TAB>DISK /<TAB>DISK OK …<TAB>/=58652MB;152587;171661;0;190734
 *     DATATYPE::SERVICEPERFDATA<TAB>TIMET::1763683200<TAB>HOSTNAME::web-01<TAB>…      (PNP4Nagios)
 *
 * A datum is 'label'=value[unit];warn;crit;min;max. Its capacity is max, else the value from which
 * on it is critical, where that is one bound. KB, MB … are powers of 1024, as the plugins
 * count. Source: Monitoring Plugins Development Guidelines, "Performance data".
 */
#include <stdio.h>
#include <string.h>

#include "ingest/text_import.h"

enum { NAME_ROOM = 512 };

struct check { struct cell time, host, service, data; };

/* What stands behind KEY:: in a line of PNP; empty when it is not there. */
static struct cell keyed(const struct text_job *job, const char *key)
{
    for (size_t i = 0; i < job->cells; i++)
        if (head_begins(job->cell[i].text, job->cell[i].length, key))
            return (struct cell){ job->cell[i].text + strlen(key), job->cell[i].length - strlen(key) };
    return (struct cell){ "", 0 };
}

/* Splits at tabs only: the data hold blanks and quotes of their own. */
static int read_check(struct text_job *job, struct check *out)
{
    text_split(job, '\t');
    if (job->failed)
        return 0;
    if (head_begins(job->line, job->length, "DATATYPE::")) {
        *out = (struct check){ keyed(job, "TIMET::"), keyed(job, "HOSTNAME::"),
                               keyed(job, "SERVICEDESC::"), keyed(job, "SERVICEPERFDATA::") };
        if (!out->data.length)
            out->data = keyed(job, "HOSTPERFDATA::");
        return out->time.length > 0;
    }
    if (job->cells < 5)
        return 0;
    *out = (struct check){ job->cell[0], job->cell[1], job->cell[2], job->cell[job->cells - 1] };
    return 1;
}

static const char *unit_of(const struct cell *uom)
{
    static const struct { const char *uom, *unit; } units[] = {
        { "%", "%" },    { "s", "s" },    { "ms", "ms" },  { "us", "us" },  { "B", "B" },
        { "KB", "KiB" }, { "MB", "MiB" }, { "GB", "GiB" }, { "TB", "TiB" }, { "c", "" },
        { "", "" },
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (cell_is(uom, units[i].uom))
            return units[i].unit;
    return NULL;
}

/* The next ;-part of a datum, from *at on. */
static struct cell next_part(const char **at, const char *end)
{
    const char *from = *at, *stop = from < end ? memchr(from, ';', (size_t)(end - from)) : NULL;

    *at = stop ? stop + 1 : end;
    return (struct cell){ from, (size_t)((stop ? stop : end) - from) };
}

/* The upper bound of a range: 80, 0:80 and ~:80; 0 for @… (inside is bad) and for none. */
static double upper_bound(struct cell range)
{
    const char *colon = memchr(range.text, ':', range.length);
    double value;

    if (colon) {
        range.length -= (size_t)(colon + 1 - range.text);
        range.text = colon + 1;
    }
    if (number_parse(range.text, range.length, &value) != NUMBER_OK || value < 0)
        return 0;
    return value;
}

static double capacity_of(const char *rest, const char *end)
{
    struct cell part[4];    /* warn, crit, min, max */
    double most;

    for (size_t i = 0; i < 4; i++)
        part[i] = next_part(&rest, end);
    if (number_parse(part[3].text, part[3].length, &most) == NUMBER_OK && most > 0)
        return most;
    return part[1].length && part[1].text[0] == '@' ? 0 : upper_bound(part[1]);
}

/* Where the number at the front of the text ends. */
static size_t number_length(const struct cell *cell)
{
    size_t i = 0;

    while (i < cell->length && strchr("+-.,0123456789", cell->text[i]) && cell->text[i])
        i++;
    if (i && i + 1 < cell->length && (cell->text[i] == 'e' || cell->text[i] == 'E') &&
        strchr("+-0123456789", cell->text[i + 1]) && cell->text[i + 1])
        for (i += 2; i < cell->length && cell->text[i] >= '0' && cell->text[i] <= '9';)
            i++;
    return i;
}

static struct text_series *find_series(struct text_job *job, const struct check *check,
                                       const struct cell *label, const struct cell *uom)
{
    char key[3 * NAME_ROOM], host[NAME_ROOM], service[NAME_ROOM], metric[NAME_ROOM];
    struct draft draft = { .source = "nagios", .resource = cell_copy(&check->host, host, sizeof host),
                           .metric = cell_copy(label, metric, sizeof metric), .tags = &job->tags,
                           .unit = unit_of(uom) };
    struct text_series *series;
    int length;

    cell_copy(&check->service, service, sizeof service);
    length = snprintf(key, sizeof key, "%s\t%s\t%s", host, service, metric);
    series = text_series(job, key, (size_t)length);
    if (series && !series->open) {
        tags_clear(&job->tags);
        tags_add(&job->tags, "service", service);
        if (cell_is(uom, "c"))
            draft.kind = SERIES_COUNTER;
        text_open(job, series, &draft);
    }
    return series && series->open ? series : NULL;
}

static void read_datum(struct text_job *job, const struct check *check, int64_t at,
                       const struct cell *label, const char *p, const char *end)
{
    struct cell first = next_part(&p, end), number = first, uom;
    struct text_series *series;
    double value, capacity;

    if (cell_is(&first, "U")) {
        intake_missing(job->out, 1);
        return;
    }
    number.length = number_length(&first);
    uom = (struct cell){ first.text + number.length, first.length - number.length };
    if (!unit_of(&uom)) {
        text_reject(job, "perfdata", "not a value: '%.*s'",
                    (int)(first.length < 40 ? first.length : 40), first.text);
        return;
    }
    if (!text_number(job, &number, ',', "perfdata", &value))
        return;
    series = find_series(job, check, label, &uom);
    if (!series)
        return;
    text_put(job, series, at, value);
    capacity = capacity_of(p, end);
    if (capacity > 0 && !job->failed && !cell_is(&uom, "c"))
        job->failed = intake_capacity(job->out, series->series, at, capacity * series->scale, &job->err);
}

/* Takes 'la bel'= or label= off the front; 0 when there is none. */
static int take_label(const char **at, const char *end, struct cell *out)
{
    const char *p = *at, *from = p;

    if (p < end && *p == '\'') {
        for (from = ++p; p < end && !(*p == '\'' && (p + 1 == end || p[1] != '\'')); p++)
            p += *p == '\'';
        if (p >= end)
            return 0;
        *out = (struct cell){ from, (size_t)(p - from) };
        p++;
    } else {
        while (p < end && *p != '=' && *p != ' ')
            p++;
        *out = (struct cell){ from, (size_t)(p - from) };
    }
    if (p >= end || *p != '=' || !out->length)
        return 0;
    *at = p + 1;
    return 1;
}

static void read_record(struct text_job *job, void *self)
{
    struct check check;
    const char *p, *end;
    int64_t at;

    (void)self;
    if (!read_check(job, &check)) {
        if (!job->failed)
            text_reject(job, "", "%zu cells, not time, host, service, output and data", job->cells);
        return;
    }
    if (!text_time(job, &check.time, "time", &at))
        return;
    job->found = 1;
    end = check.data.text + check.data.length;
    for (p = check.data.text; p < end && !job->failed;) {
        const char *stop;
        struct cell label;

        while (p < end && *p == ' ')
            p++;
        if (p == end)
            return;
        if (!take_label(&p, end, &label)) {
            text_reject(job, "perfdata", "a datum that is not label=value");
            return;
        }
        stop = memchr(p, ' ', (size_t)(end - p));
        stop = stop ? stop : end;
        read_datum(job, &check, at, &label, p, stop);
        p = stop;
    }
}

static int nagios_read(struct input *in, const struct ingest_options *options, struct intake *out,
                       struct error *err)
{
    static const struct text_format format = { .what = "checks with a time", .record = read_record };

    return text_import(in, options, out, &format, NULL, err);
}

static int nagios_sniff(const char *head, size_t length)
{
    const char *end = memchr(head, '\n', length), *tab = memchr(head, '\t', length);
    int64_t at;
    size_t tabs = 0;

    if (head_begins(head, length, "DATATYPE::"))
        return 100;
    end = end ? end : head + length;
    if (!tab || tab > end || !number_parse_int(head, (size_t)(tab - head), &at) ||
        at < INT64_C(631152000) || at >= INT64_C(7258118400))
        return 0;
    for (const char *p = head; p < end; p++) {
        tabs += *p == '\t';
        tab = *p == '\t' ? p : tab;
    }
    return tabs >= 4 && memchr(tab, '=', (size_t)(end - tab)) ? 90 : 0;
}

extern const struct importer importer_nagios_perfdata;
const struct importer importer_nagios_perfdata = {
    .name       = "nagios-perfdata",
    .title      = "Nagios, Icinga and Naemon performance data",
    .recognised = "lines of time, host, service, output and label=value;warn;crit;min;max",
    .command    = "service_perfdata_file_template=$TIMET$\\t$HOSTNAME$\\t$SERVICEDESC$\\t"
                  "$SERVICEOUTPUT$\\t$SERVICEPERFDATA$",
    .example    = "1763683200\tweb-01\tDISK /\tDISK OK\t/=58652MB;152587;171661;0;190734\n"
                  "1763683200\tweb-01\tLoad\tOK\tload1=1.034;4.000;8.000;0; 'cpu busy'=25.8%;~:80;@10:20\n",
    .sniff      = nagios_sniff,
    .read       = nagios_read,
};

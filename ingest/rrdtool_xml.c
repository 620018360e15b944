/*
 * RRDtool's XML: xport, and dump, which holds a whole database.
 *
 * xport: row i stands for start + i step, the end of its interval; with -t it tells its time in <t>.
 * dump: archives (<rra>) one behind the other, for each a consolidation (<cf>) and a number of steps a
 * row; the time of a row stands in the comment before it, "2025-11-16 00:05:00 UTC / 1763251500". Where
 * a finer archive of the same consolidation knows a time, coarser ones are left out. Counters are
 * rates already. https://oss.oetiker.ch/rrdtool/doc/rrddump.en.html
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/naming.h"
#include "ingest/text_import.h"
#include "ingest/xml_scan.h"

enum { NAMES_MOST = 512, NAME_ROOM = 512, ARCHIVES_MOST = 16 };

/* What the archives of one consolidation have told so far. */
struct archive {
    char    cf[16];
    double  finest;                /* steps a row */
    int64_t known_from;            /* the first time with a value */
};

struct reader {
    struct text_job *job;
    struct xml_scan  scan;
    char     (*name)[NAME_ROOM];   /* [NAMES_MOST] */
    size_t   names, column;
    char     stem[512];
    int      is_dump;
    double   start, step;          /* xport, seconds */
    uint64_t row;
    int64_t  at;                   /* of the row at hand; 0: none */

    struct archive archive[ARCHIVES_MOST], *current;
    size_t   archives;
    int      coarser;              /* than one of the same consolidation before it */
    int64_t  own_from;             /* the first time with a value in this archive */
    uint64_t left_out;
};

static double number_of(const char *text)
{
    double value;

    return number_parse(text, strlen(text), &value) == NUMBER_OK ? value : 0;
}

static void add_name(struct reader *r, const char *name)
{
    if (r->names < NAMES_MOST)
        snprintf(r->name[r->names++], NAME_ROOM, "%s", name);
    else
        text_fail(r->job, ERR_LIMIT, "more than %d data sources", NAMES_MOST);
}

/* --- archives of a dump -------------------------------------------------------------- */

static void begin_archive(struct reader *r, const char *cf)
{
    size_t i = 0;

    while (i < r->archives && strcmp(r->archive[i].cf, cf) != 0)
        i++;
    if (i == ARCHIVES_MOST) {
        text_fail(r->job, ERR_LIMIT, "more than %d kinds of archives", ARCHIVES_MOST);
        return;
    }
    r->current = &r->archive[i];
    if (i < r->archives)
        return;
    r->archives++;
    *r->current = (struct archive){ .known_from = INT64_MAX };
    snprintf(r->current->cf, sizeof r->current->cf, "%s", cf);
}

static void set_steps(struct reader *r, double steps)
{
    if (!r->current)
        return;
    r->coarser = r->current->finest > 0 && steps >= r->current->finest;
    if (!r->coarser)
        r->current->finest = steps;
    r->own_from = INT64_MAX;
}

static void end_archive(struct reader *r)
{
    if (r->current && r->own_from < r->current->known_from)
        r->current->known_from = r->own_from;
    r->current = NULL;
}

/* --- rows ------------------------------------------------------------------------------ */

static int64_t instant_of(struct reader *r, const char *digits)
{
    struct cell cell = { digits, strlen(digits) };
    int64_t at;

    return text_time(r->job, &cell, "time", &at) ? at : 0;
}

static struct text_series *find_series(struct reader *r)
{
    const char *cf = r->current ? r->current->cf : "", *name = r->name[r->column];
    char key[NAME_ROOM + 32], word[16];
    int length = snprintf(key, sizeof key, "%s\n%s", cf, name);
    struct text_series *series = text_series(r->job, key, (size_t)length);

    if (series && !series->open) {
        struct draft draft = { .source = "rrdtool", .metric = name, .tags = &r->job->tags,
                               .resource = r->is_dump ? r->stem : NULL,
                               .period_ms = r->is_dump ? 0 : (int64_t)(r->step * 1000) };

        tags_clear(&r->job->tags);
        draft.stat = statistic_word(cf, strlen(cf), word);
        text_open(r->job, series, &draft);
    }
    return series && series->open ? series : NULL;
}

static void read_value(struct reader *r, const char *text)
{
    struct cell cell = { text, strlen(text) };
    struct text_series *series;
    double value;

    if (r->column >= r->names) {
        text_reject(r->job, "", "a row with more values than there are names");
    } else if (r->at && r->coarser && r->at >= r->current->known_from) {
        r->left_out++;
    } else if (r->at && text_number(r->job, &cell, '.', r->name[r->column], &value)) {
        if (r->at < r->own_from)
            r->own_from = r->at;
        series = find_series(r);
        if (series)
            text_put(r->job, series, r->at, value);
    }
    r->column++;
}

static void begin_row(struct reader *r)
{
    char text[32];

    r->column = 0;
    r->job->found = 1;
    if (r->is_dump)
        return;
    if (r->step <= 0 || r->start <= 0 || r->start + (double)r->row * r->step > 1e11)
        return;    /* not told, or no times: with -t each row tells its own */
    snprintf(text, sizeof text, "%.0f", r->start + (double)r->row++ * r->step);
    r->at = instant_of(r, text);
}

static void on_close(struct reader *r, const char *name, const char *text)
{
    if (strcmp(name, "v") == 0)
        read_value(r, text);
    else if (strcmp(name, "row") == 0)
        r->at = 0;
    else if (strcmp(name, "t") == 0)
        r->at = instant_of(r, text);
    else if (strcmp(name, "entry") == 0 || strcmp(name, "name") == 0)
        add_name(r, text);
    else if (strcmp(name, "start") == 0)
        r->start = number_of(text);
    else if (strcmp(name, "step") == 0)
        r->step = number_of(text);
    else if (strcmp(name, "cf") == 0)
        begin_archive(r, text);
    else if (strcmp(name, "pdp_per_row") == 0)
        set_steps(r, number_of(text));
    else if (strcmp(name, "rra") == 0)
        end_archive(r);
}

static void on_event(void *self, enum xml_event event, const char *name, const char *text)
{
    struct reader *r = self;
    const char *slash = strrchr(text, '/');

    if (r->job->failed)
        return;
    if (event == XML_CLOSE)
        on_close(r, name, text);
    else if (event == XML_OPEN && strcmp(name, "row") == 0)
        begin_row(r);
    else if (event == XML_OPEN && (strcmp(name, "rrd") == 0 || strcmp(name, "xport") == 0)) {
        r->is_dump = strcmp(name, "rrd") == 0;
        r->names = r->archives = 0;
        r->row = 0;
        r->coarser = 0;
        r->current = NULL;
    } else if (event == XML_COMMENT && r->current && slash && slash[1] == ' ')
        r->at = instant_of(r, slash + 2);
}

static void read_record(struct text_job *job, void *self)
{
    struct reader *r = self;

    r->job = job;
    xml_feed(&r->scan, job->line, job->length);
    xml_feed(&r->scan, "\n", 1);
}

static void finish(struct text_job *job, void *self)
{
    const struct reader *r = self;

    if (r->left_out)
        intake_note(job->out, "%llu values of coarser archives left out: finer ones have their times",
                    (unsigned long long)r->left_out);
}

static int xml_read(struct input *in, const struct ingest_options *options, struct intake *out,
                    struct error *err)
{
    static const struct text_format format = {
        .what = "rows of RRDtool", .record = read_record, .finish = finish,
    };
    struct reader *r = calloc(1, sizeof *r);
    int rc;

    if (r)
        r->name = calloc(NAMES_MOST, NAME_ROOM);
    if (!r || !r->name) {
        free(r);
        return error_set(err, ERR_NOMEM, "no memory for reading XML");
    }
    r->scan.event = on_event;
    r->scan.self = r;
    r->own_from = INT64_MAX;
    file_stem(options->file, r->stem, sizeof r->stem);
    rc = text_import(in, options, out, &format, r, err);
    free(r->name);
    free(r);
    return rc;
}

static int xml_sniff(const char *head, size_t length)
{
    enum { TOP = 1024 };
    size_t top = length < TOP ? length : TOP;

    return length && head[0] == '<' &&
                   (memmem(head, top, "<xport>", 7) || memmem(head, top, "<rrd>", 5))
               ? 100 : 0;
}

extern const struct importer importer_rrdtool_xml;
const struct importer importer_rrdtool_xml = {
    .name       = "rrdtool-xml",
    .title      = "RRDtool dump and xport, XML",
    .recognised = "a document <rrd> or <xport>",
    .command    = "rrdtool dump web-01.rrd > web-01.xml",
    .example    =
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<xport>\n  <meta>\n"
        "    <start>1761440400</start>\n    <step>3600</step>\n"
        "    <legend><entry>cpu</entry></legend>\n  </meta>\n  <data>\n"
        "    <row><v>1.6959727083e+01</v></row>\n    <row><v>NaN</v></row>\n  </data>\n</xport>\n",
    .sniff      = xml_sniff,
    .read       = xml_read,
};

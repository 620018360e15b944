/*
 * reports/report.h - everything a planning report is made from.
 *
 * The caller gathers it; sections (section.h) turn it into blocks and renderers
 * (renderer.h) write the blocks. All of it is lent; a list may be empty, a
 * pointer marked so may be NULL. Nothing here reads a clock: the same report
 * gives the same bytes.
 */
#ifndef REPORTS_REPORT_H
#define REPORTS_REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/clock.h"
#include "data/finding.h"
#include "data/waiver.h"
#include "data/whatif.h"
#include "reports/chart.h"
#include "reports/gnuplot.h"

/* What became of a series since the recorded run it is compared with. */
enum change_kind {
    CHANGE_NEW,            /* a series that was not there */
    CHANGE_ESCALATED,      /* a higher severity */
    CHANGE_EARLIER,        /* the median date moved more than 14 days towards us */
    CHANGE_STOPPED,        /* its data stopped */
    CHANGE_LATER,          /* the median date moved more than 14 days away */
    CHANGE_EASED,          /* a lower severity */
    CHANGE_RECOVERED,      /* no longer at risk */
    CHANGE_GONE,           /* no longer in the store */
    CHANGES
};
const char *change_kind_name(enum change_kind kind);     /* "escalated" */
const char *change_kind_words(enum change_kind kind);    /* "More urgent" */

struct change_row {
    enum change_kind kind;
    const char      *series;                    /* its name */
    enum severity    before, after;
    struct maybe     days_before, days_after;   /* median day, both counted from this as_of */
    const char      *words;                     /* a sentence: what changed and why, with figures */
};

/* A series whose forecasts of the last runs have not held. */
struct track {
    const char *series;
    size_t      levels, inside;              /* forecast levels whose day has come; inside their 80 % band */
    size_t      dates_held, dates_failed;    /* runs whose date came as foretold, or did not */
};

struct comparison {
    int64_t run;                       /* 0: compared with nothing; the rest is then not read */
    int64_t as_of;                     /* of that run */
    const struct change_row *rows;     /* most important first */
    size_t       row_count;
    size_t       graded, inside;       /* earlier forecasts whose day has come; inside their 80 % band */
    struct maybe error_pct;            /* median absolute error of these, % of what came */
    struct maybe bias_pct;             /* median error: above 0 foretold too much */
    const struct track *failed;        /* by name: what comparison_failed() finds */
    size_t       failed_count;
    const char *const *settled;        /* series that had to be decided on in that run and have no such date now */
    size_t       settled_count;
};

/* NULL unless the forecasts of that series have failed. */
const struct track *comparison_failed(const struct comparison *comparison, const char *series);

struct quality_row {
    enum severity severity;            /* notice or warning */
    const char   *subject;             /* a series, or a file */
    const char   *words;               /* a sentence */
};

struct fact { const char *name, *value; };

struct run_facts {
    int64_t     run;                   /* id in the ledger; 0 when not recorded */
    int64_t     newest;                /* id of the newest in the ledger; 0 when there is none */
    int64_t     generated_at;          /* the program's clock, as given by the caller */
    const char *command;               /* the command line */
    const char *store, *store_id;      /* path as named, uuid; may be NULL */
    const char *version;               /* of headroom */
    const struct fact *versions;       /* libraries and helpers */
    size_t      version_count;
};

/* What it reports of; decides which sections it has (section.h). */
enum report_kind {
    REPORT_CAPACITY,
    REPORT_WHATIF,       /* plans side by side */
    REPORT_CHECKLIST,    /* the first plan beside the baseline, as a change that asks for approval */
    REPORT_KINDS
};

struct report {
    enum report_kind       kind;
    const char            *title;      /* NULL: "Capacity plan" */
    const struct analysis *analysis;
    const struct whatif   *whatif;     /* REPORT_CAPACITY: of some series; NULL where nothing is planned */
    const struct zone     *zone;       /* NULL is UTC */

    const struct chart       *charts;          /* most urgent first; several may show one finding */
    size_t                    chart_count;
    const struct chart_image *images;          /* [chart_count] SVG by charts_draw(); NULL: none were drawn */
    const struct chart_image *stills;          /* [still_count] the first of them as PNG, for a mail; NULL: none */
    size_t                    still_count;
    const char               *images_missing;  /* why not, a clause: "gnuplot is not installed"; NULL: not asked for */

    struct comparison         comparison;
    const struct waiver      *waivers;         /* of the config, in force or ended */
    size_t                    waiver_count;
    int64_t                   waived_at;       /* the instant that their days left count from */
    const struct quality_row *quality;
    size_t                    quality_count;
    struct run_facts          run;
};

#endif

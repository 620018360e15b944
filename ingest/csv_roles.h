/*
 * ingest/csv_roles.h - what each column of a CSV file is for.
 *
 * By name (csv_names.h) and by what the cells hold. A file with a value column is "long":
 * a sample a row, the other columns say what it is of. Any other is "wide": each column of
 * numbers is a series; text columns that name a resource or that repeat themselves
 * tell rows of the same time apart.
 */
#ifndef INGEST_CSV_ROLES_H
#define INGEST_CSV_ROLES_H

#include "ingest/csv_dialect.h"

enum csv_role {
    CSV_TIME, CSV_CLOCK, CSV_VALUE, CSV_RESOURCE, CSV_METRIC, CSV_SOURCE, CSV_UNIT, CSV_CAPACITY,
    CSV_LABEL, CSV_LEFT_OUT
};

struct csv_column {
    enum csv_role role;
    char          decimal;     /* '.' or ','; of a column that gives samples never 0 */
    const char   *header;      /* as written */
    const char   *name;        /* of the metric (values) or of the label */
    const char   *resource;    /* that the header names; NULL: none */
    const char   *unit;        /* as written in the header; NULL: none */
    int           cells_have_units;    /* "45%", "1.2 GiB": all but zeros must */
    const char   *stat;        /* "avg", "p95"; NULL: none */
    const char   *labels;      /* the header's {k="v",…} as written; NULL: none */
    enum series_kind kind;
    int           kind_said;   /* by the user: the metric's name tells nothing */
    double        scale;       /* numbers times this are in the unit; 0: as they are */
    const char   *why;         /* left out: the reason */
};

struct csv_plan {
    char               separator;
    char               quote;
    char               comment;
    const char        *same_name;          /* of several columns, which got numbers; NULL: none */
    int                is_long;
    int                line_feed_only; /* no CR before the LF: such a file ends with one */
    const char        *source;         /* the family of the format; "" for CSV */
    int64_t            period_ms;      /* 0: not said */
    struct csv_column *column;
    size_t             columns;
    int                trailing;       /* the last column is empty and may be missing */
    size_t             time, clock;    /* clock: SIZE_MAX where there is none */
    size_t             capacity;       /* SIZE_MAX where there is none */
    size_t            *value, values;  /* columns that give samples */
    size_t            *key, keys;      /* columns that, together, say what a row is about */
    struct time_style  style;
    struct cell       *header;         /* as written, to know it again; NULL: none */
    size_t             headers;
    size_t             data_offset;    /* of the first data row in the text looked at */
    long               data_line;      /* its line, the text's first being 1 */
    long               broken_line;    /* of a damaged row above it; 0: none */
    enum csv_damage    broken;
};

/*
 * Makes the plan of a table whose dialect is known; by options->mapping where there is one. Returns
 * 1, or ERR_DATA with the reason why it can't be read; where that is the decimal sign alone, *out
 * is filled.
 */
int csv_plan_of(struct csv_plan *out, const struct csv_dialect *dialect,
                const struct ingest_options *options, struct arena *arena, struct error *err);

/*
 * Looks at the first bytes of a file. Returns 1 with the plan filled, 0 where it is no table with a
 * time column; ERR_DATA with the reason where it is one that can't be read. The plan lives
 * in the arena.
 */
int csv_plan_make(struct csv_plan *out, const char *text, size_t length, int whole,
                  const struct ingest_options *options, struct arena *arena, struct error *err);

/* How a format makes its plan: csv_plan_make(), or one that knows a special head. */
typedef int csv_planner(struct csv_plan *out, const char *text, size_t length, int whole,
                        const struct ingest_options *options, struct arena *arena,
                        struct error *err);

/* The plan that a planner makes of the first bytes of a file. 1, or ERR_DATA where they are no table. */
int csv_plan_look(csv_planner *planner, struct csv_plan *out, const char *head, size_t length,
                  const struct ingest_options *options, struct arena *arena, struct error *err);

/* How sure these bytes are a table of the layout asked for (1 long, 0 wide), for sniffing. */
int csv_plan_sniff(const char *head, size_t length, int is_long);

/* Lines "name<TAB>role" for inspect. */
int csv_describe(csv_planner *planner, const char *head, size_t length,
                 const struct ingest_options *options, struct buf *out, struct error *err);

/* The same by csv_plan_make(), as importers offer it. */
int csv_plan_describe(const char *head, size_t length, const struct ingest_options *options,
                      struct buf *out, struct error *err);

/* What a planner finds as settings of a [mapping], see importer.h. */
int csv_mapping_write(csv_planner *planner, const char *head, size_t length,
                      const struct ingest_options *options, struct buf *out, struct error *err);

/* The same by csv_plan_make(). */
int csv_plan_write(const char *head, size_t length, const struct ingest_options *options,
                   struct buf *out, struct error *err);

/* "time", "value", "left out", … */
const char *csv_role_name(enum csv_role role);

#endif

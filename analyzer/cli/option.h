/*
 * analyzer/cli/option.h - named values as a table: options, and settings of the config.
 *
 * A command describes its options once, each with its help text beside it, in
 * a static const table. The parser, `headroom help COMMAND`, the manual page
 * and the shell completion all read that one table, so they cannot disagree.
 * The configuration file's settings are rows of the same kind.
 *
 * Values go into a plain struct of the owner's, at the offset named in the row.
 * The owner fills the struct with its defaults before anything is parsed.
 */
#ifndef ANALYZER_CLI_OPTION_H
#define ANALYZER_CLI_OPTION_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/buf.h"
#include "data/base/clock.h"
#include "data/base/error.h"
#include "data/base/unit.h"

enum option_kind {
    OPTION_FLAG,        /* int: set to 1 */
    OPTION_COUNT,       /* long, within [least, most] */
    OPTION_NUMBER,      /* double, within [least, most] */
    OPTION_PERCENT,     /* double, within [least, most]; `95` and `95%` are the same */
    OPTION_TEXT,        /* const char *, lent */
    OPTION_CHOICE,      /* int: index of the name among choices[] or choice(); -1 to start: not given */
    OPTION_DURATION,    /* int64_t, ms, not negative */
    OPTION_TIME,        /* struct moment: read when the zone is known, by options_times() */
    OPTION_QUANTITY,    /* struct quantity */
    OPTION_AMOUNT,      /* double, in base units, not negative */
    OPTION_LIST         /* struct words: may be given again, each adds one */
};

/* A point in time as written; text is NULL while it was not given. */
struct moment {
    const char *text;
    int64_t     at;         /* ms UTC; set by options_times() */
};

struct quantity {
    double      value;      /* in base units */
    struct unit unit;
    int         given;
};

enum { WORDS_MOST = 64 };

struct words {
    const char *word[WORDS_MOST];    /* lent */
    size_t      count;
};

struct option {
    const char        *name;        /* long name without dashes; NULL ends the table */
    char               letter;      /* short name, 0 for none */
    enum option_kind   kind;
    size_t             at;          /* offsetof in the owner's struct */
    const char        *argument;    /* "DAYS"; NULL for a flag */
    const char        *help;        /* one line, no full stop */
    double             least, most; /* numbers and counts; both 0: any */
    const char *const *choices;     /* OPTION_CHOICE: the names, then NULL, or … */
    const char      *(*choice)(size_t index);    /* … a registry's, NULL past the last */
};

/* A table and the struct its values go to. */
struct option_set {
    const struct option *table;
    void                *into;
};

/* The row of that name, or NULL. */
const struct option *option_find(const struct option *table, const char *name);

/* The index-th name of a choice, NULL past the last. */
const char *option_choice(const struct option *option, size_t index);

/* 1 when a choice has so few names (eight) that they can be listed in passing. */
int option_is_short(const struct option *option);

/* The names of a choice, parted by commas. */
void option_list(const struct option *option, struct buf *out);

/*
 * Reads one value into the owner's struct. `label` is what the user calls it
 * ("--days", "lead_time"); text is lent and must outlive the struct's use.
 * ERR_USAGE with a text that quotes the value and, for a choice, a hint with the
 * nearest name or all names.
 */
int option_read(const struct option *option, const char *label, const char *text, void *into,
                struct error *err);

/*
 * Reads options from argv[0..argc-1] wherever they stand among operands; `--`
 * ends them. An earlier set wins where two know the same name. Operands are
 * moved, in order, to the front of argv and their number is returned.
 * ERR_USAGE with a text that quotes the word, and a hint with an option of
 * nearly that name where there is one.
 */
int options_parse(const struct option_set *sets, size_t set_count, int argc, char **argv,
                  struct error *err);

/* The same up to the first operand; returns its index, argc when there is none. */
int options_leading(const struct option_set *sets, size_t set_count, int argc, char **argv,
                    struct error *err);

/* Reads the times of a table that was parsed, once zone and clock are known. */
int options_times(const struct option_set *set, const struct zone *zone, int64_t now,
                  struct error *err);

/* The table as help in two columns, at most 80 wide, in table order. */
void options_help(const struct option *table, struct buf *out);

/* What an option's help says: its help and, of a choice with at most eight, the names. */
void option_words(const struct option *option, struct buf *out);

/* A line of help: `left`, and from column 28 `right`, wrapped. */
void help_columns(struct buf *out, const char *left, const char *right);

/* Appends words wrapped at column 80, the second and later lines indented; no final newline. */
void help_wrap(struct buf *out, const char *text, size_t column, size_t indent);

#endif

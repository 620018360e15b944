#include "analyzer/cli/option.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/base/number.h"
#include "data/base/text.h"

enum { NAMES_MOST = 128, LABEL_ROOM = 64, LISTED_MOST = 8 };

const struct option *option_find(const struct option *table, const char *name)
{
    for (; table->name; table++)
        if (strcmp(table->name, name) == 0)
            return table;
    return NULL;
}

const char *option_choice(const struct option *option, size_t index)
{
    return option->choice ? option->choice(index) : option->choices[index];
}

/* --- one value ------------------------------------------------------------- */

static int check_range(const struct option *option, const char *label, const char *text,
                       double value, struct error *err)
{
    char least[NUMBER_ROOM], most[NUMBER_ROOM];

    if ((option->least == 0 && option->most == 0) ||
        (value >= option->least && value <= option->most))
        return 0;
    if (option->most >= 1e15)
        return error_set(err, ERR_USAGE, "%s wants at least %s, not %s", label,
                         number_exact(least, option->least), text);
    return error_set(err, ERR_USAGE, "%s wants %s to %s, not %s", label,
                     number_exact(least, option->least), number_exact(most, option->most), text);
}

static int read_number(const struct option *option, const char *label, const char *text,
                       double *out, struct error *err)
{
    size_t length = strlen(text);
    double value;

    if (option->kind == OPTION_PERCENT && length && text[length - 1] == '%')
        length--;
    if (number_parse(text, length, &value) != NUMBER_OK)
        return error_set(err, ERR_USAGE, "%s wants a %snumber, not '%.60s'", label,
                         option->kind == OPTION_COUNT ? "whole " : "", text);
    if (option->kind == OPTION_COUNT && (value != floor(value) || fabs(value) > 1e15))
        return error_set(err, ERR_USAGE, "%s wants a whole number, not %.60s", label, text);
    if (check_range(option, label, text, value, err) < 0)
        return ERR_USAGE;
    *out = value;
    return 0;
}

/* 1 when the names are few enough to be read in passing. */
int option_is_short(const struct option *option)
{
    size_t count = 0;

    while (count <= LISTED_MOST && option_choice(option, count))
        count++;
    return count <= LISTED_MOST;
}

void option_list(const struct option *option, struct buf *out)
{
    for (size_t i = 0; option_choice(option, i); i++)
        buf_addf(out, "%s%s", i ? ", " : "", option_choice(option, i));
}

/* "Did you mean 'json'? It knows table, json." */
static void hint_choices(const struct option *option, const char *nearest, struct error *err)
{
    struct buf known;

    if (nearest && !option_is_short(option)) {
        error_hint(err, "Did you mean '%s'?", nearest);
        return;
    }
    buf_init(&known, 240);
    option_list(option, &known);
    if (nearest)
        error_hint(err, "Did you mean '%s'? It knows %s.", nearest, known.text);
    else
        error_hint(err, "It knows %s.", known.text);
    buf_release(&known);
}

static int read_choice(const struct option *option, const char *label, const char *text,
                       int *out, struct error *err)
{
    const char *names[NAMES_MOST];
    size_t count = 0;

    for (; count < NAMES_MOST && option_choice(option, count); count++) {
        names[count] = option_choice(option, count);
        if (strcmp(names[count], text) == 0) {
            *out = (int)count;
            return 0;
        }
    }
    error_set(err, ERR_USAGE, "%s does not know '%.60s'", label, text);
    hint_choices(option, text_nearest(text, names, count), err);
    return ERR_USAGE;
}

static int read_duration(const char *label, const char *text, int64_t *out, struct error *err)
{
    int64_t ms;

    if (duration_parse(text, &ms, err) == 0 && ms >= 0) {
        *out = ms;
        return 0;
    }
    error_set(err, ERR_USAGE, "%s wants a duration, not '%.60s'", label, text);
    error_hint(err, "Write a number and s, m, h, d, w or y: 90s, 15m, 6h, 14d, 8w.");
    return ERR_USAGE;
}

static int read_quantity(const char *label, const char *text, struct quantity *out,
                         struct error *err)
{
    struct quantity found = { .given = 1 };

    if (quantity_parse(text, &found.value, &found.unit, err) < 0) {
        error_set(err, ERR_USAGE, "%s wants a quantity, not '%.60s'", label, text);
        error_hint(err, "Write a number and, if you like, a unit: 250, 1.5k, 200GiB, 80%%.");
        return ERR_USAGE;
    }
    *out = found;
    return 0;
}

static int read_amount(const char *label, const char *text, double *out, struct error *err)
{
    struct quantity found;

    if (read_quantity(label, text, &found, err) < 0)
        return ERR_USAGE;
    if (found.value < 0)
        return error_set(err, ERR_USAGE, "%s wants no negative quantity, not '%.60s'", label, text);
    *out = found.value;
    return 0;
}

static int add_word(const char *label, const char *text, struct words *out, struct error *err)
{
    if (out->count == WORDS_MOST)
        return error_set(err, ERR_USAGE, "%s may be given %d times at most", label,
                         (int)WORDS_MOST);
    out->word[out->count++] = text;
    return 0;
}

int option_read(const struct option *option, const char *label, const char *text, void *into,
                struct error *err)
{
    void *place = (char *)into + option->at;
    double number = 0;
    int rc;

    switch (option->kind) {
    case OPTION_FLAG:
        *(int *)place = 1;
        return 0;
    case OPTION_TEXT:
        *(const char **)place = text;
        return 0;
    case OPTION_TIME:
        *(struct moment *)place = (struct moment){ text, 0 };
        return 0;
    case OPTION_LIST:
        return add_word(label, text, place, err);
    case OPTION_CHOICE:
        return read_choice(option, label, text, place, err);
    case OPTION_DURATION:
        return read_duration(label, text, place, err);
    case OPTION_QUANTITY:
        return read_quantity(label, text, place, err);
    case OPTION_AMOUNT:
        return read_amount(label, text, place, err);
    case OPTION_NUMBER:
    case OPTION_PERCENT:
        return read_number(option, label, text, place, err);
    case OPTION_COUNT:
        rc = read_number(option, label, text, &number, err);
        if (rc == 0)
            *(long *)place = (long)number;
        return rc;
    }
    return 0;
}

/* --- the command line ------------------------------------------------------ */

/* Where a word of the command line stands, and what it is. */
struct cursor {
    const struct option_set *sets;
    size_t                   set_count;
    char                   **argv;
    int                      argc, at;
};

static const struct option *find_name(const struct cursor *cursor, const char *name, void **into)
{
    for (size_t i = 0; i < cursor->set_count; i++) {
        const struct option *found = option_find(cursor->sets[i].table, name);

        if (found) {
            *into = cursor->sets[i].into;
            return found;
        }
    }
    return NULL;
}

static const struct option *find_letter(const struct cursor *cursor, char letter, void **into)
{
    for (size_t i = 0; i < cursor->set_count; i++)
        for (const struct option *row = cursor->sets[i].table; row->name; row++)
            if (row->letter && row->letter == letter) {
                *into = cursor->sets[i].into;
                return row;
            }
    return NULL;
}

static int unknown_option(const struct cursor *cursor, const char *word, const char *name,
                          struct error *err)
{
    const char *names[NAMES_MOST], *nearest;
    size_t count = 0;

    for (size_t i = 0; i < cursor->set_count; i++)
        for (const struct option *row = cursor->sets[i].table; row->name && count < NAMES_MOST; row++)
            names[count++] = row->name;
    error_set(err, ERR_USAGE, "unknown option '%.60s'", word);
    nearest = text_nearest(name, names, count);
    if (nearest)
        error_hint(err, "Did you mean --%s?", nearest);
    return ERR_USAGE;
}

/* The word behind an option that wants a value; NULL, with err filled, when there is none. */
static const char *next_value(struct cursor *cursor, const struct option *option,
                              const char *label, struct error *err)
{
    const char *value = cursor->at + 1 < cursor->argc ? cursor->argv[cursor->at + 1] : NULL;
    void *into;

    if (value && strncmp(value, "--", 2) == 0 && find_name(cursor, value + 2, &into)) {
        error_set(err, ERR_USAGE, "%s wants %s, but '%s' follows", label, option->argument, value);
        error_hint(err, "If that is the value, write %s=%s.", label, value);
        return NULL;
    }
    if (!value) {
        error_set(err, ERR_USAGE, "%s wants %s", label, option->argument);
        if (option->kind == OPTION_CHOICE)
            hint_choices(option, NULL, err);
        return NULL;
    }
    cursor->at++;
    return value;
}

/* `--name`, `--name value` or `--name=value` */
static int parse_long(struct cursor *cursor, const char *word, struct error *err)
{
    char label[LABEL_ROOM];
    const char *value = strchr(word, '=');
    const struct option *option;
    void *into = NULL;

    snprintf(label, sizeof label, "%.*s", value ? (int)(value - word) : (int)strlen(word), word);
    option = find_name(cursor, label + 2, &into);
    if (!option)
        return unknown_option(cursor, label, label + 2, err);
    if (option->kind == OPTION_FLAG && value)
        return error_set(err, ERR_USAGE, "%s takes no value", label);
    if (value)
        return option_read(option, label, value + 1, into, err);
    if (option->kind != OPTION_FLAG) {
        value = next_value(cursor, option, label, err);
        if (!value)
            return ERR_USAGE;
    }
    return option_read(option, label, value, into, err);
}

/* `-q`, `-qv`, `-o FILE` or `-oFILE` */
static int parse_short(struct cursor *cursor, const char *word, struct error *err)
{
    for (const char *letter = word + 1; *letter; letter++) {
        char label[] = { '-', *letter, '\0' };
        void *into = NULL;
        const struct option *option = find_letter(cursor, *letter, &into);
        const char *value = letter[1] ? letter + 1 : NULL;
        int rc;

        if (!option)
            return unknown_option(cursor, word, word + 1, err);
        if (option->kind != OPTION_FLAG && !value) {
            value = next_value(cursor, option, label, err);
            if (!value)
                return ERR_USAGE;
        }
        rc = option_read(option, label, value, into, err);
        if (rc < 0 || option->kind != OPTION_FLAG)
            return rc;
    }
    return 0;
}

static int is_operand(const char *word)
{
    return word[0] != '-' || word[1] == '\0';
}

static int parse_word(struct cursor *cursor, struct error *err)
{
    const char *word = cursor->argv[cursor->at];

    return word[1] == '-' ? parse_long(cursor, word, err) : parse_short(cursor, word, err);
}

int options_parse(const struct option_set *sets, size_t set_count, int argc, char **argv,
                  struct error *err)
{
    struct cursor cursor = { sets, set_count, argv, argc, 0 };
    int operands = 0, only_operands = 0;

    for (; cursor.at < argc; cursor.at++) {
        char *word = argv[cursor.at];

        if (only_operands || is_operand(word))
            argv[operands++] = word;
        else if (strcmp(word, "--") == 0)
            only_operands = 1;
        else if (parse_word(&cursor, err) < 0)
            return ERR_USAGE;
    }
    return operands;
}

int options_leading(const struct option_set *sets, size_t set_count, int argc, char **argv,
                    struct error *err)
{
    struct cursor cursor = { sets, set_count, argv, argc, 0 };

    for (; cursor.at < argc && !is_operand(argv[cursor.at]); cursor.at++) {
        if (strcmp(argv[cursor.at], "--") == 0)
            return cursor.at + 1;
        if (parse_word(&cursor, err) < 0)
            return ERR_USAGE;
    }
    return cursor.at;
}

int options_times(const struct option_set *set, const struct zone *zone, int64_t now,
                  struct error *err)
{
    for (const struct option *row = set->table; row->name; row++) {
        struct moment *moment = (void *)((char *)set->into + row->at);

        if (row->kind != OPTION_TIME || !moment->text)
            continue;
        if (time_parse(moment->text, zone, now, &moment->at, err) < 0) {
            error_set(err, ERR_USAGE, "--%s wants a time, not '%.60s'", row->name, moment->text);
            error_hint(err, "Write 2026-01-31, 2026-01-31T13:00, …Z or …+02:00 behind it, "
                            "@EPOCH, now, or now-14d.");
            return ERR_USAGE;
        }
    }
    return 0;
}

#include "data/store/table_range.h"

#include <string.h>

#include "data/base/clock.h"
#include "data/store/store.h"

/* --- the plan ------------------------------------------------------------------------- */

/* Each marked condition is two letters: the column (n name, t time, a at, i id) and this. */
static char mark_of(unsigned char operator)
{
    switch (operator) {
    case SQLITE_INDEX_CONSTRAINT_EQ:   return '=';
    case SQLITE_INDEX_CONSTRAINT_GT:   return '>';
    case SQLITE_INDEX_CONSTRAINT_GE:   return ')';
    case SQLITE_INDEX_CONSTRAINT_LT:   return '<';
    case SQLITE_INDEX_CONSTRAINT_LE:   return '(';
    case SQLITE_INDEX_CONSTRAINT_GLOB: return '*';
    default:                           return 0;
    }
}

static char letter_of(int column, int columns)
{
    return column == 0 ? 'n' : column == 1 ? 't' : column == columns - 2 ? 'a'
         : column == columns - 1 ? 'i' : 0;
}

static int is_useful(char letter, char mark)
{
    return letter == 'n' ? mark == '=' || mark == '*'
         : letter == 'i' ? mark == '='
                         : letter && mark && mark != '*';
}

/* Rows come by name and rising time. */
static int is_sorted(const sqlite3_index_info *info, int columns)
{
    for (int i = 0; i < info->nOrderBy; i++)
        if (info->aOrderBy[i].desc ||
            info->aOrderBy[i].iColumn != (i == 0 ? 0 : columns - 2))
            return 0;
    return info->nOrderBy == 1 || info->nOrderBy == 2;
}

/* Rough numbers of rows: what matters is that one series costs far less than all. */
enum { ALL_SERIES = 10000, SOME_SERIES = 100, ROWS_EACH = 10000 };

int table_range_plan(sqlite3_index_info *info, int columns)
{
    char *marks = sqlite3_malloc(2 * info->nConstraint + 1);
    double series = ALL_SERIES, rows = ROWS_EACH;
    int count = 0;

    if (!marks)
        return SQLITE_NOMEM;
    for (int i = 0; i < info->nConstraint; i++) {
        const struct sqlite3_index_constraint *condition = &info->aConstraint[i];
        char letter = letter_of(condition->iColumn, columns), mark = mark_of(condition->op);

        if (!condition->usable || !is_useful(letter, mark) ||
            (letter == 'n' && strcmp(sqlite3_vtab_collation(info, i), "BINARY") != 0))
            continue;
        marks[2 * count] = letter;
        marks[2 * count + 1] = mark;
        info->aConstraintUsage[i].argvIndex = ++count;
        if (letter == 'n' || letter == 'i')
            series = mark == '*' && series > SOME_SERIES ? SOME_SERIES : mark == '*' ? series : 1;
        else
            rows /= mark == '=' ? ROWS_EACH : 4;
    }
    marks[2 * count] = '\0';
    info->idxStr = marks;
    info->needToFreeIdxStr = 1;
    info->orderByConsumed = is_sorted(info, columns);
    info->estimatedRows = (sqlite3_int64)(series * rows) + 1;
    info->estimatedCost = series * rows + series;
    return SQLITE_OK;
}

/* --- the values ----------------------------------------------------------------------- */

static void narrow(struct table_range *range, char mark, int64_t at)
{
    if ((mark == '>' || mark == ')' || mark == '=') && at > range->from)
        range->from = at;
    if ((mark == '<' || mark == '(' || mark == '=') && at < TIME_LAST && at + 1 < range->until)
        range->until = at + 1;
}

/*
 * Texts are compared as texts, and a time is written with milliseconds only where there are any. So
 * a date, or a time in the very form of the column, bounds the instant but for a second; any
 * other text is left to SQLite.
 */
static void narrow_by_text(struct table_range *range, char mark, const char *text)
{
    size_t length = text ? strlen(text) : 0;
    int64_t at;

    if (length != 10 && !(length > 16 && text[10] == 'T' && text[length - 1] == 'Z'))
        return;
    if (time_parse(text, NULL, 0, &at, NULL) < 0)
        return;
    if (mark == '=' || mark == '>' || mark == ')')
        narrow(range, ')', at - SECOND_MS);
    if (mark == '=' || mark == '<' || mark == '(')
        narrow(range, '(', at + SECOND_MS);
}

static int keep_text(char **out, sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);

    sqlite3_free(*out);
    *out = sqlite3_mprintf("%s", text ? text : "");
    return *out ? SQLITE_OK : SQLITE_NOMEM;
}

static int take(struct table_range *range, const char *mark, sqlite3_value *value)
{
    int is_whole = sqlite3_value_type(value) == SQLITE_INTEGER;
    int is_text = sqlite3_value_type(value) == SQLITE_TEXT;

    if (mark[0] == 'n' && is_text)
        return keep_text(mark[1] == '*' ? &range->glob : &range->name, value);
    if (mark[0] == 'i' && is_whole) {
        range->id = sqlite3_value_int64(value);
        range->has_id = 1;
    }
    if (mark[0] == 'a' && is_whole)
        narrow(range, mark[1], sqlite3_value_int64(value));
    if (mark[0] == 't' && is_text)
        narrow_by_text(range, mark[1], (const char *)sqlite3_value_text(value));
    return SQLITE_OK;
}

int table_range_read(struct table_range *range, const char *marks, int argc, sqlite3_value **argv)
{
    int rc = SQLITE_OK;

    table_range_release(range);
    for (int i = 0; i < argc && rc == SQLITE_OK; i++)
        rc = take(range, marks + 2 * i, argv[i]);
    return rc;
}

void table_range_release(struct table_range *range)
{
    sqlite3_free(range->name);
    sqlite3_free(range->glob);
    *range = (struct table_range){ .from = TIME_FIRST, .until = TIME_LAST };
}

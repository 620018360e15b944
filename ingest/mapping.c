#include "ingest/mapping.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/number.h"
#include "data/base/unit.h"
#include "data/series.h"
#include "ingest/json_path.h"
#include "ingest/timetext.h"

const struct mapping mapping_none = { .date_order = -1, .fold = -1, .kind = -1 };

/* --- the parts of a line --------------------------------------------------------------- */

static char *trimmed(struct arena *arena, const char *text, size_t length)
{
    while (length && (*text == ' ' || *text == '\t'))
        text++, length--;
    while (length && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    return arena_text(arena, text, length);
}

static int bad_kind(const char *text, struct error *err)
{
    error_set(err, ERR_USAGE, "'%.60s' is no kind of series", text);
    error_hint(err, "There are gauge, counter and delta.");
    return ERR_USAGE;
}

static int read_kind(const char *text, int *out, struct error *err)
{
    for (int kind = SERIES_GAUGE; kind <= SERIES_DELTA; kind++)
        if (strcmp(series_kind_name((enum series_kind)kind), text) == 0) {
            *out = kind;
            return 0;
        }
    return bad_kind(text, err);
}

static int read_scale(const char *text, double *out, struct error *err)
{
    if (number_parse(text, strlen(text), out) == NUMBER_OK && *out != 0)
        return 0;
    return error_set(err, ERR_USAGE, "'%.60s' is no scale: it wants a number that is not 0", text);
}

static int read_part(struct mapping_place *out, const char *key, const char *value,
                     struct error *err)
{
    if (strcmp(key, "unit") == 0)
        out->unit = value;
    else if (strcmp(key, "stat") == 0)
        out->stat = value;
    else if (strcmp(key, "scale") == 0)
        return read_scale(value, &out->scale, err);
    else if (strcmp(key, "kind") == 0)
        return read_kind(value, &out->kind, err);
    else {
        error_set(err, ERR_USAGE, "'%.60s' can not be said of a place", key);
        error_hint(err, "Behind -> stand a name and unit=, scale=, kind= and stat=, parted by commas.");
        return ERR_USAGE;
    }
    return 0;
}

/* What stands behind the arrow: a name and key=value, parted by commas. */
static int read_parts(struct mapping_place *out, const char *text, struct arena *arena,
                      struct error *err)
{
    int rc = 0, first = 1;

    for (const char *at = text; rc == 0; first = 0) {
        size_t length = strcspn(at, ","), sign = strcspn(at, ",=");
        int pair = at[sign] == '=';
        char *key = trimmed(arena, at, pair ? sign : length);
        char *value = pair ? trimmed(arena, at + sign + 1, length - sign - 1) : NULL;

        if (!key || (pair && !value))
            return error_set(err, ERR_NOMEM, "no memory for a mapping");
        if (pair)
            rc = read_part(out, key, value, err);
        else if (first)
            out->name = key[0] ? key : NULL;
        else
            rc = error_set(err, ERR_USAGE, "'%.60s' is a second name of one place", key);
        if (!at[length])
            break;
        at += length + 1;
    }
    return rc;
}

static const char *last_arrow(const char *text)
{
    const char *found = NULL;

    for (const char *at = text; (at = strstr(at, " -> ")) != NULL; at++)
        found = at;
    return found;
}

int mapping_place(struct mapping_place *out, const char *text, struct arena *arena,
                  struct error *err)
{
    struct mapping_place place = { .kind = -1 };
    const char *arrow = last_arrow(text);
    int rc = 0;

    place.place = trimmed(arena, text, arrow ? (size_t)(arrow - text) : strlen(text));
    if (!place.place)
        return error_set(err, ERR_NOMEM, "no memory for a mapping");
    if (arrow)
        rc = read_parts(&place, arrow + strlen(" -> "), arena, err);
    if (rc == 0)
        *out = place;
    return rc;
}

size_t mapping_number(const char *place)
{
    int64_t number;

    if (place[0] != '#' || !number_parse_int(place + 1, strlen(place + 1), &number) || number < 1)
        return SIZE_MAX;
    return (size_t)number - 1;
}

/* --- single settings -------------------------------------------------------------------- */

char mapping_character(const char *word)
{
    static const struct { const char *word; char character; } words[] = {
        { "comma", ',' }, { "semicolon", ';' }, { "tab", '\t' }, { "pipe", '|' }, { "space", ' ' },
        { "none", '\0' },
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i].word, word) == 0)
            return words[i].character;
    return word[0];
}

static int check_character(const char *key, const char *text, struct error *err)
{
    char character = mapping_character(text);

    if ((character != text[0] || text[1] == '\0') &&
        (character || strcmp(key, "separator") != 0) && !strchr("\r\n", character ? character : ' '))
        return 0;
    error_set(err, ERR_USAGE, "%s wants one character, not '%.60s'", key, text);
    error_hint(err, "Write it, or comma, semicolon, tab, pipe, space%s.",
               strcmp(key, "separator") == 0 ? "" : " or none");
    return ERR_USAGE;
}

static int check_fixed(const char *text, struct error *err)
{
    const char *sign = strchr(text, '=');

    if (sign && sign > text && sign[1])
        return 0;
    error_set(err, ERR_USAGE, "'%.60s' is no label", text);
    error_hint(err, "Write fixed_label = NAME=VALUE.");
    return ERR_USAGE;
}

static int check_place(const char *text, struct error *err)
{
    struct arena arena = { 0 };
    struct mapping_place place;
    int rc = mapping_place(&place, text, &arena, err);

    arena_release(&arena);
    return rc;
}

int mapping_check(const char *key, const char *text, struct error *err)
{
    if (strcmp(key, "separator") == 0 || strcmp(key, "quote") == 0 || strcmp(key, "comment") == 0)
        return check_character(key, text, err);
    if (strcmp(key, "time_format") == 0)
        return time_style_check(text, err);
    if (strcmp(key, "fixed_label") == 0)
        return check_fixed(text, err);
    if (strcmp(key, "value") == 0 || strcmp(key, "label") == 0)
        return check_place(text, err);
    if (strcmp(key, "records") == 0)
        return json_path_check(text, err);
    return 0;
}

/* --- the whole ---------------------------------------------------------------------------- */

static void settle_text(const char **option, const char *said)
{
    if (!*option)
        *option = said;
}

void mapping_settle(const struct mapping *mapping, struct ingest_options *options)
{
    options->mapping = mapping;
    settle_text(&options->source, mapping->source);
    settle_text(&options->resource, mapping->resource);
    settle_text(&options->metric, mapping->metric);
    if (!options->decimal)
        options->decimal = "\0.,"[mapping->decimal];
    if (options->date_order == DATE_AUTO && mapping->date_order >= 0)
        options->date_order = (enum date_order)mapping->date_order;
    if (options->fold == FOLD_ORDER && mapping->fold >= 0)
        options->fold = (enum fold)mapping->fold;
}

void mapping_labels(const struct mapping *mapping, struct tags *tags)
{
    for (size_t i = 0; mapping && i < mapping->fixed_label.count; i++) {
        const char *text = mapping->fixed_label.text[i], *sign = strchr(text, '=');
        char name[128];

        snprintf(name, sizeof name, "%.*s", (int)(sign - text), text);
        tags_add(tags, name, sign + 1);
    }
}

extern const struct importer importer_mapped_table, importer_mapped_records;

const struct importer *mapping_importer(const struct mapping *mapping)
{
    return mapping->records ? &importer_mapped_records : &importer_mapped_table;
}

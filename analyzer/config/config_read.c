/*
 * analyzer/config/config_read.c - the INI file, line by line.
 *
 * inih takes a line apart, but it cuts what is longer than its buffer, cuts
 * long section names, reads an indented line as a continuation, says nothing of
 * empty sections, and stops naming mistakes after the first. So it is handed one
 * line after another by a reader that has looked at each: section headings are
 * taken here, and of the rest inih sees only what it reads as it is written.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "analyzer/config/config_parts.h"
#include "analyzer/config/scaling.h"
#include "data/base/text.h"

enum {
    LINE_MOST = 190,         /* bytes of a line that inih is sure to take whole */
    NAME_MOST = 48,          /* of a key, likewise */
    KINDS_MOST = 32,
    KEYS_MOST = 64
};

struct reader {
    struct config  *config;
    const char     *rest;          /* of the text */
    long            line;
    struct section *section;       /* open now; NULL before the first, or after a wrong heading */
    int             lost;          /* the last heading was wrong: its keys are passed over */
    char            text[LINE_MOST + 1];    /* the line in hand, without its indent */
    size_t          indent;
    int             failed;        /* ERR_NOMEM */
};

#define mistake(reader, column, ...) \
    config_mistake((reader)->config, (reader)->line, (column), __VA_ARGS__)

static char *keep(struct reader *reader, const char *text, size_t length)
{
    char *copy = arena_text(&reader->config->arena, text, length);

    if (!copy)
        reader->failed = ERR_NOMEM;
    return copy;
}

/* --- headings ---------------------------------------------------------------- */

static const struct section_kind *find_kind(const char *name)
{
    for (const struct section_kind *kind = section_kinds; kind->name; kind++)
        if (strcmp(kind->name, name) == 0)
            return kind;
    return NULL;
}

static const struct section *find_section(const struct config *config,
                                          const struct section_kind *kind, const char *name)
{
    for (const struct section *section = config->first; section; section = section->next)
        if (section->kind == kind && strcmp(section->name, name) == 0)
            return section;
    return NULL;
}

static void unknown_kind(struct reader *reader, const char *word)
{
    const char *names[KINDS_MOST], *nearest;
    struct error *err = mistake(reader, reader->indent + 2, "unknown section [%.60s]", word);
    struct buf all;
    size_t count = 0;

    buf_init(&all, 300);
    for (; section_kinds[count].name && count < KINDS_MOST; count++) {
        names[count] = section_kinds[count].name;
        buf_addf(&all, "%s[%s%s]", count ? ", " : "", names[count],
                 section_kinds[count].named == SECTION_NAMED ? " NAME" : "");
    }
    nearest = text_nearest(word, names, count);
    if (nearest)
        error_hint(err, "Did you mean [%s]?", nearest);
    else
        error_hint(err, "There are %s.", all.text);
    buf_release(&all);
}

/* Takes `kind` and `name` apart and finds out whether they may stand here. */
static const struct section_kind *check_heading(struct reader *reader, char *inside, char **name)
{
    const struct section_kind *kind;
    size_t word = strcspn(inside, " \t");
    struct error *err;

    *name = inside + word + strspn(inside + word, " \t");
    inside[word] = '\0';
    kind = find_kind(inside);
    if (!kind) {
        unknown_kind(reader, inside);
        return NULL;
    }
    if (kind->named == SECTION_NAMED && !**name) {
        err = mistake(reader, reader->indent + 1, "[%s] wants a name", kind->name);
        error_hint(err, "Write [%s NAME]; the name is yours to choose.", kind->name);
        return NULL;
    }
    if (kind->named == SECTION_ONCE && **name) {
        mistake(reader, reader->indent + 1 + (size_t)(*name - reader->text),
                "[%s] takes no name, but '%.60s' follows",
                kind->name, *name);
        return NULL;
    }
    return kind;
}

static void open_section(struct reader *reader, char *inside)
{
    const struct section *earlier;
    struct section *section;
    char *name = NULL;
    const struct section_kind *kind = check_heading(reader, inside, &name);

    reader->section = NULL;
    reader->lost = !kind;
    if (!kind)
        return;
    earlier = find_section(reader->config, kind, name);
    if (earlier)
        mistake(reader, reader->indent + 1, "[%s%s%s] stands here again, first on line %ld",
                kind->name, *name ? " " : "", name, earlier->line);
    section = arena_take(&reader->config->arena, sizeof *section);
    name = keep(reader, name, strlen(name));
    if (!section || !name) {
        reader->failed = ERR_NOMEM;
        return;
    }
    *section = (struct section){ .kind = kind, .name = name, .line = reader->line };
    if (reader->config->last)
        reader->config->last->next = section;
    else
        reader->config->first = section;
    reader->config->last = reader->section = section;
}

static void read_heading(struct reader *reader)
{
    char *end = strchr(reader->text, ']'), *inside = reader->text + 1;
    const char *behind = end ? end + 1 + strspn(end + 1, " \t") : "";

    if (!end) {
        mistake(reader, reader->indent + 1, "the section heading has no ]");
        reader->section = NULL;
        reader->lost = 1;
        return;
    }
    if (*behind && *behind != ';' && *behind != '#')
        mistake(reader, reader->indent + 1 + (size_t)(behind - reader->text),
                "nothing but a comment may stand behind a section heading");
    inside += strspn(inside, " \t");
    while (end > inside && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    *end = '\0';
    open_section(reader, inside);
}

/* --- keys -------------------------------------------------------------------- */

static void unknown_key(struct reader *reader, const char *key)
{
    const struct section_kind *kind = reader->section->kind;
    const char *names[KEYS_MOST], *nearest;
    struct error *err = mistake(reader, reader->indent + 1, "[%s] has no setting '%.60s'",
                                kind->name, key);
    size_t count = 0;

    for (const struct option *row = kind->settings; row->name && count < KEYS_MOST; row++)
        names[count++] = row->name;
    for (const struct option *row = kind->policy; row && row->name && count < KEYS_MOST; row++)
        names[count++] = row->name;
    nearest = text_nearest(key, names, count);
    if (nearest) {
        error_hint(err, "Did you mean '%s'?", nearest);
        return;
    }
    for (const struct section_kind *other = section_kinds; other->name; other++)
        if (setting_find(other, key)) {
            error_hint(err, "It belongs into [%s%s].", other->name, other->named == SECTION_NAMED ? " NAME" : "");
            return;
        }
    error_hint(err, "'headroom help config' lists the settings.");
}

/* A value between two double quotes is meant without them. */
static char *unquoted(struct reader *reader, const char *value)
{
    size_t length = strlen(value);

    if (length >= 2 && value[0] == '"' && strchr(value + 1, '"') == value + length - 1)
        return keep(reader, value + 1, length - 2);
    return keep(reader, value, length);
}

union any_value {              /* room for one value of any section, read only to see that it can be */
    struct policy       policy;
    struct rule_section rule;
    struct pair_rule    pair;
    struct driver_rule  driver;
    struct throughput_rule throughput;
    struct scaling_section scaling;
    struct scenario_section scenario;
    struct waiver_section waiver;
    struct group_section group;
    struct calendar_section calendar;
    struct price_section price;
    struct general      general;
    struct mapping_section mapping;
};

/* 1 when the value can be read; else its mistake is noted. */
static int check_value(struct reader *reader, const struct option *setting, const char *text,
                       size_t column)
{
    union any_value scratch = { 0 };
    struct error err = ERROR_NONE, *said;

    if (!*text) {
        said = mistake(reader, column, "%s has no value", setting->name);
        error_hint(said, "Write %s = %s, or leave the line out.", setting->name, setting->argument);
        return 0;
    }
    if (option_read(setting, setting->name, text, &scratch, &err) == 0 &&
        (strcmp(reader->section->kind->name, "mapping") != 0 ||
         mapping_check(setting->name, text, &err) == 0))
        return 1;
    said = mistake(reader, column, "%s", err.text);
    if (strstr(text, " #"))
        error_hint(said, "A comment behind a value starts with ' ;'.");
    else if (err.hint[0])
        error_hint(said, "%s", err.hint);
    return 0;
}

static void add_entry(struct reader *reader, const char *key, const char *text, size_t column)
{
    struct entry *entry = arena_take(&reader->config->arena, sizeof *entry), **end;

    if (!entry) {
        reader->failed = ERR_NOMEM;
        return;
    }
    *entry = (struct entry){ .key = key, .text = text, .line = reader->line,
                             .column = (long)column };
    for (end = &reader->section->entries; *end; end = &(*end)->next)
        ;
    *end = entry;
}

/* Called by inih for `key = value`; the section is the one we opened. Returns 1: go on. */
static int take_setting(void *self, const char *ignored, const char *key, const char *value)
{
    struct reader *reader = self;
    const char *place = strpbrk(reader->text, "=:");
    const struct option *setting;
    const struct entry *earlier;
    size_t column;
    char *text;

    (void)ignored;
    if (reader->lost || reader->failed)
        return 1;
    if (!reader->section) {
        struct error *err = mistake(reader, reader->indent + 1, "'%.60s' stands before any section",
                                    key);
        error_hint(err, "Put a heading such as [general] or [policy] above it.");
        return 1;
    }
    setting = setting_find(reader->section->kind, key);
    if (!setting) {
        unknown_key(reader, key);
        return 1;
    }
    earlier = section_entry(reader->section, key);
    if (earlier && setting->kind != OPTION_LIST) {
        mistake(reader, reader->indent + 1, "%s is set twice here, first on line %ld", key,
                earlier->line);
        return 1;
    }
    text = unquoted(reader, value);
    place += place != NULL;
    column = reader->indent + 1 +
             (place ? (size_t)(place - reader->text) + strspn(place, " \t\"") : 0);
    if (text && check_value(reader, setting, text, column))
        add_entry(reader, setting->name, text, column);
    return 1;
}

/* --- lines ------------------------------------------------------------------- */

/* 1 when the line in hand is for inih; else it was dealt with or its mistake noted. */
static int is_setting(struct reader *reader)
{
    size_t sign = strcspn(reader->text, "=:");

    if (!utf8_valid(reader->text, strlen(reader->text))) {
        mistake(reader, 0, "the line is not UTF-8 text");
        return 0;
    }
    if (reader->text[0] == '[') {
        read_heading(reader);
        return 0;
    }
    if (!reader->text[0] || strchr(";#", reader->text[0]))
        return 0;
    if (!reader->text[sign]) {
        struct error *err = mistake(reader, reader->indent + 1,
                                    "'%.60s' is neither a [section] nor key = value", reader->text);
        error_hint(err, "A comment starts with # or ;.");
        return 0;
    }
    if (sign == 0 || sign > NAME_MOST) {
        mistake(reader, reader->indent + 1, "there is no setting of that name");
        return 0;
    }
    return 1;
}

/* Takes the next line off the text into the reader; 0 at the end. */
static int take_line(struct reader *reader)
{
    size_t length = strcspn(reader->rest, "\n"), used = length;
    const char *line = reader->rest;

    if (!*line)
        return 0;
    reader->line++;
    reader->rest += length + (line[length] == '\n');
    while (used && strchr(" \t\r", line[used - 1]))
        used--;
    reader->indent = strspn(line, " \t");
    if (reader->indent > used)
        reader->indent = used;
    used -= reader->indent;
    if (used > LINE_MOST) {
        struct error *err = mistake(reader, LINE_MOST, "the line is longer than %d bytes",
                                    (int)LINE_MOST);
        error_hint(err, "Give a long list as several lines of the same key.");
        used = 0;
    }
    memcpy(reader->text, line + reader->indent, used);
    reader->text[used] = '\0';
    return 1;
}

/* fgets() for inih: the next line that is a setting. */
static char *next_setting(char *out, int room, void *self)
{
    struct reader *reader = self;

    while (!reader->failed && take_line(reader))
        if (is_setting(reader)) {
            snprintf(out, (size_t)room, "%s\n", reader->text);
            return out;
        }
    return NULL;
}

/* --- the whole text ------------------------------------------------------------ */

int config_read_text(struct config **out, const char *name, const char *text, struct error *err)
{
    struct config *config = calloc(1, sizeof *config);
    struct reader reader = { .config = config, .rest = text };
    int rc = config ? 0 : ERR_NOMEM;

    if (rc == 0 && *name) {
        config->path = arena_copy(&config->arena, name);
        rc = config->path ? 0 : ERR_NOMEM;
    }
    if (rc == 0) {
        if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
            reader.rest += 3;
        ini_parse_stream(next_setting, &reader, take_setting, &reader);
        rc = reader.failed;
    }
    if (rc == 0)
        rc = config_check(config);
    if (rc < 0) {
        config_free(config);
        return error_set(err, rc, "no memory to read the configuration");
    }
    *out = config;
    return 0;
}

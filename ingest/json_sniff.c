#include "ingest/json_sniff.h"

#include <ctype.h>
#include <stdalign.h>
#include <stddef.h>
#include <string.h>

#include "ingest/json_parser.h"

enum { PATH_MOST = 256, LEVELS_MOST = 32 };
enum { ROOM = 256 << 10 };    /* for yajl: several times the head, on the stack, so that it can not fail */

struct sniffer {
    const char *const *paths;
    unsigned found;
    char     path[PATH_MOST];
    size_t   used;                    /* of path */
    size_t   start[LEVELS_MOST];      /* length of path up to each open container */
    char     opened[LEVELS_MOST];
    unsigned depth;
};

static int matches(const char *pattern, const char *path, size_t length, char type)
{
    if (strlen(pattern) < length || memcmp(pattern, path, length) != 0)
        return 0;
    return pattern[length] == '\0' ||
           (type && pattern[length] == '=' && pattern[length + 1] == type);
}

static void look_up(struct sniffer *s, char type)
{
    for (unsigned i = 0; s->paths[i]; i++)
        if (matches(s->paths[i], s->path, s->used, type))
            s->found |= 1u << i;
}

/* A path too long for its room is cut: none that is looked for is so long. */
static void extend(struct sniffer *s, const char *text, size_t length)
{
    size_t left = PATH_MOST - s->used;

    if (length > left)
        length = left;
    memcpy(s->path + s->used, text, length);
    s->used += length;
}

static int value(struct sniffer *s, char type)
{
    if (s->depth && s->opened[s->depth - 1] == '[') {
        s->used = s->start[s->depth - 1];
        extend(s, "[]", 2);
    }
    look_up(s, type);
    return 1;
}

static int on_null(void *self)
{
    return value(self, 'b');
}

static int on_boolean(void *self, int is_true)
{
    (void)is_true;
    return value(self, 'b');
}

static int on_number(void *self, const char *text, size_t length)
{
    (void)text;
    (void)length;
    return value(self, 'n');
}

static int on_string(void *self, const unsigned char *text, size_t length)
{
    (void)text;
    (void)length;
    return value(self, 's');
}

static int on_open(struct sniffer *s, char bracket)
{
    if (!value(s, bracket == '{' ? 'o' : 'a') || s->depth == LEVELS_MOST)
        return 0;
    s->start[s->depth] = s->used;
    s->opened[s->depth++] = bracket;
    return 1;
}

static int on_map(void *self)
{
    return on_open(self, '{');
}

static int on_array(void *self)
{
    return on_open(self, '[');
}

static int on_key(void *self, const unsigned char *text, size_t length)
{
    struct sniffer *s = self;

    s->used = s->start[s->depth - 1];
    if (s->used)
        extend(s, ".", 1);
    extend(s, (const char *)text, length);
    look_up(s, '\0');    /* its value may lie beyond the head */
    return 1;
}

static int on_close(void *self)
{
    struct sniffer *s = self;

    s->used = s->start[--s->depth];
    return 1;
}

size_t json_wrapper(const char *head, size_t length)
{
    size_t at = 0, name;

    while (at < length && (isspace((unsigned char)head[at]) || head[at] == ';'))
        at++;
    if (length - at > 4 && memcmp(head + at, "/**/", 4) == 0)
        at += 4;
    while (at < length && isspace((unsigned char)head[at]))
        at++;
    name = at;
    while (at < length &&
           (isalnum((unsigned char)head[at]) || (head[at] && strchr("_$.", head[at]))))
        at++;
    return at > name && at < length && head[at] == '(' ? at + 1 : 0;
}

static int begins_as_json(const char *head, size_t length)
{
    while (length && isspace((unsigned char)*head))
        head++, length--;
    return length && (*head == '{' || *head == '[');
}

unsigned json_sniff(const char *head, size_t length, const char *const *paths)
{
    static const yajl_callbacks callbacks = {
        .yajl_null = on_null, .yajl_boolean = on_boolean, .yajl_number = on_number,
        .yajl_string = on_string, .yajl_start_map = on_map, .yajl_map_key = on_key,
        .yajl_end_map = on_close, .yajl_start_array = on_array, .yajl_end_array = on_close,
    };
    struct sniffer sniffer = { .paths = paths };
    size_t skip = json_wrapper(head, length);
    struct json_parser parser = { 0 };
    alignas(max_align_t) char room[ROOM];

    head += skip;
    length -= skip;
    if (!begins_as_json(head, length))
        return 0;
    if (json_parser_begin(&parser, &callbacks, &sniffer, room, sizeof room))
        json_parser_give(&parser, head, length);
    return sniffer.found;
}

int json_sniff_all(const char *head, size_t length, const char *const *paths, int sure)
{
    unsigned wanted = 0;

    for (unsigned i = 0; paths[i]; i++)
        wanted |= 1u << i;
    return json_sniff(head, length, paths) == wanted ? sure : 0;
}

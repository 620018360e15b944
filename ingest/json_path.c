#include "ingest/json_path.h"

#include <string.h>

struct parser {
    const char       *text, *at;
    struct json_path *out;
    struct arena     *arena;
    struct error     *err;
};

static int no_path(const struct parser *p, const char *why)
{
    error_set(p->err, ERR_USAGE, "'%.80s' is no path: %s", p->text, why);
    error_hint(p->err, "Write names with dots between them, [] for each element and * for each "
               "member: data.items[].points[].");
    return ERR_USAGE;
}

static int no_memory(const struct parser *p)
{
    return error_set(p->err, ERR_NOMEM, "no memory for a path");
}

static int add(struct parser *p, enum json_step_kind kind, const char *name, size_t length)
{
    struct json_step *step = &p->out->step[p->out->count];

    if (p->out->count == JSON_STEPS)
        return no_path(p, "it has more than 16 steps");
    step->kind = kind;
    step->name = arena_text(p->arena, name, length);
    p->out->count++;
    return step->name ? 0 : no_memory(p);
}

/* A name in quotes; one that is part of it is written twice. */
static int quoted_member(struct parser *p)
{
    const char *from = p->at + 1, *end = from;
    char *name;
    size_t length = 0;

    while (*end && (*end != '\'' || end[1] == '\''))
        end += *end == '\'' ? 2 : 1;
    if (!*end)
        return no_path(p, "a quote is not closed");
    name = arena_text(p->arena, from, (size_t)(end - from));
    if (!name)
        return no_memory(p);
    for (const char *at = from; at < end; at += *at == '\'' ? 2 : 1)
        name[length++] = *at;
    p->at = end + 1;
    return add(p, JSON_STEP_MEMBER, name, length);
}

/* A name, quoted or not, or a star. */
static int member(struct parser *p)
{
    const char *from = p->at;
    size_t length;

    if (*from == '\'')
        return quoted_member(p);
    length = strcspn(from, ".[~");
    if (!length)
        return no_path(p, "a name is missing");
    p->at += length;
    if (length == 1 && *from == '*')
        return add(p, JSON_STEP_MEMBERS, "", 0);
    return add(p, JSON_STEP_MEMBER, from, length);
}

static int brackets(struct parser *p)
{
    int rc = 0;

    while (rc == 0 && strncmp(p->at, "[]", 2) == 0) {
        p->at += 2;
        rc = add(p, JSON_STEP_ELEMENTS, "", 0);
    }
    return rc == 0 && *p->at == '[' ? no_path(p, "[] stands for every element, one can not be chosen")
                                    : rc;
}

int json_path_parse(struct json_path *out, const char *text, struct arena *arena,
                    struct error *err)
{
    struct json_path path = { .count = 0 };
    struct parser p = { text, text, &path, arena, err };
    int rc, first = 1;

    path.from_document = *p.at == '/';
    p.at += path.from_document;
    if (strcmp(p.at, ".") == 0)
        p.at++;
    rc = brackets(&p);
    first = path.count == 0;
    while (rc == 0 && *p.at && *p.at != '~') {
        if (!first && *p.at++ != '.')
            return no_path(&p, "a dot is missing");
        first = 0;
        rc = member(&p);
        if (rc == 0)
            rc = brackets(&p);
    }
    if (rc < 0)
        return rc;
    path.key = *p.at == '~';
    if (path.key && p.at[1])
        return no_path(&p, "~ stands at the end");
    *out = path;
    return 0;
}

int json_path_check(const char *text, struct error *err)
{
    struct arena arena = { 0 };
    struct json_path path;
    int rc = json_path_parse(&path, text, &arena, err);

    arena_release(&arena);
    return rc;
}

size_t json_path_common(const struct json_path *a, const struct json_path *b)
{
    size_t i = 0;

    while (i < a->count && i < b->count && a->step[i].kind == b->step[i].kind &&
           strcmp(a->step[i].name, b->step[i].name) == 0)
        i++;
    return i;
}

const char *json_path_tail(const struct json_path *path, size_t from, struct arena *arena)
{
    struct buf text;

    buf_init(&text, 1 << 16);
    for (size_t i = from; i < path->count; i++) {
        const struct json_step *step = &path->step[i];

        if (step->kind == JSON_STEP_ELEMENTS)
            buf_add(&text, "[]");
        else
            buf_addf(&text, "%s%s", i > from ? "." : "",
                     step->kind == JSON_STEP_MEMBERS ? "*" : step->name);
    }
    return buf_keep(&text, arena);
}

void json_path_quoted(struct buf *out, const char *name)
{
    buf_addc(out, '\'');
    for (; *name; name++) {
        if (*name == '\'')
            buf_addc(out, '\'');
        buf_addc(out, *name);
    }
    buf_addc(out, '\'');
}

void json_path_name(struct buf *out, const char *name)
{
    if (name[0] && name[0] != '/' && name[0] != '\'' && !strpbrk(name, ".[~*\""))
        buf_add(out, name);
    else
        json_path_quoted(out, name);
}

#include <stdio.h>
#include <string.h>

#include "ingest/json_feed.h"
#include "ingest/json_lines.h"
#include "ingest/json_yajl.h"

/* --- what yajl calls -------------------------------------------------------- */

static int add(struct json *json, enum json_token_type type, const char *text, size_t length)
{
    uint64_t place = json->base + json->used + yajl_get_bytes_consumed(json->parser.yajl);

    if (json->muted)
        return 1;
    if (json_tape_add(&json->tape, type, text, length, place))
        return 1;
    json_fail_memory(json);
    return 0;
}

static int add_value(struct json *json, enum json_token_type type, const char *text, size_t length)
{
    json->level[json->depth].index += !json->muted;
    return add(json, type, text, length);
}

static int on_null(void *self)
{
    return add_value(self, TOKEN_NULL, NULL, 0);
}

static int on_boolean(void *self, int value)
{
    return add_value(self, value ? TOKEN_TRUE : TOKEN_FALSE, NULL, 0);
}

static int on_number(void *self, const char *text, size_t length)
{
    return add_value(self, TOKEN_NUMBER, text, length);
}

static int on_string(void *self, const unsigned char *text, size_t length)
{
    return add_value(self, TOKEN_STRING, (const char *)text, length);
}

static int on_open(struct json *json, enum json_token_type type)
{
    struct json_level *level;

    if (json->muted)
        return 1;
    if (json->depth == JSON_DEPTH) {
        json_fail_at(json, ERR_LIMIT, json->base + json->used, "more than 64 levels of nesting");
        return 0;
    }
    json->level[json->depth].index++;
    level = &json->level[++json->depth];
    level->opened = type == TOKEN_OBJECT ? '{' : '[';
    level->index = 0;
    level->key[0] = '\0';
    return add(json, type, NULL, 0);
}

static int on_map(void *self)
{
    return on_open(self, TOKEN_OBJECT);
}

static int on_array(void *self)
{
    return on_open(self, TOKEN_ARRAY);
}

static int on_close(void *self)
{
    struct json *json = self;

    if (json->muted)
        return 1;
    json->depth--;
    return add(json, TOKEN_END, NULL, 0);
}

static int on_key(void *self, const unsigned char *text, size_t length)
{
    struct json *json = self;
    char *key = json->level[json->depth].key;
    size_t shown = length < JSON_KEY_SHOWN ? length : JSON_KEY_SHOWN - 1;

    if (json->muted)
        return 1;
    memcpy(key, text, shown);
    key[shown] = '\0';
    return add(json, TOKEN_KEY, (const char *)text, length);
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_null, .yajl_boolean = on_boolean, .yajl_number = on_number,
    .yajl_string = on_string, .yajl_start_map = on_map, .yajl_map_key = on_key,
    .yajl_end_map = on_close, .yajl_start_array = on_array, .yajl_end_array = on_close,
};

int json_renew_yajl(struct json *json)
{
    if (json_parser_begin(&json->parser, &callbacks, json, NULL, 0))
        return 1;
    json_fail_memory(json);
    return 0;
}

/* --- NaN and Infinity ------------------------------------------------------- */

static const char *const literals[] = { "NaN", "-NaN", "Infinity", "-Infinity" };

char json_byte_before(const struct json *json, const char *at, unsigned nth)
{
    while (at > json->block) {
        at--;
        if (*at == '\0' || !strchr(" \t\r\n", *at))
            if (nth-- == 0)
                return *at;
    }
    return json->before[nth];
}

/* A value may stand at `at`, as far as the byte before tells; a sign belongs to the value. */
static int value_allowed(const struct json *json, const char *at)
{
    char before = json_byte_before(json, at, 0);

    if (before == '-')
        before = json_byte_before(json, at, 1);
    if (json->depth == 0)
        return 1;
    return json->level[json->depth].opened == '{' ? before == ':' : before == '[' || before == ',';
}

/* A fresh yajl, brought to the same nesting and given a null in place of the literal. */
static int read_as_null(struct json *json)
{
    char way[6 * JSON_DEPTH + 1] = "";
    size_t used = 0;
    yajl_status status;

    if (!json_renew_yajl(json))
        return 0;
    for (unsigned i = 1; i <= json->depth; i++) {
        const char *step = json->level[i].opened == '{' ? "{\"\":" : "[";

        memcpy(way + used, step, strlen(step));
        used += strlen(step);
    }
    json->muted = 1;
    status = json_parser_give(&json->parser, way, used);
    json->muted = 0;
    if (status == yajl_status_ok)
        status = json_parser_give(&json->parser, "null ", 5);
    if (!json->parser.yajl)
        json_fail_memory(json);
    return status == yajl_status_ok;
}

int json_take_literal(struct json *json, size_t start)
{
    const char *at = json->block + start;
    size_t left = json->length - start;

    for (size_t i = 0; i < sizeof literals / sizeof literals[0]; i++) {
        size_t length = strlen(literals[i]), have = length < left ? length : left;

        if (have == 0 || memcmp(at, literals[i], have) != 0 ||
            !value_allowed(json, at))
            continue;
        json->used = start + have;
        if (have < length)
            json->awaited = literals[i] + have;
        else
            read_as_null(json);
        return 1;
    }
    return 0;
}

void json_await_literal(struct json *json)
{
    while (*json->awaited && json->used < json->length) {
        if (json->block[json->used] != *json->awaited) {
            if (json->shape != JSON_LINES || !json_broken_line(json, json->used, "not JSON"))
                json_fail_at(json, ERR_DATA, json->base + json->used, "not JSON");
            return;
        }
        json->used++;
        json->awaited++;
    }
    if (*json->awaited == '\0') {
        json->awaited = NULL;
        read_as_null(json);
    }
}

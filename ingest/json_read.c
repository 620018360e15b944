#include "ingest/json_read.h"

#include <stdlib.h>
#include <string.h>

#include "data/base/buf.h"
#include "ingest/json_feed.h"
#include "ingest/json_lines.h"
#include "ingest/json_sniff.h"
#include "ingest/json_yajl.h"

static void take_wrapper(struct json *json)
{
    size_t length, skip;
    const char *head = input_head(json->in, &length);

    skip = json_wrapper(head, length);
    if (!skip)
        return;
    json->wrapped = 1;
    intake_note(json->intake, "the JSON was wrapped in a script call (JSONP), which was taken off");
    while (skip && !json->failed) {
        int rc = input_next(json->in, &json->block, &json->length, &json->err);

        if (rc <= 0)
            break;
        json->used = skip < json->length ? skip : json->length;
        skip -= json->used;
        if (skip) {
            json->base += json->length;
            json->length = json->used = 0;
        }
    }
}

int json_open(struct json **out, struct input *in, struct intake *intake, enum json_shape shape,
              struct error *err)
{
    struct json *json = calloc(1, sizeof *json);

    if (!json)
        return error_set(err, ERR_NOMEM, "no memory for reading JSON");
    json->in = in;
    json->intake = intake;
    json->shape = shape;
    json->row = 1;
    buf_init(&json->key, JSON_TEXT_MOST);
    if (!json_renew_yajl(json)) {
        *err = json->err;
        json_close(json);
        return ERR_NOMEM;
    }
    take_wrapper(json);
    *out = json;
    return 0;
}

void json_close(struct json *json)
{
    if (!json)
        return;
    json_parser_release(&json->parser);
    json_tape_release(&json->tape);
    buf_release(&json->key);
    free(json);
}

static inline const struct json_token *front(struct json *json)
{
    if (json->failed || (json->tape.next == json->tape.count && !json_feed(json)))
        return NULL;
    return &json->tape.token[json->tape.next];
}

static inline void take(struct json *json, const struct json_token *token)
{
    json->tape.next++;
    json->pending = 0;
    json->place = json->tape.origin + token->place;
}

void json_skip(struct json *json)
{
    const struct json_token *token;
    unsigned open = 0;

    do {
        token = front(json);
        if (!token)
            break;
        if (token->type == TOKEN_OBJECT || token->type == TOKEN_ARRAY)
            open++;
        else if (token->type == TOKEN_END)
            open--;
        take(json, token);
    } while (open > 0);
    json->pending = 0;
}

int json_document(struct json *json)
{
    if (json->pending)
        json_skip(json);
    json->pending = front(json) != NULL;
    return json->pending;
}

enum json_type json_next(struct json *json)
{
    static const enum json_type types[] = {
        [TOKEN_NULL] = JSON_NULL,     [TOKEN_FALSE] = JSON_BOOLEAN,  [TOKEN_TRUE] = JSON_BOOLEAN,
        [TOKEN_NUMBER] = JSON_NUMBER, [TOKEN_STRING] = JSON_STRING,  [TOKEN_OBJECT] = JSON_OBJECT,
        [TOKEN_ARRAY] = JSON_ARRAY,   [TOKEN_KEY] = JSON_NONE,       [TOKEN_END] = JSON_NONE,
    };
    const struct json_token *token = front(json);

    return token ? types[token->type] : JSON_NONE;
}

static int enter(struct json *json, enum json_token_type type)
{
    const struct json_token *token = front(json);

    if (!token || token->type != type) {
        json_skip(json);
        return 0;
    }
    take(json, token);
    return 1;
}

int json_object(struct json *json)
{
    return enter(json, TOKEN_OBJECT);
}

int json_array(struct json *json)
{
    return enter(json, TOKEN_ARRAY);
}

static void too_long(struct json *json, const char *what)
{
    json_fail_at(json, ERR_LIMIT, json->place, what);
}

int json_member(struct json *json, const char **key)
{
    const struct json_token *token;

    if (json->pending)
        json_skip(json);
    token = front(json);
    if (!token)
        return 0;
    take(json, token);
    if (token->type == TOKEN_END)
        return 0;
    buf_clear(&json->key);
    if (token->length < JSON_TEXT_MOST)
        buf_addn(&json->key, json->tape.text + token->text, token->length);
    if (json->key.failed)
        json->failed = buf_check(&json->key, "a key", &json->err);
    *key = json->key.text;
    json->pending = 1;
    return !json->failed;
}

int json_element(struct json *json)
{
    const struct json_token *token;

    if (json->pending)
        json_skip(json);
    token = front(json);
    if (!token)
        return 0;
    if (token->type == TOKEN_END) {
        take(json, token);
        return 0;
    }
    json->pending = 1;
    return 1;
}

const char *json_text(struct json *json, size_t *length)
{
    const struct json_token *token = front(json);

    if (!token || (token->type != TOKEN_STRING && token->type != TOKEN_NUMBER)) {
        json_skip(json);
        return NULL;
    }
    take(json, token);
    if (token->length > JSON_TEXT_MOST) {
        too_long(json, "a text longer than 64 KiB");
        return NULL;
    }
    if (length)
        *length = token->length;
    return json->tape.text + token->text;
}

void json_copy(struct json *json, char *out, size_t room)
{
    size_t length = 0;
    const char *text = json_text(json, &length);

    out[0] = '\0';
    if (text && length >= room)
        too_long(json, "a name too long");
    else if (text)
        memcpy(out, text, length + 1);
}

enum number_kind json_number(struct json *json, double *out)
{
    const struct json_token *token = front(json);
    size_t length;
    const char *text;

    if (!token)
        return NUMBER_MISSING;
    if (token->type == TOKEN_FALSE || token->type == TOKEN_TRUE) {
        *out = token->type == TOKEN_TRUE;
        take(json, token);
        return NUMBER_OK;
    }
    if (token->type == TOKEN_NULL) {
        take(json, token);
        return NUMBER_MISSING;
    }
    text = json_text(json, &length);
    return text ? number_parse(text, length, out) : NUMBER_BAD;
}

int json_integer(struct json *json, int64_t *out)
{
    size_t length;
    const char *text = json_text(json, &length);

    return text && number_parse_int(text, length, out);
}

long json_line(const struct json *json)
{
    if (json->shape == JSON_LINES)
        return json->document_row;
    return json_line_of(json, json->place ? json->place - 1 : 0);
}

struct error *json_err(struct json *json)
{
    return &json->said;
}

int json_check(struct json *json, int rc)
{
    if (rc < 0 && !json->failed) {
        json->failed = rc;
        json->err = json->said;
    }
    return !json->failed;
}

int json_finish(struct json *json, struct error *err)
{
    json_lines_end(json);
    if (json->failed)
        *err = json->err;
    return json->failed;
}

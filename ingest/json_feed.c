#include "ingest/json_feed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/buf.h"
#include "ingest/json_lines.h"

/* A document of JSON_LINES, or a single text, that is larger than this is refused. */
enum { TAPE_MOST = 64 << 20, SILENCE_MOST = 16 << 20 };

static int blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static long count_lines(const char *at, size_t length)
{
    const char *end = at + length;
    long count = 0;

    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        count++;
        at++;
    }
    return count;
}

long json_line_of(const struct json *json, uint64_t place)
{
    if (json->shape == JSON_LINES)
        return json->row;
    if (place < json->base)
        return json->lines + 1;
    return json->lines + 1 + count_lines(json->block, (size_t)(place - json->base));
}

static long column_of(const struct json *json, uint64_t place)
{
    size_t at = place > json->base ? (size_t)(place - json->base) : 0;
    const char *end = at ? memrchr(json->block, '\n', at) : NULL;

    return (long)(end ? place - json->base - (uint64_t)(end - json->block) : place - json->row_start + 1);
}

/* "data.result[3].values[118]" of where yajl is. */
static void inside(const struct json *json, struct buf *out)
{
    for (unsigned i = 1; i <= json->depth; i++) {
        const struct json_level *level = &json->level[i];

        if (level->opened == '[')
            buf_addf(out, "[%" PRIu64 "]", level->index ? level->index - 1 : 0);
        else
            buf_addf(out, "%s%s", out->used ? "." : "", level->key);
    }
}

static void fail(struct json *json, int code, uint64_t place, const char *what, uint64_t byte)
{
    struct buf path;

    if (json->failed)
        return;
    buf_init(&path, 160);
    inside(json, &path);
    if (path.used)
        error_set(&json->err, code, "%s byte %" PRIu64 ", inside %s", what, byte, path.text);
    else
        error_set(&json->err, code, "%s byte %" PRIu64, what, byte);
    buf_release(&path);
    error_at(&json->err, input_name(json->in), json_line_of(json, place), column_of(json, place));
    json->failed = code;
}

void json_fail_at(struct json *json, int code, uint64_t place, const char *what)
{
    char text[200];

    snprintf(text, sizeof text, "%s at", what);
    fail(json, code, place, text, place + 1);
}

/* --- what yajl calls -------------------------------------------------------- */

static int add(struct json *json, enum json_token_type type, const char *text, size_t length)
{
    uint64_t place = json->base + json->used + yajl_get_bytes_consumed(json->yajl);

    if (json->muted)
        return 1;
    if (json_tape_add(&json->tape, type, text, length, place))
        return 1;
    json->failed = error_set(&json->err, ERR_NOMEM, "no memory for a JSON document");
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
    if (json->yajl)
        yajl_free(json->yajl);
    json->yajl = yajl_alloc(&callbacks, NULL, json);
    if (!json->yajl) {
        json->failed = error_set(&json->err, ERR_NOMEM, "no memory for a JSON document");
        return 0;
    }
    yajl_config(json->yajl, yajl_allow_multiple_values, 1);
    yajl_config(json->yajl, yajl_dont_validate_strings, 1);    /* a name in cp1252 is no reason */
    return 1;
}

/* --- NaN and Infinity ------------------------------------------------------- */

static const char *const literals[] = { "NaN", "-NaN", "Infinity", "-Infinity" };

/* The byte before `at` in the block, blanks left out; '\0' at the beginning of the file. */
static char byte_before(const struct json *json, const char *at)
{
    while (at > json->block && blank(at[-1]))
        at--;
    return at > json->block ? at[-1] : json->before;
}

/* A value may stand here, as far as the byte before tells ('-': the sign yajl has had). */
static int value_allowed(const struct json *json, char before)
{
    if (json->depth == 0)
        return 1;
    return before == '-' || (json->level[json->depth].opened == '{' ? before == ':'
                                                                    : strchr("[,", before) != NULL);
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
    status = yajl_parse(json->yajl, (const unsigned char *)way, used);
    json->muted = 0;
    if (status == yajl_status_ok)
        status = yajl_parse(json->yajl, (const unsigned char *)"null ", 5);
    return status == yajl_status_ok;
}

/* When a literal starts at block + start: takes it, or what the block has of it. */
static int take_literal(struct json *json, size_t start)
{
    const char *at = json->block + start;
    size_t left = json->length - start;

    for (size_t i = 0; i < sizeof literals / sizeof literals[0]; i++) {
        size_t length = strlen(literals[i]), have = length < left ? length : left;

        if (have == 0 || memcmp(at, literals[i], have) != 0 ||
            !value_allowed(json, byte_before(json, at)))
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

/* More of a literal that the last block cut. */
static void await_literal(struct json *json)
{
    while (*json->awaited && json->used < json->length) {
        if (json->block[json->used] != *json->awaited) {
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

/* --- slices ------------------------------------------------------------------ */

/* Up to and with the second bracket of "[[": where an array of arrays begins. */
static size_t until_rows(const char *at, size_t most)
{
    const char *end = at + most, *p = at;

    while (p < end && (p = memchr(p, '[', (size_t)(end - p))) != NULL) {
        p++;
        while (p < end && blank(*p))
            p++;
        if (p < end && *p == '[')
            return (size_t)(p + 1 - at);
    }
    return most;
}

static size_t until(const char *at, size_t most, char byte)
{
    const char *found = memchr(at, byte, most);

    return found ? (size_t)(found + 1 - at) : most;
}

static size_t slice_length(const struct json *json)
{
    const char *at = json->block + json->used;
    size_t left = json->length - json->used, most = left < JSON_SLICE ? left : JSON_SLICE;

    if (json->shape == JSON_LINES)
        return until(at, most, '\n');
    return json->pairs ? until(at, most, ']') : until_rows(at, most);
}

/* yajl's words for what it minds: "lexical error: invalid char in json text". */
static void yajl_words(struct json *json, char out[160])
{
    unsigned char *text = yajl_get_error(json->yajl, 0, NULL, 0);
    size_t length = text ? strcspn((char *)text, "\n") : 0;

    if (length && text[length - 1] == '.')
        length--;
    snprintf(out, 160, "not JSON: %.*s", (int)(length < 140 ? length : 140),
             text ? (const char *)text : "");
    if (text)
        yajl_free_error(json->yajl, text);
}

static void hint_for(struct json *json, char byte)
{
    if (byte == '\'')
        error_hint(&json->err, "Single quotes are Python or JavaScript, not JSON: "
                               "write the export with json.dumps() or JSON.stringify().");
    else if (byte == '<')
        error_hint(&json->err, "This looks like a web page saved in place of the data.");
}

/* yajl stopped at `consumed` bytes into the slice at json->used. */
static void slice_failed(struct json *json, size_t consumed)
{
    size_t start = json->used + (consumed ? consumed - 1 : 0);
    char words[160];

    if (json->failed || take_literal(json, start))
        return;
    if (json->wrapped && json->depth == 0 && json->block[start] == ')') {
        json->used = json->length;
        json->ended = 1;
        return;
    }
    yajl_words(json, words);
    if (json->shape == JSON_LINES && json_broken_line(json, start, words))
        return;
    json_fail_at(json, ERR_DATA, json->base + start, words);
    hint_for(json, json->block[start]);
}

static void feed_slice(struct json *json)
{
    size_t length = slice_length(json);
    const char *at = json->block + json->used;
    yajl_status status = yajl_parse(json->yajl, (const unsigned char *)at, length);

    if (status != yajl_status_ok) {
        slice_failed(json, yajl_get_bytes_consumed(json->yajl));
        return;
    }
    json->used += length;
    if (json->shape == JSON_LINES)
        json_line_fed(json, at, length);
}

/* The file has ended: what is open now stays open. */
static void end_of_file(struct json *json)
{
    json->ended = 1;
    if (!json->awaited && json->depth == 0 &&
        yajl_complete_parse(json->yajl) == yajl_status_ok) {
        json_line_ended(json);
        return;
    }
    if (json->depth == 0 && json->whole + json->level[0].index == 0)
        return;
    if (json->shape == JSON_LINES && json_cut_line(json))
        return;
    fail(json, ERR_DATA, json->base + json->length, "premature end after",
         json->base + json->length);
    error_hint(&json->err, "The file was cut off; nothing of it was kept. Export it again.");
}

static int next_block(struct json *json)
{
    int rc;

    if (json->ended)
        return 0;
    if (json->length) {
        const char *end = memrchr(json->block, '\n', json->length);

        json->before = byte_before(json, json->block + json->length);
        if (end)
            json->row_start = json->base + (uint64_t)(end - json->block) + 1;
        json->base += json->length;
        json->lines += json->shape == JSON_LINES ? 0 : count_lines(json->block, json->length);
    }
    json->used = json->length = 0;
    rc = input_next(json->in, &json->block, &json->length, &json->err);
    if (rc < 0)
        json->failed = rc;
    else if (rc == 0)
        end_of_file(json);
    return rc > 0;
}

/* Long enough for a document of lines, or so long without a token that it must be a trap. */
static int too_large(struct json *json)
{
    uint64_t silent = json->base + json->used - json->tape.origin;

    if (json->tape.used + json->tape.count * sizeof *json->tape.token > TAPE_MOST ||
        (json->tape.count == 0 && silent > SILENCE_MOST))
        json_fail_at(json, ERR_LIMIT, json->base + json->used,
                     json->tape.count ? "a line too large to hold" : "a text too long to hold");
    return json->failed;
}

int json_feed(struct json *json)
{
    json_tape_clear(&json->tape, json->base + json->used);
    while (!json->failed && (json->tape.count == 0 || json_line_open(json))) {
        if (json->used == json->length && !next_block(json))
            break;
        if (json->skipping)
            json_skip_line(json);
        else if (json->awaited)
            await_literal(json);
        else
            feed_slice(json);
        if (too_large(json))
            break;
    }
    return !json->failed && json->tape.count > 0;
}

#include "ingest/json_feed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/buf.h"
#include "ingest/json_lines.h"
#include "ingest/json_yajl.h"

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

    return (long)(end ? place - json->base - (uint64_t)(end - json->block)
                      : place - json->row_start + 1);
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

void json_fail_memory(struct json *json)
{
    json->failed = error_set(&json->err, ERR_NOMEM, "no memory for a JSON document");
}

void json_fail_at(struct json *json, int code, uint64_t place, const char *what)
{
    char text[200];

    snprintf(text, sizeof text, "%s at", what);
    fail(json, code, place, text, place + 1);
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
    char words[140];

    json_parser_words(&json->parser, words, sizeof words);
    snprintf(out, 160, "not JSON: %s", words);
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

    if (json->failed || json_take_literal(json, start))
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
    yajl_status status = json_parser_give(&json->parser, at, length);

    if (!json->parser.yajl) {
        json_fail_memory(json);
        return;
    }
    if (status != yajl_status_ok) {
        slice_failed(json, yajl_get_bytes_consumed(json->parser.yajl));
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
        json_parser_end(&json->parser) == yajl_status_ok) {
        json_line_ended(json);
        return;
    }
    if (!json->parser.yajl) {
        json_fail_memory(json);
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

        char last = json_byte_before(json, json->block + json->length, 0);

        json->before[1] = json_byte_before(json, json->block + json->length, 1);
        json->before[0] = last;
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
            json_await_literal(json);
        else
            feed_slice(json);
        if (too_large(json))
            break;
    }
    return !json->failed && json->tape.count > 0;
}

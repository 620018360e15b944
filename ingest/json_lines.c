#include "ingest/json_lines.h"

#include <string.h>

#include "ingest/json_yajl.h"

static int only_blanks(const char *at, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (at[i] != ' ' && at[i] != '\t' && at[i] != '\r' && at[i] != '\n')
            return 0;
    return 1;
}

int json_line_open(const struct json *json)
{
    return json->shape == JSON_LINES && (json->depth > 0 || json->row_open);
}

static void next_row(struct json *json)
{
    json->row++;
    json->solid = 0;
}

/* The document (or documents) on the tape are whole, and so is the line they end in. */
static void document_done(struct json *json)
{
    if (json->first_row == json->row)
        json->whole++;
    else
        json->pretty = 1;
    json->document_row = json->first_row;
    json->first_row = 0;
}

void json_line_fed(struct json *json, const char *at, size_t length)
{
    if (json->tape.count && !json->first_row)
        json->first_row = json->row;
    json->row_open = at[length - 1] != '\n';
    if (json->row_open) {
        json->solid |= !only_blanks(at, length);
        return;
    }
    if (json->tape.count && json->depth == 0)
        document_done(json);
    next_row(json);
}

void json_line_ended(struct json *json)
{
    json->row_open = 0;
    if (json->tape.count && json->depth == 0 && json->first_row)
        document_done(json);
}

void json_skip_line(struct json *json)
{
    const char *at = json->block + json->used;
    const char *end = memchr(at, '\n', json->length - json->used);

    json->used = end ? (size_t)(end + 1 - json->block) : json->length;
    if (end) {
        json->skipping = 0;
        json->tape.origin = json->base + json->used;
        next_row(json);
    }
}

/* Forgets the document at hand. */
static int start_over(struct json *json, uint64_t origin)
{
    json_tape_clear(&json->tape, origin);
    json->depth = 0;
    json->first_row = 0;
    json->awaited = NULL;
    json->row_open = 0;
    return json_renew_yajl(json);
}

int json_broken_line(struct json *json, size_t start, const char *why)
{
    long row = json->first_row ? json->first_row : json->row;
    int rc, next_line_is_good;

    if (json->pretty || (json->whole == 0 && row != json->row))
        return 0;
    if (!json->broken++)
        json_fail_at(json, ERR_DATA, json->base + start, why);
    if (json->broken == 1) {
        json->first_broken = json->err;
        json->failed = 0;
        json->err = (struct error)ERROR_NONE;
    }
    rc = intake_reject(json->intake, row, "", &json->err, "%s", why);
    if (rc < 0) {
        json->failed = rc;
        return 1;
    }
    /* An unfinished line is noticed at the first bracket of the next, which may be whole. */
    next_line_is_good = row != json->row && !json->solid &&
                        (json->block[start] == '{' || json->block[start] == '[') &&
                        only_blanks(json->block + json->used, start - json->used);
    json->used = start;
    json->skipping = !next_line_is_good;
    start_over(json, json->base + start);
    return 1;
}

int json_cut_line(struct json *json)
{
    long row = json->first_row ? json->first_row : json->row;

    if (json->pretty || json->whole == 0)
        return 0;
    intake_note(json->intake, "line %ld is cut off at the end of the file and was left out", row);
    start_over(json, json->base + json->length);
    return 1;
}

void json_lines_end(struct json *json)
{
    if (json->failed || json->whole || json->pretty || !json->broken)
        return;
    json->err = json->first_broken;
    json->failed = ERR_DATA;
}

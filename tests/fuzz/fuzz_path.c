/*
 * Places in JSON documents: any text is a path or has its error; the steps of a path, written
 * down again, are the same path; a name is its own tail.
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/json_path.h"
#include "tests/fuzz/target.h"

static void must(int holds)
{
    if (!holds)
        abort();
}

static void write_path(struct buf *out, const struct json_path *path)
{
    buf_add(out, path->from_document ? "/" : "");
    for (size_t i = 0; i < path->count; i++) {
        const struct json_step *step = &path->step[i];

        buf_add(out, i > 0 && step->kind != JSON_STEP_ELEMENTS ? "." : "");
        if (step->kind == JSON_STEP_ELEMENTS)
            buf_add(out, "[]");
        else if (step->kind == JSON_STEP_MEMBERS)
            buf_add(out, "*");
        else
            json_path_name(out, step->name);
    }
    buf_add(out, path->key ? "~" : "");
}

static void check_written(const struct json_path *path, struct arena *arena)
{
    struct json_path again;
    struct error err = ERROR_NONE;
    struct buf text;

    buf_init(&text, SIZE_MAX / 2);
    write_path(&text, path);
    must(json_path_parse(&again, text.used ? text.text : "", arena, &err) == 0);
    must(again.count == path->count && json_path_common(&again, path) == path->count);
    must(again.from_document == path->from_document && again.key == path->key);
    buf_release(&text);
}

/* Any text as the name of a member. */
static void check_name(const char *name, struct arena *arena)
{
    struct json_path path = { .count = 1, .step = { { JSON_STEP_MEMBER, name } } };
    const char *tail = json_path_tail(&path, 0, arena);

    must(tail && strcmp(tail, name) == 0);
    check_written(&path, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct error err = ERROR_NONE;
    struct json_path path;
    char *text = malloc(size + 1);

    must(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    if (json_path_parse(&path, text, &arena, &err) == 0)
        check_written(&path, &arena);
    else
        must(err.text[0] && err.hint[0] && json_path_check(text, &err) < 0);
    check_name(text, &arena);
    arena_release(&arena);
    free(text);
    return 0;
}

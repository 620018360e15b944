#include "ingest/tags.h"

#include <string.h>

#include "data/series.h"

enum { TEXT_MOST = 64 << 10 };

void tags_init(struct tags *tags)
{
    tags->count = 0;
    tags->too_many = 0;
    buf_init(&tags->text, TEXT_MOST);
    buf_init(&tags->labels, 2 * TEXT_MOST);
}

void tags_release(struct tags *tags)
{
    buf_release(&tags->text);
    buf_release(&tags->labels);
    tags->count = 0;
}

void tags_clear(struct tags *tags)
{
    tags->count = 0;
    tags->too_many = 0;
    buf_clear(&tags->text);
}

static size_t keep(struct tags *tags, const char *text)
{
    size_t at = tags->text.used;

    buf_addn(&tags->text, text, strlen(text) + 1);
    return at;
}

static size_t find(const struct tags *tags, const char *name)
{
    size_t i = 0;

    while (i < tags->count && strcmp(tags->text.text + tags->tag[i].name, name) != 0)
        i++;
    return i;
}

void tags_add(struct tags *tags, const char *name, const char *value)
{
    size_t i = find(tags, name);

    if (i == TAGS_MOST) {
        tags->too_many = 1;
        return;
    }
    if (i == tags->count) {
        size_t at = keep(tags, name);

        if (tags->text.failed)
            return;
        tags->tag[i].name = at;
        tags->tag[i].taken = 0;
    }
    tags->tag[i].value = keep(tags, value);
    if (!tags->text.failed && i == tags->count)
        tags->count++;
}

const char *tags_get(const struct tags *tags, const char *name)
{
    size_t i = find(tags, name);

    return i < tags->count ? tags->text.text + tags->tag[i].value : NULL;
}

const char *tags_take(struct tags *tags, const char *name)
{
    size_t i = find(tags, name);

    if (i == tags->count)
        return NULL;
    tags->tag[i].taken = 1;
    return tags->text.text + tags->tag[i].value;
}

const char *tags_take_first(struct tags *tags, const char *const *names)
{
    const char *found = NULL;

    for (; *names && !found; names++)
        found = tags_take(tags, *names);
    return found;
}

int tags_labels(struct tags *tags, const char *stat, const char **out, struct error *err)
{
    struct label label[TAGS_MOST + 1];
    size_t count = 0;
    int rc = buf_check(&tags->text, "the labels of a series", err);

    if (rc == 0 && tags->too_many)
        rc = error_set(err, ERR_LIMIT, "a series with more than %d labels", TAGS_MOST);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < tags->count; i++) {
        const char *name = tags->text.text + tags->tag[i].name;

        if (!tags->tag[i].taken && strncmp(name, "__", 2) != 0 &&
            !(stat && strcmp(name, "stat") == 0))
            label[count++] = (struct label){ name, tags->text.text + tags->tag[i].value };
    }
    if (stat)
        label[count++] = (struct label){ "stat", stat };
    buf_clear(&tags->labels);
    labels_text(&tags->labels, label, count);
    *out = tags->labels.text;
    return buf_check(&tags->labels, "the labels of a series", err);
}

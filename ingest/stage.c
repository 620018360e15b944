#include "ingest/stage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int stage_new(struct stage **out, const struct stage_kind *kind, void *self, struct stage *inner,
              struct error *err)
{
    struct stage *stage = self ? malloc(sizeof *stage) : NULL;

    if (!stage) {
        if (self)
            kind->release(self);
        stage_free(inner);
        return error_set(err, ERR_NOMEM, "no memory to read a file");
    }
    stage->kind = kind;
    stage->self = self;
    stage->inner = inner;
    stage->note[0] = '\0';
    stage->peek_at = stage->peek_end = 0;
    *out = stage;
    return 0;
}

void stage_free(struct stage *stage)
{
    while (stage) {
        struct stage *inner = stage->inner;

        stage->kind->release(stage->self);
        free(stage);
        stage = inner;
    }
}

int stage_read(struct stage *stage, unsigned char *out, size_t room, size_t *got,
               struct error *err)
{
    size_t ready = stage->peek_end - stage->peek_at;

    if (!ready)
        return stage->kind->pull(stage, out, room, got, err);
    *got = ready < room ? ready : room;
    memcpy(out, stage->peek + stage->peek_at, *got);
    stage->peek_at += *got;
    return 0;
}

int stage_fill(struct stage *stage, unsigned char *out, size_t room, size_t *got,
               struct error *err)
{
    size_t count = 1;

    for (*got = 0; *got < room && count; *got += count) {
        int rc = stage_read(stage, out + *got, room - *got, &count, err);

        if (rc < 0)
            return rc;
    }
    return 0;
}

int stage_peek(struct stage *stage, struct error *err)
{
    size_t got;
    int rc = stage_fill(stage, stage->peek, STAGE_PEEK, &got, err);

    if (rc == 0)
        stage->peek_end = got;    /* only now: the pulls must not find it */
    return rc;
}

void stage_skip(struct stage *stage, size_t count)
{
    stage->peek_at += count;
}

/* --- a file ------------------------------------------------------------- */

struct file { int fd, owned; };

static int file_pull(struct stage *stage, unsigned char *out, size_t room, size_t *got,
                     struct error *err)
{
    const struct file *file = stage->self;
    ssize_t count;

    do
        count = read(file->fd, out, room);
    while (count < 0 && errno == EINTR);
    if (count < 0 && errno == EISDIR)
        return error_set(err, ERR_NOINPUT, "is a folder, not a file");
    if (count < 0)
        return error_set(err, ERR_IO, "can not be read: %s", strerror(errno));
    *got = (size_t)count;
    return 0;
}

static void file_release(void *self)
{
    struct file *file = self;

    if (file->owned)
        close(file->fd);
    free(file);
}

static const struct stage_kind kind_file = { file_pull, file_release };

int stage_file(struct stage **out, int fd, int owned, struct error *err)
{
    struct file *file = malloc(sizeof *file);

    if (file)
        *file = (struct file){ fd, owned };
    else if (owned)
        close(fd);
    return stage_new(out, &kind_file, file, NULL, err);
}

/* --- memory ------------------------------------------------------------- */

struct memory { const unsigned char *at; size_t left; };

static int memory_pull(struct stage *stage, unsigned char *out, size_t room, size_t *got,
                       struct error *err)
{
    struct memory *memory = stage->self;

    (void)err;
    *got = memory->left < room ? memory->left : room;
    if (*got)
        memcpy(out, memory->at, *got);
    memory->at += *got;
    memory->left -= *got;
    return 0;
}

static const struct stage_kind kind_memory = { memory_pull, free };

int stage_memory(struct stage **out, const void *bytes, size_t length, struct error *err)
{
    struct memory *memory = malloc(sizeof *memory);

    if (memory)
        *memory = (struct memory){ bytes, length };
    return stage_new(out, &kind_memory, memory, NULL, err);
}

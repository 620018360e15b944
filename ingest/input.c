#include "ingest/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "data/base/text.h"
#include "ingest/stage.h"

enum { PAGE = 4096 };
static const uint64_t MOST_BYTES = UINT64_C(64) << 30;

struct input {
    char          *name;
    struct stage  *stage;            /* outermost: gives text */
    unsigned char *block;            /* page-aligned, `room` bytes and INPUT_SLACK */
    size_t         room;
    size_t         at, end;          /* not handed out yet */
    size_t         head;             /* length of the first block, while it is there */
    size_t         piece;            /* 0, or the most bytes to hand out at once */
    uint64_t       dice;             /* 0, or the state of the piece lengths */
    uint64_t       most_bytes, decoded, handed_out;
    XXH3_state_t  *hash;
    int            fd;               /* of the file itself, owned by its stage; -1 for none */
    off_t          file_size;        /* 0 where it is not known */
    void         (*watch)(void *self);
    void          *watch_self;
    int            not_utf8;
};

/* --- opening ---------------------------------------------------------------- */

static int next_block(struct input *input, struct error *err)
{
    int rc = stage_fill(input->stage, input->block, input->room, &input->end, err);

    input->at = 0;
    if (rc < 0) {
        input->end = 0;
        error_at(err, input->name, 0, 0);
        return rc;
    }
    memset(input->block + input->end, 0, INPUT_SLACK);
    input->decoded += input->end;
    if (input->decoded <= input->most_bytes)
        return 0;
    input->end = 0;
    error_set(err, ERR_LIMIT, "unpacks to more than %llu bytes",
              (unsigned long long)input->most_bytes);
    error_hint(err, "If it is no decompression bomb, unpack and split it.");
    error_at(err, input->name, 0, 0);
    return ERR_LIMIT;
}

/* Makes the first block longer by what follows. 0 also where the file has ended. */
static int widen_first(struct input *input, struct error *err)
{
    size_t room = 4 * input->room, more = 0;
    unsigned char *block = aligned_alloc(PAGE, room + PAGE);
    int rc;

    if (!block)
        return error_set(err, ERR_NOMEM, "no memory to read a file");
    memcpy(block, input->block, input->end);
    free(input->block);
    input->block = block;
    input->room = room;
    rc = stage_fill(input->stage, block + input->end, room - input->end, &more, err);
    if (rc < 0) {
        error_at(err, input->name, 0, 0);
        return rc;
    }
    input->end += more;
    input->decoded += more;
    memset(block + input->end, 0, INPUT_SLACK);
    return 0;
}

/* Where the first lines end; the end of the block when they are not all in it. */
static size_t first_lines(const struct input *input)
{
    size_t at = 0;

    for (int lines = 0; lines < INPUT_HEAD_LINES && at < input->end; lines++) {
        const unsigned char *end = memchr(input->block + at, '\n', input->end - at);

        at = end ? (size_t)(end + 1 - input->block) : input->end;
    }
    return at;
}

/* JSON is one line as often as not, and no table; lines may end with a CR alone. */
static int may_be_table(const struct input *input)
{
    size_t at = 0;

    if (memchr(input->block, '\r', input->end) && !memchr(input->block, '\n', input->end))
        return 0;
    while (at < input->end && strchr(" \t\r\n", input->block[at]))
        at++;
    return at < input->end && !strchr("{[<", input->block[at]);
}

static int find_head(struct input *input, struct error *err)
{
    size_t lines = may_be_table(input) ? first_lines(input) : 0;
    int rc = 0;

    while (rc == 0 && lines == input->end && input->end == input->room &&
           input->room < INPUT_HEAD_MOST) {
        rc = widen_first(input, err);
        lines = first_lines(input);
    }
    input->head = lines > INPUT_HEAD ? lines : input->end < INPUT_HEAD ? input->end : INPUT_HEAD;
    return rc;
}

/* Looks at the head but for its last character, which may be cut. */
static int is_utf8(const char *text, size_t length)
{
    for (int cut = 0; cut < 4 && length; cut++, length--)
        if (utf8_valid(text, length))
            return 1;
    return length == 0;
}

static int begin(struct input *input, uint64_t most_bytes, struct error *err)
{
    int rc;

    input->most_bytes = most_bytes ? most_bytes : MOST_BYTES;
    input->block = aligned_alloc(PAGE, input->room + PAGE);    /* room for the slack */
    input->hash = XXH3_createState();
    if (!input->block || !input->hash)
        return error_set(err, ERR_NOMEM, "no memory to read a file");
    XXH3_64bits_reset(input->hash);
    rc = stage_unwrap(&input->stage, err);
    if (rc == 0)
        rc = next_block(input, err);
    if (rc == 0)
        rc = find_head(input, err);
    if (rc < 0) {
        error_at(err, input->name, 0, 0);
        return rc;
    }
    input->not_utf8 = !is_utf8((const char *)input->block, input->head);
    return 0;
}

static int input_new(struct input **out, const char *name, size_t room, struct error *err)
{
    struct input *input = calloc(1, sizeof *input);

    if (input)
        input->name = strdup(name);
    if (!input || !input->name) {
        free(input);
        return error_set(err, ERR_NOMEM, "no memory to read a file");
    }
    input->room = room;
    input->fd = -1;
    *out = input;
    return 0;
}

static int open_failed(const char *path, struct error *err)
{
    int code = errno == ENOENT || errno == ENOTDIR ? ERR_NOINPUT
               : errno == EACCES || errno == EPERM ? ERR_DENIED : ERR_IO;

    error_set(err, code, "can not be opened: %s", strerror(errno));
    error_at(err, path, 0, 0);
    return code;
}

int input_open(struct input **out, const char *path, uint64_t most_bytes, struct error *err)
{
    int standard = strcmp(path, "-") == 0, rc;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct input *input = NULL;
    struct stat status;

    *out = NULL;
    if (fd < 0)
        return open_failed(path, err);
    rc = input_new(&input, path, INPUT_BLOCK, err);
    if (rc < 0) {
        if (!standard)
            close(fd);
        return rc;
    }
    input->fd = fd;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
        input->file_size = status.st_size;
    rc = stage_file(&input->stage, fd, !standard, err);
    if (rc == 0)
        rc = begin(input, most_bytes, err);
    if (rc < 0) {
        input_close(input);
        return rc;
    }
    *out = input;
    return 0;
}

int input_open_memory(struct input **out, const char *bytes, size_t length, struct error *err)
{
    size_t room = length < INPUT_HEAD ? INPUT_HEAD : length < INPUT_BLOCK ? length : INPUT_BLOCK;
    struct input *input = NULL;
    int rc = input_new(&input, "memory", (room + PAGE - 1) / PAGE * PAGE, err);

    *out = NULL;
    if (rc < 0)
        return rc;
    rc = stage_memory(&input->stage, bytes, length, err);
    if (rc == 0)
        rc = begin(input, 0, err);
    if (rc < 0) {
        input_close(input);
        return rc;
    }
    *out = input;
    return 0;
}

void input_close(struct input *input)
{
    if (!input)
        return;
    stage_free(input->stage);
    XXH3_freeState(input->hash);
    free(input->block);
    free(input->name);
    free(input);
}

/* --- reading ---------------------------------------------------------------- */

const char *input_head(const struct input *input, size_t *length)
{
    *length = input->head;
    return (const char *)input->block;
}

void input_pieces(struct input *input, size_t most, uint64_t seed)
{
    input->piece = most;
    input->dice = seed;
}

/* xorshift64 (Marsaglia 2003): any sequence does, as long as a seed repeats it. */
static size_t piece_length(struct input *input)
{
    if (!input->piece)
        return SIZE_MAX;
    if (!input->dice)
        return input->piece;
    input->dice ^= input->dice << 13;
    input->dice ^= input->dice >> 7;
    input->dice ^= input->dice << 17;
    return 1 + (size_t)(input->dice % input->piece);
}

int input_next(struct input *input, const char **bytes, size_t *length, struct error *err)
{
    size_t count, most;

    if (input->at == input->end) {
        int rc = next_block(input, err);

        if (rc < 0)
            return rc;
    }
    count = input->end - input->at;
    if (!count)
        return 0;
    most = piece_length(input);
    count = count < most ? count : most;
    *bytes = (const char *)input->block + input->at;
    *length = count;
    XXH3_64bits_update(input->hash, *bytes, count);
    input->at += count;
    input->handed_out += count;
    if (input->watch)
        input->watch(input->watch_self);
    return 1;
}

const char *input_name(const struct input *input)
{
    return input->name;
}

uint64_t input_bytes(const struct input *input)
{
    return input->handed_out;
}

uint64_t input_hash(const struct input *input)
{
    return XXH3_64bits_digest(input->hash);
}

double input_share(const struct input *input)
{
    off_t at = input->file_size > 0 ? lseek(input->fd, 0, SEEK_CUR) : -1;

    return at < 0 ? -1 : (double)at / (double)input->file_size;
}

void input_watch(struct input *input, void (*watch)(void *self), void *self)
{
    input->watch = watch;
    input->watch_self = self;
}

const char *input_note(const struct input *input, size_t index)
{
    for (const struct stage *s = input->stage; s; s = s->inner)
        if (s->note[0] && index-- == 0)
            return s->note;
    return input->not_utf8 && index == 0
               ? "the text is not UTF-8; names are read as Windows-1252" : NULL;
}

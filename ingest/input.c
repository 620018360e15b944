#include "ingest/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "data/base/text.h"
#include "ingest/stage.h"

enum { PAGE = 4096, MOST_WRAPS = 4 };
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

/* --- what is no export ---------------------------------------------------- */

static const struct foreign {
    size_t      offset, length;
    const char *magic, *what, *hint;
} foreign[] = {
    { 0, 4, "PK\3\4", "a zip archive or an Excel workbook",
      "Unzip it, or save the sheet as CSV, and ingest that." },
    { 0, 8, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Office document",
      "Save the sheet as CSV and ingest that." },
    { 0, 4, "RRD", "a round-robin database",
      "Export it: rrdtool xport --json … DEF:a=FILE:NAME:AVERAGE XPORT:a." },
    { 0, 2, "\x96\xd5", "a binary sysstat file", "Export it: sadf -d FILE -- -A." },
    { 0, 2, "\xd5\x96", "a binary sysstat file", "Export it: sadf -d FILE -- -A." },
    { 0, 4, "%PDF", "a PDF document", "Export the figures themselves as CSV or JSON." },
    { 0, 6, "\xfd" "7zXZ", "an xz archive", "Unpack it first: xz -dc FILE | headroom ingest -." },
    { 0, 3, "BZh", "a bzip2 archive", "Unpack it first: bzip2 -dc FILE | headroom ingest -." },
    { 0, 4, "\x04\x22\x4d\x18", "an lz4 archive", "Unpack it first: lz4 -dc FILE | headroom ingest -." },
    { 0, 6, "7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first." },
    { 257, 5, "ustar", "a tar archive", "Unpack it and ingest the files in it." },
    { 0, 16, "SQLite format 3", "an SQLite database",
      "Use it with --db if it is a store, or export a query of it as CSV." },
    { 0, 4, "PAR1", "a Parquet file", "Convert it to CSV." },
    { 0, 4, "\x84\x50\xed\x08", "a PCP archive", "Export it: pmrep -o csv -a FILE METRIC…." },
    { 0, 4, "\x89PNG", "a picture", "Export the figures themselves as CSV or JSON." },
    { 0, 4, "\x7f" "ELF", "a program", "Name the export instead." },
};

static int refuse(const char *what, const char *hint, struct error *err)
{
    error_set(err, ERR_DATA, "is %s, not an export", what);
    error_hint(err, "%s", hint);
    return ERR_DATA;
}

static int starts_with_word(const unsigned char *p, size_t length, const char *word)
{
    return length >= strlen(word) && strncasecmp((const char *)p, word, strlen(word)) == 0;
}

static int refuse_foreign(const unsigned char *p, size_t length, struct error *err)
{
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        const struct foreign *f = &foreign[i];

        if (length >= f->offset + f->length && memcmp(p + f->offset, f->magic, f->length) == 0)
            return refuse(f->what, f->hint, err);
    }
    while (length && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
        p++, length--;
    if (starts_with_word(p, length, "<!doctype html") || starts_with_word(p, length, "<html"))
        return refuse("a web page, probably a login form",
                      "Sign in and download the data itself; with curl, send the access token.", err);
    return 0;
}

/* --- wrappings -------------------------------------------------------------- */

/* 1 little, 2 big endian, 0 none: every second byte of ASCII text in UTF-16 is zero. */
static int utf16_by_zeros(const unsigned char *p, size_t length)
{
    size_t zeros[2] = { 0, 0 }, pairs = (length < 512 ? length : 512) / 2;

    for (size_t i = 0; i < 2 * pairs; i++)
        zeros[i % 2] += p[i] == 0;
    if (pairs < 4)
        return 0;
    return zeros[0] == 0 && zeros[1] * 10 >= pairs * 7 ? 1
           : zeros[1] == 0 && zeros[0] * 10 >= pairs * 7 ? 2 : 0;
}

static int is_zstd(const unsigned char *p, size_t length)
{
    return length >= 4 && ((p[0] == 0x28 && p[1] == 0xb5 && p[2] == 0x2f && p[3] == 0xfd) ||
                           ((p[0] & 0xf0) == 0x50 && p[1] == 0x2a && p[2] == 0x4d && p[3] == 0x18));
}

/* Takes one wrapping off. Returns 1 when there was one, 0 when the stage gives text. */
static int unwrap(struct input *input, struct error *err)
{
    struct stage *inner = input->stage;
    const unsigned char *p;
    size_t length;
    int rc = stage_peek(inner, err), endian = 0;

    if (rc < 0)
        return rc;
    p = inner->peek;
    length = inner->peek_end;
    input->stage = NULL;
    if (length >= 2 && p[0] == 0x1f && p[1] == 0x8b) {
        rc = stage_gzip(&input->stage, inner, err);
    } else if (is_zstd(p, length)) {
        rc = stage_zstd(&input->stage, inner, err);
    } else if (length >= 2 && ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff))) {
        endian = p[0] == 0xff ? 1 : 2;
        stage_skip(inner, 2);
        rc = stage_utf16(&input->stage, inner, endian == 2, err);
    } else if ((endian = utf16_by_zeros(p, length)) != 0) {
        rc = stage_utf16(&input->stage, inner, endian == 2, err);
    } else {
        input->stage = inner;
        return refuse_foreign(p, length, err);
    }
    return rc < 0 ? rc : 1;
}

static int unwrap_all(struct input *input, struct error *err)
{
    int rc = 1;

    for (int i = 0; i < MOST_WRAPS && rc > 0; i++)
        rc = unwrap(input, err);
    if (rc > 0)
        return refuse("packed over and over", "Unpack it by hand and look what is in it.", err);
    if (rc == 0 && input->stage->peek_end >= 3 && memcmp(input->stage->peek, "\xef\xbb\xbf", 3) == 0)
        stage_skip(input->stage, 3);
    return rc;
}

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
    rc = unwrap_all(input, err);
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

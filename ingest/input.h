/*
 * ingest/input.h - the bytes of an export, whatever they were wrapped in.
 *
 * Opens a file or stdin ("-"), takes off gzip and zstd by their magic bytes (never
 * by the name), a UTF-8 byte order mark, and turns UTF-16 into UTF-8. Refuses
 * what is no export and says what it is: zip and xlsx, RRD, sa files, PDF, HTML.
 * Hands out large page-aligned blocks; a block stays valid until the next call.
 */
#ifndef INGEST_INPUT_H
#define INGEST_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"

/* Behind each block lie INPUT_SLACK bytes that may be read (not written) and mean nothing. */
enum { INPUT_BLOCK = 1 << 20, INPUT_HEAD = 1 << 16, INPUT_SLACK = 64 };
enum { INPUT_HEAD_LINES = 4, INPUT_HEAD_MOST = 64 << 20 };

struct input;

/*
 * ERR_NOINPUT, ERR_DENIED, ERR_DATA (with a hint what to do) or ERR_IO.
 * most_bytes caps the decoded length against decompression bombs (ERR_LIMIT, also
 * by input_next()); 0: 64 GiB.
 */
int input_open(struct input **out, const char *path, uint64_t most_bytes, struct error *err);

/* Opens bytes that the caller lends as if they were a file's; for tests, fuzzing and examples. */
int input_open_memory(struct input **out, const char *bytes, size_t length, struct error *err);

void input_close(struct input *input);

/*
 * The first decoded bytes: INPUT_HEAD of them, or of text with longer lines as many as the
 * first INPUT_HEAD_LINES lines take (up to INPUT_HEAD_MOST), so that a table is seen with its first
 * rows however wide it is. Valid until the second block is asked for. They are handed out
 * again by input_next().
 */
const char *input_head(const struct input *input, size_t *length);

/*
 * The next block of decoded bytes. Returns 1 with *bytes and *length > 0; 0 at the
 * end; a negative code on damage: a truncated or broken archive is ERR_DATA, so
 * that nothing of the file is kept.
 */
int input_next(struct input *input, const char **bytes, size_t *length, struct error *err);

/*
 * From now on hands out at most `most` bytes at once; with a seed that is not 0, 1 …
 * most of them, by dice. For tests: a reader must not care where a block ends.
 */
void input_pieces(struct input *input, size_t most, uint64_t seed);

const char *input_name(const struct input *input);      /* as the user named it; "-" for stdin */
uint64_t input_bytes(const struct input *input);        /* decoded and handed out so far */
uint64_t input_hash(const struct input *input);         /* XXH3 of the decoded bytes handed out */

/* The share of the file that was read, 0 to 1, compressed or not; below 0 where it has no length. */
double input_share(const struct input *input);

/* Called for each block that is handed out; for showing how far a reading is. */
void input_watch(struct input *input, void (*watch)(void *self), void *self);

/* What the user should know, complete once all was read; NULL after the last. */
const char *input_note(const struct input *input, size_t index);

#endif

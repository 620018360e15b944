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

enum { INPUT_BLOCK = 1 << 20, INPUT_HEAD = 1 << 16 };

struct input;

/*
 * ERR_NOINPUT, ERR_DENIED, ERR_DATA (with a hint what to do) or ERR_IO.
 * most_bytes caps the decoded length against decompression bombs; 0: 64 GiB.
 */
int input_open(struct input **out, const char *path, uint64_t most_bytes, struct error *err);

/* Opens decoded bytes that the caller lends; for tests, fuzzing and examples. */
int input_open_memory(struct input **out, const char *bytes, size_t length, struct error *err);

void input_close(struct input *input);

/* The first decoded bytes, up to INPUT_HEAD; they are still read again by input_next(). */
const char *input_head(const struct input *input, size_t *length);

/*
 * The next block of decoded bytes. Returns 1 with *bytes and *length > 0; 0 at the
 * end; a negative code on damage: a truncated or broken archive is ERR_DATA, so
 * that nothing of the file is kept.
 */
int input_next(struct input *input, const char **bytes, size_t *length, struct error *err);

const char *input_name(const struct input *input);      /* as the user named it; "-" for stdin */
uint64_t input_bytes(const struct input *input);        /* decoded and handed out so far */
uint64_t input_hash(const struct input *input);         /* XXH3 of the decoded bytes handed out */

/* "trailing bytes after the gzip member ignored", "cp1252 text"…; NULL after the last. */
const char *input_note(const struct input *input, size_t index);

#endif

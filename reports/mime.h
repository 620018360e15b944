/*
 * reports/mime.h - text and bytes as a mail carries them.
 *
 * Whatever comes in: every byte written is printable ASCII, no line is longer than 76 of them, and
 * nothing ends a header or a part before its time. Lines end in \n, which is how sendmail reads a
 * message; a line that begins with "." or "From " is written so that no program on the way takes it
 * for a mark of its own.
 *
 * Sources: RFC 2045 section 6 (encodings of bodies), RFC 2047 (words of headers), RFC 5322.
 */
#ifndef REPORTS_MIME_H
#define REPORTS_MIME_H

#include <stddef.h>

#include "data/base/buf.h"

enum { MIME_LINE = 76 };

/* Base64, each line of `columns` bytes (a multiple of 4) ended by \n; 0: one line without an end. */
void mime_base64(struct buf *out, const char *bytes, size_t length, size_t columns);

/* A text as quoted-printable; ends in \n. */
void mime_quoted(struct buf *out, const char *text);

/*
 * "Name: text\n", folded. Text that is not plain ASCII is made of encoded words; controls are shown, bad
 * bytes become U+FFFD. The name is ours and has at most 15 bytes.
 */
void mime_header(struct buf *out, const char *name, const char *text);

/* 1 for `user@host`, `user`, and `Any Name <user@host>`: what mime_addresses() can write. */
int mime_address_valid(const char *address);

/* "To: a@b,\n c@d\n"; addresses that are not valid are left out. Nothing where none is. */
void mime_addresses(struct buf *out, const char *name, const char *const *addresses, size_t count);

#endif

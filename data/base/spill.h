/*
 * data/base/spill.h - memory in a file, for much that is looked at a little at a time.
 *
 * A spill is a temporary file without a name, mapped into memory. What is taken of it has an address that stays,
 * but need not lie in memory: after spill_rest() it lies in the file until it is looked at again. The file is
 * made in $TMPDIR, /var/tmp or /tmp, and is gone with the process, however that ends.
 */
#ifndef DATA_BASE_SPILL_H
#define DATA_BASE_SPILL_H

#include <stddef.h>

struct spill;

/* A spill of `most` bytes, of which none are on the disk yet. NULL where no such file can be made. */
struct spill *spill_new(size_t most);

/* Harmless for NULL. */
void spill_free(struct spill *spill);

/* `size` zeroed bytes at the start of a page; NULL when spill or disk are full. Any thread may ask. */
void *spill_take(struct spill *spill, size_t size);

/* What was taken leaves memory. Harmless while others read or write it, and for NULL. */
void spill_rest(struct spill *spill);

#endif

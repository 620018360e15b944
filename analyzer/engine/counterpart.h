/*
 * analyzer/engine/counterpart.h - a series named by another's name.
 *
 * The config says which series belong together by two names in which each *
 * stands for any text, the same in both, in order; or, where that names none, by a
 * selector that matches one series alone.
 */
#ifndef ANALYZER_ENGINE_COUNTERPART_H
#define ANALYZER_ENGINE_COUNTERPART_H

#include <stddef.h>

#include "data/store/store.h"

#define COUNTERPART_NONE ((size_t)-1)

/*
 * The series called `other` with the texts that the * of `pattern` stand for in
 * series[of]'s name; COUNTERPART_NONE where that name does not match, or there is no such
 * series but itself. series[count] in bytewise order of name.
 */
size_t counterpart_find(const struct store_series *series, size_t count, size_t of,
                        const char *pattern, const char *other);

/* The only series that the selector matches as a glob; COUNTERPART_NONE for none and for several. */
size_t counterpart_only(const struct store_series *series, size_t count, const char *selector);

#endif

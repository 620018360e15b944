/*
 * tests/fuzz/mutate.c - changes that leave an export one.
 *
 * A flipped byte mostly ends a JSON document at once. So every second change is made to a whole
 * piece - a word, a quoted text, a bracket with all in it, a line - which is dropped, doubled, or put
 * in the place of another; the other half is left to the fuzzer. Only fuzzers call this.
 */
#include <stdint.h>
#include <string.h>

#include "tests/fuzz/target.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

struct piece { size_t from, length; };

enum { LONGEST = 1 << 12 };

static unsigned throw_die(unsigned *dice, size_t sides)
{
    *dice = *dice * 1664525 + 1013904223;    /* Numerical Recipes; any sequence does */
    return sides ? (*dice >> 8) % (unsigned)sides : 0;
}

static size_t quoted(const uint8_t *at, size_t left)
{
    for (size_t i = 1; i < left; i++) {
        if (at[i] == '\\')
            i++;
        else if (at[i] == '"')
            return i + 1;
    }
    return left;
}

/* A bracket with all in it, as far as brackets match. */
static size_t bracketed(const uint8_t *at, size_t left)
{
    size_t depth = 0;

    for (size_t i = 0; i < left; i++) {
        if (at[i] == '"')
            i += quoted(at + i, left - i) - 1;
        else if (at[i] == '{' || at[i] == '[')
            depth++;
        else if ((at[i] == '}' || at[i] == ']') && --depth == 0)
            return i + 1;
    }
    return left;
}

static int parts(uint8_t c)
{
    return c && strchr(" \t\r\n,;:|={}[]\"", c) != NULL;
}

/* The piece that begins at or behind a place. */
static struct piece piece_at(const uint8_t *data, size_t size, size_t from)
{
    size_t left, length = 0;

    while (from < size && parts(data[from]) && !strchr("\"{[", data[from]))
        from++;
    left = size - from;
    if (left == 0)
        return (struct piece){ from, 0 };
    if (data[from] == '"')
        return (struct piece){ from, quoted(data + from, left) };
    if (data[from] == '{' || data[from] == '[')
        return (struct piece){ from, bracketed(data + from, left) };
    while (length < left && !parts(data[from + length]))
        length++;
    return (struct piece){ from, length };
}

static struct piece line_at(const uint8_t *data, size_t size, size_t from)
{
    const uint8_t *end;

    while (from > 0 && data[from - 1] != '\n')
        from--;
    end = memchr(data + from, '\n', size - from);
    return (struct piece){ from, end ? (size_t)(end + 1 - (data + from)) : size - from };
}

/* Puts `length` bytes in the place of a piece; the new size, or the old one where it is too much. */
static size_t replace(uint8_t *data, size_t size, size_t most, struct piece piece,
                      const uint8_t *with, size_t length)
{
    size_t behind = piece.from + piece.length;

    if (size - piece.length + length > most)
        return size;
    memmove(data + piece.from + length, data + behind, size - behind);
    memcpy(data + piece.from, with, length);
    return size - piece.length + length;
}

static size_t change_pieces(uint8_t *data, size_t size, size_t most, unsigned *dice)
{
    static uint8_t copy[LONGEST];
    int lines = throw_die(dice, 3) == 0;
    struct piece a = lines ? line_at(data, size, throw_die(dice, size))
                           : piece_at(data, size, throw_die(dice, size));
    struct piece b = lines ? line_at(data, size, throw_die(dice, size))
                           : piece_at(data, size, throw_die(dice, size));
    struct piece before = { a.from, 0 };

    if (b.length > LONGEST)
        return size;
    memcpy(copy, data + b.from, b.length);
    switch (throw_die(dice, 4)) {
    case 0:  return size > a.length ? replace(data, size, most, a, copy, 0) : size;
    case 1:  return replace(data, size, most, before, copy, b.length);
    default: return replace(data, size, most, a, copy, b.length);
    }
}

/* Changes inside a piece alone, so that all around it stays what it is. */
static size_t change_within(uint8_t *data, size_t size, size_t most, unsigned *dice)
{
    static uint8_t copy[LONGEST];
    struct piece a = piece_at(data, size, throw_die(dice, size));
    size_t quotes = a.length > 1 && data[a.from] == '"', room = LONGEST, length;

    a.from += quotes;
    a.length -= 2 * quotes;
    if (a.length == 0 || a.length > LONGEST / 2)
        return size;
    if (most - size + a.length < room)
        room = most - size + a.length;
    memcpy(copy, data + a.from, a.length);
    length = LLVMFuzzerMutate(copy, a.length, room);
    return replace(data, size, most, a, copy, length);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    unsigned dice = seed;
    size_t first = size ? line_at(data, size, 0).length : 0, changed;

    if (size <= first || throw_die(&dice, 8) == 0)
        return LLVMFuzzerMutate(data, size, most);
    data += first, size -= first, most -= first;    /* how it is read stays */
    switch (throw_die(&dice, 4)) {
    case 0:  changed = change_pieces(data, size, most, &dice); break;
    case 1:  changed = change_within(data, size, most, &dice); break;
    case 2:  changed = change_pieces(data, size, most, &dice);
             changed = change_within(data, changed, most, &dice); break;
    default: changed = LLVMFuzzerMutate(data, size, most); break;
    }
    return first + changed;
}

#include "ingest/csv_value.h"

#include <string.h>
#include <strings.h>

enum { MOST_TEXT = 64 };

/* The length of the sign that stands between groups of digits at p, 0 for none. */
static size_t group_mark(const char *p, const char *end, char decimal)
{
    static const char *const marks[] = {
        " ", "'", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89", "\xe2\x80\x99", "\xa0", "\x92",
    };

    if (*p == (decimal == '.' ? ',' : '.'))
        return 1;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t length = strlen(marks[i]);

        if ((size_t)(end - p) >= length && memcmp(p, marks[i], length) == 0)
            return length;
    }
    return 0;
}

static size_t digits_at(const char *p, const char *end)
{
    size_t count = 0;

    while (p + count < end && p[count] >= '0' && p[count] <= '9')
        count++;
    return count;
}

/* Plain text of the number: point for the decimal sign, groups joined. */
struct plain { char text[MOST_TEXT]; size_t used; };

static int add(struct plain *plain, const char *bytes, size_t count)
{
    if (count > sizeof plain->text - plain->used)
        return 0;
    memcpy(plain->text + plain->used, bytes, count);
    plain->used += count;
    return 1;
}

/* Copies `1 234 567`; groups behind the first have exactly three digits and one kind of mark. */
static const char *copy_groups(struct plain *plain, const char *p, const char *end, char decimal)
{
    const char *mark = NULL;
    size_t digits = digits_at(p, end), length = 0;

    if (!add(plain, p, digits))
        return NULL;
    for (p += digits; digits && p < end; p += length + 3) {
        size_t here = group_mark(p, end, decimal);

        if (!here || digits_at(p + here, end) != 3)
            break;
        if (mark && (here != length || memcmp(mark, p, here) != 0))
            return NULL;
        mark = p;
        length = here;
        if (!add(plain, p + here, 3))
            return NULL;
    }
    return p;
}

static const char *copy_exponent(struct plain *plain, const char *p, const char *end)
{
    const char *digits = p + 1;

    if (p == end || (*p != 'e' && *p != 'E'))
        return p;
    if (digits < end && (*digits == '+' || *digits == '-'))
        digits++;
    if (!digits_at(digits, end))
        return p;
    digits += digits_at(digits, end);
    return add(plain, p, (size_t)(digits - p)) ? digits : NULL;
}

/* Takes the number off the front; where it ended, NULL when there is none. */
static const char *take_number(struct plain *plain, const char *p, const char *end, char decimal)
{
    static const char minus[] = "\xe2\x88\x92";    /* U+2212 */

    plain->used = 0;
    if (end - p >= 3 && memcmp(p, minus, 3) == 0) {
        add(plain, "-", 1);
        p += 3;
    } else if (p < end && (*p == '-' || *p == '+')) {
        add(plain, p++, 1);
    }
    p = copy_groups(plain, p, end, decimal);
    if (p && p < end && *p == decimal) {
        size_t digits = digits_at(p + 1, end);

        if (!add(plain, ".", 1) || !add(plain, p + 1, digits))
            return NULL;
        p += 1 + digits;
    }
    return p ? copy_exponent(plain, p, end) : NULL;
}

/* Multiples that dashboards write for themselves; those of units are in data/base/unit.c. */
static double multiple(const char *text, size_t length)
{
    static const struct { const char *text; double scale; } names[] = {
        { "K", 1e3 },   { "k", 1e3 },   { "M", 1e6 },   { "Mil", 1e6 }, { "G", 1e9 },
        { "Bil", 1e9 }, { "T", 1e12 },  { "Tri", 1e12 },
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i].text) == length && memcmp(names[i].text, text, length) == 0)
            return names[i].scale;
    return 0;
}

static const char *skip_spaces(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || (end - p >= 2 && memcmp(p, "\xc2\xa0", 2) == 0) ||
                       (end - p >= 3 && memcmp(p, "\xe2\x80\xaf", 3) == 0)))
        p += *p == ' ' ? 1 : *p == '\xc2' ? 2 : 3;
    return p;
}

/* "K", "GiB", "K req/s", or nothing. */
static int read_suffix(const char *p, const char *end, struct quantity *out)
{
    const char *word_end;
    size_t length;
    double scale;

    p = skip_spaces(p, end);
    word_end = p < end ? memchr(p, ' ', (size_t)(end - p)) : NULL;
    scale = multiple(p, (size_t)((word_end ? word_end : end) - p));
    if (scale > 0) {
        out->value *= scale;
        p = word_end ? skip_spaces(word_end, end) : end;
    }
    length = (size_t)(end - p);
    out->has_unit = length > 0;
    if (!length)
        return 1;
    if (!unit_parse(p, length, &out->unit))
        return 0;
    out->value *= out->unit.scale;
    return 1;
}

enum number_kind csv_value(const char *text, size_t length, char decimal, struct quantity *out)
{
    const char *end = text + length, *rest;
    struct plain plain;
    enum number_kind kind = NUMBER_BAD;

    out->has_unit = 0;
    if (decimal == '.' || !memchr(text, ',', length))
        kind = decimal == '.' || !memchr(text, '.', length) ? number_parse(text, length, &out->value)
                                                            : NUMBER_BAD;
    if (kind != NUMBER_BAD)
        return kind;
    while (text < end && (*text == ' ' || *text == '\t'))
        text++;
    while (end > text && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    rest = take_number(&plain, text, end, decimal);
    if (!rest || !plain.used)
        return NUMBER_BAD;
    kind = number_parse(plain.text, plain.used, &out->value);
    if (kind == NUMBER_OK && !read_suffix(rest, end, out))
        return NUMBER_BAD;
    return kind == NUMBER_MISSING ? NUMBER_BAD : kind;
}

/* --- the decimal sign -------------------------------------------------------------- */

/* Signs and digits of a number-like text, taken apart at '.' and ','. */
struct marks {
    size_t points, commas;
    size_t first;        /* digits before the first mark */
    size_t last;         /* digits behind the last mark */
    char   last_mark;
    int    zero;         /* the first digits are a single 0 */
    int    threes;       /* every stretch between and behind marks has three digits */
};

/* Digits, blanks and apostrophes between groups of them included; how many digits, and past them. */
static size_t skip_groups(const char **at, const char *end)
{
    size_t run = digits_at(*at, end), count = run;

    for (*at += run; run && *at < end && **at != ',' && **at != '.'; *at += run) {
        size_t mark = group_mark(*at, end, '.');

        run = mark ? digits_at(*at + mark, end) : 0;
        if (run != 3)
            break;
        count += run;
        *at += mark;
    }
    return count;
}

static int find_marks(const char *text, size_t length, struct marks *out)
{
    const char *p = text, *end = text + length;
    size_t run;

    *out = (struct marks){ .threes = 1 };
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    out->zero = p < end && *p == '0' && digits_at(p, end) == 1;
    out->first = skip_groups(&p, end);
    for (; p < end && (*p == '.' || *p == ','); p += run) {
        out->points += *p == '.';
        out->commas += *p == ',';
        out->last_mark = *p++;
        run = out->last = digits_at(p, end);
        out->threes &= run == 3;
    }
    /* what follows may be a unit, but no digit */
    return out->first + out->last > 0 && out->points + out->commas > 0;
}

void csv_decimal_vote(struct decimal_votes *votes, const char *text, size_t length)
{
    struct marks m;
    int one = 0;

    if (!find_marks(text, length, &m))
        return;
    one = m.points + m.commas == 1;
    if (m.points && m.commas)                        /* 1.234,5 and 1,234.5 */
        *(m.last_mark == ',' ? &votes->comma : &votes->point) += 1;
    else if (!one)                                   /* 1.234.567 and 1,234,567 */
        *(m.points ? &votes->comma : &votes->point) += m.threes ? 1 : 0;
    else if (m.last == 3 && !m.zero && m.first > 0 && m.first <= 3)    /* 1.234 and 1,234 */
        *(m.points ? &votes->either_point : &votes->either_comma) += 1;
    else
        *(m.points ? &votes->point : &votes->comma) += 1;
}

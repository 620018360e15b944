#include "data/base/text.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

size_t utf8_length(const char *text, size_t left)
{
    const unsigned char *p = (const unsigned char *)text;

    if (!left)
        return 0;
    if (p[0] < 0x80)
        return 1;
    if (p[0] >= 0xc2 && p[0] <= 0xdf)
        return left >= 2 && (p[1] & 0xc0) == 0x80 ? 2 : 0;
    if ((p[0] & 0xf0) == 0xe0)
        return left >= 3 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80 &&
                       !(p[0] == 0xe0 && p[1] < 0xa0) && !(p[0] == 0xed && p[1] > 0x9f)
                   ? 3 : 0;
    if (p[0] >= 0xf0 && p[0] <= 0xf4)
        return left >= 4 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80 &&
                       (p[3] & 0xc0) == 0x80 && !(p[0] == 0xf0 && p[1] < 0x90) &&
                       !(p[0] == 0xf4 && p[1] > 0x8f)
                   ? 4 : 0;
    return 0;
}

int utf8_valid(const char *text, size_t length)
{
    while (length) {
        size_t step = utf8_length(text, length);

        if (!step)
            return 0;
        text += step;
        length -= step;
    }
    return 1;
}

/* One character taken from text that may be anything. */
struct character {
    uint32_t    code;      /* 0xFFFD for a byte that is no UTF-8 */
    const char *bytes;
    size_t      length;
};

static const char replacement[] = "\xef\xbf\xbd";

static const char *next_character(const char *text, struct character *out)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t length = utf8_length(text, strnlen(text, 4));

    if (!length) {
        *out = (struct character){ 0xFFFD, replacement, 3 };
        return text + 1;
    }
    out->bytes = text;
    out->length = length;
    out->code = length == 1 ? p[0] : length == 2 ? p[0] & 0x1fu : length == 3 ? p[0] & 0x0fu
                                                                              : p[0] & 0x07u;
    for (size_t i = 1; i < length; i++)
        out->code = out->code << 6 | (p[i] & 0x3fu);
    return text + length;
}

/* Marks that turn the direction of text, and invisible line separators. */
static int is_deceptive(uint32_t code)
{
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
           code == 0x2028 || code == 0x2029 || code == 0x200e || code == 0x200f ||
           code == 0xfeff;
}

static int is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

/* Controls and deceptive marks in a visible form; 1 when it wrote something. */
static int add_visible(struct buf *out, const struct character *c, const char *open,
                       const char *close)
{
    if (!is_control(c->code) && !is_deceptive(c->code))
        return 0;
    if (is_control(c->code) && c->code < 0x80)
        buf_addf(out, "\\x%02x", (unsigned)c->code);
    else
        buf_addf(out, "%sU+%04X%s", open, (unsigned)c->code, close);
    return 1;
}

void text_html(struct buf *out, const char *text)
{
    struct character c;

    while (*text) {
        text = next_character(text, &c);
        switch (c.code) {
        case '&':  buf_add(out, "&amp;"); break;
        case '<':  buf_add(out, "&lt;"); break;
        case '>':  buf_add(out, "&gt;"); break;
        case '"':  buf_add(out, "&quot;"); break;
        case '\'': buf_add(out, "&#39;"); break;
        default:
            if (!add_visible(out, &c, "&lt;", "&gt;"))
                buf_addn(out, c.bytes, c.length);
        }
    }
}

void text_json(struct buf *out, const char *text)
{
    struct character c;

    buf_addc(out, '"');
    while (*text) {
        text = next_character(text, &c);
        if (c.code == '"' || c.code == '\\')
            buf_addf(out, "\\%c", (char)c.code);
        else if (c.code == '\n')
            buf_add(out, "\\n");
        else if (is_control(c.code) || c.code == 0x2028 || c.code == 0x2029)
            buf_addf(out, "\\u%04x", (unsigned)c.code);
        else
            buf_addn(out, c.bytes, c.length);
    }
    buf_addc(out, '"');
}

void text_csv(struct buf *out, const char *text)
{
    int formula = *text && strchr("=+-@\t\r", *text) != NULL;
    int quoted = strpbrk(text, ",;\"\r\n\t") || *text == ' ' || (*text && text[strlen(text) - 1] == ' ');

    if (quoted)
        buf_addc(out, '"');
    if (formula)
        buf_addc(out, '\'');
    for (; *text; text++) {
        if (*text == '"')
            buf_addc(out, '"');
        buf_addc(out, *text);
    }
    if (quoted)
        buf_addc(out, '"');
}

void text_label(struct buf *out, const char *text)
{
    while (*text) {
        size_t length = utf8_length(text, strnlen(text, 4));

        if (*text == '\n')
            buf_add(out, "\\n");
        else if (*text == '"' || *text == '\\')
            buf_addf(out, "\\%c", *text);
        else if (length)
            buf_addn(out, text, length);
        else
            buf_add(out, "\xef\xbf\xbd");    /* the format is UTF-8: a bad byte becomes U+FFFD */
        text += length ? length : 1;
    }
}

void text_tty(struct buf *out, const char *text)
{
    struct character c;

    while (*text) {
        text = next_character(text, &c);
        if (!add_visible(out, &c, "<", ">"))
            buf_addn(out, c.bytes, c.length);
    }
}

void text_markdown(struct buf *out, const char *text)
{
    struct character c;

    while (*text) {
        text = next_character(text, &c);
        if (c.code == '<')
            buf_add(out, "&lt;");
        else if (c.code == '&')
            buf_add(out, "&amp;");
        else if (c.code < 0x80 && c.code && strchr("\\`*_{}[]()#!|~>", (int)c.code))
            buf_addf(out, "\\%c", (char)c.code);
        else if (!add_visible(out, &c, "&lt;", "&gt;"))
            buf_addn(out, c.bytes, c.length);
    }
}

/* Matches one set "[a-z_]" at pattern[0]; *after is set behind it, or NULL when it has no end. */
static int in_set(const char *pattern, char byte, const char **after)
{
    const char *p = pattern + 1;
    int negated = *p == '!' || *p == '^', found = 0;

    p += negated;
    *after = NULL;
    for (const char *first = p; *p && (*p != ']' || p == first); p++) {
        if (p[1] == '-' && p[2] && p[2] != ']') {
            found |= (unsigned char)byte >= (unsigned char)p[0] &&
                     (unsigned char)byte <= (unsigned char)p[2];
            p += 2;
        } else {
            found |= *p == byte;
        }
    }
    if (*p == ']')
        *after = p + 1;
    return found != negated;
}

int text_glob(const char *pattern, const char *text)
{
    const char *star = NULL, *retry = NULL;

    for (;;) {
        const char *after = NULL;

        if (*pattern == '*') {
            star = ++pattern;
            retry = text;
            continue;
        }
        if (!*text)
            return !*pattern;
        if (*pattern == '[' && in_set(pattern, *text, &after) && after) {
            pattern = after;
            text++;
            continue;
        }
        if (!after && *pattern && (*pattern == '?' || *pattern == *text) && *pattern != '\\') {
            pattern++;
            text++;
            continue;
        }
        if (*pattern == '\\' && pattern[1] == *text) {
            pattern += 2;
            text++;
            continue;
        }
        if (!star)
            return 0;
        pattern = star;
        text = ++retry;
    }
}

enum { WORD_ROOM = 64 };

size_t text_distance(const char *a, const char *b, size_t most)
{
    size_t n = strlen(a), m = strlen(b), row[3][WORD_ROOM + 1];

    if (n > WORD_ROOM || m > WORD_ROOM || (n > m ? n - m : m - n) > most)
        return most + 1;
    for (size_t j = 0; j <= m; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *here = row[i % 3], *above = row[(i + 2) % 3], *before = row[(i + 1) % 3];

        here[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);

            if (above[j] + 1 < best)
                best = above[j] + 1;
            if (here[j - 1] + 1 < best)
                best = here[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            here[j] = best;
        }
    }
    return row[n % 3][m] <= most ? row[n % 3][m] : most + 1;
}

const char *text_nearest(const char *word, const char *const *names, size_t count)
{
    size_t most = strlen(word) < 4 ? 1 : strlen(word) < 8 ? 2 : 3, nearest = most + 1;
    const char *found = NULL;

    for (size_t i = 0; i < count; i++) {
        size_t distance = text_distance(word, names[i], most);

        if (distance < nearest) {
            nearest = distance;
            found = names[i];
        }
    }
    return found;
}

size_t text_width(const char *text)
{
    struct character c;
    size_t width = 0;

    while (*text) {
        int columns;

        text = next_character(text, &c);
        columns = wcwidth((wchar_t)c.code);
        width += columns >= 0 ? (size_t)columns : 1;
    }
    return width;
}

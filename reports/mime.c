#include "reports/mime.h"

#include <string.h>

#include "data/base/text.h"

/* Bytes of UTF-8 in an encoded word: 48 of base64, 12 around them, and room for the header's name. */
enum { WORD_BYTES = 36 };

void mime_base64(struct buf *out, const char *bytes, size_t length, size_t columns)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *p = (const unsigned char *)bytes;
    size_t column = 0;

    for (size_t i = 0; i < length; i += 3) {
        unsigned long group = (unsigned long)p[i] << 16;
        char four[4];

        if (i + 1 < length)
            group |= (unsigned long)p[i + 1] << 8;
        if (i + 2 < length)
            group |= p[i + 2];
        four[0] = digits[group >> 18];
        four[1] = digits[group >> 12 & 63];
        four[2] = i + 1 < length ? digits[group >> 6 & 63] : '=';
        four[3] = i + 2 < length ? digits[group & 63] : '=';
        buf_addn(out, four, 4);
        column += 4;
        if (columns && (column == columns || i + 3 >= length)) {
            buf_addc(out, '\n');
            column = 0;
        }
    }
}

/* --- bodies ------------------------------------------------------------------------------- */

/* 1 when the byte would not arrive as it is: at the start or the end of a line some do not. */
static int is_quoted(const char *at, size_t column)
{
    unsigned char byte = (unsigned char)*at;

    if (column == 0 && (byte == '.' || strncmp(at, "From ", 5) == 0))
        return 1;
    if (byte == ' ' || byte == '\t')
        return at[1] == '\n' || at[1] == '\0';
    return byte <= ' ' || byte > '~' || byte == '=';
}

void mime_quoted(struct buf *out, const char *text)
{
    size_t column = 0;

    for (const char *at = text; *at; at++) {
        size_t width;

        if (*at == '\n') {
            buf_addc(out, '\n');
            column = 0;
            continue;
        }
        width = is_quoted(at, column) ? 3 : 1;
        if (column + width > MIME_LINE - 1) {
            buf_add(out, "=\n");
            column = 0;
            width = is_quoted(at, column) ? 3 : 1;
        }
        if (width == 3)
            buf_addf(out, "=%02X", (unsigned)(unsigned char)*at);
        else
            buf_addc(out, *at);
        column += width;
    }
    if (column)
        buf_addc(out, '\n');
}

/* --- headers ------------------------------------------------------------------------------ */

/* ASCII that needs no encoding and can be folded at its blanks. */
static int is_plain(const char *text)
{
    size_t word = 0;

    for (const char *at = text; *at; at++) {
        word = *at == ' ' ? 0 : word + 1;
        if ((unsigned char)*at < ' ' || (unsigned char)*at > '~' || word > MIME_LINE / 2)
            return 0;
    }
    return strstr(text, "=?") == NULL;
}

/* Blanks between words are one blank, or a fold. */
static void plain(struct buf *out, const char *text, size_t column)
{
    int first = 1;

    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t word = strcspn(text, " ");
        int fold = !first && column + 1 + word > MIME_LINE;

        if (!first)
            buf_add(out, fold ? "\n " : " ");
        buf_addn(out, text, word);
        column = (fold ? 1 : column + (size_t)!first) + word;
        first = 0;
        text += word;
    }
}

/* Encoded words of whole characters, one a line: blanks between two of them are not part of the text. */
static void encoded(struct buf *out, const char *text)
{
    const char *between = "";

    while (*text) {
        size_t length = strlen(text) < WORD_BYTES ? strlen(text) : WORD_BYTES;

        while (((unsigned char)text[length] & 0xc0) == 0x80)
            length--;
        buf_addf(out, "%s=?UTF-8?B?", between);
        mime_base64(out, text, length, 0);
        buf_add(out, "?=");
        between = "\n ";
        text += length;
    }
}

/* A text as a header's value or a part of one, from a column of the line on. is_free: nothing in it has a meaning there. */
static void words(struct buf *out, const char *text, size_t column, int is_free)
{
    struct buf line;

    buf_init(&line, out->most);
    text_tty(&line, text);
    if (is_free && is_plain(line.text))
        plain(out, line.text, column);
    else
        encoded(out, line.text);
    if (line.failed)
        out->failed = line.failed;
    buf_release(&line);
}

void mime_header(struct buf *out, const char *name, const char *text)
{
    buf_addf(out, "%s: ", name);
    words(out, text, strlen(name) + 2, 1);
    buf_addc(out, '\n');
}

/* --- addresses ---------------------------------------------------------------------------- */

#define ATEXT "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~"

/* What sendmail is told: behind the last `<`, or all of it. Nothing where a `<` has no `>` at the end. */
static const char *mailbox(const char *address, size_t *length)
{
    const char *open = strrchr(address, '<');

    *length = strlen(open ? open + 1 : address);
    if (open)
        *length = *length && open[*length] == '>' ? *length - 1 : 0;
    return open ? open + 1 : address;
}

int mime_address_valid(const char *address)
{
    size_t length, used;
    const char *at = mailbox(address, &length);

    used = strspn(at, ATEXT ".");
    if (!used || length > MIME_LINE - 4 || *at == '-')    /* could be an option of sendmail's */
        return 0;
    if (used < length && at[used] == '@')
        used += 1 + strspn(at + used + 1, ATEXT ".");
    return used == length && at[length - 1] != '@';
}

/* The name before an address; what is more than words of letters and digits is encoded. */
static void display_name(struct buf *out, const char *name, size_t length)
{
    struct buf text;

    while (length && (name[length - 1] == ' ' || name[length - 1] == '"'))
        length--;
    while (length && *name == '"') {
        name++;
        length--;
    }
    if (!length)
        return;
    buf_init(&text, out->most);
    buf_addn(&text, name, length);
    words(out, text.text, 1, strspn(text.text, ATEXT " ") == length);
    buf_add(out, "\n ");
    if (text.failed)
        out->failed = text.failed;
    buf_release(&text);
}

void mime_addresses(struct buf *out, const char *name, const char *const *addresses, size_t count)
{
    int any = 0;

    for (size_t i = 0; i < count; i++) {
        size_t length;
        const char *at = mailbox(addresses[i], &length);

        if (!mime_address_valid(addresses[i]))
            continue;
        if (any)
            buf_add(out, ",\n ");
        else
            buf_addf(out, "%s: ", name);
        if (at > addresses[i])
            display_name(out, addresses[i], (size_t)(at - addresses[i]) - 1);
        buf_addc(out, '<');
        buf_addn(out, at, length);
        buf_addc(out, '>');
        any = 1;
    }
    if (any)
        buf_addc(out, '\n');
}

/*
 * reports/picture.c - a reader for the subset of XML that a harmless SVG needs.
 *
 * Accepted: one declaration, elements and attributes of the lists below with
 * quoted values, character data, comments without "--". Refused: everything
 * else, among it document types, processing instructions, CDATA and entities
 * other than the five of XML and character references.
 */
#include "reports/picture.h"

#include <string.h>

#include "data/base/text.h"

static const char *const elements[] = {
    "svg", "g", "path", "text", "tspan", "rect", "circle", "line", "polyline", "polygon", "use",
    "defs", "title", "desc", "filter", "feFlood", "feComposite", "clipPath",
};

static const char *const attributes[] = {
    "xmlns", "xmlns:xlink", "xml:space", "viewBox", "width", "height", "id", "d", "x", "y", "x1",
    "y1", "x2", "y2", "cx", "cy", "r", "points", "transform", "fill", "fill-opacity", "stroke",
    "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-opacity",
    "color", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor",
    "dy", "dx", "shape-rendering", "filterUnits", "flood-color", "flood-opacity", "in", "in2", "operator", "result",
    "clip-path", "class", "xlink:href", "version", "preserveAspectRatio",
};

enum { DEPTH = 64 };

struct reader {
    const char *at, *end;
    const char *open[DEPTH];          /* names of the elements that are open */
    size_t      open_length[DEPTH];
    size_t      depth;
    size_t      shapes;               /* paths and the like, outside <defs> */
    size_t      in_defs;
    const char *fault;
};

static int fail(struct reader *r, const char *why)
{
    if (!r->fault)
        r->fault = why;
    return 0;
}

static int starts(const struct reader *r, const char *word)
{
    size_t length = strlen(word);

    return (size_t)(r->end - r->at) >= length && memcmp(r->at, word, length) == 0;
}

static int is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void skip_blanks(struct reader *r)
{
    while (r->at < r->end && is_blank(*r->at))
        r->at++;
}

/* Moves behind the next `word`; 0 when there is none. */
static int skip_past(struct reader *r, const char *word)
{
    const char *found = memmem(r->at, (size_t)(r->end - r->at), word, strlen(word));

    if (!found)
        return fail(r, "it is cut short");
    r->at = found + strlen(word);
    return 1;
}

static size_t name_length(const struct reader *r)
{
    const char *p = r->at;

    while (p < r->end && ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                          (*p >= '0' && *p <= '9') || *p == '-' || *p == ':' || *p == '_'))
        p++;
    return (size_t)(p - r->at);
}

static int listed(const char *const *list, size_t count, const char *name, size_t length)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == length && memcmp(list[i], name, length) == 0)
            return 1;
    return 0;
}

/* "&amp;", "&#39;": a reference at an ampersand. */
static int reference(struct reader *r)
{
    static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&apos;" };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (starts(r, known[i])) {
            r->at += strlen(known[i]);
            return 1;
        }
    if (starts(r, "&#")) {
        const char *p = r->at + 2;

        while (p < r->end && *p >= '0' && *p <= '9')
            p++;
        if (p > r->at + 2 && p < r->end && *p == ';') {
            r->at = p + 1;
            return 1;
        }
    }
    return fail(r, "it holds an entity");
}

/* Links go to parts of the picture itself, and paint likewise. */
static int value_allowed(const char *name, size_t length, const char *value, size_t size)
{
    if (length == 10 && memcmp(name, "xlink:href", 10) == 0)
        return size > 1 && value[0] == '#';
    if (length >= 5 && memcmp(name, "xmlns", 5) == 0)
        return size >= 18 && memcmp(value, "http://www.w3.org/", 18) == 0;
    if (memmem(value, size, "url(", 4))
        return memmem(value, size, "url(#", 5) != NULL && !memmem(value, size, "//", 2);
    return !memmem(value, size, "script:", 7) && !memmem(value, size, "data:", 5);
}

static int attribute(struct reader *r)
{
    size_t length = name_length(r);
    const char *name = r->at, *value;
    char quote;

    if (!length || !listed(attributes, sizeof attributes / sizeof attributes[0], name, length))
        return fail(r, "it holds an attribute that charts do not have");
    r->at += length;
    skip_blanks(r);
    if (r->at >= r->end || *r->at++ != '=')
        return fail(r, "it is not well-formed");
    skip_blanks(r);
    if (r->at >= r->end || (*r->at != '"' && *r->at != '\''))
        return fail(r, "it is not well-formed");
    quote = *r->at++;
    value = r->at;
    while (r->at < r->end && *r->at != quote) {
        if (*r->at == '<')
            return fail(r, "it is not well-formed");
        if (*r->at != '&')
            r->at++;
        else if (!reference(r))
            return 0;
    }
    if (r->at >= r->end)
        return fail(r, "it is cut short");
    if (!value_allowed(name, length, value, (size_t)(r->at - value)))
        return fail(r, "it holds a link");
    r->at++;
    return 1;
}

static int is_shape(const char *name, size_t length)
{
    static const char *const shapes[] = { "path", "rect", "circle", "line", "polyline", "polygon",
                                          "text", "use" };

    return listed(shapes, sizeof shapes / sizeof shapes[0], name, length);
}

static int open_element(struct reader *r)
{
    size_t length;
    const char *name;

    r->at++;
    name = r->at;
    length = name_length(r);
    if (!listed(elements, sizeof elements / sizeof elements[0], name, length))
        return fail(r, "it holds an element that charts do not have");
    if (r->depth == 0 && r->shapes)
        return fail(r, "it has more than one root");
    if (r->depth == 0 && !(length == 3 && memcmp(name, "svg", 3) == 0))
        return fail(r, "it is no SVG");
    r->at += length;
    r->shapes += (size_t)(!r->in_defs && is_shape(name, length));
    for (;;) {
        const char *before = r->at;

        skip_blanks(r);
        if (starts(r, "/>")) {
            r->at += 2;
            return 1;
        }
        if (starts(r, ">"))
            break;
        if (r->at == before || !attribute(r))
            return fail(r, "it is not well-formed");
    }
    r->at++;
    if (r->depth == DEPTH)
        return fail(r, "it is nested too deep");
    r->in_defs += (size_t)(length == 4 && memcmp(name, "defs", 4) == 0);
    r->open[r->depth] = name;
    r->open_length[r->depth++] = length;
    return 1;
}

static int close_element(struct reader *r)
{
    size_t length;

    r->at += 2;
    length = name_length(r);
    if (!r->depth || r->open_length[r->depth - 1] != length ||
        memcmp(r->open[r->depth - 1], r->at, length) != 0)
        return fail(r, "its elements do not nest");
    r->in_defs -= (size_t)(length == 4 && memcmp(r->at, "defs", 4) == 0);
    r->depth--;
    r->at += length;
    skip_blanks(r);
    if (!starts(r, ">"))
        return fail(r, "it is not well-formed");
    r->at++;
    return 1;
}

static int character_data(struct reader *r)
{
    if (*r->at == '&')
        return r->depth ? reference(r) : fail(r, "it is not well-formed");
    if (!r->depth && !is_blank(*r->at))
        return fail(r, "it has text outside");
    if (*r->at == '\0')
        return fail(r, "it holds a zero byte");
    r->at++;
    return 1;
}

static int piece(struct reader *r)
{
    if (starts(r, "<!--")) {
        r->at += 4;
        return skip_past(r, "-->");
    }
    if (starts(r, "</"))
        return close_element(r);
    if (*r->at == '<')
        return open_element(r);
    return character_data(r);
}

/* The declaration may not hide markup from a reader that knows none. */
static int declaration(struct reader *r)
{
    const char *begin = r->at + 1;

    if (!skip_past(r, "?>"))
        return 0;
    return memchr(begin, '<', (size_t)(r->at - begin)) ? fail(r, "it is not well-formed") : 1;
}

static const char *svg_fault(const char *bytes, size_t length)
{
    struct reader r = { .at = bytes, .end = bytes + length };

    if (!utf8_valid(bytes, length))
        return "it is no UTF-8";
    skip_blanks(&r);
    if (starts(&r, "<?xml ") && !declaration(&r))
        return r.fault;
    while (r.at < r.end)
        if (!piece(&r))
            return r.fault;
    if (r.depth)
        return "it is cut short";
    return r.shapes ? NULL : "it is empty";
}

static int begins(const char *bytes, size_t length, const char *mark, size_t size)
{
    return length > size && memcmp(bytes, mark, size) == 0;
}

const char *picture_fault(enum chart_format format, const char *bytes, size_t length)
{
    switch (format) {
    case CHART_SVG:
        return svg_fault(bytes, length);
    case CHART_PNG:
        if (!begins(bytes, length, "\x89PNG\r\n\x1a\n", 8))
            return "it is no PNG";
        return length >= 12 && memcmp(bytes + length - 8, "IEND\xae\x42\x60\x82", 8) == 0
                   ? NULL : "it is cut short";
    case CHART_PDF:
        if (!begins(bytes, length, "%PDF-", 5))
            return "it is no PDF";
        return memmem(bytes + (length > 64 ? length - 64 : 0), length > 64 ? 64 : length, "%%EOF",
                      5) ? NULL : "it is cut short";
    }
    return "its format is unknown";
}

#include "ingest/xml_scan.h"

#include <string.h>

static int blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static char *trimmed(char *text, size_t used)
{
    while (used && blank(text[used - 1]))
        used--;
    text[used] = '\0';
    while (blank(*text))
        text++;
    return text;
}

/* The bytes between < and >. */
static void end_tag(struct xml_scan *s)
{
    char *tag = s->tag;
    char *text;

    tag[s->tag_used] = '\0';
    text = trimmed(s->text, s->text_used);
    if (tag[0] == '/')
        s->event(s->self, XML_CLOSE, trimmed(tag + 1, s->tag_used - 1), text);
    else if (tag[0] != '?' && tag[0] != '!') {
        tag[strcspn(tag, " \t\r\n/")] = '\0';
        s->event(s->self, XML_OPEN, tag, "");
    }
    s->inside = 0;
    s->text_used = 0;
}

static int is_comment(const struct xml_scan *s)
{
    return s->tag_used >= 3 && memcmp(s->tag, "!--", 3) == 0;
}

/* A comment ends with "-->"; its last two bytes are always kept. */
static int ends_comment(const struct xml_scan *s)
{
    return s->tag_used >= 5 && memcmp(s->tag + s->tag_used - 2, "--", 2) == 0;
}

static void end_comment(struct xml_scan *s)
{
    s->event(s->self, XML_COMMENT, "", trimmed(s->tag + 3, s->tag_used - 5));
    s->inside = 0;
    s->text_used = 0;
}

static void add_to_tag(struct xml_scan *s, char byte)
{
    if (s->tag_used == sizeof s->tag - 1) {    /* too long to matter, but for where it ends */
        memmove(s->tag + s->tag_used - 2, s->tag + s->tag_used - 1, 1);
        s->tag_used--;
    }
    s->tag[s->tag_used++] = byte;
}

void xml_feed(struct xml_scan *s, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char byte = bytes[i];

        if (!s->inside && byte == '<') {
            s->inside = 1;
            s->tag_used = 0;
        } else if (!s->inside) {
            if (s->text_used < sizeof s->text - 1)
                s->text[s->text_used++] = byte;
        } else if (byte != '>') {
            add_to_tag(s, byte);
        } else if (!is_comment(s)) {
            end_tag(s);
        } else if (ends_comment(s)) {
            end_comment(s);
        } else {
            add_to_tag(s, byte);
        }
    }
}

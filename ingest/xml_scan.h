/*
 * ingest/xml_scan.h - XML taken apart as it comes: tags, the text in front of them, comments.
 *
 * For exports that are XML by a fixed scheme. No more of XML is understood than they need: no
 * attributes, no entities, no namespaces; what is not well-formed is not noticed.
 */
#ifndef INGEST_XML_SCAN_H
#define INGEST_XML_SCAN_H

#include <stddef.h>

enum { XML_TEXT_ROOM = 512 };

enum xml_event {
    XML_OPEN,       /* <name> */
    XML_CLOSE,      /* </name>, with the text since the last tag or comment, blanks taken off */
    XML_COMMENT     /* <!-- text --> */
};

/* Zeroed before the first byte. */
struct xml_scan {
    int    inside;                  /* between < and >, or a comment's ends */
    char   tag[XML_TEXT_ROOM];      /* cut to its room, as is the text */
    size_t tag_used;
    char   text[XML_TEXT_ROOM];
    size_t text_used;

    void (*event)(void *self, enum xml_event event, const char *name, const char *text);
    void  *self;
};

/* Takes more of the document, wherever it was cut. */
void xml_feed(struct xml_scan *scan, const char *bytes, size_t length);

#endif

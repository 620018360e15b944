/*
 * reports/picture.h - is this a picture, whole and harmless?
 */
#ifndef REPORTS_PICTURE_H
#define REPORTS_PICTURE_H

#include <stddef.h>

#include "reports/gnuplot.h"

/*
 * NULL when the bytes are a complete picture of that format, else what is wrong
 * with it, a clause. An SVG must be well-formed, draw something, and hold no
 * element or attribute outside a short list: no script, no style sheet, no link
 * but to its own parts.
 */
const char *picture_fault(enum chart_format format, const char *bytes, size_t length);

#endif

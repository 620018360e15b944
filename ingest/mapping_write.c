#include "ingest/mapping_write.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINE_MOST = 150 };    /* bytes of a value that the configuration is sure to take, key and all */

void mapping_line(struct buf *out, const char *key, const char *value)
{
    buf_addf(out, "%-13s = %s\n", key, value);
}

void mapping_remark(struct buf *out, const char *format, ...)
{
    char text[LINE_MOST];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *p = text; *p; p++)
        if ((unsigned char)*p < ' ')
            *p = ' ';
    buf_addf(out, "; %s\n", text);
}

int mapping_can_hold(const char *text)
{
    size_t length = strlen(text);

    if (!length || length > LINE_MOST / 2 || strchr(" \t\"", text[0]) || text[0] == '#' ||
        strchr(" \t", text[length - 1]) || strstr(text, " ;") || strstr(text, "\t;") ||
        strstr(text, " -> ") || text[0] == ';' || strcmp(text, "*") == 0)
        return 0;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ')
            return 0;
    return 1;
}

/* Behind the arrow a comma parts, and an = makes a key. */
static int is_part(const char *text)
{
    return text && mapping_can_hold(text) && !strpbrk(text, ",=");
}

void mapping_place_line(struct buf *out, const char *key, const struct mapping_place *place)
{
    struct buf line;
    int name = is_part(place->name), unit = is_part(place->unit), stat = is_part(place->stat);
    int counts = place->kind > SERIES_GAUGE;

    buf_init(&line, 2 * LINE_MOST);
    buf_add(&line, place->place);
    if (name || unit || stat || counts)
        buf_addf(&line, " -> %s", name ? place->name : "");
    if (unit)
        buf_addf(&line, "%sunit=%s", name ? ", " : "", place->unit);
    if (stat)
        buf_addf(&line, "%sstat=%s", name || unit ? ", " : "", place->stat);
    if (counts)
        buf_addf(&line, "%skind=%s", name || unit || stat ? ", " : "",
                 series_kind_name((enum series_kind)place->kind));
    buf_inherit(&line, out);
    mapping_line(out, key, line.used < LINE_MOST ? line.text : place->place);
    buf_release(&line);
}

static const char *epoch_name(int per_s)
{
    return per_s == 1 ? "s" : per_s == 1000 ? "ms" : per_s == 1000000 ? "us" : "ns";
}

void mapping_times(struct buf *out, const struct time_style *style,
                   const struct ingest_options *options)
{
    if (style->epoch_per_s)
        mapping_line(out, "time_format", epoch_name(style->epoch_per_s));
    else if (style->day_numbers)
        mapping_line(out, "time_format", "excel");
    else if (style->format)
        mapping_line(out, "time_format", style->format);
    else
        mapping_remark(out, "time_format = %%Y-%%m-%%d %%H:%%M:%%S");
    if (style->order_open)
        mapping_line(out, "date_order", style->month_first ? "mdy" : "dmy");
    if (options->zone_given)
        mapping_line(out, "timezone", zone_name(options->zone));
    else if (style->some_local && !style->fixed)
        mapping_remark(out, "timezone = Europe/Berlin     ; times have no offset, UTC is taken");
}

void mapping_said(struct buf *out, const struct ingest_options *options)
{
    const struct { const char *key, *text; } said[] = {
        { "source", options->source }, { "resource", options->resource },
        { "metric", options->metric }, { "unit", options->unit },
    };

    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        if (said[i].text && mapping_can_hold(said[i].text))
            mapping_line(out, said[i].key, said[i].text);
    if (options->kind >= 0)
        mapping_line(out, "kind", series_kind_name((enum series_kind)options->kind));
}

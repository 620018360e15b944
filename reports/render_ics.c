/*
 * reports/render_ics.c - the dates by which to act, as an iCalendar (RFC 5545).
 *
 * One all-day event a series that needs a decision. Its UID is made from the store's id and
 * the series' name, SEQUENCE is the newest recorded run and DTSTAMP the time of writing, so that
 * a later file updates an earlier one's events (RFC 5546 section 2.1.5); what the run that is
 * compared with had to decide and this one has not is cancelled.
 */
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "data/base/text.h"
#include "reports/renderer.h"
#include "reports/section.h"
#include "reports/words.h"

enum { FOLD = 75 };    /* octets of a line, RFC 5545 section 3.1 */

/* TEXT values: backslash, semicolon and comma escaped, line breaks as \n, other controls dropped. */
static void ics_text(struct buf *out, const char *text)
{
    struct buf safe;

    buf_init(&safe, out->most);
    text_tty(&safe, text);
    for (const char *p = safe.text; *p; p++) {
        if (*p == '\\' || *p == ';' || *p == ',')
            buf_addc(out, '\\');
        buf_addc(out, *p);
    }
    if (safe.failed)
        out->failed = safe.failed;
    buf_release(&safe);
}

/* Ends a content line, folding it at character boundaries. */
static void add_line(struct buf *out, const struct buf *line)
{
    size_t room = FOLD, at = 0;

    while (line->used - at > room) {
        size_t cut = at + room;

        while (cut > at && ((unsigned char)line->text[cut] & 0xc0) == 0x80)
            cut--;
        buf_addn(out, line->text + at, cut - at);
        buf_add(out, "\r\n ");
        at = cut;
        room = FOLD - 1;
    }
    buf_addn(out, line->text + at, line->used - at);
    buf_add(out, "\r\n");
}

static void property(struct buf *out, const char *name, const char *text, struct buf *line)
{
    buf_clear(line);
    buf_addf(line, "%s:", name);
    ics_text(line, text);
    add_line(out, line);
}

static void day(struct buf *out, const char *name, const struct zone *zone, int64_t at)
{
    struct civil c;

    zone_civil(zone, at, &c);
    buf_addf(out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, c.year, c.month, c.day);
}

static void stamp(struct buf *out, int64_t at)
{
    struct civil c;

    zone_civil(NULL, at, &c);
    buf_addf(out, "DTSTAMP:%04d%02d%02dT%02d%02d%02dZ\r\n", c.year, c.month, c.day, c.hour,
             c.minute, c.second);
}

static void begin_event(struct buf *out, const struct report *report, const char *series)
{
    const char *store = report->run.store_id ? report->run.store_id : "headroom";

    buf_add(out, "BEGIN:VEVENT\r\n");
    buf_addf(out, "UID:%016llx@%.40s\r\n",
             (unsigned long long)XXH3_64bits(series, strlen(series)), store);
    stamp(out, report->run.generated_at ? report->run.generated_at : report->analysis->as_of);
    buf_addf(out, "SEQUENCE:%lld\r\n", (long long)(report->run.run ? report->run.run : report->run.newest));
}

static void add_event(struct buf *out, const struct report *report, const struct finding *f,
                      struct buf *line)
{
    int64_t due = words_due(f);
    struct buf title;

    buf_init(&title, out->most);
    begin_event(out, report, f->name);
    day(out, "DTSTART", report->zone, due);
    day(out, "DTEND", report->zone, zone_day_start(report->zone, due, 1));
    buf_addf(&title, "Act on %s: %s", words_title(f), verdict_words(f->verdict));
    property(out, "SUMMARY", title.text, line);
    buf_clear(&title);
    buf_addf(&title, "%s: %s", f->name, f->recommendation_count ? f->recommendations[0].text
                                        : f->reason             ? f->reason
                                                                : "");
    property(out, "DESCRIPTION", title.text, line);
    buf_add(out, "STATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\n"
                 "TRIGGER:-P7D\r\n");
    property(out, "DESCRIPTION", words_title(f), line);
    buf_add(out, "END:VALARM\r\nEND:VEVENT\r\n");
    if (title.failed)
        out->failed = title.failed;
    buf_release(&title);
}

static void cancel_event(struct buf *out, const struct report *report, const char *series,
                         struct buf *line)
{
    struct buf title;

    buf_init(&title, out->most);
    begin_event(out, report, series);
    day(out, "DTSTART", report->zone, report->analysis->as_of);
    buf_addf(&title, "Nothing to decide any more: %s", series);
    property(out, "SUMMARY", title.text, line);
    buf_add(out, "STATUS:CANCELLED\r\nEND:VEVENT\r\n");
    if (title.failed)
        out->failed = title.failed;
    buf_release(&title);
}

static int render(const struct report *report, const struct render_options *options,
                  struct buf *out, struct error *err)
{
    struct buf line;

    (void)options;
    buf_init(&line, out->most);
    buf_add(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//headroom//capacity plan//EN\r\n"
                 "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    for (size_t i = 0; i < report->analysis->count; i++) {
        const struct finding *f = analysis_finding(report->analysis, i);

        if (words_has_deadline(f))
            add_event(out, report, f, &line);
    }
    for (size_t i = 0; report->comparison.run && i < report->comparison.settled_count; i++)
        cancel_event(out, report, report->comparison.settled[i], &line);
    buf_add(out, "END:VCALENDAR\r\n");
    if (line.failed)
        out->failed = line.failed;
    buf_release(&line);
    return buf_check(out, "the report", err);
}

const struct renderer renderer_ics = {
    .name = "ics", .suffix = "ics", .media = "text/calendar; charset=utf-8",
    .summary = "a calendar of the dates by which to act", .render = render,
};

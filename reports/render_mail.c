/*
 * reports/render_mail.c - the report as a mail (RFC 5322), for `sendmail -t`.
 *
 *     multipart/mixed
 *         multipart/alternative
 *             text/plain             the whole as text of 76 columns
 *             multipart/related
 *                 text/html          what has to be decided, at most 90 kB (mail.h)
 *                 image/png …        its charts, by Content-ID
 *         text/html, text/calendar, text/csv    attached: the other forms, whole
 *
 * No body is written as it is, so no boundary can stand in one: "=_" is neither quoted-printable nor
 * base64 (RFC 2045 section 6.7). Nothing of the user's gets into a header but the title, encoded, and the
 * addresses, checked. The same report gives the same bytes.
 */
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "reports/mail.h"
#include "reports/mime.h"
#include "reports/renderer.h"
#include "reports/section.h"
#include "reports/words.h"

enum { TEXT_COLUMNS = 76, STILLS = 5, ID_ROOM = 80, NAME_ROOM = 80 };

#define MIXED       "=_headroom-mixed"
#define ALTERNATIVE "=_headroom-alternative"
#define RELATED     "=_headroom-related"

struct mail {
    const struct report         *report;
    const struct render_options *options;
    struct buf                  *out;
    char id[ID_ROOM];         /* unique to this report: the right side of its ids */
    char day[TIME_ROOM];      /* "2026-01-31", of the file names */
};

static int64_t written_at(const struct report *report)
{
    return report->run.generated_at ? report->run.generated_at : report->analysis->as_of;
}

/* The same report has the same id; another run, day or title has another. */
static void name_mail(struct mail *mail)
{
    const struct report *report = mail->report;
    const char *title = report_title(report);
    int64_t seed[4] = { report->run.run, report->analysis->as_of, written_at(report),
                        (int64_t)XXH3_64bits(title, strlen(title)) };

    snprintf(mail->id, sizeof mail->id, "%016llx@%.40s", (unsigned long long)XXH3_64bits(seed, sizeof seed),
             report->run.store_id ? report->run.store_id : "headroom");
    time_date(mail->day, report->zone, report->analysis->as_of);
}

/* --- header --------------------------------------------------------------------------------- */

/* "Capacity plan: 3 critical, 2 warning; act by 31 Jan 2026" */
static void subject(struct mail *mail)
{
    const struct analysis *analysis = mail->report->analysis;
    const size_t *severities = analysis->severities;
    int64_t due = INT64_MAX, at = analysis->as_of;
    char date[TIME_ROOM];
    struct buf text;

    for (size_t i = 0; i < analysis->count; i++) {
        const struct finding *f = analysis_finding(analysis, i);

        if (words_has_deadline(f) && words_due(f) < due) {
            due = words_due(f);
            at = f->as_of;
        }
    }
    buf_init(&text, mail->out->most);
    buf_addf(&text, "%s: ", report_title(mail->report));
    if (severities[SEVERITY_CRITICAL] + severities[SEVERITY_WARNING])
        buf_addf(&text, "%zu critical, %zu warning", severities[SEVERITY_CRITICAL], severities[SEVERITY_WARNING]);
    else
        buf_add(&text, "nothing to decide");
    if (due != INT64_MAX)
        buf_addf(&text, due <= at ? "; act now" : "; act by %s", time_words(date, mail->report->zone, due));
    mime_header(mail->out, "Subject", text.text);
    if (text.failed)
        mail->out->failed = text.failed;
    buf_release(&text);
}

/* RFC 5322 section 3.3, in UTC. */
static void date_header(struct mail *mail)
{
    static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct civil c;

    zone_civil(NULL, written_at(mail->report), &c);
    buf_addf(mail->out, "Date: %s, %d %s %04d %02d:%02d:%02d +0000\n", days[c.weekday], c.day, months[c.month - 1],
             c.year, c.hour, c.minute, c.second);
}

static void header(struct mail *mail)
{
    if (mail->options->from)
        mime_addresses(mail->out, "From", &mail->options->from, 1);
    mime_addresses(mail->out, "To", mail->options->to, mail->options->to_count);
    subject(mail);
    date_header(mail);
    buf_addf(mail->out, "Message-ID: <report.%s>\n", mail->id);
    /* RFC 3834: nobody's absence notice comes back */
    buf_add(mail->out, "Auto-Submitted: auto-generated\nMIME-Version: 1.0\n"
                       "Content-Type: multipart/mixed; boundary=\"" MIXED "\"\n\n");
}

/* --- parts ---------------------------------------------------------------------------------- */

static int text_part(struct mail *mail, struct error *err)
{
    struct render_options options = *mail->options;
    struct buf text;
    int rc;

    options.width = TEXT_COLUMNS;
    options.color = 0;
    buf_init(&text, mail->out->most);
    rc = renderer_find("text")->render(mail->report, &options, &text, err);
    buf_add(mail->out, "--" ALTERNATIVE "\nContent-Type: text/plain; charset=utf-8\n"
                       "Content-Transfer-Encoding: quoted-printable\n\n");
    mime_quoted(mail->out, text.text);
    buf_release(&text);
    return rc;
}

static int html_part(struct mail *mail, struct error *err)
{
    struct report brief = *mail->report;
    struct page page;
    struct buf html;
    int rc;

    brief.images = brief.stills;
    brief.chart_count = brief.still_count;
    page_init(&page, brief.zone);
    report_page(&brief, mail->options, EXTENT_BRIEF, &page);
    rc = page_check(&page, err);
    buf_init(&html, MAIL_HTML_MOST);
    if (rc == 0) {
        mail_html(&html, &brief, &page, mail->id);
        rc = buf_check(&html, "the page of the mail", err);
    }
    buf_add(mail->out, "--" RELATED "\nContent-Type: text/html; charset=utf-8\n"
                       "Content-Transfer-Encoding: quoted-printable\n\n");
    mime_quoted(mail->out, html.text);
    buf_release(&html);
    page_release(&page);
    return rc;
}

static void picture_part(struct mail *mail, size_t index)
{
    const struct chart_image *still = &mail->report->stills[index];

    buf_addf(mail->out, "--" RELATED "\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
                        "Content-ID: <chart%zu.%s>\nContent-Disposition: inline; filename=\"chart%zu.png\"\n\n",
             index + 1, mail->id, index + 1);
    mime_base64(mail->out, still->bytes, still->length, MIME_LINE);
}

/* Another form of the report, as a file. */
static int attachment(struct mail *mail, const char *form, const char *parameters, struct error *err)
{
    const struct renderer *renderer = renderer_find(form);
    char name[NAME_ROOM];
    struct buf text;
    int rc;

    buf_init(&text, mail->out->most);
    rc = renderer->render(mail->report, mail->options, &text, err);
    snprintf(name, sizeof name, "capacity-%s.%s", mail->day, renderer->suffix);
    buf_addf(mail->out, "--" MIXED "\nContent-Type: %s%s;\n name=\"%s\"\nContent-Transfer-Encoding: base64\n"
                        "Content-Disposition: attachment;\n filename=\"%s\"\n\n",
             renderer->media, parameters, name, name);
    mime_base64(mail->out, text.text, text.used, MIME_LINE);
    buf_release(&text);
    return rc;
}

static int message(struct mail *mail, struct error *err)
{
    int rc = text_part(mail, err);

    buf_add(mail->out, "--" ALTERNATIVE "\nContent-Type: multipart/related; boundary=\"" RELATED "\";\n"
                       " type=\"text/html\"\n\n");
    if (rc == 0)
        rc = html_part(mail, err);
    for (size_t i = 0; i < mail->report->still_count; i++)
        picture_part(mail, i);
    buf_add(mail->out, "--" RELATED "--\n--" ALTERNATIVE "--\n");
    return rc;
}

static int render(const struct report *report, const struct render_options *options,
                  struct buf *out, struct error *err)
{
    struct mail mail = { .report = report, .options = options, .out = out };
    int rc;

    name_mail(&mail);
    header(&mail);
    buf_add(out, "--" MIXED "\nContent-Type: multipart/alternative; boundary=\"" ALTERNATIVE "\"\n\n");
    rc = message(&mail, err);
    if (rc == 0)
        rc = attachment(&mail, "html", "", err);
    if (rc == 0)
        rc = attachment(&mail, "ics", "; method=PUBLISH", err);
    if (rc == 0)
        rc = attachment(&mail, "csv", "; header=present", err);
    buf_add(out, "--" MIXED "--\n");
    return rc < 0 ? rc : buf_check(out, "the report", err);
}

const struct renderer renderer_mail = {
    .name = "mail", .suffix = "eml", .media = "message/rfc822",
    .summary = "a mail for 'sendmail -t', with the page, calendar and CSV attached", .pictures = 1, .stills = STILLS,
    .render = render,
};

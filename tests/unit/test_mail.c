/* Mails are judged by what a reader gets out of them: mail_reading.h knows the RFCs, not the renderer. */
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <strings.h>

#include "data/base/text.h"
#include "reports/mail.h"
#include "reports/mime.h"
#include "tests/unit/evil_names.h"
#include "tests/unit/mail_reading.h"
#include "tests/unit/report_look.h"

static const char png[] = "\x89PNG\r\n\x1a\n, as far as a mail cares";

static void add_pictures(struct estate *estate, struct chart_image images[16], size_t stills)
{
    for (size_t i = 0; i < 16; i++)
        images[i] = (struct chart_image){ png, sizeof png };
    estate_charts(estate, resources, estate->analysis.count < RESOURCES ? estate->analysis.count : RESOURCES);
    estate->report.images = images;
    estate->report.stills = images;
    estate->report.still_count = stills;
}

/* What holds on the way through any program that handles mail, whatever is in it. */
static void is_sendable(const struct buf *mail)
{
    const char *end = mail->text + mail->used;

    for (const char *line = mail->text; line < end; line = line_after(line, end)) {
        size_t length = strcspn(line, "\n");

        if (length > MIME_LINE)
            fail_msg("%zu bytes: %.100s", length, line);
        for (size_t i = 0; i < length; i++)
            assert_true(line[i] >= ' ' && line[i] <= '~');
        assert_false(line[0] == '.');
        assert_false(strncmp(line, "From ", 5) == 0);
    }
    assert_int_equal(mail->text[mail->used - 1], '\n');
    assert_int_equal(strlen(mail->text), mail->used);
}

static void base64_is_that_of_the_rfc(void **state)
{
    /* RFC 4648 section 10 */
    static const struct { const char *text, *want; } cases[] = {
        { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
        { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
    };
    struct buf out;

    (void)state;
    buf_init(&out, 1000);
    for (size_t i = 0; i < COUNT(cases); i++) {
        buf_clear(&out);
        mime_base64(&out, cases[i].text, strlen(cases[i].text), 0);
        assert_string_equal(out.text, cases[i].want);
    }
    buf_clear(&out);
    mime_base64(&out, "foobar", 6, 4);
    assert_string_equal(out.text, "Zm9v\nYmFy\n");
    buf_release(&out);
}

static void any_text_comes_out_of_quoted_printable_as_it_went_in(void **state)
{
    static const char *const texts[] = {
        "plain\n", "blank at the end \ntab\t\n", ".\n..\nFrom here\n>From\n", "a=b\n", "J\xc3\xb6rg\n",
        "\r\n", "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\n",
        "012345678901234567890123456789012345678901234567890123456789012345678901234.\n",
        "                                                                                        x\n",
    };
    struct buf out, back;

    (void)state;
    buf_init(&out, 4000);
    buf_init(&back, 4000);
    for (size_t i = 0; i < COUNT(texts); i++) {
        buf_clear(&out);
        buf_clear(&back);
        mime_quoted(&out, texts[i]);
        is_sendable(&out);
        read_quoted(out.text, out.used, &back);
        assert_string_equal(back.text, texts[i]);
    }
    buf_release(&out);
    buf_release(&back);
}

static void addresses_are_taken_or_refused_whole(void **state)
{
    static const struct { const char *address, *want; } cases[] = {
        { "a@example.org", "To: <a@example.org>\n" },
        { "root", "To: <root>\n" },
        { "Capacity Team <a@example.org>", "To: Capacity Team\n <a@example.org>\n" },
        { "\"Team, Capacity\" <a@b.c>", "To: =?UTF-8?B?VGVhbSwgQ2FwYWNpdHk=?=\n <a@b.c>\n" },
        { "J\xc3\xb6rg <a@b.c>", "To: =?UTF-8?B?SsO2cmc=?=\n <a@b.c>\n" },
        { "x\nBcc: y@z <a@b.c>", "To: =?UTF-8?B?eFx4MGFCY2M6IHlAeg==?=\n <a@b.c>\n" },
        { "", "" }, { "@", "" }, { "a@", "" }, { "@b", "" }, { "a b", "" }, { "a@b\nBcc: c@d", "" }, { "a,b", "" },
        { "<a@b", "" }, { "a@b>", "" }, { "x <a@b> y", "" }, { "-f", "" }, { "a@b@c", "" }, { "\xc3\xb6@b", "" },
    };
    struct buf out;

    (void)state;
    buf_init(&out, 1000);
    for (size_t i = 0; i < COUNT(cases); i++) {
        buf_clear(&out);
        mime_addresses(&out, "To", &cases[i].address, 1);
        assert_string_equal(out.text, cases[i].want);
        assert_int_equal(mime_address_valid(cases[i].address), out.used > 0);
    }
    buf_release(&out);
}

static void a_mail_has_its_parts(void **state)
{
    static const struct { int depth; const char *type, *file; } want[] = {
        { 0, "multipart/mixed", "" }, { 1, "multipart/alternative", "" }, { 2, "text/plain; charset=utf-8", "" },
        { 2, "multipart/related", "" }, { 3, "text/html; charset=utf-8", "" }, { 3, "image/png", "chart1.png" },
        { 3, "image/png", "chart2.png" }, { 1, "text/html; charset=utf-8", "capacity-2026-07-27.html" },
        { 1, "text/calendar; charset=utf-8; method=PUBLISH", "capacity-2026-07-27.ics" },
        { 1, "text/csv; charset=utf-8; header=present", "capacity-2026-07-27.csv" },
    };
    struct chart_image images[16];
    struct mail_parts parts;
    struct estate estate;
    struct buf out;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    estate_changes(&estate);
    add_pictures(&estate, images, 2);
    buf_init(&out, 1 << 24);
    render("mail", &estate.report, &out);
    is_sendable(&out);
    mail_read(&parts, &out);
    assert_int_equal(parts.count, COUNT(want));
    for (size_t i = 0; i < parts.count; i++) {
        char file[120];

        assert_int_equal(parts.part[i].depth, want[i].depth);
        if (strncmp(mail_header(&parts.part[i], "Content-Type"), want[i].type, strlen(want[i].type)) != 0)
            fail_msg("%s, not %s", mail_header(&parts.part[i], "Content-Type"), want[i].type);
        mail_parameter(mail_header(&parts.part[i], "Content-Disposition"), "filename", file);
        assert_string_equal(file, want[i].file);
    }
    assert_int_equal(parts.part[5].body.used, sizeof png);
    assert_memory_equal(parts.part[5].body.text, png, sizeof png);
    assert_string_equal(mail_header(parts.part, "Date"), "Mon, 27 Jul 2026 06:05:00 +0000");
    assert_string_equal(mail_header(parts.part, "Subject"), "Capacity plan: 3 critical, 2 warning; act now");
    mail_release(&parts);
    buf_release(&out);
    arena_release(&estate.arena);
}

static void what_is_attached_is_what_the_other_forms_are(void **state)
{
    static const struct { const char *form; size_t part; } cases[] = { { "html", 5 }, { "ics", 6 }, { "csv", 7 } };
    struct render_options narrow = { .width = 76 };
    struct error err = ERROR_NONE;
    struct mail_parts parts;
    struct estate estate;
    struct buf out, want;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    buf_init(&out, 1 << 24);
    buf_init(&want, 1 << 24);
    render("mail", &estate.report, &out);
    mail_read(&parts, &out);
    for (size_t i = 0; i < COUNT(cases); i++) {
        render(cases[i].form, &estate.report, &want);
        assert_string_equal(parts.part[cases[i].part].body.text, want.text);
    }
    buf_clear(&want);
    assert_ok(renderer_find("text")->render(&estate.report, &narrow, &want, &err), &err);
    assert_int_equal(parts.part[2].body.used, want.used - 1);    /* the last line break is the boundary's */
    assert_memory_equal(parts.part[2].body.text, want.text, want.used - 1);
    mail_release(&parts);
    buf_release(&want);
    buf_release(&out);
    arena_release(&estate.arena);
}

static void nothing_from_a_name_gets_into_a_header(void **state)
{
    static const char *const headers[] = { "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
                                           "Content-Type" };
    struct buf out, subject, shown;

    (void)state;
    buf_init(&out, 1 << 24);
    buf_init(&subject, 1 << 20);
    buf_init(&shown, 1 << 20);
    for (size_t i = 0; i < EVIL_NAMES; i++) {
        struct mail_parts parts;
        struct resource row;
        struct estate estate;

        make_evil(&estate, &row, evil_names[i]);
        render("mail", &estate.report, &out);
        is_sendable(&out);
        mail_read(&parts, &out);
        assert_int_equal(parts.count, 8);
        assert_int_equal(parts.part[0].headers, COUNT(headers));
        for (size_t k = 0; k < COUNT(headers); k++)
            assert_string_equal(parts.part[0].header[k].name, headers[k]);
        buf_clear(&subject);
        buf_clear(&shown);
        read_words(mail_header(parts.part, "Subject"), &subject);
        text_tty(&shown, evil_names[i] + strspn(evil_names[i], " "));
        buf_add(&shown, ": 1 critical, 0 warning; act now");
        assert_string_equal(subject.text, shown.text);
        mail_release(&parts);
        arena_release(&estate.arena);
    }
    buf_release(&shown);
    buf_release(&subject);
    buf_release(&out);
}

/* Nothing that mail programs drop or load, and every picture is there and shown. */
static void is_mail_page(const struct mail_parts *parts, size_t pictures)
{
    const struct buf *html = &parts->part[4].body;

    assert_true(html->used <= MAIL_HTML_MOST);
    assert_true(utf8_valid(html->text, html->used));
    assert_int_equal(occurrences(html->text, "<script") + occurrences(html->text, "<style"), 0);
    assert_int_equal(occurrences(html->text, "<svg") + occurrences(html->text, "data:"), 0);
    assert_int_equal(occurrences(html->text, " src=\"") + occurrences(html->text, " href=\""), pictures);
    assert_int_equal(occurrences(html->text, "<table"), occurrences(html->text, "</table>"));
    assert_int_equal(occurrences(html->text, "<tr>"), occurrences(html->text, "</tr>"));
    for (size_t i = 0; i < pictures; i++) {
        char source[200], id[100];

        assert_int_equal(sscanf(mail_header(&parts->part[5 + i], "Content-ID"), "<%99[^>]>", id), 1);
        snprintf(source, sizeof source, " src=\"cid:%s\"", id);
        assert_int_equal(occurrences(html->text, source), 1);
    }
}

static void the_page_of_a_mail_stays_below_90_kb(void **state)
{
    enum { MANY = 5000, LONG = 900 };
    static char name[LONG + 1];
    struct resource *rows = calloc(MANY, sizeof *rows);
    struct change_row *changes = calloc(MANY, sizeof *changes);
    struct chart_image images[16];
    struct mail_parts parts;
    struct estate estate;
    struct buf out;

    (void)state;
    assert_true(rows && changes);
    memset(name, '<', LONG);
    buf_init(&out, 1 << 27);
    for (int longer = 0; longer < 2; longer++) {
        for (size_t i = 0; i < MANY; i++) {
            rows[i] = resources[i % 5];
            if (longer)
                rows[i].resource = rows[i].metric = rows[i].text = name;
            changes[i] = (struct change_row){ CHANGE_NEW, longer ? name : "a/b/c", SEVERITY_NONE, SEVERITY_CRITICAL,
                                              { 0, 0 }, { 3, 1 }, "It grew." };
        }
        estate_init(&estate, rows, MANY);
        add_pictures(&estate, images, 5);
        estate.report.comparison = (struct comparison){ .run = 1, .rows = changes, .row_count = MANY };
        render("mail", &estate.report, &out);
        is_sendable(&out);
        mail_read(&parts, &out);
        is_mail_page(&parts, 5);
        assert_non_null(strstr(parts.part[4].body.text, "parts are left out here to keep this mail small."));
        mail_release(&parts);
        arena_release(&estate.arena);
    }
    buf_release(&out);
    free(changes);
    free(rows);
}

static void the_page_of_a_mail_tells_the_decisions(void **state)
{
    static const char *const facts[] = {
        "5 of 16 resources need a decision.", "Add 200 GiB to db-main:/var/lib/postgresql now",
        "&#x25B2;&#x25B2; critical: ", "15 Aug 2026, between 8 Aug 2026 and 6 Sep 2026",
        "Runs out 6 weeks sooner: growth rose from 5.8 to 9.1 GiB a day.", "What changed since the last recorded run",
    };
    struct chart_image images[16];
    struct mail_parts parts;
    struct estate estate;
    struct buf out;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    estate_changes(&estate);
    add_pictures(&estate, images, 3);
    buf_init(&out, 1 << 24);
    render("mail", &estate.report, &out);
    mail_read(&parts, &out);
    is_mail_page(&parts, 3);
    for (size_t i = 0; i < COUNT(facts); i++)
        if (!strstr(parts.part[4].body.text, facts[i]))
            fail_msg("the mail does not say: %s", facts[i]);
    assert_null(strstr(parts.part[4].body.text, "left out here"));
    mail_release(&parts);
    buf_release(&out);
    arena_release(&estate.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_is_that_of_the_rfc),
        cmocka_unit_test(any_text_comes_out_of_quoted_printable_as_it_went_in),
        cmocka_unit_test(addresses_are_taken_or_refused_whole),
        cmocka_unit_test(a_mail_has_its_parts),
        cmocka_unit_test(what_is_attached_is_what_the_other_forms_are),
        cmocka_unit_test(nothing_from_a_name_gets_into_a_header),
        cmocka_unit_test(the_page_of_a_mail_stays_below_90_kb),
        cmocka_unit_test(the_page_of_a_mail_tells_the_decisions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/unit/unit.h"

#include "data/base/text.h"
#include "reports/section.h"
#include "tests/unit/evil_names.h"
#include "tests/unit/report_look.h"

static void renderers_and_sections_are_described(void **state)
{
    (void)state;
    for (size_t i = 0; renderers[i]; i++) {
        assert_ptr_equal(renderer_find(renderers[i]->name), renderers[i]);
        assert_true(renderers[i]->suffix[0] && renderers[i]->media[0] && renderers[i]->render);
        assert_int_not_equal(renderers[i]->summary[strlen(renderers[i]->summary) - 1], '.');
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(renderers[i]->suffix, renderers[k]->suffix);
    }
    assert_null(renderer_find("docx"));
    for (size_t i = 0; sections[i]; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(sections[i]->key, sections[k]->key);
}

static void evil_names_do_nothing_in_text(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 1 << 24);
    for (size_t i = 0; i < EVIL_NAMES; i++) {
        struct resource row;
        struct estate estate;

        make_evil(&estate, &row, evil_names[i]);
        render("text", &estate.report, &out);
        for (const char *p = out.text; *p; p++)
            assert_true(*p == '\n' || ((unsigned char)*p >= ' ' && *p != 0x7f));
        assert_true(utf8_valid(out.text, out.used));
        render("markdown", &estate.report, &out);
        assert_null(strstr(out.text, "<script"));
        assert_null(strstr(out.text, "<img"));
        assert_null(strstr(out.text, "](javascript"));
        arena_release(&estate.arena);
    }
    buf_release(&out);
}

static void text_keeps_to_80_columns(void **state)
{
    struct estate estate;
    struct buf out;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    estate_changes(&estate);
    buf_init(&out, 1 << 20);
    render("text", &estate.report, &out);
    for (const char *at = out.text; *at; at += strcspn(at, "\n") + 1) {
        char line[400];
        size_t length = strcspn(at, "\n");

        assert_true(length < sizeof line);
        memcpy(line, at, length);
        line[length] = '\0';
        /* a name alone on its line is never cut: it is to be copied */
        if (text_width(line) > 80 && strncmp(line, "    eu-central", 14) != 0)
            fail_msg("%zu columns: %s", text_width(line), line);
    }
    buf_release(&out);
    arena_release(&estate.arena);
}

static void every_form_tells_the_decisions(void **state)
{
    static const char *const forms[] = { "html", "markdown", "text" };
    static const char *const facts[] = {
        "5 of 16 resources need a decision. db-main:/var/lib/postgresql is due now,",
        "staging-connector by 28 Jul 2026.",
        "31 Jul 2026", "15 Aug 2026, between 8 Aug 2026 and 6 Sep 2026", "+11 % a month",
        "200 GiB, in all 700 GiB; lasts until 22 Feb 2027", "34 (83 %)", "2 of 3 earlier dates failed",
        "12 Oct 2026 (?)", "Larger than needed",
        "Target after an enlargement", "5f3c9a7e0d214b6f8e1a2b3c4d5e6f70",
    };
    struct estate estate;
    struct buf out, flat;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    estate_changes(&estate);
    buf_init(&out, 1 << 24);
    buf_init(&flat, 1 << 24);
    for (size_t i = 0; i < COUNT(forms); i++) {
        render(forms[i], &estate.report, &out);
        buf_clear(&flat);    /* without line breaks, indents and Markdown's marks */
        for (const char *p = out.text; *p; p++)
            if (strncmp(p, "\xc2\xa0", 2) == 0) {
                buf_addc(&flat, ' ');
                p++;
            } else if (*p == '\n' || *p == ' ') {
                if (flat.used && flat.text[flat.used - 1] != ' ')
                    buf_addc(&flat, ' ');
            } else if (*p != '\\') {
                buf_addc(&flat, *p);
            }
        for (size_t k = 0; k < COUNT(facts); k++)
            if (!strstr(flat.text, facts[k]))
                fail_msg("%s does not say: %s", forms[i], facts[k]);
    }
    buf_release(&out);
    buf_release(&flat);
    arena_release(&estate.arena);
}

static void a_full_buffer_is_an_error_not_a_crash(void **state)
{
    struct render_options options = { .width = 80 };
    struct estate estate;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    for (size_t i = 0; renderers[i]; i++)
        for (size_t most = 0; most < 12000; most = 2 * most + 50) {
            struct error err = ERROR_NONE;
            struct buf out;
            int rc;

            buf_init(&out, most);
            rc = renderers[i]->render(&estate.report, &options, &out, &err);
            assert_true(rc == ERR_LIMIT || (rc == 0 && out.used <= most));
            buf_release(&out);
        }
    arena_release(&estate.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renderers_and_sections_are_described),
        cmocka_unit_test(evil_names_do_nothing_in_text),
        cmocka_unit_test(text_keeps_to_80_columns),
        cmocka_unit_test(every_form_tells_the_decisions),
        cmocka_unit_test(a_full_buffer_is_an_error_not_a_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

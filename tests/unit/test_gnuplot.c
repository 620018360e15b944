#include "tests/unit/unit.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/base/unit.h"
#include "reports/child.h"
#include "reports/gnuplot.h"
#include "reports/picture.h"
#include "tests/unit/report_fixture.h"

struct rig {
    struct estate estate;
    struct drawing drawing;
    struct chart_image images[16];
    char path[64];
    struct error err;
};

static struct rig *rig_new(void)
{
    struct rig *rig = calloc(1, sizeof *rig);

    assert_non_null(rig);
    estate_init(&rig->estate, resources, 3);
    estate_charts(&rig->estate, resources, 3);
    rig->drawing = drawing_default;
    rig->drawing.seconds = 20;
    snprintf(rig->path, sizeof rig->path, "/tmp/headroom-gnuplot-XXXXXX");
    return rig;
}

static void rig_free(struct rig *rig)
{
    unlink(rig->path);
    arena_release(&rig->estate.arena);
    free(rig);
}

/* Puts a shell script in gnuplot's place. */
static void pretend(struct rig *rig, const char *script)
{
    int file = mkstemp(rig->path);
    size_t length = strlen(script);

    assert_true(file >= 0);
    assert_int_equal(write(file, "#!/bin/sh\n", 10), 10);
    assert_int_equal(write(file, script, length), (ssize_t)length);
    assert_int_equal(fchmod(file, 0700), 0);
    close(file);
    rig->drawing.program = rig->path;
}

static int draw(struct rig *rig, size_t count)
{
    return charts_draw(rig->estate.charts, count, &rig->drawing, &rig->estate.arena, rig->images,
                       &rig->err);
}

#define SVG "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0,0'/></svg>"

static void a_helper_that_misbehaves_is_an_error_in_time(void **state)
{
    static const struct { const char *script, *text; } cases[] = {
        { "exit 1\n", "gnuplot failed" },
        { "echo 'line 7: bad thing' >&2; exit 1\n", "gnuplot failed: line 7: bad thing" },
        { "kill -SEGV $$\n", "gnuplot was ended by signal 11" },
        { "sleep 30\n", "gnuplot took longer than 0.5 s and was ended" },
        { "sleep 30 & exec >&- 2>&-; sleep 30\n", "gnuplot took longer than 0.5 s and was ended" },
        { "while :; do :; done\n", "gnuplot took longer than 0.5 s and was ended" },
        { "cat /dev/zero\n", "gnuplot wrote more than it may and was ended" },
        { "cat /dev/zero >&2\n", "gnuplot took longer than 0.5 s and was ended" },
        { "exit 0\n", "gnuplot did not draw chart 1: its output ends too early" },
        { "printf '<svg><path'\n", "gnuplot did not draw chart 1: its output ends too early" },
        { "printf '<svg><path\\n== end of picture 0 ==\\n'\n",
          "gnuplot did not draw chart 1: it is not well-formed" },
        { "printf '\\n== end of picture 0 ==\\n'\n", "gnuplot did not draw chart 1: it is empty" },
        { "printf '<svg></svg>\\n== end of picture 0 ==\\n'\n",
          "gnuplot did not draw chart 1: it is empty" },
        { "printf \"" SVG "\\n== end of picture 0 ==\\n\"\n",
          "gnuplot did not draw chart 2: its output ends too early" },
        { "printf \"" SVG "\\n== end of picture 0 ==\\n<svg><script>x</script></svg>"
          "\\n== end of picture 1 ==\\n\"\n",
          "gnuplot did not draw chart 2: it holds an element that charts do not have" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rig *rig = rig_new();
        double began = clock_seconds();

        pretend(rig, cases[i].script);
        rig->drawing.seconds = strstr(cases[i].text, "longer") ? 0.5 : 20;
        rig->drawing.most_bytes = 1 << 20;
        assert_int_equal(draw(rig, 2), ERR_HELPER);
        if (strcmp(rig->err.text, cases[i].text) != 0)
            fail_msg("'%s' says: %s", cases[i].script, rig->err.text);
        assert_null(rig->images[0].bytes);
        assert_true(clock_seconds() - began < 10);
        rig_free(rig);
    }
}

static void a_missing_gnuplot_is_said(void **state)
{
    static const char *const programs[] = { "/nonexistent/gnuplot", "no-such-program-anywhere", "/etc/passwd" };

    (void)state;
    for (size_t i = 0; i < COUNT(programs); i++) {
        struct rig *rig = rig_new();
        struct buf version;

        rig->drawing.program = programs[i];
        assert_int_equal(draw(rig, 1), ERR_HELPER);
        assert_string_equal(rig->err.text, "gnuplot is not installed");
        assert_true(rig->err.hint[0] != '\0');
        buf_init(&version, 100);
        assert_int_equal(gnuplot_version(programs[i], &version, &rig->err), ERR_HELPER);
        buf_release(&version);
        rig_free(rig);
    }
}

/* What the helper sees: no environment of ours, no shell start-up, its own process group. */
static void the_helper_gets_a_clean_room(void **state)
{
    static const char *const arguments[] = { "env", NULL };
    struct child child = { .program = "env", .arguments = arguments, .seconds = 10 };
    struct error err = ERROR_NONE;
    struct buf out;

    (void)state;
    setenv("HEADROOM_SECRET", "x", 1);
    setenv("GNUPLOT_LIB", "/tmp", 1);
    buf_init(&out, 10000);
    assert_ok(child_run(&child, "", 0, &out, &err), &err);
    assert_string_equal(out.text, "LC_ALL=C\nTZ=UTC\nHOME=/nonexistent\nPATH=/usr/bin:/bin\n");
    buf_release(&out);
    unsetenv("HEADROOM_SECRET");
    unsetenv("GNUPLOT_LIB");
}

static void input_of_any_size_arrives(void **state)
{
    static const char *const arguments[] = { "cat", NULL };
    struct child child = { .program = "cat", .arguments = arguments, .seconds = 20 };
    struct error err = ERROR_NONE;
    size_t length = 3 << 20;
    char *input = malloc(length);
    struct buf out;

    (void)state;
    assert_non_null(input);
    memset(input, 'x', length);
    buf_init(&out, 4 << 20);
    assert_ok(child_run(&child, input, length, &out, &err), &err);
    assert_int_equal(out.used, length);
    assert_memory_equal(out.text, input, length);
    buf_release(&out);
    free(input);
}

static int have_gnuplot(void)
{
    struct buf version;
    int rc;

    buf_init(&version, 100);
    rc = gnuplot_version(NULL, &version, NULL);
    buf_release(&version);
    return rc == 0;
}

static void gnuplot_draws_every_kind_in_every_format(void **state)
{
    static struct maybe week[WEEK_HOURS], none[WEEK_HOURS];
    struct rig *rig = rig_new();

    (void)state;
    if (!have_gnuplot()) {
        rig_free(rig);
        skip();
    }
    for (int i = 0; i < WEEK_HOURS; i++)
        week[i] = known(50 + i % 24);
    for (int format = CHART_SVG; format <= CHART_PDF; format++)
        for (int kind = CHART_FORECAST; kind <= CHART_SUPPLY; kind++)
            for (int empty = 0; empty < 2; empty++) {
                struct chart *chart = &rig->estate.charts[0];

                if (empty)
                    chart_init(chart, (enum chart_kind)kind, &rig->estate.analysis.findings[0],
                               &rig->estate.analysis, NULL);
                else
                    fill_chart(&rig->estate, chart, &rig->estate.analysis.findings[0], &resources[0]);
                chart->kind = (enum chart_kind)kind;
                chart->week = chart->day_mean = chart->day_p95 = empty ? none : week;
                rig->drawing.format = (enum chart_format)format;
                assert_ok(draw(rig, 1), &rig->err);
                assert_null(picture_fault((enum chart_format)format, rig->images[0].bytes,
                                          rig->images[0].length));
            }
    rig_free(rig);
}

static void pictures_are_the_same_every_time(void **state)
{
    struct rig *rig = rig_new();
    struct chart_image first[2];

    (void)state;
    if (!have_gnuplot()) {
        rig_free(rig);
        skip();
    }
    assert_ok(draw(rig, 2), &rig->err);
    memcpy(first, rig->images, sizeof first);
    assert_ok(draw(rig, 2), &rig->err);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(first[i].length, rig->images[i].length);
        assert_memory_equal(first[i].bytes, rig->images[i].bytes, first[i].length);
    }
    assert_true(first[0].length < 40000);
    rig_free(rig);
}

static void only_harmless_pictures_pass(void **state)
{
    static const struct { const char *svg, *fault; } cases[] = {
        { SVG, NULL },
        { "<?xml version=\"1.0\"?>\n<!-- c --><svg><g><text x=\"1\">a &amp; b &#38;</text></g></svg>\n", NULL },
        { "<svg><use xlink:href='#a'/></svg>", NULL },
        { "<svg><rect fill='url(#a)'/></svg>", NULL },
        { "", "it is empty" },
        { "<svg/>", "it is empty" },
        { "<svg><defs><path d=''/></defs></svg>", "it is empty" },
        { "<svg><path/>", "it is cut short" },
        { "<svg><path d='", "it is cut short" },
        { "<svg><path/></g>", "its elements do not nest" },
        { "<svg><path/></svg><svg/>", "it has more than one root" },
        { "<svg><path/></svg>x", "it has text outside" },
        { "<html><path/></html>", "it holds an element that charts do not have" },
        { "<g><path/></g>", "it is no SVG" },
        { "<svg><script>alert(1)</script></svg>", "it holds an element that charts do not have" },
        { "<svg><style>x</style></svg>", "it holds an element that charts do not have" },
        { "<svg><image href='x'/></svg>", "it holds an element that charts do not have" },
        { "<svg><foreignObject/></svg>", "it holds an element that charts do not have" },
        { "<svg><a><path/></a></svg>", "it holds an element that charts do not have" },
        { "<svg onload='x'><path/></svg>", "it holds an attribute that charts do not have" },
        { "<svg><path onclick='x'/></svg>", "it holds an attribute that charts do not have" },
        { "<svg><path style='x'/></svg>", "it holds an attribute that charts do not have" },
        { "<svg><use href='#a'/></svg>", "it holds an attribute that charts do not have" },
        { "<svg><use xlink:href='http://evil'/></svg>", "it holds a link" },
        { "<svg><use xlink:href='data:x'/></svg>", "it holds a link" },
        { "<svg><rect fill='url(http://evil)'/></svg>", "it holds a link" },
        { "<svg><rect fill='url(#a) url(//evil)'/></svg>", "it holds a link" },
        { "<svg><rect fill='javascript:x'/></svg>", "it holds a link" },
        { "<svg xmlns='urn:x'><path/></svg>", "it holds a link" },
        { "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg><path/></svg>", "it holds an element that charts do not have" },
        { "<svg><path/>&evil;</svg>", "it holds an entity" },
        { "<svg><path d='&evil;'/></svg>", "it holds an entity" },
        { "<svg><path d=1/></svg>", "it is not well-formed" },
        { "<svg><path d='<'/></svg>", "it is not well-formed" },
        { "<svg><path/><![CDATA[x]]></svg>", "it holds an element that charts do not have" },
        { "<svg><?php x?><path/></svg>", "it holds an element that charts do not have" },
        { "<svg><path/>\xff</svg>", "it is no UTF-8" },
        { "<?xml version=0<style\"?><svg><path/></svg>", "it is not well-formed" },
        { "<svg><!-- no end <path/></svg>", "it is cut short" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *fault = picture_fault(CHART_SVG, cases[i].svg, strlen(cases[i].svg));

        if (!fault != !cases[i].fault || (fault && strcmp(fault, cases[i].fault) != 0))
            fail_msg("%s: %s", cases[i].svg, fault ? fault : "passed");
    }
}

static void no_prefix_of_a_picture_passes(void **state)
{
    static const char svg[] = "<svg xmlns='http://www.w3.org/2000/svg'><g><path d='M0,0'/><text>&lt;</text></g></svg>";

    (void)state;
    for (size_t length = 0; length < sizeof svg - 1; length++)
        assert_non_null(picture_fault(CHART_SVG, svg, length));
    assert_null(picture_fault(CHART_SVG, svg, sizeof svg - 1));
    assert_non_null(picture_fault(CHART_PNG, svg, sizeof svg - 1));
    assert_non_null(picture_fault(CHART_PDF, svg, sizeof svg - 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_helper_that_misbehaves_is_an_error_in_time),
        cmocka_unit_test(a_missing_gnuplot_is_said),
        cmocka_unit_test(the_helper_gets_a_clean_room),
        cmocka_unit_test(input_of_any_size_arrives),
        cmocka_unit_test(gnuplot_draws_every_kind_in_every_format),
        cmocka_unit_test(pictures_are_the_same_every_time),
        cmocka_unit_test(only_harmless_pictures_pass),
        cmocka_unit_test(no_prefix_of_a_picture_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

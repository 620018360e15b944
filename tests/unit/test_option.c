#include "tests/unit/unit.h"

#include "analyzer/cli/option.h"

static const char *shape_choice(size_t index)
{
    static const char *const names[] = { "round", "square" };

    return index < COUNT(names) ? names[index] : NULL;
}

static const char *const colours[] = { "red", "blue", "green", NULL };

struct settings {
    int             loud, colour, shape;
    long            days;
    double          level, share, reserve;
    const char     *title;
    int64_t         wait_ms;
    struct moment   since;
    struct quantity size;
    struct words    tags;
};

struct globals { int quiet; const char *db; };

#define AT(member) .at = offsetof(struct settings, member)

static const struct option own[] = {
    { .name = "loud", .letter = 'l', .kind = OPTION_FLAG, AT(loud), .help = "say more" },
    { .name = "colour", .kind = OPTION_CHOICE, AT(colour), .argument = "NAME", .choices = colours,
      .help = "paint" },
    { .name = "shape", .kind = OPTION_CHOICE, AT(shape), .argument = "NAME", .choice = shape_choice,
      .help = "form" },
    { .name = "days", .letter = 'd', .kind = OPTION_COUNT, AT(days), .argument = "N", .least = 1,
      .most = 3650, .help = "how far to look" },
    { .name = "level", .kind = OPTION_NUMBER, AT(level), .argument = "P", .least = 0.5,
      .most = 0.999, .help = "coverage" },
    { .name = "share", .kind = OPTION_PERCENT, AT(share), .argument = "PERCENT", .least = 0,
      .most = 100, .help = "part" },
    { .name = "reserve", .kind = OPTION_AMOUNT, AT(reserve), .argument = "QUANTITY",
      .help = "kept back" },
    { .name = "title", .kind = OPTION_TEXT, AT(title), .argument = "TEXT", .help = "heading" },
    { .name = "wait", .kind = OPTION_DURATION, AT(wait_ms), .argument = "DURATION",
      .help = "patience" },
    { .name = "since", .kind = OPTION_TIME, AT(since), .argument = "TIME", .help = "start" },
    { .name = "size", .kind = OPTION_QUANTITY, AT(size), .argument = "QUANTITY", .help = "room" },
    { .name = "tag", .letter = 't', .kind = OPTION_LIST, AT(tags), .argument = "WORD",
      .help = "may be given again" },
    { .name = NULL },
};

static const struct option global[] = {
    { .name = "quiet", .letter = 'q', .kind = OPTION_FLAG, .at = offsetof(struct globals, quiet),
      .help = "say less" },
    { .name = "db", .kind = OPTION_TEXT, .at = offsetof(struct globals, db), .argument = "FILE",
      .help = "the store" },
    { .name = NULL },
};

struct line {
    char  text[400];
    char *argv[48];
    int   argc;
};

/* Words parted by blanks; "_" stands for a blank inside a word, "''" for an empty word. */
static void split(struct line *line, const char *text)
{
    line->argc = 0;
    snprintf(line->text, sizeof line->text, "%s", text);
    for (char *word = strtok(line->text, " "); word; word = strtok(NULL, " ")) {
        for (char *c = word; *c; c++)
            *c = *c == '_' ? ' ' : *c;
        line->argv[line->argc++] = strcmp(word, "''") == 0 ? word + 2 : word;
    }
}

static int parse(const char *text, struct line *line, struct settings *settings,
                 struct globals *globals, struct error *err)
{
    struct option_set sets[] = { { own, settings }, { global, globals } };

    *settings = (struct settings){ .colour = -1, .shape = -1 };
    *globals = (struct globals){ 0 };
    split(line, text);
    return options_parse(sets, 2, line->argc, line->argv, err);
}

static void each_line_parses_as_said(void **state)
{
    static const struct {
        const char *line;
        int         want;            /* operands, or an ERR_ code */
        const char *text, *hint;     /* of the error; the hint's beginning */
    } cases[] = {
        { "", 0, "", "" },
        { "a b", 2, "", "" },
        { "a --loud b -", 3, "", "" },
        { "-lq -d30 a", 1, "", "" },
        { "--days=30 -- --loud", 1, "", "" },
        { "--title=", 0, "", "" },
        { "--title ''", 0, "", "" },
        { "--days 0", ERR_USAGE, "--days wants 1 to 3650, not 0", "" },
        { "--days 2.5", ERR_USAGE, "--days wants a whole number, not 2.5", "" },
        { "--days 0x10", ERR_USAGE, "--days wants a whole number, not '0x10'", "" },
        { "--days 1e300", ERR_USAGE, "--days wants a whole number, not 1e300", "" },
        { "-d", ERR_USAGE, "-d wants N", "" },
        { "--days", ERR_USAGE, "--days wants N", "" },
        { "--days --quiet", ERR_USAGE, "--days wants N, but '--quiet' follows",
          "If that is the value, write --days=--quiet." },
        { "--level nan", ERR_USAGE, "--level wants a number, not 'nan'", "" },
        { "--level ''", ERR_USAGE, "--level wants a number, not ''", "" },
        { "--share 101%", ERR_USAGE, "--share wants 0 to 100, not 101%", "" },
        { "--reserve -5", ERR_USAGE, "--reserve wants no negative quantity, not '-5'", "" },
        { "--size lots", ERR_USAGE, "--size wants a quantity, not 'lots'", "Write a number" },
        { "--wait soon", ERR_USAGE, "--wait wants a duration, not 'soon'", "Write a number" },
        { "--colour pink", ERR_USAGE, "--colour does not know 'pink'",
          "It knows red, blue, green." },
        { "--colour gren", ERR_USAGE, "--colour does not know 'gren'", "Did you mean 'green'?" },
        { "--shape sqare", ERR_USAGE, "--shape does not know 'sqare'", "Did you mean 'square'?" },
        { "--loud=1", ERR_USAGE, "--loud takes no value", "" },
        { "--dayz 3", ERR_USAGE, "unknown option '--dayz'", "Did you mean --days?" },
        { "--dayz=3", ERR_USAGE, "unknown option '--dayz'", "Did you mean --days?" },
        { "--quite", ERR_USAGE, "unknown option '--quite'", "Did you mean --quiet?" },
        { "--something-else", ERR_USAGE, "unknown option '--something-else'", "" },
        { "-lx", ERR_USAGE, "unknown option '-lx'", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct settings settings;
        struct globals globals;
        struct error err = ERROR_NONE;
        struct line line;

        assert_int_equal(parse(cases[i].line, &line, &settings, &globals, &err), cases[i].want);
        assert_string_equal(err.text, cases[i].text);
        if (cases[i].hint[0] || !err.hint[0])
            assert_memory_equal(err.hint, cases[i].hint, strlen(cases[i].hint));
        else
            fail_msg("'%s' has a hint: %s", cases[i].line, err.hint);
    }
}

static void values_land_in_their_struct(void **state)
{
    struct settings settings;
    struct globals globals;
    struct error err = ERROR_NONE;
    struct line line;

    (void)state;
    assert_ok(parse("-d 90 --level=0.875 --share 62.5% --reserve 2KiB --title Q3_plan --colour blue "
                    "--shape square -l -t one --tag=two --wait 1.5h --size 3GiB x -q --db f y",
                    &line, &settings, &globals, &err), &err);
    assert_int_equal(settings.days, 90);
    assert_close(settings.level, 0.875, 0);
    assert_close(settings.share, 62.5, 0);
    assert_close(settings.reserve, 2048, 0);
    assert_string_equal(settings.title, "Q3 plan");
    assert_int_equal(settings.colour, 1);
    assert_int_equal(settings.shape, 1);
    assert_int_equal(settings.loud, 1);
    assert_int_equal(settings.tags.count, 2);
    assert_string_equal(settings.tags.word[0], "one");
    assert_string_equal(settings.tags.word[1], "two");
    assert_int_equal(settings.wait_ms, 5400000);
    assert_true(settings.size.given);
    assert_close(settings.size.value, 3221225472.0, 0);
    assert_string_equal(settings.size.unit.name, "B");
    assert_int_equal(globals.quiet, 1);
    assert_string_equal(globals.db, "f");
    assert_string_equal(line.argv[0], "x");    /* operands stand in front, in order */
    assert_string_equal(line.argv[1], "y");
}

static void what_is_not_given_stays_as_it_was(void **state)
{
    struct settings settings;
    struct globals globals;
    struct error err = ERROR_NONE;
    struct line line;

    (void)state;
    assert_int_equal(parse("operand", &line, &settings, &globals, &err), 1);
    assert_int_equal(settings.colour, -1);
    assert_int_equal(settings.size.given, 0);
    assert_null(settings.since.text);
    assert_null(settings.title);
}

static void leading_options_end_at_the_first_operand(void **state)
{
    struct globals globals = { 0 };
    struct option_set set = { global, &globals };
    struct error err = ERROR_NONE;
    struct line line;

    (void)state;
    split(&line, "--db f -q analyze --days 3");
    assert_int_equal(options_leading(&set, 1, line.argc, line.argv, &err), 3);
    assert_string_equal(globals.db, "f");
    split(&line, "-q");
    assert_int_equal(options_leading(&set, 1, line.argc, line.argv, &err), 1);
    split(&line, "--days 3");
    assert_int_equal(options_leading(&set, 1, line.argc, line.argv, &err), ERR_USAGE);
}

static void times_wait_for_the_zone(void **state)
{
    struct settings settings;
    struct globals globals;
    struct error err = ERROR_NONE;
    struct option_set set = { own, &settings };
    struct zone *zone = NULL;
    struct line line;

    (void)state;
    assert_ok(zone_open(&zone, "Europe/Berlin", &err), &err);
    assert_ok(parse("--since 2026-07-01T12:00", &line, &settings, &globals, &err), &err);
    assert_ok(options_times(&set, zone, 0, &err), &err);
    assert_int_equal(settings.since.at, 1782900000 * SECOND_MS);    /* date -d 2026-07-01T10:00Z +%s */
    assert_ok(parse("--since 31.01.2026", &line, &settings, &globals, &err), &err);
    assert_int_equal(options_times(&set, zone, 0, &err), ERR_USAGE);
    assert_string_equal(err.text, "--since wants a time, not '31.01.2026'");
    zone_free(zone);
}

static void too_many_of_a_list_are_refused(void **state)
{
    struct settings settings = { 0 };
    struct error err = ERROR_NONE;
    const struct option *tag = option_find(own, "tag");

    (void)state;
    for (int i = 0; i < WORDS_MOST; i++)
        assert_ok(option_read(tag, "--tag", "x", &settings, &err), &err);
    assert_int_equal(option_read(tag, "--tag", "x", &settings, &err), ERR_USAGE);
    assert_string_equal(err.text, "--tag may be given 64 times at most");
}

static void help_names_every_option_within_80_columns(void **state)
{
    struct buf text;

    (void)state;
    buf_init(&text, 1 << 16);
    options_help(own, &text);
    for (const struct option *row = own; row->name; row++)
        assert_non_null(strstr(text.text, row->name));
    assert_non_null(strstr(text.text, "paint: red, blue, green\n"));
    for (char *line = strtok(text.text, "\n"); line; line = strtok(NULL, "\n"))
        assert_true(strlen(line) <= 80);
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_parses_as_said),
        cmocka_unit_test(values_land_in_their_struct),
        cmocka_unit_test(what_is_not_given_stays_as_it_was),
        cmocka_unit_test(leading_options_end_at_the_first_operand),
        cmocka_unit_test(times_wait_for_the_zone),
        cmocka_unit_test(too_many_of_a_list_are_refused),
        cmocka_unit_test(help_names_every_option_within_80_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

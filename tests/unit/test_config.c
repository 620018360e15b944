#include "tests/unit/unit.h"

#include <stdlib.h>

#include "analyzer/config/config.h"
#include "analyzer/config/scaling.h"
#include "data/base/clock.h"

static struct config *read_text(const char *text)
{
    struct config *config = NULL;
    struct error err = ERROR_NONE;

    assert_ok(config_read_text(&config, "t.ini", text, &err), &err);
    return config;
}

#define LONG "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"    /* 50 */

static void each_mistake_is_named_with_its_place(void **state)
{
    static const struct {
        const char *file;
        long        line, column;
        const char *text, *hint;
    } cases[] = {
        { "[polcy]\n", 1, 2, "unknown section [polcy]", "Did you mean [policy]?" },
        { "[xyzzy]\nlead_time = 7d\n", 1, 2, "unknown section [xyzzy]",
          "There are [database], [general], [policy], [rule NAME], [pair NAME], [driver NAME], "
          "[throughput NAME], [calendar], [group NAME], [price NAME], [mapping NAME], [scaling NAME], [scenario NAME], "
          "[waiver NAME]." },
        { "# c\n\n  [policy\n", 3, 3, "the section heading has no ]", "" },
        { "[policy] here\n", 1, 10, "nothing but a comment may stand behind a section heading", "" },
        { "[policy main]\n", 1, 9, "[policy] takes no name, but 'main' follows", "" },
        { "[rule]\n", 1, 1, "[rule] wants a name",
          "Write [rule NAME]; the name is yours to choose." },
        { "[policy]\n[general]\n[policy]\n", 3, 1, "[policy] stands here again, first on line 1",
          "" },
        { "lead_time = 7d\n", 1, 1, "'lead_time' stands before any section",
          "Put a heading such as [general] or [policy] above it." },
        { "[policy]\nlead_tiem = 7d\n", 2, 1, "[policy] has no setting 'lead_tiem'",
          "Did you mean 'lead_time'?" },
        { "[policy]\ntimezone = UTC\n", 2, 1, "[policy] has no setting 'timezone'",
          "It belongs into [general]." },
        { "[policy]\nlead_time 7d\n", 2, 1, "'lead_time 7d' is neither a [section] nor key = value",
          "A comment starts with # or ;." },
        { "[policy]\n\tlead_time =  soon\n", 2, 15, "lead_time wants a duration, not 'soon'",
          "Write a number and s, m, h, d, w or y: 90s, 15m, 6h, 14d, 8w." },
        { "[policy]\nlead_time =\n", 2, 12, "lead_time has no value",
          "Write lead_time = DURATION, or leave the line out." },
        { "[policy]\nwarning = 80 # high\n", 2, 11, "warning wants a number, not '80 # high'",
          "A comment behind a value starts with ' ;'." },
        { "[policy]\nwarning = 180%\n", 2, 11, "warning wants 0 to 100, not 180%", "" },
        { "[policy]\nwarning = 80\nwarning = 81\n", 3, 1, "warning is set twice here, first on line 2",
          "" },
        { "[policy]\npressure_high = 40\n", 2, 17,
          "medium, high and critical pressure do not rise: 50, 40, 85", "" },
        { "[general]\ntimezone = Europe/Berlim\n", 2, 12, NULL, NULL },
        { "[rule a]\ncapacity = 1GiB\n", 1, 1, "[rule a] has no 'series'",
          "Add a line: series = GLOB" },
        { "[rule a]\nseries = *\nstatistic = daily-mx\n", 3, 13, "statistic does not know 'daily-mx'",
          "Did you mean 'daily-max'? It knows auto, daily-max, daily-peak, daily-p95, daily-mean." },
        { "[scaling a]\nup = 70\n", 1, 1, "[scaling a] has no 'kind'", "Add a line: kind = KIND" },
        { "[scaling a]\nkind = step\nsteps = 70+1\n", 1, 1, "[scaling a]: steps can not be '70+1'",
          "Write up to 8 of PERCENT:CHANGE, rising: 0:-1 30:0 70:+1 90:+4." },
        { "[scaling a]\nkind = scheduled\nschedule = mon-fri 25:00-26:00 1\n", 1, 1,
          "[scaling a]: a schedule can not be 'mon-fri 25:00-26:00 1'",
          "Write days, whole hours and units: mon-fri 08:00-18:00 6, or * for all days." },
        { "[scaling a]\nkind = target\nmin = 9\nmax = 8\n", 1, 1,
          "[scaling a]: at least 9 units and at most 8 do not fit together", "" },
        { "[group a]\nreserve = n+1\n", 1, 1, "[group a] has no 'series'", "Add a line: series = GLOB" },
        { "[group a]\nseries = x\nreserve = 1+n\n", 3, 11,
          "'1+n' is nothing that a group can keep in reserve",
          "Write n+1 for its largest member, n+2 for two, a share (20%) or a quantity (50GiB)." },
        { "[group a]\nseries = x\nreseve = n+1\n", 3, 1, "[group] has no setting 'reseve'",
          "Did you mean 'reserve'?" },
        { "[price a]\nseries = x\n", 1, 1, "[price a] has no 'price'", "Add a line: price = N" },
        { "[price a]\nseries = x\nprice = 8\nper = 0\n", 4, 7, "per is more than 0, not '0'",
          "Write what the price is of: per = 1GiB." },
        { "[calendar]\nholiday = 31 June\n", 2, 11, "'31 June' is no day",
          "Write 2026-12-25, 25 December, last Monday of May, or easter+1." },
        { "[calendar]\nfreeze = 18 December..2027-01-04\n", 2, 10,
          "'18 December..2027-01-04' is no time in which nothing is changed",
          "Write 2026-12-18..2027-01-04, or, for every year, 18 December..4 January." },
        { "[calendar x]\nhours = mon-fri\n", 2, 9, "'mon-fri' are no business hours",
          "Write days and whole hours: mon-fri 08:00-18:00, or * for all days." },
        { "[calendar office]\n[rule a]\nseries = *\ncalendar = ofice\n", 4, 12,
          "there is no [calendar ofice]", "Did you mean 'office'?" },
        { "[rule a]\nseries = *\ncalendar = office\n", 3, 12, "there is no [calendar office]",
          "Add a section [calendar office]; 'default' is the one without a name." },
        { "[pair a]\nused = x\n", 1, 1, "[pair a] has no 'capacity'",
          "Add a line: capacity = GLOB" },
        { "[policy]\nowner\xff = x\n", 2, 0, "the line is not UTF-8 text", "" },
        { "[rule a]\nseries = " LONG LONG LONG LONG "\nseries = b\n", 2, 190,
          "the line is longer than 190 bytes",
          "Give a long list as several lines of the same key." },
        { "[rule a]\nseries=b\n" LONG "=1\n", 3, 1, "there is no setting of that name", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct config *config = read_text(cases[i].file);
        size_t count;
        const struct error *mistake = config_mistakes(config, &count);

        if (count != 1)
            fail_msg("%zu mistakes in '%s', the last: %s", count, cases[i].file,
                     count ? mistake[count - 1].text : "");
        assert_string_equal(mistake->where, "t.ini");
        assert_int_equal(mistake->code, ERR_CONFIG);
        assert_int_equal(mistake->line, cases[i].line);
        assert_int_equal(mistake->column, cases[i].column);
        if (cases[i].text) {
            assert_string_equal(mistake->text, cases[i].text);
            assert_string_equal(mistake->hint, cases[i].hint);
        }
        config_free(config);
    }
}

static void all_mistakes_are_named_in_order_of_lines(void **state)
{
    static const char file[] = "[policy]\nwarnin = 1\n[rule a]\nunit = B\n[nonsense]\nx = 1\n"
                               "[general]\njobs = none\n";
    static const long lines[] = { 2, 3, 5, 8 };
    struct config *config = read_text(file);
    size_t count;
    const struct error *mistake = config_mistakes(config, &count);

    (void)state;
    assert_int_equal(count, COUNT(lines));
    for (size_t i = 0; i < count; i++)
        assert_int_equal(mistake[i].line, lines[i]);
    config_free(config);
}

static void a_right_file_has_no_mistakes(void **state)
{
    static const char file[] =
        "\xef\xbb\xbf; comment\n# comment\n\n[database]\r\npath = plan.db\r\n"
        "[general]\ntimezone = Europe/Berlin ; where we are\njobs: 3\nlock_wait=5m\n"
        "[policy]\n  exhaustion = 90%\n  lead_time = 3w\n"
        "[rule disks]  ; all of them\nseries = \"*/disk used\"\nseries = *:/var*\nowner = storage team\n"
        "[ pair  pools ]\nused = */used\ncapacity = */size\n[rule last]\nseries = z\n"
        "[driver orders]\nseries = prod/*/cpu\ndriver = shop/orders/*\n"
        "[driver users]\nseries = y\ndriver = u\nplan = v\n"
        "[throughput pool]\nload = */busy\nthroughput = */done\n"
        "[group web]\nseries = a/*\nreserve = n+1\nseries = b/*\n"
        "[calendar]\nholiday = easter\n[calendar night shift]\nhours = * 22:00-24:00\nhours = * 00:00-06:00\n"
        "[rule night]\nseries = n\ncalendar = night shift\n[rule day]\nseries = d\ncalendar = default\n"
        "[price disk]\nseries = p/*\nprice = 0.1\nper = 1GiB\ncurrency = EUR\noutage = 3600\n";
    struct config *config = read_text(file);
    size_t count;

    (void)state;
    config_mistakes(config, &count);
    assert_int_equal(count, 0);
    assert_int_equal(config_rules(config).price_count, 1);
    assert_close(config_rules(config).prices[0].per, 1073741824.0, 0);
    assert_string_equal(config_rules(config).prices[0].currency, "EUR");
    assert_string_equal(config_rules(config).prices[0].series[0], "p/*");
    assert_int_equal(config_rules(config).calendar_count, 2);
    assert_int_equal(config_rules(config).calendars[0].open[8], 1);     /* Monday 08:00, where nothing is said */
    assert_int_equal(config_rules(config).calendars[1].open[8], 0);
    assert_int_equal(config_rules(config).calendars[1].open[6 * 24 + 5], 1);
    assert_int_equal(config_rules(config).group_count, 1);
    assert_string_equal(config_rules(config).groups[0].name, "web");
    assert_int_equal(config_rules(config).groups[0].series_count, 2);
    assert_string_equal(config_rules(config).groups[0].series[1], "b/*");
    assert_string_equal(config_rules(config).groups[0].reserve, "n+1");
    assert_int_equal(config_rules(config).groups[0].line, 32);
    assert_string_equal(config_entry(config, "general", "timezone")->text, "Europe/Berlin");
    assert_int_equal(config_entry(config, "general", "timezone")->line, 7);
    assert_string_equal(config_entry(config, "general", "jobs")->text, "3");
    assert_string_equal(config_entry(config, "database", "path")->text, "plan.db");
    assert_null(config_entry(config, "policy", "review"));
    assert_int_equal(config_rules(config).pair_count, 1);
    assert_string_equal(config_rules(config).pairs[0].used, "*/used");
    assert_string_equal(config_rules(config).pairs[0].capacity, "*/size");
    assert_int_equal(config_rules(config).driver_count, 2);
    assert_string_equal(config_rules(config).drivers[0].name, "orders");
    assert_string_equal(config_rules(config).drivers[0].driver, "shop/orders/*");
    assert_null(config_rules(config).drivers[0].plan);
    assert_string_equal(config_rules(config).drivers[1].plan, "v");
    assert_int_equal(config_rules(config).throughput_count, 1);
    assert_string_equal(config_rules(config).throughputs[0].name, "pool");
    assert_string_equal(config_rules(config).throughputs[0].load, "*/busy");
    assert_string_equal(config_rules(config).throughputs[0].throughput, "*/done");
    config_free(config);
}

static void later_rules_win_key_by_key(void **state)
{
    static const char file[] =
        "[policy]\nlead_time = 21d\nwarning = 75\n"
        "[rule disks]\nseries = *disk*\ncapacity = 2TiB\nlead_time = 8w\nowner = storage\n"
        "statistic = daily-mean\n"
        "[rule fast]\nseries = prod/*\nlead_time = 3d\npressure_high = 72.5%\ndirection = falling\n"
        "kind = counter\nreserve = 1GiB\npurchase = 512GiB\nunit = B\n";
    struct config *config = read_text(file);
    struct rules rules = config_rules(config);
    struct rule rule;
    struct policy policy;

    (void)state;
    rules.get(rules.self, "prod/db/disk_used", &rule);
    assert_int_equal(rule.policy.lead_time_ms, 3 * DAY_MS);
    assert_close(rule.policy.warning_pct, 75, 0);
    assert_close(rule.policy.pressure_pct[1], 72.5, 0);
    assert_close(rule.policy.reserve, 1073741824.0, 0);
    assert_close(rule.capacity, 2199023255552.0, 0);
    assert_close(rule.purchase, 549755813888.0, 0);
    assert_string_equal(rule.owner, "storage");
    assert_string_equal(rule.unit, "B");
    assert_int_equal(rule.statistic, STATISTIC_DAILY_MEAN);
    assert_int_equal(rule.direction, DIRECTION_FALLING);
    assert_int_equal(rule.kind, SERIES_COUNTER);

    rules.get(rules.self, "test/db/disk_used", &rule);
    assert_int_equal(rule.policy.lead_time_ms, 56 * DAY_MS);
    assert_int_equal(rule.direction, -1);

    rules.get(rules.self, "test/db/cpu", &rule);
    assert_int_equal(rule.policy.lead_time_ms, 21 * DAY_MS);
    assert_int_equal(rule.statistic, STATISTIC_AUTO);
    assert_int_equal(rule.kind, -1);
    assert_close(rule.capacity, 0, 0);
    assert_null(rule.owner);

    assert_int_equal(config_deciding(config, "lead_time", "prod/db/disk_used")->line, 12);
    assert_int_equal(config_deciding(config, "lead_time", "test/db/disk_used")->line, 7);
    assert_int_equal(config_deciding(config, "lead_time", NULL)->line, 2);
    assert_null(config_deciding(config, "review", "prod/db/disk_used"));
    config_policy(config, &policy);
    assert_int_equal(policy.lead_time_ms, 21 * DAY_MS);
    assert_close(policy.exhaustion_pct, policy_default.exhaustion_pct, 0);
    config_free(config);
}

static void no_file_is_the_defaults(void **state)
{
    struct config *config = NULL;
    struct error err = ERROR_NONE;
    struct rule rule;

    (void)state;
    assert_ok(config_load(&config, NULL, &err), &err);
    assert_null(config_path(config));
    config_rule(config, "any/thing/at all", &rule);
    assert_memory_equal(&rule.policy, &policy_default, sizeof policy_default);
    config_free(config);
}

static void a_file_that_can_not_be_read_says_why(void **state)
{
    static const struct { const char *path; int code; const char *text; } cases[] = {
        { "/no/such/file.ini", ERR_NOINPUT,
          "the configuration can not be read: No such file or directory" },
        { "/", ERR_IO, "the configuration can not be read: Is a directory" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct config *config = NULL;
        struct error err = ERROR_NONE;

        assert_int_equal(config_load(&config, cases[i].path, &err), cases[i].code);
        assert_string_equal(err.text, cases[i].text);
        assert_string_equal(err.where, cases[i].path);
        assert_null(config);
    }
}

/* Whatever the bytes, reading ends, and names mistakes at lines that exist. */
static void noise_does_no_harm(void **state)
{
    static const char alphabet[] = "[]=:;# \t\n\n\"abrulepicy*%59d\xc3\xa9";
    unsigned seed = 20261123;
    char text[400];

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct config *config;
        const struct error *mistake;
        size_t count;
        long lines = 1;

        for (size_t i = 0; i < sizeof text - 1; i++) {
            text[i] = alphabet[(unsigned)rand_r(&seed) % (sizeof alphabet - 1)];
            lines += text[i] == '\n';
        }
        text[sizeof text - 1] = '\0';
        config = read_text(text);
        mistake = config_mistakes(config, &count);
        for (size_t i = 0; i < count; i++)
            assert_in_range(mistake[i].line, 1, lines);
        config_free(config);
    }
}

/* Each key lands where it belongs; later lines of a schedule stand above earlier ones. */
static void a_scaling_policy_is_read_key_by_key(void **state)
{
    struct config *config = read_text("[scaling a]\nkind = scheduled\ntarget = 65\nup = 81%\n"
                                      "down = 22\nstep = 3\ntolerance = 5\nsteps = 0:-2 55.5:+3\n"
                                      "schedule = * 00:00-24:00 2\nschedule = tue-wed 09:00-11:00 7\n"
                                      "startup = 90s\ncooldown = 5m\nwindow = 1h\nmin = 2\n"
                                      "max = 9\nstart = 4\n");
    const struct scaler *scaler = NULL;
    struct error err = ERROR_NONE;
    struct scaling policy;

    (void)state;
    assert_ok(scaling_named(config, "a", &scaler, &policy, &err), &err);
    assert_string_equal(scaler->name, "scheduled");
    assert_true(policy.target_pct == 65 && policy.up_pct == 81 && policy.down_pct == 22);
    assert_true(policy.step == 3 && policy.tolerance_pct == 5 && policy.step_count == 2);
    assert_true(policy.steps[0].at_pct == 0 && policy.steps[0].change == -2);
    assert_true(policy.steps[1].at_pct == 55.5 && policy.steps[1].change == 3);
    assert_true(policy.schedule[0] == 2 && policy.schedule[24 + 8] == 2);
    assert_true(policy.schedule[24 + 9] == 7 && policy.schedule[48 + 10] == 7);
    assert_true(policy.schedule[48 + 11] == 2 && policy.schedule[167] == 2);
    assert_true(policy.startup_s == 90 && policy.cooldown_s == 300 && policy.stabilise_s == 3600);
    assert_true(policy.least == 2 && policy.most == 9 && policy.start == 4);
    assert_ok(scaling_named(config, "target", &scaler, &policy, &err), &err);
    assert_true(policy.target_pct == scaling_default.target_pct);
    assert_int_equal(scaling_named(config, "b", &scaler, &policy, &err), ERR_USAGE);
    config_free(config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mistake_is_named_with_its_place),
        cmocka_unit_test(all_mistakes_are_named_in_order_of_lines),
        cmocka_unit_test(a_right_file_has_no_mistakes),
        cmocka_unit_test(later_rules_win_key_by_key),
        cmocka_unit_test(no_file_is_the_defaults),
        cmocka_unit_test(a_file_that_can_not_be_read_says_why),
        cmocka_unit_test(noise_does_no_harm),
        cmocka_unit_test(a_scaling_policy_is_read_key_by_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

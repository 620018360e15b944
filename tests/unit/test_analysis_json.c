/* Reads the JSON back with yajl and compares it with the analysis, key by key of the contract. */
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <yajl/yajl_tree.h>

#include "data/base/text.h"
#include "data/base/unit.h"
#include "tests/unit/evil_names.h"
#include "tests/unit/report_fixture.h"

static yajl_val parse(const struct buf *out)
{
    char why[400] = "";
    yajl_val tree = yajl_tree_parse(out->text, why, sizeof why);

    if (!tree)
        fail_msg("%s", why);
    return tree;
}

static yajl_val get(yajl_val from, const char *key)
{
    const char *path[] = { key, NULL };
    yajl_val value = yajl_tree_get(from, path, yajl_t_any);

    if (!value)
        fail_msg("no key '%s'", key);
    return value;
}

static yajl_val item(yajl_val list, size_t at)
{
    assert_true(YAJL_IS_ARRAY(list) && at < list->u.array.len);
    return list->u.array.values[at];
}

static void has_keys(yajl_val object, const char *const *keys, size_t count)
{
    assert_true(YAJL_IS_OBJECT(object));
    assert_int_equal(object->u.object.len, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(object->u.object.keys[i], keys[i]);
}
#define HAS_KEYS(object, ...)                                               \
    has_keys(object, (const char *const[]){ __VA_ARGS__ },                  \
             sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void is_maybe(yajl_val value, struct maybe want)
{
    if (!want.known) {
        assert_true(YAJL_IS_NULL(value));
        return;
    }
    assert_true(YAJL_IS_NUMBER(value));
    assert_true(YAJL_GET_DOUBLE(value) == want.value);
}

static void is_text(yajl_val value, const char *want)
{
    assert_true(YAJL_IS_STRING(value));
    assert_string_equal(YAJL_GET_STRING(value), want);
}

static void is_day(yajl_val value, const struct finding *f, struct maybe days)
{
    char date[TIME_ROOM];

    if (!days.known)
        assert_true(YAJL_IS_NULL(value));
    else
        is_text(value, time_date(date, NULL, f->as_of + (int64_t)floor(days.value * DAY_MS)));
}

static void check_names(yajl_val row, const struct finding *f)
{
    HAS_KEYS(row, "name", "source", "resource", "metric", "labels", "unit", "as_of", "capacity", "data",
             "average_utilization", "peak_utilization", "p95_utilization", "pressure", "peak_hours",
             "peak_window", "quiet_window", "maintenance_from", "growth", "steps", "forecast", "exhaustion",
             "driver", "group", "cost", "recommendations");
    is_text(get(row, "name"), f->name);
    is_text(get(row, "source"), f->info.key.source);
    is_text(get(row, "resource"), f->info.key.resource);
    is_text(get(row, "metric"), f->info.key.metric);
    is_text(get(row, "unit"), f->info.unit);
    assert_true(YAJL_IS_OBJECT(get(row, "labels")));
}

static void check_figures(yajl_val row, const struct finding *f)
{
    yajl_val capacity = get(row, "capacity"), data = get(row, "data"), growth = get(row, "growth");

    HAS_KEYS(capacity, "value", "usable", "origin", "changes");
    is_maybe(get(capacity, "value"), f->capacity.value);
    is_maybe(get(capacity, "usable"), f->capacity.usable);
    is_text(get(capacity, "origin"), capacity_origin_name(f->capacity.origin));
    HAS_KEYS(data, "from", "to", "samples", "cadence_seconds", "coverage", "grade", "notes");
    assert_int_equal(YAJL_GET_INTEGER(get(data, "samples")), f->data.samples);
    is_maybe(get(row, "average_utilization"), f->average_pct);
    is_maybe(get(row, "peak_utilization"), f->peak_pct);
    is_maybe(get(row, "p95_utilization"), f->p95_pct);
    HAS_KEYS(growth, "per_day", "per_day_low", "per_day_high", "percent_per_month", "significant", "shape",
             "since");
    is_maybe(get(growth, "per_day"), f->growth.per_day);
    is_maybe(get(growth, "per_day_low"), f->growth.low);
    is_maybe(get(growth, "per_day_high"), f->growth.high);
    is_maybe(get(growth, "percent_per_month"), f->growth.percent_per_month);
    assert_true(f->growth.significant ? YAJL_IS_TRUE(get(growth, "significant"))
                                      : YAJL_IS_FALSE(get(growth, "significant")));
    if (f->pressure == PRESSURE_UNKNOWN)
        assert_true(YAJL_IS_NULL(get(row, "pressure")));
    else
        is_text(get(row, "pressure"), pressure_name(f->pressure));
}

static void check_peaks(yajl_val row, const struct finding *f)
{
    yajl_val hours = get(row, "peak_hours"), window = get(row, "peak_window");

    assert_int_equal(hours->u.array.len, f->peak_count);
    for (size_t i = 0; i < f->peak_count; i++) {
        HAS_KEYS(item(hours, i), "hour", "mean", "p95", "stability");
        assert_int_equal(YAJL_GET_INTEGER(get(item(hours, i), "hour")), f->peak_hours[i].hour);
        is_maybe(get(item(hours, i), "mean"), known(f->peak_hours[i].mean));
        is_maybe(get(item(hours, i), "stability"), known(f->peak_hours[i].stability));
    }
    if (!f->peak_window.known) {
        assert_true(YAJL_IS_NULL(window));
        return;
    }
    HAS_KEYS(window, "days", "from", "to");
    is_text(get(window, "days"), "mon-fri");
    is_text(get(window, "from"), "13:00");
    is_text(get(window, "to"), "16:00");
    is_text(get(get(row, "quiet_window"), "days"), "sun");
}

static void check_forecast(yajl_val row, const struct finding *f)
{
    yajl_val forecast = get(row, "forecast");

    HAS_KEYS(forecast, "statistic", "model", "mase", "coverage", "horizon_days", "trusted_days", "at");
    is_maybe(get(forecast, "mase"), f->forecast.mase);
    assert_int_equal(get(forecast, "at")->u.array.len, OUTLOOKS);
    for (size_t i = 0; i < OUTLOOKS; i++) {
        yajl_val at = item(get(forecast, "at"), i);

        HAS_KEYS(at, "days", "low", "median", "high");
        assert_int_equal(YAJL_GET_INTEGER(get(at, "days")), outlook_days[i]);
        is_maybe(get(at, "low"), f->forecast.at[i].low);
        is_maybe(get(at, "median"), f->forecast.at[i].median);
        is_maybe(get(at, "high"), f->forecast.at[i].high);
    }
}

static void check_exhaustion(yajl_val row, const struct finding *f)
{
    static const char *const days[] = { "7", "14", "30", "60", "90" };
    yajl_val e = get(row, "exhaustion");

    HAS_KEYS(e, "verdict", "reason", "threshold", "days_early", "days_median", "days_late", "date_early",
             "date_median", "date_late", "probability", "lead_time_days", "act_by", "action_required",
             "exhausted_since");
    is_text(get(e, "verdict"), verdict_name(f->verdict));
    is_maybe(get(e, "threshold"), f->exhaustion.threshold);
    is_maybe(get(e, "days_early"), f->exhaustion.days_early);
    is_maybe(get(e, "days_median"), f->exhaustion.days_median);
    is_maybe(get(e, "days_late"), f->exhaustion.days_late);
    is_day(get(e, "date_early"), f, f->exhaustion.days_early);
    is_day(get(e, "date_median"), f, f->exhaustion.days_median);
    is_day(get(e, "date_late"), f, f->exhaustion.days_late);
    has_keys(get(e, "probability"), days, PROBABILITIES);
    for (size_t i = 0; i < PROBABILITIES; i++)
        is_maybe(get(get(e, "probability"), days[i]), f->exhaustion.probability[i]);
    assert_true(YAJL_IS_NULL(get(e, "act_by")) != f->exhaustion.has_act_by);
}

static void check_recommendations(yajl_val row, const struct finding *f)
{
    yajl_val list = get(row, "recommendations");

    assert_int_equal(list->u.array.len, f->recommendation_count);
    for (size_t i = 0; i < f->recommendation_count; i++) {
        const struct recommendation *want = &f->recommendations[i];
        yajl_val r = item(list, i);

        HAS_KEYS(r, "severity", "code", "text", "because", "act_by", "amount");
        is_text(get(r, "severity"), severity_name(want->severity));
        is_text(get(r, "code"), want->code);
        is_text(get(r, "text"), want->text);
        assert_int_equal(get(r, "because")->u.array.len, want->because_count);
        if (!want->amount.known) {
            assert_true(YAJL_IS_NULL(get(r, "amount")));
            continue;
        }
        HAS_KEYS(get(r, "amount"), "add", "unit", "new_capacity", "new_date_median");
        is_maybe(get(get(r, "amount"), "add"), known(want->amount.add));
        is_maybe(get(get(r, "amount"), "new_capacity"), known(want->amount.new_capacity));
    }
}

static void check_summary(yajl_val tree, const struct analysis *a)
{
    yajl_val summary = get(tree, "summary"), verdicts = get(summary, "verdicts");

    is_text(get(tree, "schema"), "headroom.analysis/1");
    is_text(get(tree, "as_of"), "2026-07-27T06:00:00Z");
    is_text(get(tree, "timezone"), "UTC");
    HAS_KEYS(summary, "series", "verdicts", "pressure", "mode");
    assert_int_equal(YAJL_GET_INTEGER(get(summary, "series")), a->count);
    assert_int_equal(verdicts->u.object.len, VERDICTS);
    for (int i = 0; i < VERDICTS; i++)
        assert_int_equal(YAJL_GET_INTEGER(get(verdicts, verdict_name((enum verdict)i))), a->verdicts[i]);
}

static void every_key_of_the_contract_reads_back(void **state)
{
    struct estate estate;
    struct buf out;
    yajl_val tree;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    buf_init(&out, 1 << 24);
    analysis_json(&estate.analysis, NULL, &out);
    assert_int_equal(out.failed, 0);
    tree = parse(&out);
    HAS_KEYS(tree, "schema", "as_of", "timezone", "policy", "summary", "series", "bottlenecks");
    check_summary(tree, &estate.analysis);
    for (size_t i = 0; i < RESOURCES; i++) {
        yajl_val row = item(get(tree, "series"), i);
        const struct finding *f = &estate.analysis.findings[i];

        check_names(row, f);
        check_figures(row, f);
        check_peaks(row, f);
        check_forecast(row, f);
        check_exhaustion(row, f);
        check_recommendations(row, f);
    }
    yajl_tree_free(tree);
    buf_release(&out);
    arena_release(&estate.arena);
}

static void steps_and_capacity_changes_are_listed(void **state)
{
    struct step step = { FIXTURE_AS_OF - DAY_MS, STEP_CLEANUP, -12.385, 7 };
    struct capacity_change change = { FIXTURE_AS_OF - 2 * DAY_MS, 80, 100 };
    const char *note = "2 gaps";
    struct estate estate;
    struct finding *f;
    struct buf out;
    yajl_val tree, row;

    (void)state;
    estate_init(&estate, &resources[1], 1);
    f = &estate.analysis.findings[0];
    f->steps = &step;
    f->capacity.changes = &change;
    f->data.notes = &note;
    f->step_count = f->capacity.change_count = f->data.note_count = 1;
    buf_init(&out, 1 << 20);
    analysis_json(&estate.analysis, NULL, &out);
    tree = parse(&out);
    row = item(get(tree, "series"), 0);
    HAS_KEYS(item(get(row, "steps"), 0), "time", "kind", "size");
    is_text(get(item(get(row, "steps"), 0), "time"), "2026-07-26T06:00:00Z");
    is_text(get(item(get(row, "steps"), 0), "kind"), "cleanup");
    is_maybe(get(item(get(row, "steps"), 0), "size"), known(-12.385));
    HAS_KEYS(item(get(get(row, "capacity"), "changes"), 0), "time", "from", "to");
    is_text(item(get(get(row, "data"), "notes"), 0), "2 gaps");
    yajl_tree_free(tree);
    buf_release(&out);
    arena_release(&estate.arena);
}

static void labels_become_an_object(void **state)
{
    static const char text[] = "device=\"a\\\"b\\\\c\\nd\",stat=\"p99\"";
    struct resource row = resources[1];
    struct estate estate;
    struct buf out;
    yajl_val tree, labels;

    (void)state;
    row.labels = text;
    estate_init(&estate, &row, 1);
    buf_init(&out, 1 << 20);
    analysis_json(&estate.analysis, NULL, &out);
    tree = parse(&out);
    labels = get(item(get(tree, "series"), 0), "labels");
    HAS_KEYS(labels, "device", "stat");
    is_text(get(labels, "device"), "a\"b\\c\nd");
    is_text(get(labels, "stat"), "p99");
    yajl_tree_free(tree);
    buf_release(&out);
    arena_release(&estate.arena);
}

static void an_empty_analysis_is_whole(void **state)
{
    struct estate estate;
    struct buf out;
    yajl_val tree;

    (void)state;
    estate_init(&estate, resources, 0);
    buf_init(&out, 1 << 20);
    analysis_json(&estate.analysis, NULL, &out);
    tree = parse(&out);
    check_summary(tree, &estate.analysis);
    assert_int_equal(get(tree, "series")->u.array.len, 0);
    assert_true(YAJL_IS_NULL(get(get(tree, "summary"), "pressure")));
    yajl_tree_free(tree);
    buf_release(&out);
    arena_release(&estate.arena);
}

static void evil_names_come_back_as_they_were(void **state)
{
    (void)state;
    for (size_t i = 0; i < EVIL_NAMES; i++) {
        struct resource row = resources[1];
        struct estate estate;
        struct buf out;
        yajl_val tree, name;

        row.resource = row.unit = row.text = row.reason = evil_names[i];
        estate_init(&estate, &row, 1);
        buf_init(&out, 1 << 20);
        analysis_json(&estate.analysis, NULL, &out);
        tree = parse(&out);
        name = get(item(get(tree, "series"), 0), "resource");
        if (utf8_valid(evil_names[i], strlen(evil_names[i])))
            is_text(name, evil_names[i]);
        else
            assert_true(YAJL_IS_STRING(name) && strstr(name->u.string, "\xef\xbf\xbd"));
        yajl_tree_free(tree);
        buf_release(&out);
        arena_release(&estate.arena);
    }
}

static void the_report_adds_its_own_part_only(void **state)
{
    const struct renderer *renderer = renderer_find("json");
    struct render_options options = { 0 };
    struct error err = ERROR_NONE;
    struct estate estate;
    struct buf plain, report;
    yajl_val tree, comparison;

    (void)state;
    estate_init(&estate, resources, RESOURCES);
    estate_changes(&estate);
    buf_init(&plain, 1 << 24);
    buf_init(&report, 1 << 24);
    analysis_json(&estate.analysis, NULL, &plain);
    assert_ok(renderer->render(&estate.report, &options, &report, &err), &err);
    assert_memory_equal(plain.text, report.text, plain.used - 2);    /* up to the last brace and newline */
    tree = parse(&report);
    HAS_KEYS(get(tree, "report"), "title", "comparison", "quality", "run");
    comparison = get(get(tree, "report"), "comparison");
    assert_int_equal(get(comparison, "changes")->u.array.len, 4);
    is_text(get(item(get(comparison, "changes"), 0), "change"), "escalated");
    assert_int_equal(YAJL_GET_INTEGER(get(comparison, "graded")), 41);
    yajl_tree_free(tree);
    buf_release(&plain);
    buf_release(&report);
    arena_release(&estate.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_of_the_contract_reads_back),
        cmocka_unit_test(steps_and_capacity_changes_are_listed),
        cmocka_unit_test(labels_become_an_object),
        cmocka_unit_test(an_empty_analysis_is_whole),
        cmocka_unit_test(evil_names_come_back_as_they_were),
        cmocka_unit_test(the_report_adds_its_own_part_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

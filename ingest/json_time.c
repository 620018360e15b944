#include "ingest/json_time.h"

#include <math.h>
#include <string.h>

#include "data/base/number.h"

static const int64_t first_ms = INT64_C(631152000000), last_ms = INT64_C(7258118400000);

static int allowed(double ms)
{
    return ms >= (double)first_ms && ms <= (double)last_ms;
}

/* Whole nanoseconds need all 64 bits; a double would round them. */
static int whole_epoch(int64_t value, int64_t *out)
{
    static const struct { int64_t multiply, divide; } units[] = {
        { 1000, 1 }, { 1, 1 }, { 1, 1000 }, { 1, 1000000 },
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        double ms = (double)value * (double)units[i].multiply / (double)units[i].divide;

        if (allowed(ms)) {
            *out = units[i].multiply > 1 ? value * units[i].multiply : value / units[i].divide;
            return 1;
        }
    }
    return 0;
}

static int epoch(const char *text, size_t length, int64_t *out)
{
    double value;
    int64_t whole;

    if (number_parse_int(text, length, &whole))
        return whole_epoch(whole, out);
    if (number_parse(text, length, &value) != NUMBER_OK)
        return 0;
    for (double scale = 1e3; scale >= 1e-6; scale /= 1e3) {
        if (!allowed(value * scale))
            continue;
        *out = (int64_t)llround(value * scale);
        return 1;
    }
    return 0;
}

static int has_offset(const char *text)
{
    const char *clock = strpbrk(text, "T ");

    return clock && strpbrk(clock, "Z+-") != NULL;
}

int json_time_text(const char *text, size_t length, const struct ingest_options *options,
                   struct intake *intake, int64_t *out)
{
    if (epoch(text, length, out))
        return 1;
    if (*text < '0' || *text > '9' || time_parse(text, options->zone, 0, out, NULL) < 0)
        return 0;
    if (!has_offset(text) && !options->zone_given)
        intake_note(intake, "times such as '%.40s' have no offset: taken as UTC; "
                    "say --timezone if they are local", text);
    return allowed((double)*out);
}

int json_time(struct json *json, const struct ingest_options *options, struct intake *intake,
              int64_t *out)
{
    size_t length = 0;
    const char *text = json_text(json, &length);

    return text && json_time_text(text, length, options, intake, out);
}

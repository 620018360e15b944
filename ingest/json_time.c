#include "ingest/json_time.h"

#include <string.h>

#include "ingest/json_pairs.h"

static const int64_t first_ms = INT64_C(631152000000), last_ms = INT64_C(7258118400000);

static int has_offset(const char *text)
{
    const char *clock = strpbrk(text, "T ");

    return clock && strpbrk(clock, "Z+-") != NULL;
}

int json_time(struct json *json, const struct ingest_options *options, struct intake *intake,
              int64_t *out)
{
    int is_number = json_next(json) == JSON_NUMBER;
    size_t length = 0;
    const char *text = json_text(json, &length);

    if (text && is_number)
        return json_epoch(text, length, PAIR_SECONDS, out);
    if (!text || *text < '0' || *text > '9' ||
        time_parse(text, options->zone, 0, out, NULL) < 0)
        return 0;
    if (!has_offset(text) && !options->zone_given)
        intake_note(intake, "times such as '%.40s' have no offset: taken as UTC; "
                    "say --timezone if they are local", text);
    return *out >= first_ms && *out <= last_ms;
}

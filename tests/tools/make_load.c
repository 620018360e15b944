/*
 * tests/tools/make_load.c - exports of any size, for measuring ingest.
 *
 *     make_load FORM SERIES SAMPLES > FILE      FORM: long-time, long-series, wide, prometheus
 *
 * Samples are 5 minutes apart from 2025-01-06T00:00:00Z. Of four series two are random walks in percent with
 * two decimals, one an integer count, one uniform with 15 digits: the mix that monitoring exports hold.
 * The generator is SplitMix64 (Steele, Lea and Flood 2014), so that the bytes are the same everywhere.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/clock.h"

static const int64_t START = INT64_C(1736121600000);
enum { STEP_MS = 5 * 60 * 1000, VALUE_ROOM = 32 };

struct walk {
    uint64_t state;
    int64_t  level;      /* hundredths of a percent, or a count */
};

static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static const char *next_value(struct walk *walk, size_t series, char out[VALUE_ROOM])
{
    uint64_t luck = draw(&walk->state);

    if (series % 4 == 3) {
        snprintf(out, VALUE_ROOM, "%.15g", (double)(luck >> 11) / 9007199254740992.0 * 1000);
        return out;
    }
    walk->level += (int64_t)(luck % 201) - 100;
    if (series % 4 == 2) {
        walk->level = walk->level < 0 ? 0 : walk->level;
        snprintf(out, VALUE_ROOM, "%" PRId64, walk->level);
        return out;
    }
    walk->level = walk->level < 0 ? 0 : walk->level > 10000 ? 10000 : walk->level;
    snprintf(out, VALUE_ROOM, "%" PRId64 ".%02d", walk->level / 100, (int)(walk->level % 100));
    return out;
}

static void put_long(size_t series, const char *time, const char *value)
{
    printf("%s,host-%05zu,metric_%zu,%s\n", time, series / 4, series % 4, value);
}

static void by_time(struct walk *walks, size_t series, size_t samples)
{
    char time[TIME_ROOM], value[VALUE_ROOM];

    puts("timestamp,resource,metric,value");
    for (size_t i = 0; i < samples; i++) {
        time_iso(time, START + (int64_t)i * STEP_MS);
        for (size_t s = 0; s < series; s++)
            put_long(s, time, next_value(&walks[s], s, value));
    }
}

static void by_series(struct walk *walks, size_t series, size_t samples)
{
    char time[TIME_ROOM], value[VALUE_ROOM];

    puts("timestamp,resource,metric,value");
    for (size_t s = 0; s < series; s++)
        for (size_t i = 0; i < samples; i++)
            put_long(s, time_iso(time, START + (int64_t)i * STEP_MS),
                     next_value(&walks[s], s, value));
}

static void wide(struct walk *walks, size_t series, size_t samples)
{
    char time[TIME_ROOM], value[VALUE_ROOM];

    fputs("timestamp", stdout);
    for (size_t s = 0; s < series; s++)
        printf(",host-%05zu.metric_%zu", s / 4, s % 4);
    for (size_t i = 0; i < samples; i++) {
        printf("\n%s", time_iso(time, START + (int64_t)i * STEP_MS));
        for (size_t s = 0; s < series; s++)
            printf(",%s", next_value(&walks[s], s, value));
    }
    putchar('\n');
}

static void prometheus(struct walk *walks, size_t series, size_t samples)
{
    char value[VALUE_ROOM];

    fputs("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[", stdout);
    for (size_t s = 0; s < series; s++) {
        printf("%s{\"metric\":{\"__name__\":\"metric_%zu\",\"instance\":\"host-%05zu\"},\"values\":[",
               s ? "," : "", s % 4, s / 4);
        for (size_t i = 0; i < samples; i++)
            printf("%s[%" PRId64 ",\"%s\"]", i ? "," : "",
                   (START + (int64_t)i * STEP_MS) / 1000, next_value(&walks[s], s, value));
        fputs("]}", stdout);
    }
    puts("]}}");
}

static const struct {
    const char *name;
    void (*write)(struct walk *walks, size_t series, size_t samples);
} forms[] = {
    { "long-time", by_time }, { "long-series", by_series }, { "wide", wide },
    { "prometheus", prometheus },
};

int main(int argc, char **argv)
{
    size_t series = argc == 4 ? (size_t)strtoull(argv[2], NULL, 10) : 0;
    size_t samples = argc == 4 ? (size_t)strtoull(argv[3], NULL, 10) : 0;
    struct walk *walks = calloc(series + 1, sizeof *walks);

    if (!series || !samples || !walks) {
        fputs("usage: make_load long-time|long-series|wide|prometheus SERIES SAMPLES\n", stderr);
        return 64;
    }
    for (size_t s = 0; s < series; s++)
        walks[s] = (struct walk){ .state = 20261123 + s, .level = 5000 };
    for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++)
        if (strcmp(forms[f].name, argv[1]) == 0) {
            forms[f].write(walks, series, samples);
            free(walks);
            return fflush(stdout) == 0 ? 0 : 74;
        }
    fprintf(stderr, "make_load: no form is called '%s'\n", argv[1]);
    return 64;
}

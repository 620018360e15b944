/*
 * tests/tools/make_load.c - exports of any size, for measuring ingest.
 *
 *     make_load FORM SERIES SAMPLES [MINUTES] > FILE    FORM: long-time, long-series, wide, prometheus
 *
 * Samples are MINUTES (5) apart from 2025-01-06T00:00:00Z. Of four series two are random walks in percent with
 * two decimals, one an integer count, one uniform with 15 digits: the mix that monitoring exports hold.
 * The generator is SplitMix64 (Steele, Lea and Flood 2014), so that the bytes are the same everywhere.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/clock.h"

struct walk {
    uint64_t state;
    int64_t  level;      /* hundredths of a percent, or a count */
};

static const int64_t START = INT64_C(1736121600000);
enum { VALUE_ROOM = 32 };

struct load {
    struct walk *walks;      /* [series] */
    size_t       series, samples;
    int64_t      step_ms;
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

static void by_time(const struct load *load)
{
    char time[TIME_ROOM], value[VALUE_ROOM];

    puts("timestamp,resource,metric,value");
    for (size_t i = 0; i < load->samples; i++) {
        time_iso(time, START + (int64_t)i * load->step_ms);
        for (size_t s = 0; s < load->series; s++)
            put_long(s, time, next_value(&load->walks[s], s, value));
    }
}

static void by_series(const struct load *load)
{
    char time[TIME_ROOM], value[VALUE_ROOM];

    puts("timestamp,resource,metric,value");
    for (size_t s = 0; s < load->series; s++)
        for (size_t i = 0; i < load->samples; i++)
            put_long(s, time_iso(time, START + (int64_t)i * load->step_ms),
                     next_value(&load->walks[s], s, value));
}

static void wide(const struct load *load)
{
    char time[TIME_ROOM], value[VALUE_ROOM];

    fputs("timestamp", stdout);
    for (size_t s = 0; s < load->series; s++)
        printf(",host-%05zu.metric_%zu", s / 4, s % 4);
    for (size_t i = 0; i < load->samples; i++) {
        printf("\n%s", time_iso(time, START + (int64_t)i * load->step_ms));
        for (size_t s = 0; s < load->series; s++)
            printf(",%s", next_value(&load->walks[s], s, value));
    }
    putchar('\n');
}

static void prometheus(const struct load *load)
{
    char value[VALUE_ROOM];

    fputs("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[", stdout);
    for (size_t s = 0; s < load->series; s++) {
        printf("%s{\"metric\":{\"__name__\":\"metric_%zu\",\"instance\":\"host-%05zu\"},\"values\":[",
               s ? "," : "", s % 4, s / 4);
        for (size_t i = 0; i < load->samples; i++)
            printf("%s[%" PRId64 ",\"%s\"]", i ? "," : "",
                   (START + (int64_t)i * load->step_ms) / 1000, next_value(&load->walks[s], s, value));
        fputs("]}", stdout);
    }
    puts("]}}");
}

static const struct {
    const char *name;
    void (*write)(const struct load *load);
} forms[] = {
    { "long-time", by_time }, { "long-series", by_series }, { "wide", wide },
    { "prometheus", prometheus },
};

static size_t number(int argc, char **argv, int at, size_t unsaid)
{
    return at < argc ? (size_t)strtoull(argv[at], NULL, 10) : unsaid;
}

int main(int argc, char **argv)
{
    struct load load = { .series = number(argc, argv, 2, 0), .samples = number(argc, argv, 3, 0),
                         .step_ms = (int64_t)number(argc, argv, 4, 5) * MINUTE_MS };

    load.walks = calloc(load.series + 1, sizeof *load.walks);
    for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++) {
        if (!load.series || !load.samples || !load.walks || strcmp(forms[f].name, argv[1]) != 0)
            continue;
        for (size_t s = 0; s < load.series; s++)
            load.walks[s] = (struct walk){ .state = 20261123 + s, .level = 5000 };
        forms[f].write(&load);
        free(load.walks);
        return fflush(stdout) == 0 ? 0 : 74;
    }
    fputs("usage: make_load long-time|long-series|wide|prometheus SERIES SAMPLES [MINUTES]\n", stderr);
    return 64;
}

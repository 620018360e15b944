/*
 * How fast samples are merged and read, and how many bytes they take: 2,000 series of
 * 10,000 samples at five minutes, a kind of data at a time and a mix of the four.
 *
 *     bench_store [SERIES SAMPLES BATCH]    BATCH: samples of a series in one merge
 *
 * All is merged twice, and each sample must then count as one that was there with the same bits.
 * CPU time of this process, so that waiting for the disk does not count. The data are made:
 * a random walk of a percentage with two decimals, counts, 15 digits without any pattern, and
 * full random doubles. The mix has two parts of the first and one of counts and 15 digits each.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "data/store/store.h"

#define T0   INT64_C(1735689600000)
#define STEP INT64_C(300000)

enum kind { PERCENT, COUNTS, DIGITS, DOUBLES, MIX, KINDS };

static const char *const kind_names[KINDS] = { "two decimals", "counts", "15 digits", "doubles", "mix" };
static const double most_bytes[KINDS] = { 2.5, 2.5, 9, 9, 4.5 };    /* asked, with the rollups */

struct bench {
    struct store *store;
    enum kind     kind;
    int           series, samples, batch;
    int64_t      *id, *at;
    double       *level, *value;
    uint64_t      random;
};

static double cpu_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void must(int rc, const struct error *err)
{
    if (rc >= 0)
        return;
    fprintf(stderr, "%s\n", err->text);
    exit(1);
}

/* xorshift64*: Marsaglia 2003. */
static double chance(struct bench *bench)
{
    bench->random ^= bench->random >> 12;
    bench->random ^= bench->random << 25;
    bench->random ^= bench->random >> 27;
    return (double)(bench->random * UINT64_C(2685821657736338717) >> 11) * 0x1p-53;
}

static double next_value(struct bench *bench, int series)
{
    static const enum kind mix[] = { PERCENT, PERCENT, COUNTS, DIGITS };
    enum kind kind = bench->kind == MIX ? mix[series % 4] : bench->kind;
    double *level = &bench->level[series];

    if (kind == DOUBLES)
        return chance(bench) * 100;
    if (kind == DIGITS)
        return rint(chance(bench) * 1e15) / 1e13;
    *level += chance(bench) - 0.5;
    *level = *level < 0 ? 0 : *level > 100 ? 100 : *level;
    return kind == PERCENT ? rint(*level * 100) / 100 : rint(*level * 3);
}

/* Merges all samples, a batch of each series after the other; returns the seconds it took. */
static double merge_all(struct bench *bench, struct merge_counts *counts)
{
    struct error err = ERROR_NONE;
    double seconds = cpu_seconds(), making = 0;

    bench->random = 88172645463325252u;
    for (int i = 0; i < bench->series; i++)
        bench->level[i] = 50;
    must(store_begin(bench->store, &err), &err);
    for (int from = 0; from < bench->samples; from += bench->batch)
        for (int i = 0; i < bench->series; i++) {
            int count = bench->samples - from < bench->batch ? bench->samples - from : bench->batch;
            double start = cpu_seconds();

            for (int k = 0; k < count; k++) {
                bench->at[k] = T0 + (from + k) * STEP;
                bench->value[k] = next_value(bench, i);
            }
            making += cpu_seconds() - start;
            must(store_samples_merge(bench->store, bench->id[i], bench->at, bench->value, (size_t)count,
                                     counts, &err), &err);
        }
    must(store_commit(bench->store, &err), &err);
    return cpu_seconds() - seconds - making;
}

static void add_series(struct bench *bench)
{
    struct error err = ERROR_NONE;

    for (int i = 0; i < bench->series; i++) {
        char resource[32];
        struct series_info info = { .key = { "bench", resource, "used", "" }, .unit = "%" };

        snprintf(resource, sizeof resource, "host-%d", i);
        must(store_series_put(bench->store, &info, &bench->id[i], &err), &err);
    }
}

static double read_samples(struct bench *bench)
{
    struct samples samples = { 0 };
    struct error err = ERROR_NONE;
    double start = cpu_seconds();

    for (int i = 0; i < bench->series; i++)
        must(store_samples_read(bench->store, bench->id[i], TIME_FIRST, TIME_LAST, &samples, &err), &err);
    samples_release(&samples);
    return cpu_seconds() - start;
}

static double read_hours(struct bench *bench)
{
    struct hourlies hours = { 0 };
    struct error err = ERROR_NONE;
    double start = cpu_seconds();

    for (int i = 0; i < bench->series; i++)
        must(store_hourly_read(bench->store, bench->id[i], TIME_FIRST, TIME_LAST, &hours, &err), &err);
    hourlies_release(&hours);
    return cpu_seconds() - start;
}

static void run(struct bench *bench, const char *path)
{
    struct merge_counts counts = { 0 };
    struct error err = ERROR_NONE;
    struct stat about;
    double total = (double)bench->series * bench->samples / 1e6, first, again, samples, hours, bytes;

    must(store_open(&bench->store, path, STORE_CREATE, 0, &err), &err);
    must(store_begin(bench->store, &err), &err);
    add_series(bench);
    must(store_commit(bench->store, &err), &err);
    first = merge_all(bench, &counts);
    again = merge_all(bench, &counts);
    samples = read_samples(bench);
    hours = read_hours(bench);
    store_close(bench->store);
    if (counts.fresh != counts.duplicate || counts.replaced || stat(path, &about) != 0)
        fprintf(stderr, "the counts are wrong\n");
    bytes = (double)about.st_size / total / 1e6;
    printf("%-14s %8.1f %8.1f %8.1f %8.1f %8.2f  at most %.1f %s\n", kind_names[bench->kind],
           total / first, total / again, total / samples, total / hours, bytes,
           most_bytes[bench->kind], bytes > most_bytes[bench->kind] ? "MISSED" : "");
    unlink(path);
}

int main(int count, char **word)
{
    struct bench bench = { .series = count > 3 ? atoi(word[1]) : 2000,
                           .samples = count > 3 ? atoi(word[2]) : 10000,
                           .batch = count > 3 ? atoi(word[3]) : 4000 };
    char folder[] = "/tmp/headroom-bench-XXXXXX", path[64], lock[64];
    struct rusage usage;

    bench.id = calloc((size_t)bench.series, sizeof *bench.id);
    bench.level = calloc((size_t)bench.series, sizeof *bench.level);
    bench.at = calloc((size_t)bench.batch, sizeof *bench.at);
    bench.value = calloc((size_t)bench.batch, sizeof *bench.value);
    if (!bench.id || !bench.level || !bench.at || !bench.value || !mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/t.db", folder);
    snprintf(lock, sizeof lock, "%s/t.db.lock", folder);
    printf("%-14s %8s %8s %8s %8s %8s\n", "M samples/s", "merge", "again", "read", "hours", "B/sample");
    for (int kind = 0; kind < KINDS; kind++) {
        bench.kind = (enum kind)kind;
        run(&bench, path);
        unlink(lock);
    }
    getrusage(RUSAGE_SELF, &usage);
    printf("peak memory %ld MiB\n", usage.ru_maxrss / 1024);
    rmdir(folder);
    free(bench.id);
    free(bench.level);
    free(bench.at);
    free(bench.value);
    return 0;
}

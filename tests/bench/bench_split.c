/*
 * What a straight pass over a long table costs: the limit to measure an import by.
 *
 *     bench_split FILE      a CSV of time,resource,metric,value without quotes
 *
 * Reads the file in blocks, splits its rows at commas, turns times and values into numbers and
 * hashes the names, in one thread, and stores nothing. Written plainly, with the shortcuts
 * anybody would take: the last time is remembered, digits are added up as they come.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 1 << 18, CELLS = 4 };

struct pass {
    uint64_t rows, names;      /* the names' hashes, added up, so that nothing is left out */
    int64_t  times;
    double   values;
    char     time[32];
    size_t   time_length;
    int64_t  at;
};

static int two(const char *p)
{
    return (p[0] - '0') * 10 + p[1] - '0';
}

/* 2025-01-06T00:00:00Z; days by Hinnant's civil_from_days, turned round. */
static int64_t read_time(struct pass *pass, const char *p, size_t length)
{
    int64_t year, month, era, day;

    if (length == pass->time_length && memcmp(p, pass->time, length) == 0)
        return pass->at;
    year = two(p) * 100 + two(p + 2);
    month = two(p + 5);
    year -= month <= 2;
    era = year / 400;
    day = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + two(p + 8) - 1;
    day += (year - era * 400) * 365 + (year - era * 400) / 4 - (year - era * 400) / 100;
    pass->at = (era * 146097 + day - 719468) * 86400 + two(p + 11) * 3600 + two(p + 14) * 60 +
               two(p + 17);
    pass->time_length = length < sizeof pass->time ? length : 0;
    memcpy(pass->time, p, pass->time_length);
    return pass->at;
}

static double read_value(const char *p, size_t length)
{
    static const double power[] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
                                    1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19 };
    const char *end = p + length, *point = end;
    uint64_t digits = 0;

    for (; p < end; p++) {
        if (*p == '.')
            point = p + 1;
        else
            digits = digits * 10 + (uint64_t)(*p - '0');
    }
    return (double)digits / power[point < end ? end - point : 0];
}

/* FNV-1a over eight bytes at a time. */
static uint64_t hash(const char *p, size_t length)
{
    uint64_t sum = UINT64_C(14695981039346656037), word;

    for (; length >= sizeof word; p += sizeof word, length -= sizeof word) {
        memcpy(&word, p, sizeof word);
        sum = (sum ^ word) * UINT64_C(1099511628211);
    }
    for (; length; p++, length--)
        sum = (sum ^ (unsigned char)*p) * UINT64_C(1099511628211);
    return sum;
}

/* Takes whole rows; where the first that is not whole begins. */
static const char *take_rows(struct pass *pass, const char *p, const char *end)
{
    const char *cell[CELLS + 1], *row = p;
    int cells = 0;

    for (cell[0] = p; p < end; p++) {
        if (*p != ',' && *p != '\n')
            continue;
        if (cells < CELLS)
            cell[++cells] = p + 1;
        if (*p == ',')
            continue;
        if (cells == CELLS && *row >= '0' && *row <= '9') {
            pass->times += read_time(pass, cell[0], (size_t)(cell[1] - cell[0] - 1));
            pass->names += hash(cell[1], (size_t)(cell[3] - cell[1] - 1));
            pass->values += read_value(cell[3], (size_t)(cell[4] - cell[3] - 1));
            pass->rows++;
        }
        cells = 0;
        row = cell[0] = p + 1;
    }
    return row;
}

int main(int count, char **word)
{
    int file = count == 2 ? open(word[1], O_RDONLY) : -1;
    char *block = aligned_alloc(4096, 2 * BLOCK);
    struct pass pass = { 0 };
    struct timespec start, stop;
    size_t kept = 0;
    ssize_t got;
    double seconds;

    if (file < 0 || !block) {
        fputs("usage: bench_split FILE\n", stderr);
        return 64;
    }
    clock_gettime(CLOCK_MONOTONIC, &start);
    while ((got = read(file, block + BLOCK, BLOCK)) > 0) {
        const char *begin = block + BLOCK - kept, *end = block + BLOCK + got;
        const char *rest = take_rows(&pass, begin, end);

        kept = (size_t)(end - rest);
        if (kept > BLOCK)
            return 65;
        memmove(block + BLOCK - kept, rest, kept);
    }
    clock_gettime(CLOCK_MONOTONIC, &stop);
    seconds = (double)(stop.tv_sec - start.tv_sec) + 1e-9 * (double)(stop.tv_nsec - start.tv_nsec);
    printf("%" PRIu64 " rows in %.3f s: %.2f M rows/s (sums %" PRId64 " %" PRIx64 " %.17g)\n", pass.rows,
           seconds, (double)pass.rows / seconds / 1e6, pass.times, pass.names, pass.values);
    free(block);
    return 0;
}

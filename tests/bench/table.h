/* tests/bench/table.h - series of numbers out of the data sets' .csv.gz files. */
#ifndef TESTS_BENCH_TABLE_H
#define TESTS_BENCH_TABLE_H

#include <stddef.h>

struct column { char name[64]; double *y; size_t n; };

struct table { struct column *columns; size_t count; };

enum table_shape {
    TABLE_ROWS,      /* a series a row: name, values */
    TABLE_WIDE,      /* time, then a column a series */
    TABLE_LONG       /* series, time, value */
};

/* Reads the file; a cell that is no number is NaN, at the end of a row it is left out. 0 or -1. */
int table_read(const char *path, enum table_shape shape, struct table *out);
void table_free(struct table *table);

/* Means of `size` values each, NaN where all are: minutes to hours. In place. */
void table_thin(struct table *table, size_t size);

#endif

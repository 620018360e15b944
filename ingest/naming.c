#include "ingest/naming.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static int ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);

    return n > m && strcasecmp(name + n - m, end) == 0;
}

/*
 * PostgreSQL's cumulative statistics, which count from the last reset; alone or behind an
 * exporter's prefix. https://www.postgresql.org/docs/current/monitoring-stats.html
 */
static int is_cumulative(const char *name)
{
    static const char *const names[] = {
        "xact_commit", "xact_rollback", "blks_read", "blks_hit", "tup_returned", "tup_fetched",
        "tup_inserted", "tup_updated", "tup_deleted", "temp_files", "temp_bytes", "blk_read_time",
        "blk_write_time", "session_time", "active_time", "idle_in_transaction_time",
        "checkpoints_timed", "checkpoints_req", "checkpoint_write_time", "checkpoint_sync_time",
        "buffers_checkpoint", "buffers_clean", "maxwritten_clean", "buffers_backend",
        "buffers_backend_fsync", "buffers_alloc", "seq_scan", "seq_tup_read", "idx_scan",
        "idx_tup_read", "idx_tup_fetch", "n_tup_ins", "n_tup_upd", "n_tup_del", "n_tup_hot_upd",
        "wal_records", "wal_bytes",
    };
    size_t length = strlen(name);

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t n = strlen(names[i]);

        if (length >= n && strcmp(name + length - n, names[i]) == 0 &&
            (length == n || name[length - n - 1] == '_'))
            return 1;
    }
    return 0;
}

enum series_kind metric_kind(const char *name)
{
    static const char *const ends[] = {
        "_total", "_bucket", "_sum", "_count",    /* Prometheus: counters, and parts of histograms */
        "InOctets", "OutOctets", "InUcastPkts", "OutUcastPkts", "InErrors", "OutErrors",
        "InDiscards", "OutDiscards",              /* RFC 2863 */
    };

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (ends_with(name, ends[i]))
            return i >= 4 && strncasecmp(name, "if", 2) != 0 ? SERIES_GAUGE : SERIES_COUNTER;
    return is_cumulative(name) ? SERIES_COUNTER : SERIES_GAUGE;
}

const char *metric_unit(const char *name)
{
    static const struct { const char *end, *unit; } ends[] = {
        { "_bytes", "B" },         { "_bytes_total", "B" },   { "_seconds", "s" },
        { "_seconds_total", "s" }, { "_milliseconds", "ms" }, { "_ratio", "ratio" },
        { "_percent", "%" },       { "_pct", "%" },           { "_percentage", "%" },
        { "Octets", "B" },         { "_bytes_sum", "B" },     { "_seconds_sum", "s" },
        { ".pct", "ratio" },       { ".bytes", "B" },         /* Elastic Common Schema */
    };

    if (strncmp(name, "% ", 2) == 0)    /* Windows: "% Processor Time" */
        return "%";

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (ends_with(name, ends[i].end))
            return ends[i].unit;
    return NULL;
}

/* p99, P99.9, perc95, percentile_95, 99TH_PERCENTILE, 95th, ALIGN_PERCENTILE_99. */
static const char *percentile_word(const char *word, size_t length, char out[16])
{
    static const char *const around[] = { "percentile", "percent", "perc", "th", "p" };
    char digits[8];
    size_t used = 0;
    int named = 0;

    for (size_t i = 0; i < length;) {
        size_t n = 0;

        if ((word[i] >= '0' && word[i] <= '9') || (word[i] == '.' && used)) {
            if (used == sizeof digits - 1)
                return NULL;
            digits[used++] = word[i++];
            continue;
        }
        for (size_t k = 0; k < sizeof around / sizeof around[0] && !n; k++)
            if (strlen(around[k]) <= length - i &&
                strncasecmp(word + i, around[k], strlen(around[k])) == 0)
                n = strlen(around[k]);
        if (!n && word[i] != '_' && word[i] != ' ')
            return NULL;
        named |= n > 0;
        i += n ? n : 1;
    }
    digits[used] = '\0';
    if (!named || !used || used > 5)
        return NULL;
    snprintf(out, 16, "p%s", digits);
    return out;
}

const char *statistic_word(const char *word, size_t length, char out[16])
{
    static const struct { const char *word, *name; } words[] = {
        { "average", "avg" }, { "avg", "avg" },     { "mean", "avg" },    { "maximum", "max" },
        { "max", "max" },     { "minimum", "min" }, { "min", "min" },     { "sum", "sum" },
        { "total", "sum" },   { "median", "p50" },  { "count", "count" },
        { "samplecount", "count" }, { "last", "last" },   { "latest", "last" },
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i].word) == length && strncasecmp(words[i].word, word, length) == 0)
            return words[i].name;
    return percentile_word(word, length, out);
}

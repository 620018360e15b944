/*
 * data/store/sql.h - every statement the store runs, in one place.
 *
 * X(id, how, text). `how` says what the query planner may do with it:
 *   SEEK  must find its rows through an index; a test holds it to that
 *   SCAN  reads a whole table, and that is meant
 * Parameters have names, so that a call site reads  ":series"  and not  3.
 */
#ifndef DATA_STORE_SQL_H
#define DATA_STORE_SQL_H

#define SQL_SERIES_COLUMNS                                                                  \
    "id, name, source, resource, metric, labels, unit, kind, period, samples, first, last," \
    " last_value, cadence"

#define SQL_MAP(X)                                                                           \
    X(SQL_STORE, SEEK, "SELECT uuid, pruned FROM store WHERE id = 1")                        \
    /* series */                                                                             \
    X(SQL_SERIES_FIND, SEEK, "SELECT id, unit, period FROM series WHERE name = :name")       \
    X(SQL_SERIES_ADD, SEEK,                                                                  \
      "INSERT INTO series (name, source, resource, metric, labels, unit, kind, period)"      \
      " VALUES (:name, :source, :resource, :metric, :labels, :unit, :kind, :period)")        \
    X(SQL_SERIES_LEARN, SEEK,                                                                \
      "UPDATE series SET unit = :unit, period = :period WHERE id = :id")                     \
    X(SQL_SERIES_LIST, SCAN, "SELECT " SQL_SERIES_COLUMNS " FROM series ORDER BY name")      \
    X(SQL_NAMES, SCAN, "SELECT id, name FROM series ORDER BY name")                          \
    X(SQL_NAME_OF_ID, SEEK, "SELECT id, name FROM series WHERE id = :id")                    \
    X(SQL_NAME_OF_NAME, SEEK, "SELECT id, name FROM series WHERE name = :name")              \
    X(SQL_SUMMARY, SEEK,                                                                     \
      "SELECT samples, first, last, last_value, cadence FROM series WHERE id = :id")         \
    X(SQL_SUMMARY_SET, SEEK,                                                                 \
      "UPDATE series SET samples = :samples, first = :first, last = :last,"                  \
      " last_value = :last_value, cadence = :cadence WHERE id = :id")                        \
    /* chunks */                                                                             \
    X(SQL_CHUNK_AT, SEEK,                                                                    \
      "SELECT id, start, span, count, hours, data FROM chunk"                                \
      " WHERE series = :series AND start <= :at ORDER BY start DESC LIMIT 1")                \
    X(SQL_CHUNK_AFTER, SEEK,                                                                 \
      "SELECT start FROM chunk WHERE series = :series AND start > :at ORDER BY start LIMIT 1") \
    X(SQL_CHUNK_ADD, SEEK,                                                                   \
      "INSERT INTO chunk (series, start, span, count, first, last, min, max, sum, hours, data)" \
      " VALUES (:series, :start, :span, :count, :first, :last, :min, :max, :sum, :hours, :data)") \
    X(SQL_CHUNK_SET, SEEK,                                                                   \
      "UPDATE chunk SET count = :count, first = :first, last = :last, min = :min,"           \
      " max = :max, sum = :sum, hours = :hours, data = :data WHERE id = :id")                \
    X(SQL_CHUNK_DROP, SEEK, "DELETE FROM chunk WHERE id = :id")                              \
    X(SQL_CHUNK_RANGE, SEEK,                                                                 \
      "SELECT start, span, hours, data FROM chunk WHERE series = :series AND start < :until" \
      " AND start >= coalesce((SELECT max(start) FROM chunk"                                 \
      "   WHERE series = :series AND start <= :from), :from) ORDER BY start")                \
    X(SQL_CHUNK_NEWEST, SEEK,                                                                \
      "SELECT start, count, data FROM chunk WHERE series = :series ORDER BY start DESC")     \
    X(SQL_CHUNK_FROM_ID, SEEK,                                                               \
      "SELECT id, series, start, span, hours, data FROM chunk"                               \
      " WHERE id > :id AND first < :before ORDER BY id LIMIT 1")                             \
    X(SQL_CHUNK_CHECK, SEEK,                                                                 \
      "SELECT id, start, span, count, first, last, min, max, sum, hours, data FROM chunk"    \
      " WHERE series = :series ORDER BY start")                                              \
    /* care */                                                                               \
    X(SQL_SERIES_LESS, SEEK,                                                                 \
      "UPDATE series SET samples = samples - :gone WHERE id = :id")                          \
    X(SQL_PRUNED_SET, SEEK, "UPDATE store SET pruned = :pruned WHERE id = 1")                \
    X(SQL_INTEGRITY, SCAN, "PRAGMA integrity_check(100)")                                    \
    X(SQL_REFERENCES, SCAN, "PRAGMA foreign_key_check")                                      \
    X(SQL_FACTS, SCAN,                                                                       \
      "SELECT (SELECT count(*) FROM series), (SELECT count(*) FROM chunk),"                  \
      " (SELECT total(samples) FROM series), (SELECT count(*) FROM run),"                    \
      " (SELECT count(*) FROM import), (SELECT min(first) FROM series),"                     \
      " (SELECT max(last) FROM series)")                                                     \
    /* imports */                                                                            \
    X(SQL_IMPORT_ADD, SEEK,                                                                  \
      "INSERT INTO import (file, format, bytes, hash, put, missing, infinite, rejected,"     \
      " fresh, duplicate, replaced, series, first, last, at)"                                \
      " SELECT :file, :format, :bytes, :hash, :put, :missing, :infinite, :rejected,"         \
      " :fresh, :duplicate, :replaced, :series, :first, :last, :at"                          \
      " WHERE :fresh + :replaced > 0 OR NOT EXISTS"                                          \
      " (SELECT 1 FROM import WHERE hash = :hash AND bytes = :bytes)")                       \
    X(SQL_IMPORT_LIST, SCAN,                                                                 \
      "SELECT file, format, bytes, hash, put, missing, infinite, rejected, fresh, duplicate," \
      " replaced, series, first, last, at FROM import ORDER BY id")                          \
    /* capacity */                                                                           \
    X(SQL_CAPACITY_AT, SEEK,                                                                 \
      "SELECT value FROM capacity WHERE series = :series AND origin = :origin"               \
      " AND since <= :since ORDER BY since DESC LIMIT 1")                                    \
    X(SQL_CAPACITY_PUT, SEEK,                                                                \
      "INSERT INTO capacity (series, since, origin, value)"                                  \
      " VALUES (:series, :since, :origin, :value)"                                           \
      " ON CONFLICT (series, since, origin) DO UPDATE SET value = excluded.value")           \
    X(SQL_CAPACITY_OF, SEEK,                                                                 \
      "SELECT series, since, origin, value FROM capacity WHERE series = :series"             \
      " ORDER BY since, origin")                                                             \
    X(SQL_CAPACITY_LIST, SCAN,                                                               \
      "SELECT series, since, origin, value FROM capacity ORDER BY series, since, origin")    \
    /* events */                                                                             \
    X(SQL_EVENT_ADD, SEEK,                                                                   \
      "INSERT INTO event (selector, kind, at, until, note)"                                  \
      " VALUES (:selector, :kind, :at, :until, :note)")                                      \
    X(SQL_EVENT_DROP, SEEK, "DELETE FROM event WHERE id = :id")                              \
    X(SQL_EVENT_LIST, SCAN,                                                                  \
      "SELECT id, selector, kind, at, until, note FROM event ORDER BY at, id")               \
    /* recorded runs */                                                                      \
    X(SQL_RUN_ADD, SEEK,                                                                     \
      "INSERT INTO run (as_of, at, command, timezone)"                                       \
      " VALUES (:as_of, :at, :command, :timezone)")                                          \
    X(SQL_RUN_FIND, SEEK, "SELECT 1 FROM run WHERE id = :id")                                \
    X(SQL_RUN_LIST, SCAN, "SELECT id, as_of, at, command, timezone FROM run ORDER BY id")    \
    X(SQL_OUTLOOK_ADD, SEEK,                                                                 \
      "INSERT INTO outlook (run, series, verdict, severity, model, statistic, unit,"         \
      " level, usable, growth_per_day, days_early, days_median, days_late,"                  \
      " low_7, low_14, low_30, low_90, median_7, median_14, median_30, median_90,"           \
      " high_7, high_14, high_30, high_90)"                                                  \
      " VALUES (:run, :series, :verdict, :severity, :model, :statistic, :unit,"              \
      " :level, :usable, :growth, :early, :median, :late,"                                   \
      " :low_7, :low_14, :low_30, :low_90, :median_7, :median_14, :median_30, :median_90,"   \
      " :high_7, :high_14, :high_30, :high_90)")                                             \
    X(SQL_OUTLOOK_OF, SEEK,                                                                  \
      "SELECT series, verdict, severity, model, statistic, unit,"                            \
      " level, usable, growth_per_day, days_early, days_median, days_late,"                  \
      " low_7, low_14, low_30, low_90, median_7, median_14, median_30, median_90,"           \
      " high_7, high_14, high_30, high_90 FROM outlook WHERE run = :run ORDER BY series")

enum sql_how { SEEK, SCAN };

enum sql_id {
#define X(id, how, text) id,
    SQL_MAP(X)
#undef X
    SQL_COUNT
};

#endif

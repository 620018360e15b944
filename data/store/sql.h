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
    X(SQL_SUMMARY, SEEK,                                                                     \
      "SELECT samples, first, last, last_value, cadence FROM series WHERE id = :id")         \
    X(SQL_SUMMARY_SET, SEEK,                                                                 \
      "UPDATE series SET samples = :samples, first = :first, last = :last,"                  \
      " last_value = :last_value, cadence = :cadence WHERE id = :id")                        \
    /* chunks */                                                                             \
    X(SQL_CHUNK_AT, SEEK,                                                                    \
      "SELECT id, start, span, hours, data FROM chunk"                                       \
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
      "SELECT start, count, data FROM chunk WHERE series = :series ORDER BY start DESC")

enum sql_how { SEEK, SCAN };

enum sql_id {
#define X(id, how, text) id,
    SQL_MAP(X)
#undef X
    SQL_COUNT
};

#endif

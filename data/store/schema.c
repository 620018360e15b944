#include "data/store/handle.h"

/*
 * Applied in order; row N takes a file from user_version N to N + 1. Append only: one
 * that has shipped is never edited. docs/schema.md says what the columns mean.
 */
static const char *const migrations[] = {
    "CREATE TABLE store ("
    "  id     INTEGER PRIMARY KEY CHECK (id = 1),"
    "  uuid   TEXT NOT NULL,"
    "  pruned INTEGER) STRICT;"
    "INSERT INTO store (id, uuid) VALUES (1, lower(hex(randomblob(16))));"

    "CREATE TABLE series ("
    "  id         INTEGER PRIMARY KEY,"
    "  name       TEXT NOT NULL UNIQUE,"
    "  source     TEXT NOT NULL,"
    "  resource   TEXT NOT NULL,"
    "  metric     TEXT NOT NULL CHECK (metric <> ''),"
    "  labels     TEXT NOT NULL,"
    "  unit       TEXT NOT NULL,"
    "  kind       TEXT NOT NULL CHECK (kind IN ('gauge', 'counter', 'delta')),"
    "  period     INTEGER NOT NULL DEFAULT 0,"
    "  samples    INTEGER NOT NULL DEFAULT 0,"
    "  first      INTEGER,"
    "  last       INTEGER,"
    "  last_value REAL,"
    "  cadence    INTEGER NOT NULL DEFAULT 0) STRICT;"

    "CREATE TABLE chunk ("
    "  id     INTEGER PRIMARY KEY,"
    "  series INTEGER NOT NULL REFERENCES series,"
    "  start  INTEGER NOT NULL,"
    "  span   INTEGER NOT NULL,"
    "  count  INTEGER NOT NULL,"
    "  first  INTEGER,"
    "  last   INTEGER,"
    "  min    REAL,"
    "  max    REAL,"
    "  sum    REAL,"
    "  hours  BLOB NOT NULL,"
    "  data   BLOB NOT NULL,"
    "  UNIQUE (series, start)) STRICT;"

    "CREATE TABLE import ("
    "  id        INTEGER PRIMARY KEY,"
    "  file      TEXT NOT NULL,"
    "  format    TEXT NOT NULL,"
    "  bytes     INTEGER NOT NULL,"
    "  hash      INTEGER NOT NULL,"
    "  put       INTEGER NOT NULL,"
    "  missing   INTEGER NOT NULL,"
    "  infinite  INTEGER NOT NULL,"
    "  rejected  INTEGER NOT NULL,"
    "  fresh     INTEGER NOT NULL,"
    "  duplicate INTEGER NOT NULL,"
    "  replaced  INTEGER NOT NULL,"
    "  series    INTEGER NOT NULL,"
    "  first     INTEGER,"
    "  last      INTEGER,"
    "  at        INTEGER NOT NULL) STRICT;"
    "CREATE INDEX import_by_content ON import (hash, bytes);"

    "CREATE TABLE capacity ("
    "  series INTEGER NOT NULL REFERENCES series,"
    "  since  INTEGER NOT NULL,"
    "  origin TEXT NOT NULL,"
    "  value  REAL NOT NULL CHECK (value > 0),"
    "  PRIMARY KEY (series, since, origin)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE event ("
    "  id       INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  selector TEXT NOT NULL,"
    "  kind     TEXT NOT NULL,"
    "  at       INTEGER NOT NULL,"
    "  until    INTEGER NOT NULL CHECK (until >= at),"
    "  note     TEXT NOT NULL) STRICT;"

    "CREATE TABLE run ("
    "  id       INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  as_of    INTEGER NOT NULL,"
    "  at       INTEGER NOT NULL,"
    "  command  TEXT NOT NULL,"
    "  timezone TEXT NOT NULL) STRICT;"

    "CREATE TABLE outlook ("
    "  run            INTEGER NOT NULL REFERENCES run,"
    "  series         TEXT NOT NULL,"
    "  verdict        TEXT NOT NULL,"
    "  severity       TEXT NOT NULL,"
    "  model          TEXT NOT NULL,"
    "  statistic      TEXT NOT NULL,"
    "  unit           TEXT NOT NULL,"
    "  level          REAL,"
    "  usable         REAL,"
    "  growth_per_day REAL,"
    "  days_early     REAL,"
    "  days_median    REAL,"
    "  days_late      REAL,"
    "  low_7  REAL, low_14  REAL, low_30  REAL, low_90  REAL,"
    "  median_7 REAL, median_14 REAL, median_30 REAL, median_90 REAL,"
    "  high_7 REAL, high_14 REAL, high_30 REAL, high_90 REAL,"
    "  PRIMARY KEY (run, series)) STRICT, WITHOUT ROWID;",
};
enum { NEWEST = sizeof migrations / sizeof migrations[0] };

int schema_newest(void)
{
    return NEWEST;
}

int schema_migrate(struct store *store, int version, struct error *err)
{
    char mark[96];
    int rc = sql_script(store, "BEGIN EXCLUSIVE", "starting to write the store", err);

    for (; rc == 0 && version < NEWEST; version++)
        rc = sql_script(store, migrations[version], "bringing the store up to date", err);
    sqlite3_snprintf(sizeof mark, mark, "PRAGMA application_id = %d; PRAGMA user_version = %d",
                     STORE_APPLICATION, NEWEST);
    if (rc == 0)
        rc = sql_script(store, mark, "bringing the store up to date", err);
    if (rc == 0)
        rc = sql_script(store, "COMMIT", "bringing the store up to date", err);
    if (rc < 0)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

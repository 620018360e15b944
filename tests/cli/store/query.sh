# SQL on samples and hours, in three forms; what is no reading is refused, and nothing is written
headroom -q ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
cksum <headroom.db >before
headroom query "SELECT * FROM samples ORDER BY series, at LIMIT 4"
headroom query --format json "SELECT series, count(*) AS n, max(value) AS top, NULL AS none FROM samples GROUP BY series"
headroom query --format csv "SELECT series, time, count, mean, p95 FROM hourly WHERE series GLOB '*web-1*' LIMIT 3"
headroom query --format csv "SELECT '=1+1' AS \"a,b\", x'00ff' AS bytes, 1e999 AS endless"
try() { headroom query "$@"; echo "[$?]"; }
try
try "SELECT * FROM sampels"
try "SELECT valu FROM samples"
try "SELECT * FROM samples WHERE"
try "DELETE FROM series"
try "ATTACH '/etc/passwd' AS p"
try "SELECT 1; SELECT 2"
cksum <headroom.db | cmp - before

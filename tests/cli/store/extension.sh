# samples and hourly in the sqlite3 program and in Python, by the loadable extension: what headroom query gives
ln -s "$(dirname "$(command -v headroom)")/headroom.so" .
headroom -q ingest "$HEADROOM_SOURCE/data/samples/disks.csv.gz"
ask() {
    headroom query --format csv "$1" | tail -n +2 | tr -d '\r' >query
    sqlite3 headroom.db -cmd '.load ./headroom' -csv "$1" | tr -d '\r' >shell || echo "sqlite3 failed"
    cmp query shell && wc -l <shell
}
ask "SELECT id, at, printf('%.17g', value) FROM samples WHERE series GLOB '/web-01/*' ORDER BY id, at"
ask "SELECT id, time, count, printf('%.17g', sum), printf('%.17g', p95) FROM hourly WHERE at >= 1761955200000 ORDER BY id, at"
ask "SELECT h.id, unit, printf('%.17g', max(p95)) FROM hourly h JOIN series s USING (id) GROUP BY h.id"
sqlite3 headroom.db -cmd '.load ./headroom' "SELECT headroom_version() GLOB '[0-9]*'" "INSERT INTO samples VALUES (1, 2, 3, 4, 5)"
sqlite3 :memory: -cmd '.load ./headroom' "SELECT count(*) FROM samples"
cat >read.py <<'END'
import sqlite3
store = sqlite3.connect("file:headroom.db?mode=ro", uri=True)
store.enable_load_extension(True)
store.load_extension("./headroom")
print(store.execute("SELECT count(*), min(time), max(time) FROM samples WHERE series LIKE '%disk_used%'").fetchone())
END
/usr/bin/python3 read.py

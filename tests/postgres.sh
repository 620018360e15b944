#!/bin/sh
# postgres.sh BUILD - PostgreSQL as the source: a real server, started here and ended here, holds the samples,
# and its COPY … TO PROGRAM runs headroom on them. The parts of two sessions, put together, must be the whole.
build=$(cd "$1" && pwd)
source=$(cd "$(dirname "$0")/.." && pwd)
tools=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$tools" ]; then
    echo "postgres: skipped, there is no server here (Debian: apt-get install postgresql)"
    exit 0
fi
work=$(mktemp -d)
chmod 755 "$work"
as=
if [ "$(id -u)" = 0 ]; then    # the server refuses to run as root
    as="setpriv --reuid nobody --regid nogroup --clear-groups"
    chown nobody "$work"
fi
run() { (cd "$work" && HOME=$work $as "$@"); }
stop() { run "$tools/pg_ctl" -D "$work/data" -m immediate stop >/dev/null 2>&1; rm -rf "$work"; }
trap stop EXIT

cp "$build/headroom" "$work/headroom" && export HEADROOM_CONFIG= TZ=UTC LC_ALL=C
"$build/headroom" -q --db "$work/all.db" ingest "$source"/data/samples/*.gz || exit 1
"$build/headroom" --db "$work/all.db" export >"$work/all.csv" || exit 1
chmod -R a+rX "$work"
run "$tools/initdb" -D "$work/data" -A trust -U headroom >"$work.log" 2>&1 &&
run "$tools/pg_ctl" -D "$work/data" -o "-k $work -h ''" -w -l "$work/server.log" start >>"$work.log" 2>&1 ||
    { cat "$work.log"; exit 1; }
rm -f "$work.log"
sql() { run "$tools/psql" -q -v ON_ERROR_STOP=1 -h "$work" -U headroom -d postgres "$@" || exit 1; }
columns='source, resource, metric, labels, unit, kind, period_seconds, time, value, capacity'
sql -c "CREATE TABLE samples (source text, resource text, metric text, labels text, unit text, kind text,
        period_seconds float8, time text, value float8, capacity float8)"
sql -c "\\copy samples FROM '$work/all.csv' CSV HEADER FORCE NOT NULL source, resource, labels, unit"
copy() {    # WHERE FILE: the server itself runs headroom
    sql -c "COPY (SELECT $columns FROM samples WHERE $1 ORDER BY source COLLATE \"C\", resource COLLATE \"C\",
            metric COLLATE \"C\", labels COLLATE \"C\", time)
            TO PROGRAM '$work/headroom analyze --stdin --no-header >$work/$2' CSV HEADER"
}
resource="hashtext(source || '/' || resource)"
copy true whole
copy "$resource % 2 = 0" first &
copy "$resource % 2 <> 0" second
wait
sort "$work/whole" >"$work/1"
cat "$work/first" "$work/second" | sort >"$work/2"
rows=$(wc -l <"$work/1")
"$build/headroom" analyze --stdin --no-header <"$work/all.csv" | sort >"$work/3"
[ "$rows" -gt 20 ] && [ -s "$work/first" ] && [ -s "$work/second" ] && cmp "$work/1" "$work/2" &&
    cmp "$work/1" "$work/3" || { echo "postgres: the parts are not the whole"; exit 1; }
echo "postgres: $rows series from a server, in two sessions and in one, byte for byte the same"

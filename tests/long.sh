#!/bin/sh
# long.sh KILLS RUNS TARGET... - what make check does some hundred times, ten thousand and
# ten million times. Ends in a table: what, how often it was asked for, how often it was done.
kills=$1 runs=$2
shift 2
table=$(mktemp)
trap 'rm -f "$table"' EXIT
status=0

if build/release/tests/fault/kill build/release/headroom "$kills" "$(date +%s)" >"$table.kill" 2>&1; then
    done_=$kills
else
    done_=0 status=1
fi
cat "$table.kill"
rm -f "$table.kill"
printf 'kill %-10s %9s asked %9s done\n' ingest "$kills" "$done_" >>"$table"
sh tests/fuzz/run.sh "$runs" 0 "$@" >>"$table" || status=1
sh tests/postgres.sh build/release >>"$table" 2>&1 || status=1
sh tests/reproducible.sh >>"$table" 2>&1 || status=1
grep -v ' read .* with samples$' "$table"
exit $status

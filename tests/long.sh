#!/bin/sh
# long.sh SECONDS TARGET... - what make check does some hundred times, thousands of times, and each
# fuzz target for so many seconds. Ends in a table: what, how often it was asked for, what came of it.
seconds=$1
shift
table=$(mktemp)
trap 'rm -f "$table" "$table.one"' EXIT
status=0

for fault in build/release/tests/fault/fault_*; do
    [ -x "$fault" ] && [ -f "$fault" ] && [ "${fault%.o}" = "$fault" ] || continue
    case $fault in *.d) continue ;; esac
    name=${fault##*/fault_}
    times=$(sh tests/fault/times.sh "$name" long)
    "$fault" build/release/headroom "$times" "$(date +%s)" >"$table.one" 2>&1 || status=1
    cat "$table.one"
    printf '%-8s %9s asked: %s\n' "$name" "$times" "$(tail -n 1 "$table.one")" >>"$table"
done
sh tests/fuzz/run.sh 0 "$seconds" "$@" >>"$table" || status=1
sh tests/postgres.sh build/release >>"$table" 2>&1 || status=1
sh tests/reproducible.sh >>"$table" 2>&1 || status=1
grep -v ' read .* with samples$' "$table"
exit $status

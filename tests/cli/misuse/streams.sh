# Every command with a full disk behind its output, without a stream, and with a reader that goes away:
# a result that is lost is never called a success, and no stream takes the place of another.
cat >h.ini <<'INI'
[general]
timezone = UTC
INI
export HEADROOM_CONFIG=h.ini
headroom -q ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
headroom -q --now 2026-03-01 analyze --record >/dev/null
cp headroom.db kept.db
runs=0
wrong() { echo "headroom $command, $1: ended in $2"; }
while read -r command; do
    eval "set -- $command"
    cp kept.db headroom.db
    headroom --now 2026-03-01 "$@" >plain 2>plain.err </dev/null
    status=$?
    [ -s plain ] && lost=74 || lost=$status
    for way in full closed; do
        cp kept.db headroom.db
        if [ $way = full ]; then headroom --now 2026-03-01 "$@" >/dev/full 2>err </dev/null
        else headroom --now 2026-03-01 "$@" >&- 2>err </dev/null; fi
        got=$?
        [ $got = $lost ] || wrong "stdout $way" $got
        [ $got != 74 ] || grep -q 'standard output can not be written' err || wrong "stdout $way, without a word" $got
    done
    cp kept.db headroom.db
    headroom --now 2026-03-01 "$@" >out 2>&- <&-
    got=$?
    [ $got = $status ] && cmp -s plain out || wrong 'without stdin and stderr' $got
    headroom verify >/dev/null || wrong 'and the store has faults' $?
    runs=$((runs + 3))
done <<'END'
analyze
analyze --format json
backtest
capacity list
capacity set '*cpu' 90
check
completion bash
config check
config show
event add '*' --at 2026-01-05 --kind launch
event list
explain web-1/cpu
export
forecast --horizon 1d
formats
help
inspect kept.db
ledger
prune --older-than 1h
query 'SELECT count(*) FROM series'
report --charts 0
report --format text
report --format json
report --format csv
report --format ics
report --format openmetrics
report --format markdown
series
simulate '*web-1*'
size capacity '*'
size scaler '*web-1*'
verify
whatif --growth +20%
END
echo "$runs runs"

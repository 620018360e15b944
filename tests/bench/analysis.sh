#!/bin/sh
# How long the analysis of many series takes, with twelve weeks of hours each: the whole pipeline, all processors.
#
#     tests/bench/analysis.sh BUILD [SERIES]      default 10000; a quarter of it is measured as well
#
# Prints wall seconds, and the ratio of the two sizes: 4 where time is linear.
build=${1:?usage: analysis.sh BUILD [SERIES]}
series=${2:-10000}
headroom=$(readlink -f "$build/headroom") load=$(readlink -f "$build/tests/tools/make_load")
dir=${HEADROOM_BENCH_DIR:-}
if [ -z "$dir" ]; then dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; fi
mkdir -p "$dir" && cd "$dir" || exit 1

measure() {    # SERIES -> seconds
    if [ ! -s "hours-$1.db" ]; then
        "$load" long-series "$1" 2016 60 >hours.csv &&
        "$headroom" --db "hours-$1.db" --quiet ingest --timezone UTC hours.csv >/dev/null || exit 1
    fi
    start=$(date +%s.%N)
    "$headroom" --db "hours-$1.db" --timezone UTC analyze --format csv >analysis.csv || exit 1
    end=$(date +%s.%N)
    awk -v a="$start" -v b="$end" 'BEGIN { printf "%.2f\n", b - a }'
}

small=$(measure $((series / 4))) || exit 1
large=$(measure "$series") || exit 1
echo "$((series / 4)) series in $small s, $series series in $large s"
awk -v a="$small" -v b="$large" -v n="$series" \
    'BEGIN { printf "%.2f ms a series; %.2f times the time for 4 times the series\n", 1000 * b / n, b / a }'

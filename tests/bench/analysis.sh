#!/bin/sh
# How long the analysis of many series takes, with twelve weeks of hours each, and what memory: the whole
# pipeline, all processors.
#
#     tests/bench/analysis.sh BUILD [SERIES]      default 10000; a quarter of it is measured as well
#
# The store is kept in HEADROOM_BENCH_DIR, where that is set.
build=${1:?usage: analysis.sh BUILD [SERIES]}
series=${2:-10000}
. "$(dirname "$0")/lib.sh"

analyse() {    # SERIES FORM
    if [ ! -s "hours-$1.db" ]; then
        "$load" long-series "$1" 2016 60 >hours.csv &&
        "$headroom" --db "hours-$1.db" --quiet ingest --timezone UTC hours.csv >/dev/null || exit 1
    fi
    measured "$headroom" --db "hours-$1.db" --timezone UTC analyze --format "$2"
}

echo "analysis, twelve weeks of hours"
most=$((64 + $(getconf _NPROCESSORS_ONLN)))
analyse $((series / 4)) csv || exit 1
quarter=$seconds
for form in csv table json; do
    analyse "$series" "$form" || exit 1
    printf '  %s series as %s: %s s, %s ms a series\n' "$series" "$form" "$seconds" "$(ratio "$seconds" "$(ratio "$series" 1000)")"
    asked "$series series as $form: peak memory" 'at most' "$most" "$peak" MiB
done
asked "$series series: time of a quarter" 'at most' 4.4 "$(ratio "$seconds" "$quarter")" x
asked "$series series: time" 'at most' 60 "$seconds" s

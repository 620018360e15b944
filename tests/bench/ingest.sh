#!/bin/sh
# How fast exports are read and stored, beside other programs on the same file in the same run:
#
#     tests/bench/ingest.sh BUILD [SERIES SAMPLES ROUNDS]      default 2000 10000 3: 20 million samples
#
# Each round runs every program once, in turn; the figures are medians of wall seconds. A peer that
# is not installed is said and left out. HEADROOM_BENCH_DIR is where the files go (about 3 GB; default: a
# temporary folder that is removed).
build=${1:?usage: ingest.sh BUILD [SERIES SAMPLES ROUNDS]}
series=${2:-2000} samples=${3:-10000} rounds=${4:-3}
headroom=$(readlink -f "$build/headroom") load=$(readlink -f "$build/tests/tools/make_load")
dir=${HEADROOM_BENCH_DIR:-}
if [ -z "$dir" ]; then dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; fi
mkdir -p "$dir" && cd "$dir" || exit 1
count=$((series * samples))

for form in long-time long-series wide prometheus; do
    case $form in prometheus) file=$form.json ;; *) file=$form.csv ;; esac
    [ -s "$file" ] || "$load" "$form" "$series" "$samples" >"$file" || exit 1
done

seconds() {    # of "$@"
    start=$(date +%s.%N)
    "$@" >run.log 2>&1 || { echo "failed: $*" >&2; cat run.log >&2; return 1; }
    end=$(date +%s.%N)
    awk -v a="$start" -v b="$end" 'BEGIN { printf "%.3f\n", b - a }'
}

ours()   { rm -f ours.db*; "$headroom" --db ours.db --quiet ingest --timezone UTC "$1"; }
again()  { "$headroom" --db again.db --quiet ingest --timezone UTC "$1"; }
sqlite() { rm -f peer.db; sqlite3 peer.db 'PRAGMA journal_mode=OFF' 'PRAGMA synchronous=OFF' \
           'CREATE TABLE t(time TEXT, resource TEXT, metric TEXT, value REAL)' '.mode csv' ".import --skip 1 $1 t"; }
fread()  { Rscript -e "d <- data.table::fread('$1', nThread = 2)"; }
duckdb_load() { rm -f peer.duckdb; duckdb peer.duckdb "CREATE TABLE t AS SELECT * FROM read_csv('$1')"; }

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

peers=
command -v sqlite3 >/dev/null && peers="$peers sqlite" || echo "sqlite3 is not installed: left out"
Rscript -e 'library(data.table)' >/dev/null 2>&1 && peers="$peers fread" || echo "R data.table is not installed: left out"
command -v duckdb >/dev/null && peers="$peers duckdb_load" || echo "DuckDB is not installed: left out"

rm -f *.time again.db*
again long-time.csv >/dev/null 2>&1
round=0
while [ "$round" -lt "$rounds" ]; do
    for form in long-time long-series wide prometheus; do
        case $form in prometheus) file=$form.json ;; *) file=$form.csv ;; esac
        seconds ours "$file" >>"$form.time" || exit 1
        [ "$form" = long-time ] && stat -c %s ours.db >bytes
    done
    seconds again long-time.csv >>again.time || exit 1
    for peer in $peers; do seconds "$peer" long-time.csv >>"$peer.time" || exit 1; done
    round=$((round + 1))
done

base=$(median long-time.time)
echo "$count samples, $series series, median of $rounds rounds"
for name in long-time long-series wide prometheus again $peers; do
    t=$(median "$name.time")
    awk -v n="$name" -v t="$t" -v c="$count" -v b="$base" \
        'BEGIN { printf "%-14s %8.2f s  %7.2f M samples/s  %6.2f x the time of long-time\n", n, t, c / t / 1e6, t / b }'
done
awk -v s="$(cat bytes)" -v c="$count" 'BEGIN { printf "on disk with rollups: %.2f bytes a sample\n", s / c }'

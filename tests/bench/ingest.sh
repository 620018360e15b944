#!/bin/sh
# How fast exports are read and stored, beside other programs on the same file in the same run:
#
#     tests/bench/ingest.sh BUILD [SERIES SAMPLES ROUNDS]      default 2000 10000 3: 20 million samples
#
# Each round runs every program once, in turn; the figures are medians of wall seconds of whole
# processes. A peer that is not installed is said and left out. DuckDB is looked for as the program
# duckdb, or as the package @duckdb/node-api in the folder HEADROOM_BENCH_NODE. Takes 3 GB of disk.
build=${1:?usage: ingest.sh BUILD [SERIES SAMPLES ROUNDS]}
series=${2:-2000} samples=${3:-10000} rounds=${4:-3}
. "$(dirname "$0")/lib.sh"
count=$((series * samples))

file_of() { case $1 in prometheus) echo "prometheus.json" ;; *) echo "$1.csv" ;; esac; }

for form in long-time long-series wide prometheus; do
    file=$(file_of $form)
    [ -s "$file" ] || "$load" "$form" "$series" "$samples" >"$file" || exit 1
done

# --- programs ---------------------------------------------------------------------

ingest() { rm -f ours.db*; measured "$headroom" --db ours.db --quiet ingest --timezone UTC "$1"; }
again()  { measured "$headroom" --db again.db --quiet ingest --timezone UTC "$1"; }
straight() { measured "$split" "$1"; }
sqlite() { rm -f peer.db; measured sqlite3 peer.db 'PRAGMA journal_mode=OFF' 'PRAGMA synchronous=OFF' \
           'CREATE TABLE t(time TEXT, resource TEXT, metric TEXT, value REAL)' '.mode csv' ".import --skip 1 $1 t"; }
fread()  { measured Rscript -e "d <- data.table::fread('$1', nThread = $(nproc))"; }
duckdb_program() { rm -f peer.duckdb; measured duckdb peer.duckdb "CREATE TABLE t AS SELECT * FROM read_csv('$1')"; }
duckdb_node() { rm -f peer.duckdb; NODE_PATH=$HEADROOM_BENCH_NODE/node_modules measured node -e "
    require('@duckdb/node-api').DuckDBInstance.create('peer.duckdb').then(i => i.connect()).then(
        c => c.run(\"CREATE TABLE t AS SELECT * FROM read_csv('$1')\")).then(() => process.exit(0))"; }

peers=
command -v sqlite3 >/dev/null && peers="$peers sqlite" || echo "sqlite3 is not installed: left out"
Rscript -e 'library(data.table)' >/dev/null 2>&1 && peers="$peers fread" ||
    echo "R data.table is not installed: left out"
if command -v duckdb >/dev/null; then peers="$peers duckdb_program"
elif [ -d "${HEADROOM_BENCH_NODE:-/nowhere}/node_modules/@duckdb/node-api" ]; then peers="$peers duckdb_node"
else echo "DuckDB is not installed: left out"; fi

# --- rounds -----------------------------------------------------------------------

round_of() {    # NAME PROGRAM FILE
    sync    # or it would wait for what the one before wrote
    "$2" "$3" || exit 1
    echo "$seconds" >>"$1.time"
    echo "$peak" >"$1.peak"
}

content() {    # what a store holds, bit for bit
    "$headroom" --db "$1" query --format csv 'SELECT * FROM chunk ORDER BY id' | cksum
}

rm -f ./*.time again.db*
again long-time.csv || exit 1
content again.db >before.sum
round=0
while [ "$round" -lt "$rounds" ]; do
    for form in long-time long-series wide prometheus; do
        round_of "$form" ingest "$(file_of $form)"
        [ $form = long-time ] && stat -c %s ours.db >bytes
    done
    round_of again again long-time.csv
    round_of straight straight long-time.csv
    for peer in $peers; do round_of "$peer" "$peer" long-time.csv; done
    round=$((round + 1))
done

# --- figures ----------------------------------------------------------------------

rate() { awk -v c="$count" -v t="$(median "$1.time")" 'BEGIN { printf "%.2f", c / t / 1e6 }'; }
faster() { ratio "$(median "$2.time")" "$(median "$1.time")"; }    # A B: how many times as fast A is

echo "$count samples, $series series, median of $rounds rounds, $(nproc) processors"
for name in long-time long-series wide prometheus again straight $peers; do
    printf '  %-14s %8s s  %8s M samples/s  %8s MiB\n' "$name" "$(median "$name.time")" "$(rate "$name")" \
        "$(cat "$name.peak")"
done
echo "asked"
asked 'csv-long by time' 'at least' 9 "$(rate long-time)" 'M samples/s'
asked 'csv-long by series' 'at least' 9 "$(rate long-series)" 'M samples/s'
asked 'csv-long to a straight pass, one thread' 'at most' 2 "$(faster straight long-time)" 'x its time'
for peer in $peers; do
    case $peer in
    sqlite)  asked 'csv-long beside sqlite3 .import' 'at least' 12 "$(faster long-time sqlite)" 'x as fast' ;;
    fread)   asked "csv-long beside R's data.table::fread" 'at least' 1.7 "$(faster long-time fread)" 'x as fast' ;;
    duckdb*) asked "csv-long beside DuckDB's load" 'at least' 5 "$(faster long-time "$peer")" 'x as fast' ;;
    esac
done
asked 'csv-wide beside csv-long' 'at least' 1.7 "$(faster wide long-time)" 'x as fast'
asked 'Prometheus JSON beside csv-long' 'at least' 1 "$(faster prometheus long-time)" 'x as fast'
asked 'the same file again beside the first time' 'at least' 1 "$(faster again long-time)" 'x as fast'
content again.db | cmp -s - before.sum && echo "  the same file again: the store holds what it held" ||
    echo "  the same file again: the store CHANGED"
asked 'on disk, with rollups, a quarter 15 digits' 'at most' 4.5 "$(ratio "$(cat bytes)" "$count")" 'B/sample'

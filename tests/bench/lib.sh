# tests/bench/lib.sh - what the scripts beside it share. Sourced with $build set to the build's folder.
#
# Every figure is a line: what it is, what was asked of it, what was measured, and whether that is
# enough. Files go to HEADROOM_BENCH_DIR, where they are kept and used again, or to a temporary folder.
run=$(readlink -f "$build/tests/bench/bench_run") split=$(readlink -f "$build/tests/bench/bench_split")
headroom=$(readlink -f "$build/headroom") load=$(readlink -f "$build/tests/tools/make_load")
source=$(readlink -f "$(dirname "$0")")
dir=${HEADROOM_BENCH_DIR:-}
if [ -z "$dir" ]; then dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; fi
mkdir -p "$dir" && cd "$dir" || exit 1

# measured COMMAND…: sets $seconds (wall) and $peak (MiB); what it printed is in run.log.
measured() {
    "$run" "$@" >run.log 2>&1 || { echo "failed: $*" >&2; cat run.log >&2; return 1; }
    read -r seconds peak <time.log
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

# asked NAME 'at least|at most' LIMIT MEASURED [UNIT]
asked() {
    awk -v name="$1" -v how="$2" -v limit="$3" -v got="$4" -v unit="$5" 'BEGIN {
        good = how == "at least" ? got + 0 >= limit + 0 : got + 0 <= limit + 0
        printf "  %-44s %8s %6s  %9s %-12s %s\n", name, how, limit, got, unit, good ? "" : "MISSED" }'
}

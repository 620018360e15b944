#!/bin/sh
# run.sh BUILD RUNS SECONDS TARGET... - fuzzes each target until it was executed RUNS times, or
# with RUNS 0 for SECONDS; adds what it found to BUILD/corpus/TARGET and prints a table.
build=$1 runs=$2 seconds=$3
shift 3
# Without these half of the time goes into fresh memory.
ASAN_OPTIONS=quarantine_size_mb=1:malloc_context_size=0:allocator_release_to_os_interval_ms=-1:$ASAN_OPTIONS
export ASAN_OPTIONS
status=0

longest() {    # the longest input that is worth its time
    case $1 in
        number) echo 64 ;;
        time) echo 96 ;;
        chunk | rollup | csv | text) echo 256 ;;
        *) echo 512 ;;
    esac
}

fuzz() {
    corpus=$build/corpus/$1 log=$build/log/$1
    mkdir -p "$corpus" "$build/seeds/$1" "$build/log" "$build/findings"
    "$build/tests/fuzz/fuzz_$1" --seeds "$build/seeds/$1" || return 1
    limit=-runs=$runs
    [ "$runs" -gt 0 ] || limit=-max_total_time=$seconds
    set -- "$1" "$limit" -max_len="${MAX_LEN:-$(longest "$1")}"
    [ ! -f "tests/fuzz/$1.dict" ] || set -- "$@" "-dict=tests/fuzz/$1.dict"
    target=$1
    shift
    "$build/fuzzer/$target" "$@" -entropic=0 -print_funcs=0 -print_pcs=0 -detect_leaks=0 \
        -print_final_stats=1 -artifact_prefix="$build/findings/$target-" \
        "$corpus" "tests/fuzz/corpus/$target" "$build/seeds/$target" >"$log" 2>&1
}

for target; do
    if fuzz "$target"; then found=none; else
        found="see $build/log/$target" status=1; fi
    done_=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/log/$target")
    printf 'fuzz %-10s %9s asked %9s done   finding: %s\n' "$target" \
        "$([ "$runs" -gt 0 ] && echo "$runs" || echo "${seconds}s")" "${done_:-0}" "$found"
    sed -n '/ read .* with samples$/s/^/  /p' "$build/log/$target"
done
exit $status

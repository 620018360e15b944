#!/bin/sh
# run.sh RUNS SECONDS TARGET... - fuzzes each target until it was executed RUNS times, or with
# RUNS 0 for SECONDS; adds what it found to build/fuzz/corpus/TARGET and prints a table.
#
# Nine tenths are executed by the swift build. Behind it the one with the address sanitizer is
# given all that the swift one reached, and goes on from there.
runs=$1 seconds=$2
shift 2
home=build/fuzz
# Without these half of the time goes into fresh memory.
ASAN_OPTIONS=quarantine_size_mb=1:malloc_context_size=0:allocator_release_to_os_interval_ms=-1:$ASAN_OPTIONS
GLIBC_TUNABLES=glibc.malloc.mmap_threshold=268435456:glibc.malloc.trim_threshold=1073741824:glibc.malloc.top_pad=16777216
export ASAN_OPTIONS GLIBC_TUNABLES
status=0

longest() {    # the longest input that is worth its time
    case $1 in
        number | path) echo 64 ;;
        time | timeformat) echo 96 ;;
        chunk | rollup | csv | text) echo 256 ;;
        *) echo 512 ;;
    esac
}

# part BUILD TARGET TENTHS: that part of what was asked
part() {
    limit=-runs=$((runs * $3 / 10))
    [ "$runs" -gt 0 ] || limit=-max_total_time=$(((seconds * $3 + 9) / 10))
    dictionary=
    [ ! -f "tests/fuzz/$2.dict" ] || dictionary=-dict=tests/fuzz/$2.dict
    "build/$1/fuzzer/$2" "$limit" -max_len="${MAX_LEN:-$(longest "$2")}" $dictionary -entropic=0 -reload=0 \
        -print_funcs=0 -print_pcs=0 -detect_leaks=0 -print_final_stats=1 -artifact_prefix="$home/findings/$2-" \
        "$home/corpus/$2" "tests/fuzz/corpus/$2" "$home/seeds/$2" >"$home/log/$2.$1" 2>&1
}

executed() {
    sed -n 's/^stat::number_of_executed_units: *//p' "$home/log/$1" 2>/dev/null | tail -n 1 | grep . || echo 0
}

for target; do
    mkdir -p "$home/corpus/$target" "$home/seeds/$target" "$home/log" "$home/findings"
    rm -f "$home/log/$target".*
    found=none
    "$home/tests/fuzz/fuzz_$target" --seeds "$home/seeds/$target" &&
        part swift "$target" 9 && part fuzz "$target" 1 || { found="see $home/log/$target.*" status=1; }
    swift=$(executed "$target.swift") sanitized=$(executed "$target.fuzz")
    printf 'fuzz %-10s %9s asked %9s done %9s of them with the address sanitizer   finding: %s\n' "$target" \
        "$([ "$runs" -gt 0 ] && echo "$runs" || echo "${seconds}s")" $((swift + sanitized)) "$sanitized" "$found"
    sed -n '/ read .* with samples$/s/^/  /p' "$home/log/$target.fuzz"
done
exit $status

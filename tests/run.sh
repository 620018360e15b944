#!/bin/sh
# Runs every unit test, every command-line test, the faults and the fuzz corpora of the builds
# named, and ends with the line "N passed, N failed".
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.." || exit 1
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

count() {    # a log of cmocka or of our own runner, and the exit status of what wrote it
    good=$(grep -c '^\[       OK \]' "$log")
    bad=$(grep -c '^\[  FAILED  \] [a-z_0-9]*$' "$log")
    bad=$((bad / 2))    # cmocka names a failed test twice
    [ "$1" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    passed=$((passed + good)) failed=$((failed + bad))
    [ "$bad" -eq 0 ] || { echo "FAILED: $2"; cat "$log"; }
}

for build; do
    for test in "$build"/tests/unit/test_*; do
        [ -x "$test" ] && [ -f "$test" ] && [ "${test%.o}" = "$test" ] || continue
        case $test in *.d) continue ;; esac
        "$test" >"$log" 2>&1
        count $? "$test"
    done
    if [ -d "$here/cli" ] && [ -x "$build/headroom" ]; then
        sh "$here/cli/run.sh" "$build" >"$log" 2>&1
        status=$?
        good=$(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$log" | tail -n 1)
        bad=$(sed -n 's/^[0-9]* passed, \([0-9]*\) failed.*/\1/p' "$log" | tail -n 1)
        [ -n "$good" ] || { good=0 bad=1; }
        passed=$((passed + good)) failed=$((failed + bad))
        [ "$status" -eq 0 ] || { echo "FAILED: command-line tests of $build"; cat "$log"; }
    fi
    for fault in "$build"/tests/fault/fault_*; do
        [ -x "$fault" ] && [ -f "$fault" ] && [ "${fault%.o}" = "$fault" ] || continue
        case $fault in *.d) continue ;; esac
        times=$(sh "$here/fault/times.sh" "${fault##*/fault_}" "${build##*/}")
        [ "$times" = 0 ] && { echo "${fault##*/}: left out of ${build##*/}, see tests/fault/times.sh"; continue; }
        if "$fault" "$build/headroom" "$times" >"$log" 2>&1; then
            passed=$((passed + 1)); sed "s|^|${fault##*/}: |" "$log" | tail -n 1
        else
            failed=$((failed + 1)); echo "FAILED: $fault"; cat "$log"; fi
    done
    for fuzzer in "$build"/tests/fuzz/fuzz_*; do
        [ -x "$fuzzer" ] && [ -f "$fuzzer" ] && [ "${fuzzer%.o}" = "$fuzzer" ] || continue
        case $fuzzer in *.d) continue ;; esac
        name=${fuzzer##*/fuzz_}
        corpus=tests/fuzz/corpus/$name
        if [ ! -d "$corpus" ]; then
            echo "FAILED: $fuzzer has no corpus"; failed=$((failed + 1)); continue
        fi
        if "$fuzzer" "$corpus"/* >"$log" 2>&1; then passed=$((passed + 1)); else
            failed=$((failed + 1)); echo "FAILED: $fuzzer"; cat "$log"; fi
    done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

# times and zones that are none, wherever they may stand
headroom -q ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
try() {
    echo "\$ $*"
    "$@" 2>&1
    echo "[$?]"
}
try headroom event add '*' --at 31.01.2026 --kind launch
try headroom event add '*' --at 2026-02-30 --kind launch
try headroom capacity set '*' 5 --from tomorrow
try headroom analyze --as-of never
try env TZ=Nowhere/Land headroom series --format csv
try env TZ=:Europe/Berlin headroom -j 3 config show --format csv

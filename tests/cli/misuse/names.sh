# names that are nearly right, and values that can not be: each answer says what is wrong and what to do next
headroom -q ingest --source prod "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
try() {
    echo "\$ headroom $*"
    headroom "$@" >said 2>&1
    code=$?
    sed "s#$PWD/##" said
    echo "[$code]"
}
try analyze prod/web-1/cpuu
try analyze web-1
try explain prod/web-11/cpu
try export 'prod/web-9/*'
try ingest --format promtheus x.json
try export --format jsonn
try report --format htm
try forecast --model thta
try forecast --quantiles 0.9,0.1
try event add '*' --at 2026-13-01 --kind launch
try event remove 7
try capacity set prod/web-1/cpu lots
try capacity set prod/web-1/cpuu 100
try whatif --growth fast
try check --warning hgh
try query 'SELEC 1'
try query 'DELETE FROM series'
try ledger 99
try prune
try merge none.db
try analyze --shard 0/4
try chart prod/web-1/cpu -o chart.jpg
try help --manual headroom-analyse.1

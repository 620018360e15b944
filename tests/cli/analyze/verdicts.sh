# what is planted in the samples is found: verdicts, origins, order; no digits of a model
D="$HEADROOM_SOURCE/data/samples"
headroom -q --config "$D/headroom.ini" ingest "$D/hosts-cpu.csv.gz" "$D/disks.csv.gz"
run() { headroom --config "$D/headroom.ini" --now 2025-11-24T08:00 "$@"; echo "[$?]"; }
run analyze --format csv | cut -d, -f1 >names
run analyze --format json >analysis.json
verdict_of() {
    sed 's/{"name":/\n&/g; s/"bottlenecks"/\n&/' analysis.json | grep -F "$1" | sed -n 's/.*"exhaustion":{"verdict":"\([A-Z_]*\)".*/\1/p'
}
for name in build-01/ /web-01/disk /db-main/ /files-01 /backup-01 cpu/web-01 cpu/web-03 cpu/cache-01 \
    cpu/legacy-01 cpu/batch-01 cpu/mail-01 cpu/api-01; do
    echo "$name $(verdict_of "$name")"
done
sed -n 2p names | cut -c1-40
grep -o '^{"schema":"[^"]*","as_of":"[^"]*","timezone":"[^"]*"' analysis.json
tr '{}[],' '\n' <analysis.json | grep -c -i -E '(^|:)-?(nan|inf|1e308)'
headroom --config "$D/headroom.ini" --jobs 1 analyze --format json >one.json
headroom --config "$D/headroom.ini" --jobs 3 analyze --format json | cmp one.json - && echo "same bytes"

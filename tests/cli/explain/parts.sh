# every part is there and fits 80 columns; a volume is asked for without naming its size
D="$HEADROOM_SOURCE/data/samples"
headroom -q --config "$D/headroom.ini" ingest "$D/hosts-cpu.csv.gz" "$D/disks.csv.gz"
run() { headroom --config "$D/headroom.ini" --now 2025-11-24T08:00 "$@"; echo "[$?]"; }
headings() { grep -v '^ ' | sed 1,2d | grep -v '^$' | grep -v '^\['; }
run explain '*/web-03' >short
run explain '*cache-01' >stale
run explain '*db-main*' >full
for page in short stale full; do
    echo "== $page"
    head -1 $page
    sed -n 2p $page | cut -d: -f1
    headings <$page
    awk 'length > 80 && !/^\// { print "too wide: " $0 }' $page
done
grep '  changed' full
sed -n '/^Dates/,/^$/p' stale
headroom explain '*web-0*'
echo "[$?]"
headroom explain
echo "[$?]"
headroom explain web-99
echo "[$?]"

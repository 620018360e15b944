headroom -q ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
headroom capacity set '*web-1*' 80%
headroom capacity set '*web-1*' 90 --from 2026-02-01
headroom capacity list
headroom capacity list --format csv
headroom series
for value in 200GiB 0 -- -5 lots; do
    headroom capacity set '*web-2*' $value
    echo "[$?]"
done
headroom capacity set '*wbe*' 5

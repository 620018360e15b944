# one short series: too little history, but peaks and a limit; and what a selector can not be
printf 'time,host,metric,value,unit\n' >a.csv
for hour in 00 01 02 03 04 05 06 07 08 09 10 11; do
    echo "2026-01-05T$hour:00:00Z,web-1,cpu,4$hour,%"
done | sed 's/,4\(..\)/,4.\1/' >>a.csv
headroom -q ingest a.csv
headroom analyze
headroom analyze --as-of 2025-01-01 --format csv | cut -d, -f1-6
for selector in web cpu 'web-*' nothing; do
    headroom analyze "$selector"
    echo "[$?]"
done
headroom analyze --format xml
echo "[$?]"
headroom analyze --as-of yesterday
echo "[$?]"
headroom --db none.db analyze
echo "[$?]"

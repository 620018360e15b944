# recorded runs, and how what they foretold turned out: a disk that grows by one and a bit a day
headroom ledger
echo "[$?]"
awk 'BEGIN { print "time,host,metric,value,unit"
    for (d = 0; d < 59; d++) for (h = 0; h < 24; h++)
        printf "2026-%02d-%02dT%02d:00:00Z,db-1,disk_used,%.2f,%%\n", 1 + (d > 30), 1 + d % 31, h, \
            40 + d + h / 24 + (d * 7 + h) % 5 / 10 }' >a.csv
headroom -q ingest a.csv
headroom --now 2026-03-01 report --record --as-of 2026-02-01 --format text >/dev/null
headroom --now 2026-03-02 report --record --as-of 2026-02-15 --format text >/dev/null
headroom ledger | tr -s ' '
headroom ledger --format json
headroom ledger 1
headroom ledger 2 --format csv
for bad in 7 first; do headroom ledger $bad; echo "[$?]"; done

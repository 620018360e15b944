# a week later: what changed since the recorded run, by status and by section
awk 'BEGIN { print "time,host,metric,value,unit"
    for (d = 1; d <= 31; d++) for (h = 0; h < 24; h++)
        printf "2026-01-%02dT%02d:00:00Z,db-1,disk_used,%.2f,%%\n", d, h, 40 + d + h / 24 }' >a.csv
headroom -q ingest a.csv
headroom --now 2026-02-01 report --as-of 2026-01-24 --format json --record >first.json
echo "[$?]"
headroom --now 2026-02-01 report --format json --detailed-exitcode >second.json
echo "[$?]"
grep -c '"comparison"' first.json second.json
grep -o '"as_of":"2026-01-2[0-9T:]*' second.json | head -1
headroom --now 2026-02-01 report --format json --detailed-exitcode >third.json
cmp second.json third.json && echo "same bytes"
headroom --now 2026-02-01 report --format markdown | head -1

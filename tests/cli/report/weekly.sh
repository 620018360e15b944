# Three weeks of cron: quiet, a file a week and the latest, the oldest cleared up, nothing else touched.
grow() { awk -v days="$1" 'BEGIN { print "time,host,metric,value,unit"
    for (d = 0; d < days; d++) for (h = 0; h < 24; h++)
        printf "%d,db-1,disk_used,%.2f,%%\n", 1767225600 + d * 86400 + h * 3600, 40 + d + h / 24 }'; }
mkdir www && : >www/capacity-notes.html && : >www/capacity-2026-01-01.txt
for days in 22 29 36 43; do
    grow "$days" | headroom --quiet ingest -
    headroom --now 2026-03-01 report --record --keep 2 --charts 0 -o www/
    echo "[$?]"
done
ls www
cmp www/latest.html www/capacity-2026-02-12.html && echo "the latest is the newest"
grep -c '<td>' www/latest.html | grep -qv '^0$' && grep -o 'Compared with run [0-9]*\|Nothing of note has changed since run [0-9]*' www/latest.html
grep -o 'headroom report --[^<]*' www/latest.html
headroom report --keep 2 -o latest.html
echo "[$?]"
headroom report -o no/such/folder/
echo "[$?]"
ls www | wc -l

# every form of one comparison; the page holds its chart and no name that was not escaped
awk 'BEGIN { print "time,host,metric,value,capacity"
    for (d = 0; d < 59; d++) for (h = 0; h < 24; h += 6) printf "2026-%02d-%02dT%02d:00:00Z,<b>volume,disk_used,%.3f,210\n", d < 31 ? 1 : 2, d < 31 ? d + 1 : d - 30, h, 100 + d + h / 24 }' >a.csv
headroom -q ingest a.csv
cat >headroom.ini <<'I'
[scenario <i>launch]
load = +10%@2026-03-10
I
headroom whatif
headroom whatif --load +5 -f json | head -c 200; echo
headroom whatif -f csv | head -1
headroom whatif -f html -o page.html && grep -c 'data:image/svg' page.html
grep -c '<b>volume\|<i>launch' page.html
headroom chart '*volume*' --kind scenario -o chart.svg && grep -c '<svg' chart.svg
headroom chart '*volume*' --kind scenario --scenario nothing
echo "[$?]"
headroom whatif -f html -o nowhere/page.html
echo "[$?]"
headroom whatif 'nothing/*'
echo "[$?]"

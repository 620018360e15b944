# without gnuplot the report is written and says so, unless charts are required
awk 'BEGIN { print "time,host,metric,value,unit"
    for (d = 1; d <= 28; d++) for (h = 0; h < 24; h++)
        printf "2026-02-%02dT%02d:00:00Z,db-1,disk_used,%d,%%\n", d, h, 50 + d }' >a.csv
headroom -q ingest a.csv
mkdir bin && ln -s "$(command -v headroom)" bin/headroom
here=$PATH
PATH=$PWD/bin
headroom --now 2026-03-01 report -o report.html
first=$?
headroom --now 2026-03-01 report -o charts.html --require-charts
second=$?
headroom chart '*' -o chart.svg
third=$?
PATH=$here
echo "[$first] [$second] [$third]"
ls *.html *.svg 2>/dev/null
head -c 15 report.html; echo
tail -c 8 report.html

# one state each, by limits known: full, filling in ten days, steady, stopped
awk 'BEGIN { print "time,source,host,metric,value,unit"
    for (d = 1; d <= 31; d++) for (h = 0; h < 24; h++) { t = sprintf("2026-01-%02dT%02d:00:00Z", d, h); x = d + h / 24
        printf "%s,a,full,disk_used,97,%%\n", t
        printf "%s,b,soon,disk_used,%.2f,%%\n", t, 20 + 2 * x
        printf "%s,c,calm,disk_used,%.2f,%%\n", t, 40 + (h * 7 + d * 5) % 11 / 10
        if (d < 20) printf "%s,c,gone,disk_used,40,%%\n", t } }' >a.csv
headroom -q ingest a.csv
try() { headroom --now 2026-01-31T23:30Z check "$@" >line; code=$?; sed 's/ p=[0-9.]*//; s/([0-9]* d,)/(N d)/; s/ \([0-9]* d\)/ /' line; echo "[$code]"; }
try
try 'a/*'
try 'b/*'
try 'b/*' --within 2d
try 'c/calm/*'
try 'c/*'
try 'c/gone/*'
try 'c/calm/*' -w LOW
try 'c/calm/*' -c LOW
try -e b
try -e b -e c --explain
try -e b 'c/*'
try -e d
for host in full soon calm gone; do
    headroom --now 2026-01-31T23:30Z check --mode "*/$host/*"
    echo "[$?]"
done
try nothing
try --within soon
try --probability 2
headroom --db none.db check
echo "[$?]"

# measures of a week that repeats itself: keys and shares, and what can not be measured
awk 'BEGIN { print "time,host,metric,value,unit"; srand(7)
    for (d = 1; d <= 90; d++) { t = 1767225600 + 86400 * d
        printf "%d,db-1,disk_used,%.2f,%%\n", t, 30 + d / 4 + 2 * rand() } }' >a.csv
headroom -q ingest a.csv
headroom backtest --baselines | grep -o '^[A-Za-z][a-z]*' | sort -u
headroom backtest --baselines --format json >b.json
tr ',{' '\n' <b.json | grep -o '^"[a-z_0-9]*"' | sort -u | tr '\n' ' '; echo
headroom backtest --baselines --format json | cmp b.json - && echo "same bytes"
headroom backtest --as-of 2026-01-04
echo "[$?]"
headroom backtest web-99
echo "[$?]"
headroom backtest --origins 0
echo "[$?]"

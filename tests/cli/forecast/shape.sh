# rows, times and order; figures of a day that repeats itself exactly
awk 'BEGIN { print "time,host,metric,value,unit"
    for (d = 1; d <= 28; d++) for (h = 0; h < 24; h++)
        printf "2026-02-%02dT%02d:00:00Z,web-1,requests_in_flight,%d,\n", d, h, 100 + (h == 12 ? 50 : 0) }' >a.csv
headroom -q ingest a.csv
headroom forecast --horizon 1d | awk -F, 'NR == 1 { print; next }
    NR == 2 || NR == 25 { print $1, $2 }
    { mean[substr($2, 12, 2)] = $3; if (!($4 <= $5 && $5 <= $6)) print "quantiles cross: " $0 }
    END { print NR - 1, "rows"; if (mean["12"] < 140 || mean["12"] > 160) print "noon is", mean["12"]
          if (mean["03"] < 95 || mean["03"] > 105) print "night is", mean["03"] }'
headroom forecast --horizon 2d --step 1d --statistic max --quantiles 0.1,0.9 --model naive
headroom forecast --horizon 2h --format json --model seasonal-naive-day --quantiles 0.5
headroom forecast --horizon 2h --format table --model seasonal-naive-day --quantiles 0.5
headroom forecast --horizon 2h --model naive --as-of 2026-02-10T06:30
for bad in '--quantiles 0.9,0.1' '--quantiles 1' '--quantiles x' '--model naiv' '--horizon 10m' \
    '--horizon 900w' '--statistic mode' 'web-2'; do
    headroom forecast $bad
    echo "[$?]"
done

# The scenarios of the config stand in the report, of the series that one of them changes; without any there is no such part.
awk 'BEGIN { print "time,host,metric,value,unit,capacity"
    for (d = 1; d <= 31; d++) for (h = 0; h < 24; h += 6) {
        printf "2026-01-%02dT%02d:00:00Z,db-1,disk_used,%.2f,GiB,100\n", d, h, 40 + d + h / 24
        printf "2026-01-%02dT%02d:00:00Z,db-2,disk_used,%.2f,GiB,100\n", d, h, 20 + d + h / 24 } }' >a.csv
cat >plans.ini <<'CONFIG'
[scenario ordered]
committed = yes
series = */db-1/*
capacity = +50GiB@2026-02-05
note = order 4711
[scenario launch]
series = */db-1/*
load = +10GiB@2026-02-02
CONFIG
headroom --quiet ingest a.csv
headroom --now 2026-02-01 --config plans.ini report --format markdown | sed -n '/^## What if/,/^## How good/p'
headroom --now 2026-02-01 report --format markdown | grep -c '^## What if'

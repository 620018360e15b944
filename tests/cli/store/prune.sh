# old raw samples go, hours and what is made of them stay; a copy is a store
awk 'BEGIN { print "time,load"; for (i = 0; i < 2880; i++) print "2026-01-" sprintf("%02d", 10 + int(i / 288)) \
    "T" sprintf("%02d:%02d:00Z", int(i / 12) % 24, i % 12 * 5) "," i % 100 }' >load.csv
headroom -q ingest load.csv
headroom analyze --format json >before
headroom backup copy.db
headroom prune
echo "[$?]"
headroom prune --older-than 3d --dry-run
headroom prune --older-than 3d
headroom verify --format csv
headroom analyze --format json | sed 's/"samples":[0-9]*//g' >after
sed 's/"samples":[0-9]*//g' before | cmp - after
headroom --db copy.db verify --format csv
headroom backup headroom.db 2>&1 | sed "s|$PWD|HERE|"

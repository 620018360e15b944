# Series from standard input, never stored, get the answers that a store gives.
ln -s "$HEADROOM_SOURCE/data" data
export HEADROOM_CONFIG=data/samples/headroom.ini
headroom -q ingest data/samples/*.gz
headroom export >all.csv
rows() { tail -n +2 "$1" | LC_ALL=C sort; }

headroom analyze --as-of 2025-11-20 --format csv >store.csv
headroom --db nowhere.db analyze --as-of 2025-11-20 --stdin <all.csv >stdin.csv
rows store.csv >1 && rows stdin.csv >2 && cmp 1 2 && wc -l <1
head -n 1 store.csv | cmp - "$(head -n 1 stdin.csv >head && echo head)"
headroom analyze --as-of 2025-11-20 --stdin --no-header <all.csv | LC_ALL=C sort | cmp 1 -
headroom analyze --as-of 2025-11-20 --stdin --format json <all.csv | wc -l

headroom -q forecast --step 1d --horizon 5d >store.csv
headroom -q forecast --step 1d --horizon 5d --stdin <all.csv >stdin.csv
rows store.csv >1 && rows stdin.csv >2 && cmp 1 2 && wc -l <1

# what can not be
{ head -n 1 all.csv; tail -n +2 all.csv | LC_ALL=C sort -t, -k8; } | headroom analyze --stdin
echo "exit $?"
headroom analyze --stdin '*cpu*' <all.csv || headroom analyze --stdin --record <all.csv ||
    headroom forecast --stdin --format table <all.csv || headroom analyze --stdin </dev/null
echo "exit $?"

# late data that overlaps: what differs is replaced and counted
data=$HEADROOM_SOURCE/tests/cli/ingest
cd "$data" || exit
headroom --db "$OLDPWD/h.db" ingest cpu.csv later.csv
headroom --db "$OLDPWD/h.db" series --format csv

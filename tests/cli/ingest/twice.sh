# the second time changes nothing, not a byte of the store
cp "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv" .
headroom ingest cpu.csv
cp headroom.db first.db
headroom ingest --output-format json cpu.csv | sed 's/"seconds":[0-9.]*/"seconds":0/g'
cmp headroom.db first.db
headroom verify --format csv
headroom series

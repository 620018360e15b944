gzip -c "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv" | headroom ingest --source prod -
headroom series --format csv

cd "$HEADROOM_SOURCE/tests/cli/ingest" || exit
headroom inspect bad-rows.csv

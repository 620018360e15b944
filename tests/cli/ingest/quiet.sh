# with --quiet a success says nothing at all
headroom -q ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
headroom -q verify

cd "$HEADROOM_SOURCE/tests/cli/ingest" || exit
headroom --db "$OLDPWD/h.db" ingest --max-errors 2 bad-rows.csv >/dev/null 2>&1
echo $?
headroom --db "$OLDPWD/h.db" ingest --max-errors 1 bad-rows.csv

# with --on-error abort nothing of the file is kept, and other files still are
cd "$HEADROOM_SOURCE/tests/cli/ingest" || exit
headroom --db "$OLDPWD/h.db" ingest --on-error abort bad-rows.csv cpu.csv
code=$?
headroom --db "$OLDPWD/h.db" verify --format csv | sed "s|$OLDPWD|HERE|"
exit $code

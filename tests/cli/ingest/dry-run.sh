# a dry run makes no store, and changes none
cd "$HEADROOM_SOURCE/tests/cli/ingest" || exit
headroom --db "$OLDPWD/h.db" ingest --dry-run cpu.csv
ls "$OLDPWD"
headroom --quiet --db "$OLDPWD/h.db" ingest cpu.csv
headroom --db "$OLDPWD/h.db" series --format csv >"$OLDPWD/before"
headroom --db "$OLDPWD/h.db" ingest --dry-run later.csv
headroom --db "$OLDPWD/h.db" series --format csv | cmp - "$OLDPWD/before"

# rows that can not be read are named and left out
cd "$HEADROOM_SOURCE/tests/cli/ingest" || exit
headroom --db "$OLDPWD/h.db" ingest bad-rows.csv
headroom --db "$OLDPWD/h.db" ingest --output-format json bad-rows.csv 2>/dev/null |
    sed 's/"seconds":[0-9.]*/"seconds":0/g'

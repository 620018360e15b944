# what may follow the words typed so far: commands, options, choices, series
headroom -q ingest --source prod "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
words() { echo "-- $*"; headroom completion words -- "$@" | cut -f 1; }
words ''
words ev
words event ''
words event add --k
words event add --kind ''
words series --format c
words series prod/
words --db nowhere.db series ''
words --db ''
words ingest ''
words --timezone UTC ver
for shell in bash zsh fish; do headroom completion $shell | grep -c headroom; done
headroom completion csh

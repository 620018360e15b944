headroom -q ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
headroom event add '*' --at 2026-01-05 --kind launch --note 'the "big" one'
headroom event add '*web-1*' --at 2026-01-05T01:00 --until 2026-01-05T02:00 --kind ignore
headroom event list
headroom event list --format json
headroom event remove 1
headroom event list --format csv
try() { headroom event "$@"; echo "[$?]"; }
try remove 7
try remove first
try add '*' --kind launch
try add '*' --at 2026-01-05
try add '*' --at 2026-01-05 --until 2026-01-04 --kind ignore
try add '*' --at 2026-01-05 --kind cleanpu
try add 'nothing like it' --at 2026-01-05 --kind cleanup

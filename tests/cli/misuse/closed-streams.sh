# no descriptor of the store may become a standard stream
headroom ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv" <&- >&- 2>&-
echo $?
headroom verify --format csv

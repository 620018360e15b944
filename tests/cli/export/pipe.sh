# -o to a pipe or a device writes into it; it is not replaced by a file
headroom -q ingest --source prod "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
mkfifo pipe
cat pipe >got &
headroom export -o pipe && wait
[ -p pipe ] && headroom export | cmp - got && wc -l <got
headroom export -o /dev/stdout | cmp - got

# the four forms of an export, and how it refuses; what can't be written leaves nothing behind
head -n 5 "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv" >cpu.csv
headroom -q ingest cpu.csv
for format in csv wide json openmetrics; do
    echo "--- $format"
    headroom export --format $format
done
echo "--- nothing"
headroom export --until 2020-01-01
try() { headroom export "$@"; echo "[$?]"; }
try 'nothing like it'
try --format xml
try -o missing/folder.csv
try --from yesterday
mkdir folder
try -o folder
ls -a folder

try() {
    headroom ingest "$@" 2>&1
    echo "[$?]"
}
try nowhere.csv
try nowhere.csv nor-here.csv
mkdir folder && try folder
: >empty.csv && try empty.csv
printf 'hello\nworld\n' >prose.txt && try prose.txt
printf '{"kind":"other"}\n' >other.json && try other.json
printf 'PK\003\004rest' >book.xlsx && try book.xlsx
cp "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv" . && try nowhere.csv cpu.csv
ls

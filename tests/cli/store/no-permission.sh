# a folder that can not be written: no store is made there, one that is there can be read
cp "$(command -v headroom)" program && chmod 755 . .. program
mkdir folder && cp "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv" folder
./program -q --db folder/there.db ingest folder/cpu.csv
chmod -R a=rX folder
as() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}
try() {
    as ./program --db "$@" 2>&1 | sed "s|$PWD|HERE|"
}
try folder/new.db ingest folder/cpu.csv
try folder/there.db series --format csv
try folder/there.db ingest folder/cpu.csv
as ./program --db folder/there.db ingest folder/cpu.csv 2>/dev/null
echo "[$?]"
chmod -R u+w folder

# a folder that can not be written is 77, and what was there stays
cp "$(command -v headroom)" program && chmod 755 . .. program
mkdir folder && cp "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv" folder
./program -q --db folder/there.db ingest folder/cpu.csv
echo before >folder/r.txt
chmod -R a=rX folder
as() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}
as ./program --db folder/there.db report --format text -o folder/r.txt
echo "[$?]"
cat folder/r.txt
chmod -R u+w folder

# what is no store of ours is refused and left alone
printf 'just some text, longer than a page header of any kind, and no database at all; really none\n' >text.db
cp text.db copy
mkdir folder.db
try() {
    echo "\$ headroom --db $*" | sed "s|$HEADROOM_SOURCE|SOURCE|"
    headroom --db "$@" >out 2>&1
    code=$?
    sed "s|$PWD|HERE|" out
    echo "[$code]"
}
try text.db series
try text.db ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
cmp text.db copy
try folder.db series
try nowhere/h.db ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"

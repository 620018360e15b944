# each mistake: what was typed, what headroom says, its exit status
try() {
    echo "\$ headroom $*"
    headroom "$@" 2>&1
    echo "[$?]"
}
try sries
try xyzzy
try help sries
try event
try event ad
try series --formt json
try series --format jsn
try series --format
try series --format --db
try series --format=json --quiet=1
try --jobs none series
try --jobs 0 series
try --lock-wait soon series
try --now yesterday series
try --timezone Europe/Berlim series
try --config nowhere.ini series
try ingest
try ingest --kind guage x.csv
try ingest --max-errors -1 x.csv
try ingest --mx-errors 3 x.csv
try inspect
try help series extra
try verify now
try -x series
try series -- --format

# read = new + duplicate + replaced + rejected, and rejected is the sum of its reasons, for every
# export of the tests, twice into one store
find "$HEADROOM_SOURCE/tests/data" -type f | LC_ALL=C sort >files
for round in first again; do
    while read -r file; do
        headroom --db h.db ingest --output-format json "$file" 2>/dev/null
    done <files
done >counts
awk '
function count(key) {
    return match($0, "\"" key "\":[0-9]+") ? substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 3) + 0 : -1
}
/"failure":null/ {
    list = $0; sum = 0
    sub(/.*"files":\[[^[]*"reasons":\[/, "", list); sub(/\].*/, "", list)
    while (match(list, /"count":[0-9]+/)) {
        sum += substr(list, RSTART + 8, RLENGTH - 8); list = substr(list, RSTART + RLENGTH)
    }
    if (count("read") != count("new") + count("duplicate") + count("replaced") + count("rejected") ||
        count("rejected") != sum)
        print "does not add up: " $0
    files++; rejected += count("rejected"); duplicate += count("duplicate")
}
END { print (files > 200 && rejected > 20 && duplicate > 1000 ? "all add up" : "too few were read: " files) }' counts

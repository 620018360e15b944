# csv and json are read back to the same series, samples, and capacities, bit for bit; hostile names too
printf 'time,source,resource,metric,unit,role,value,capacity\n' >odd.csv
row() { printf '2026-01-05T00:%02d:00.250Z,%s,%s,%s,%s,%s,%s,%s\n' "$@" >>odd.csv; }
row 0 prod '=1+1' 'a/b%c' B 'x' 0.1 100
row 1 prod '=1+1' 'a/b%c' B 'x' 1e300 100
row 2 prod '=1+1' 'a/b%c' B 'x' -0.0 200
row 3 prod "'quoted" '+m' % '' 5e-324 ''
row 4 "'" '"@home "' '"{k=""v""}"' '' '"a""b,c;d"' 123456789012345678 ''
row 5 prod '"two
lines"' 'm' s '{' 2.385 ''
headroom -q ingest odd.csv "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv" "$HEADROOM_SOURCE/data/samples/network-transmit.json.gz"
list() {
    headroom --db "$1" query --format csv "SELECT name, unit, kind, period, samples, first, last, last_value, cadence FROM series ORDER BY name"
    headroom --db "$1" query --format csv "SELECT series, at, value FROM samples ORDER BY series, at"
    headroom --db "$1" query --format csv "SELECT name, since, value FROM capacity c JOIN series s ON s.id = c.series ORDER BY 1, 2"
}
list headroom.db >before
wc -l <before
for format in csv json; do
    headroom export --format $format -o out.$format
    headroom --db $format.db --quiet ingest out.$format >counts
    list $format.db | cmp - before && echo "$format: the same"
    headroom --db $format.db export --format $format | cmp - out.$format
done
headroom export 'prod/*' --from 2026-01-05T00:01 --until 2026-01-05T00:04

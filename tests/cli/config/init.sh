# A configuration to start with has no mistakes, with every default spelt out as well, and changes nothing
# that is analysed; what looks like usage and its limit becomes a pair.
ln -s "$HEADROOM_SOURCE/data" data
headroom -q ingest data/samples/*.gz
headroom analyze --format json >plain.json

headroom config init -o headroom.ini && headroom config check && rm headroom.ini
headroom config init | sed '/^#\[/,$d; /^\[policy\]/,$s/^#\([a-z]\)/\1/' >headroom.ini
grep -c '^[a-z]' headroom.ini && headroom config check
headroom analyze --format json | cmp - plain.json
rm headroom.ini

headroom config init --from-store -o headroom.ini && headroom config check
headroom analyze --format json | cmp - plain.json
sed -n '/^# .* series in B, planned/,/^$/p' headroom.ini
headroom config init -o headroom.ini; echo "exit $?"

{
    echo time,host,metric,value
    for day in 1 2 3 4 5 6 7 8 9; do
        echo "2026-01-0$day,db,rows,$((100 + day))"
        echo "2026-01-0$day,db,row_ceiling,200"
        echo "2026-01-0$day,web,odd[1]*?;name,3"
    done
} >rows.csv
headroom -q --db rows.db ingest rows.csv
headroom --db rows.db config init --from-store >rows.ini
headroom --db rows.db config check rows.ini
sed -n '/^# by their names/,/^$/p; /odd/,/^series/p' rows.ini
headroom -q --db rows.db --config rows.ini analyze --format json | grep -o '"origin":"[a-z]*"'

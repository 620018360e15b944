# every figure of a verdict can be worked out again from the page itself
D="$HEADROOM_SOURCE/data/samples"
headroom -q --config "$D/headroom.ini" ingest "$D"/*.gz
page() { headroom --config "$D/headroom.ini" --now 2025-11-24T08:00 explain "$1"; }
# the text behind a label, its broken lines joined
line() {
    awk -v label="  $1 " 'index($0, label) == 1 { on = 1; print; next } /^$|^  [^ ]/ { on = 0 } on' | tr -s ' \n' ' '
    echo
}
page '*db-main*activity*' >pool
page '*orders-rds*' >volume
for label in weekdays 'in use' pressure level 'by pencil' 'act by' amount growth; do
    line "$label" <pool
done
line 'act by' <volume
line capacity <volume
# the sum itself: what is left over the growth a day, to the figures' own rounding
line 'by pencil' <pool | awk -F'[( /)=-]+' '{
    days = ($4 - $5) / $6
    print (days - $9 < 1 && $9 - days < 1) ? "the sum is right" : "the sum is wrong: " days " and " $9
}'

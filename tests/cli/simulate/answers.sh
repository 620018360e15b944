# Policies on the connector of the sample estate, in each form.
export HEADROOM_DB=shop.db HEADROOM_CONFIG=policies.ini
{
    cat "$HEADROOM_SOURCE/data/samples/headroom.ini"
    cat <<'INI'
[scaling office hours]
kind = scheduled
schedule = * 00:00-24:00 3
schedule = mon-fri 07:00-19:00 12
startup = 2m
max = 12

[scaling steep]
kind = step
steps = 0:-2 40:0 60:+2 80:+4
cooldown = 10m
INI
} >policies.ini
headroom --quiet ingest "$HEADROOM_SOURCE"/data/samples/connector-cpu.csv.gz >/dev/null
headroom simulate '*prod*cpu*' --instances 10 --min 2 --max 12
headroom simulate '*prod*cpu*' --instances 10 --policy 'office hours' --policy steep --policy predictive \
    --price 0.04 --horizon 0s --format csv
headroom simulate '*prod*cpu*' --instances 10 --min 2 --search --horizon 7d
headroom simulate '*staging*cpu*' --unit-capacity 5% --policy target --target 60 --window 15m --format json
headroom simulate '*prod*cpu*' --instances 10 --horizon 0s --chart supply.svg >/dev/null
grep -c '<path' supply.svg | awk '{ print ($1 > 3 ? "drawn" : "empty") }'

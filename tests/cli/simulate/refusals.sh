# What `simulate` can not do, and what to do about it.
export HEADROOM_DB=shop.db
headroom --quiet ingest "$HEADROOM_SOURCE"/data/samples/connector-cpu.csv.gz >/dev/null
try() { headroom simulate "$@"; echo "$? $*" | cut -c1-70; }
try
try '*cpu*'
try '*prod*cpu*' --policy thresholds
try '*prod*cpu*' --policy something
try '*prod*cpu*' --up 20 --down 40
try '*prod*cpu*' --min 5 --max 3
try '*prod*cpu*' --instances 0
try '*prod*cpu*' --instances '*nothing*'
try '*prod*cpu*' --steps '70+1'
try '*prod*cpu*' --steps '70:1 30:-1'
try '*prod*cpu*' --schedule 'mon-fri 8-18 6'
try '*prod*cpu*' --schedule 'fri-mon 08:00-18:00 6'
try '*prod*cpu*' --chart supply.gif
printf '[scaling a]\nkind = treshold\n[scaling b]\ntarget = 70\n[scaling c]\nkind = step\nsteps = 1\n[scaling d]\nkind = threshold\nup = 20\n' >bad.ini
headroom --config bad.ini config check; echo $?

# What `size` can not do, and what to do about it.
export HEADROOM_DB=shop.db HEADROOM_CONFIG="$HEADROOM_SOURCE/data/samples/headroom.ini"
headroom --quiet ingest "$HEADROOM_SOURCE"/data/samples/db-connections-*.json.gz >/dev/null
try() { headroom size "$@"; echo "$? $*" | cut -c1-60; }
try pool
try pooll x
try pool '*activity*' --format tfvars
try pool '*activity*' --format tfvars --prefix 'x; y'
try pool '*db-main*activity*' --arrivals 200
try pool '*db-main*activity*' --wait 10ms
try pool '*db-main*activity*' --arrivals '*nothing*' --hold 5ms
try pool '*db-main*activity*' --instances 1000
try scaler '*db-main*activity*' --instances 0
try scaler '*db-main*activity*' --instances '*nothing*'
try scaler '*db-main*activity*' --fewest 4 --limit 2
try capacity '*nothing*'
try capacity '*db-main*activity*' --target 0

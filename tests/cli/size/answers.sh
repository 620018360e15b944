# Each question of `size` on the sample estate, in each form.
export HEADROOM_DB=shop.db HEADROOM_CONFIG="$HEADROOM_SOURCE/data/samples/headroom.ini"
headroom --quiet ingest "$HEADROOM_SOURCE"/data/samples/db-connections-*.json.gz \
    "$HEADROOM_SOURCE"/data/samples/connector-*.gz >/dev/null
headroom size capacity '*activity*' --price 8.5
headroom size capacity '*activity*' --price 8.5 --target 60 --life 30d --purchase 25 --format csv
headroom size pool '*db-main*activity*' --instances 8 --pool 20 --overflow 30 --timeout 30s \
    --recycle 1h --hold 40ms --threads 16 --held 2 --idle 10m
headroom size pool '*db-reports*activity*' --arrivals 250 --hold 200ms --wait 100ms --share 0.1%
headroom size pool '*db-reports*activity*' --refuse
headroom size pool '*db-reports*activity*' --instances 4 --pool 15 --overflow 5 --format tfvars --prefix reports_
headroom size scaler '*prod-connector*cpu*' --instances 10 --min 2 --max 10 --fewest 2 --limit 10
headroom size scaler '*prod-connector*received*' --unit-capacity 12.5MB/s --throughput 100 --format tfvars
headroom size scaler '*staging-connector*cpu*' --format json

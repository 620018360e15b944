# the same bytes whatever --jobs is
D="$HEADROOM_SOURCE/data/samples"
cat "$D/headroom.ini" - >drive.ini <<'INI'
[driver requests]
series = *node_network_transmit_bytes_total*
driver = *shop-lb*
INI
headroom -q --config drive.ini ingest "$D"/*.gz
same() {    # a name, and the command that must not depend on the number of threads
    name=$1
    shift
    for jobs in 1 2 7; do
        headroom --config drive.ini --jobs $jobs --now 2025-11-24T08:00 "$@" >$name.$jobs
        echo "$name, $jobs jobs: [$?]"
    done
    [ -s $name.1 ] && cmp $name.1 $name.2 && cmp $name.1 $name.7
}
same table analyze
same json analyze --format json
same csv analyze --format csv
same past analyze --format json --as-of 2025-11-03
same forecast forecast --horizon 48h --quantiles 0.05,0.5,0.95 --format csv
same weeks forecast --horizon 28d --step 1d --format json
same markdown report --format markdown
same html report --format html --charts 3
same openmetrics report --format openmetrics
same backtest backtest '*connector*'

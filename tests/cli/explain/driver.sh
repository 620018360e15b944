# a processor that orders drive: cost, plan and refusals, and a service with its peak
awk 'BEGIN {
    for (day = 0; day < 84; day++) {
        orders = (1000 + 2 * day) * (day % 7 >= 5 ? 0.75 : 1)
        when = strftime("%Y-%m-%d", 1735689600 + 86400 * day, 1)
        printf "%s,shop,orders,%d\n%s,web,cpu,%.2f\n", when, orders, when, 12 + 0.02385 * orders + (day * 37 % 23) / 23 - 0.5
        printf "%s,web,disk,%.1f\n", when, 300 + (day * 29 % 31)
    }
}' >days
{ echo time,host,metric,value; cat days; } >days.csv
printf 'time,host,metric,value\n2025-04-21,plan,orders,3000\n2025-05-19,plan,orders,4400\n' >plan.csv
awk 'BEGIN {
    print "time,host,metric,value"
    for (i = 0; i < 2016; i++) {
        n = 41 + 39 * sin(i * 6.283185307 / 288)
        c = 23.85 * n / (1 + 0.03 * (n - 1) + 0.0004 * n * (n - 1)) * (1 + ((i * 37 % 23) / 23 - 0.5) / 50)
        when = strftime("%Y-%m-%dT%H:%M:%S", 1735689600 + 300 * i, 1)
        printf "%s,pool,busy,%.3f\n%s,pool,done,%.3f\n", when, n, when, c
    }
}' >pool.csv
cat >drive.ini <<'INI'
[rule cpu]
series = */cpu
unit = %
[driver orders]
series = shop/web/*
driver = shop/shop/orders
plan = shop/plan/orders
[driver nobody]
series = shop/shop/*
driver = */visits
[throughput pool]
load = */busy
throughput = */done
INI
headroom -q --config drive.ini ingest --source shop days.csv plan.csv
headroom -q --db pool.db ingest --source app pool.csv
part() { sed -n "/^$1/,/^\$/p"; }
headroom --config drive.ini explain '*web/cpu' | part 'What drives'
headroom --config drive.ini explain '*web/disk' | part 'What drives'
headroom --config drive.ini explain '*shop/orders' | part 'What drives'
headroom --config drive.ini --db pool.db explain '*busy' | part 'Throughput'
headroom --config drive.ini analyze --format json '*web/cpu' | grep -o '"driver":{.*"days_late":[0-9.]*}' |
    sed 's/\(\.[0-9]\{4\}\)[0-9]*/\1/g'

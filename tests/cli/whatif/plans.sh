# what is compared with what: options, scenarios, stacks, files, what is committed; and exit codes
awk 'BEGIN { print "time,host,metric,value,capacity"
    for (d = 0; d < 59; d++) for (h = 0; h < 24; h += 6) printf "2026-%02d-%02dT%02d:00:00Z,volume,disk_used,%.3f,210\n", d < 31 ? 1 : 2, d < 31 ? d + 1 : d - 30, h, 100 + d + h / 24 }' >a.csv
headroom -q ingest a.csv
show() {
    echo "\$ whatif $*"
    headroom whatif --format csv "$@" >out.csv; code=$?
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } { printf "%s: %s, %s days, %s\n", $at["plan"], $at["verdict"], $at["days_median"], $at["difference_days"] }' out.csv
    echo "[$code]"
}
show --load +10%@2026-03-10
show --load +10%@2026-03-10 --detailed-exitcode
show --load x0.1 --detailed-exitcode
show --load +5
show
cat >headroom.ini <<'I'
[scenario launch]
note = a launch in March
load = +10%@2026-03-10
[scenario bigger]
series = */volume/*
capacity = =420@2026-03-05
[scenario elsewhere]
series = other/*
load = x2
I
show
show --scenario launch --scenario launch+bigger
show --scenario launch --growth x2
show --scenario options+bigger --growth x2
show --scenario lunch
show --scenario elsewhere
sed -i 's/^load = +10/committed = yes\n&/' headroom.ini
show --scenario bigger
show --scenario bigger --no-committed
mv headroom.ini plans.ini
show --scenario plans.ini
show --scenario none.ini
headroom whatif --scenario plans.ini --checklist
echo "[$?]"
headroom whatif --load +10%@2026-03-10 --capacity +40@2026-03-08 --checklist
echo "[$?]"

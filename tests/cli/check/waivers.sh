# a waiver silences the gate of its series until its day, says so, warns before its end, and fails again after it
awk 'BEGIN { print "time,source,host,metric,value,unit"
    for (d = 1; d <= 31; d++) for (h = 0; h < 24; h++) { t = sprintf("2026-01-%02dT%02d:00:00Z", d, h)
        printf "%s,a,full,disk_used,97,%%\n%s,a,calm,disk_used,%.2f,%%\n", t, t, 40 + (h * 7 + d * 5) % 11 / 10 } }' >a.csv
headroom -q ingest a.csv
cat >headroom.ini <<'I'
[policy]
stale = 30d
[waiver move to the new array]
series = a/full/*
until = 2026-02-20
reason = ordered, comes on the 18th
owner = storage
I
for day in 2026-02-01 2026-02-12 2026-02-13 2026-02-20T23:00 2026-02-21; do
    echo "$ $day"
    headroom --now $day check --explain
    echo "[$?]"
done
headroom --now 2026-02-01 check --mode
headroom --now 2026-02-01 check 'a/calm/*'
headroom --now 2026-02-01 check 'a/full/*' --json
headroom --now 2026-02-13 report --format text | sed -n '/^Waivers/,/^All/p'
cat >headroom.ini <<'I'
[waiver without an end]
series = a/*
reason = none
[waiver without a reason]
series = a/*
until = 2026-02-20
[waiver for ever]
series = a/*
until = +90d
reason = later
[waiver soon]
series = a/*
until = 2026-02-31
reason = later
I
headroom check
echo "[$?]"
headroom config check

# thresholds as monitoring plugins write them, in days left and in use; old data by the clock; JSON; a time that is too short
awk 'BEGIN { print "time,source,host,metric,value,unit"
    for (d = 1; d <= 31; d++) for (h = 0; h < 24; h++) { t = sprintf("2026-01-%02dT%02d:00:00Z", d, h); x = d + h / 24
        printf "%s,b,soon,disk_used,%.2f,%%\n", t, 20 + 2 * x
        printf "%s,c,calm,disk_used,%.2f,%%\n", t, 40 + (h * 7 + d * 5) % 11 / 10 } }' >a.csv
headroom -q ingest a.csv
try() { echo "\$ check $*"; headroom --now 2026-01-31T23:30Z check "$@" 2>err >line; code=$?; sed 's/ p=[0-9.]*//; s/([0-9]* d/(N d/; s/left=[0-9]*/left=N/' line; grep hint err; echo "[$code]"; }
try 'b/*' -w 30: -c 2:
try 'b/*' -w 30d: -c 14d:
try 'b/*' -w 3: -c 2:
try 'b/*' -w 3: --within 14d
try 'b/*' -c @1:20
try 'c/*' -w 30: -c 14:
try 'c/*' -w ~:80% -c ~:90%
try 'c/*' -w ~:30% -c ~:40%
try 'c/*' -w ~:30% -c ~:90%
try 'c/*' -w 30:20
try 'c/*' -w high
try 'b/*' --explain -w MEDIUM
try 'c/*' --timeout 600
echo "$ old by the clock"
headroom --now 2026-02-05 check
echo "[$?]"
headroom --now 2026-02-05 check --as-of 2026-01-31 'c/*'
echo "[$?]"
headroom --now 2026-01-31T23:30Z check 'c/*' --json | sed 's/"probability":[0-9.e-]*/"probability":P/g'

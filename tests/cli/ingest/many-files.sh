# Small files share a transaction; one that is given up in their midst takes nothing with it.
for host in a b c d; do
    printf 'time,host,metric,value\n2025-01-06T00:00:00Z,%s,cpu,1\n2025-01-06T01:00:00Z,%s,cpu,2\n' \
        "$host" "$host" >"$host.csv"
done
echo '2025-01-06T02:00:00Z,c,cpu,broken' >>c.csv
headroom ingest --on-error abort a.csv b.csv c.csv d.csv 2>&1
echo "exit status $?"
headroom query 'SELECT resource, samples FROM series ORDER BY resource'
headroom ingest a.csv b.csv c.csv d.csv 2>&1
headroom verify

# A report as a mail: what sendmail is told, and which addresses are refused. What is in it, test_mail reads.
headroom --quiet --db s.db ingest --format csv-long - <<'DATA'
time,host,metric,value,capacity
2026-01-01T00:00:00Z,a,disk_used_bytes,50,100
DATA
headroom --db s.db --now 2026-01-02T06:00:00Z report --format mail --charts 0 --to 'Büro <plan@example.org>' \
    --to root --from headroom@example.org --title 'Kapazität' >mail.eml
sed '/^$/q' mail.eml | sed 's/^\(Message-ID: <report\.[0-9a-f]*@\).*/\1STORE>/'
grep -c '^--=_headroom-mixed--$' mail.eml
for address in 'a b' '' '-oQ/tmp' 'x@y
Bcc: z@y'; do
    headroom --db s.db report --format mail --to "$address" >refused.eml
    echo "$? $(wc -c <refused.eml)"
done

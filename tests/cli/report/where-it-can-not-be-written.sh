# a report is written whole or not at all, and the status says what stood in the way
headroom -q ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
headroom report --format text -o no/such/folder/r.txt
echo "[$?]"
headroom report --format text >/dev/full
echo "[$?]"
mkdir r.txt
headroom report --format text -o r.txt
echo "[$?]"
rmdir r.txt
for bad in '--compare never' '--compare 7' '--format pdf' '--charts -1' 'web-99'; do
    headroom report -o r.txt $bad
    echo "[$?]"
done
ls -A | grep -v headroom.db
headroom --now 2026-03-01 report --format text -o r.txt
echo "[$?]"
head -3 r.txt

# the ending says the form; a chart is written whole or not at all
headroom -q ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
name=$(headroom series --format csv | sed -n 2p | cut -d, -f1 | tr -d '"')
for file in x.txt x no/where.svg; do
    headroom chart "$name" -o "$file"
    echo "[$?]"
done
for kind in forecast profile heatmap backtest; do
    headroom chart "$name" --kind $kind -o $kind.png && head -c 4 $kind.png | tail -c 3 && echo " $kind"
done
headroom chart "$name" -o c.pdf && head -c 4 c.pdf && echo
headroom chart "$name" | head -c 5 && echo
headroom chart "$name" --kind pie
echo "[$?]"
headroom chart web-99
echo "[$?]"
headroom chart
echo "[$?]"
ls -A | grep -v headroom.db

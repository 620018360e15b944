# a second writer waits as long as it was told, says who holds the store, and ends in 75
mkfifo pipe
headroom -q ingest --resource slow - <pipe &
exec 3>pipe
awk 'BEGIN { print "time,load"; for (i = 0; i < 90000; i++) print "2026-01-" 10 + int(i / 8640) \
    "T" sprintf("%02d:%02d:%02dZ", int(i / 360) % 24, int(i / 6) % 60, i % 6 * 10) "," i % 100 }' >&3
sleep 0.5
headroom --lock-wait 0s ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv" 2>said
echo "[$?]"
sed "s|$PWD|HERE|; s/pid [0-9]*/pid N/" said
headroom --lock-wait 20s -q ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv" 3>&- &
sleep 0.2
exec 3>&-
wait
headroom series --format csv | cut -d, -f 1-4

# A disk that is full in the middle of a file: the store stays as it was, and the command completes once there is room.
# Without the right to mount one there is nothing to see here; fault_calls fills disks of its own.
headroom -q ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
headroom verify --format csv | cut -d, -f2- >kept
awk 'BEGIN { print "time,host,value"
    for (d = 1; d <= 28; d++) for (m = 0; m < 1440; m++)
        printf "2026-02-%02dT%02d:%02d:00Z,big-%d,%d.%d\n", d, m / 60, m % 60, m % 7, m * 7919 % 1000, m % 10 }' >big.csv
mkdir disk
mount -t tmpfs -o size=160k none disk 2>/dev/null || exit 0
cp headroom.db disk/h.db
headroom -q --db disk/h.db ingest big.csv >/dev/null 2>err || [ $? = 74 ] || echo "ended in $?"
grep -q 'full\|No space' err || cat err
headroom --db disk/h.db verify --format csv | cut -d, -f2- | cmp kept -
head -c 1000000 /dev/zero >disk/fill 2>/dev/null
headroom --db disk/h.db --now 2026-03-01 report --charts 0 --format html -o disk/r.html 2>err && echo 'a report on a full disk'
ls -A disk | grep -v 'fill\|h.db'
rm disk/fill
mount -o remount,size=4m disk
headroom -q --db disk/h.db ingest big.csv >/dev/null || echo "ended in $?"
headroom --db disk/h.db series '*big-3*' --format csv | grep -q ',5768,' || headroom --db disk/h.db series
umount disk

# Under limits of the process a command ends in a status that says so, and what it was to write stays whole.
headroom -q ingest "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
awk 'BEGIN { print "time,host,value"
    for (d = 1; d <= 28; d++) for (m = 0; m < 1440; m++)
        printf "2026-02-%02dT%02d:%02d:00Z,big-%d,%d.%d\n", d, m / 60, m % 60, m % 7, m * 7919 % 1000, m % 10 }' >big.csv
echo before >r.txt
headroom verify --format csv >kept
fits() { # STATUS WORD...: one of the statuses for input and output, or done
    case $1 in 0 | 71 | 73 | 74) ;; *) shift; echo "$*"; cat err ;; esac
    headroom verify --format csv >now || { echo "faults after $*"; cat now; }
}
for blocks in 1 8 32 60 100; do    # of 512 bytes
    (ulimit -f $blocks; exec headroom -q ingest big.csv >/dev/null 2>err)
    code=$?
    fits $code "ingest into files of $blocks blocks: $code"
    [ $code != 0 ] && { cmp kept now; } || cp now kept
    (ulimit -f $blocks; exec headroom --now 2026-03-01 report --charts 0 --format html -o r.txt 2>err)
    code=$?
    fits $code "report into files of $blocks blocks: $code"
    [ $code = 0 ] || [ "$(cat r.txt)" = before ] || echo 'half a report'
    echo before >r.txt
    (ulimit -f $blocks; exec headroom backup copy.db 2>err)
    code=$?
    fits $code "backup into files of $blocks blocks: $code"
    [ $code = 0 ] || [ ! -e copy.db ] || echo 'half a copy'
    rm -f copy.db
done
for files in 3 4 5 6 7 8 9 10; do
    for command in 'ingest big.csv' 'report --charts 0 --format text' 'backup copy.db' 'chart *web-1* -o c.svg'; do
        (set -f; exec >/dev/null 2>err; ulimit -n $files; exec headroom -q $command)
        code=$?
        [ $code = 127 ] || [ $code = 69 ] || fits $code "$command with $files files: $code"
        [ $code = 0 ] || [ -s err ] || [ $files = 3 ] || echo "$command with $files files: no word"
    done
done
if sh -c 'ulimit -v 400000; headroom help' >/dev/null 2>&1; then    # not so under a sanitizer
    for room in 30000 40000 60000 100000; do
        for command in 'ingest big.csv' 'report --charts 0 --format text' 'analyze'; do
            (exec >/dev/null 2>err; ulimit -v $room; exec headroom -q $command)
            code=$?
            [ $code = 127 ] || fits $code "$command in $room KiB: $code"
        done
    done
fi
ls -A | grep headroom-
headroom -q ingest big.csv >/dev/null
headroom series '*big-3*' --format csv | cut -d, -f1,4

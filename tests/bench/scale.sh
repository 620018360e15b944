#!/bin/sh
# What an import takes when there is much of it: many samples, many series, many files.
#
#     tests/bench/scale.sh BUILD [MILLIONS]      default 100: one file of so many million samples
#
# Peak memory is that of the process. The files take 3 GB.
build=${1:?usage: scale.sh BUILD [MILLIONS]}
millions=${2:-100}
. "$(dirname "$0")/lib.sh"

ingest() { sync; rm -f scale.db*; measured "$headroom" --db scale.db --quiet ingest --timezone UTC "$@"; }

made() {    # FILE FORM SERIES SAMPLES
    [ -s "$1" ] || "$load" "$2" "$3" "$4" >"$1" || exit 1
}

echo "much at once"
made tenth.csv wide 10000 $((millions * 10))
made whole.csv wide 10000 $((millions * 100))
ingest tenth.csv || exit 1
tenth=$seconds
ingest whole.csv || exit 1
printf '  %s million samples, 10,000 series: %s s, a tenth of it %s s\n' "$millions" "$seconds" "$tenth"
asked "$millions million samples: peak memory" 'at most' 256 "$peak" MiB
asked "$millions million samples: time of a tenth" 'at most' 11 "$(ratio "$seconds" "$tenth")" x

made few.csv long-time 2000 10000
made many.csv long-time 100000 200
ingest few.csv || exit 1
few=$seconds
ingest many.csv || exit 1
printf '  20 million samples by time: of 2,000 series %s s, of 100,000 %s s\n' "$few" "$seconds"
asked '100,000 series by time: peak memory' 'at most' 256 "$peak" MiB
asked '100,000 series by time: time of 2,000' 'at most' 3 "$(ratio "$seconds" "$few")" x

if [ ! -d files ]; then
    mkdir files
    awk 'BEGIN { for (i = 0; i < 10000; i++) { name = sprintf("files/%05d.csv", i)
        print "timestamp,resource,metric,value" >name
        for (hour = 0; hour < 24; hour++)
            printf "2025-01-%02dT%02d:00:00Z,host-%03d,cpu,%d.%02d\n", 1 + i % 28, hour, i / 28, \
                hour * 7 % 100, i % 100 >name
        close(name) } }'
fi
ingest files/*.csv || exit 1
printf '  10,000 files of 24 samples in one call: %s s, %s MiB\n' "$seconds" "$peak"
asked '10,000 small files in one call' 'at least' 300 "$(ratio 10000 "$seconds")" files/s

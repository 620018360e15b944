# Work done in parts, put together, is the whole byte for byte: over a pipe by GNU parallel, by shards of one
# store as an array job does it, and by stores that were filled apart.
ln -s "$HEADROOM_SOURCE/data" data
export HEADROOM_CONFIG=data/samples/headroom.ini PARALLEL_HOME="$PWD"
headroom -q ingest data/samples/*.gz
headroom export >all.csv

in_parts() {    # COMMAND…: of all.csv, cut between resources into parts of nine megabytes or more
    parallel --will-cite -k -j2 --pipe --block 9M --header : --colsep , --group-by resource "$@" <all.csv
}
headroom analyze --stdin --no-header <all.csv >whole
in_parts headroom analyze --stdin --no-header >parts
cmp whole parts && wc -l <whole
headroom -q forecast --step 1d --stdin --no-header <all.csv >whole
in_parts headroom -q forecast --step 1d --stdin --no-header >parts
cmp whole parts && wc -l <whole

headroom analyze --format csv | LC_ALL=C sort >whole
parallel --will-cite -k -j2 headroom analyze --format csv --shard '{}/5' ::: 1 2 3 4 5 |
    LC_ALL=C sort -u >parts    # the header once
cmp whole parts
headroom analyze --shard 3/2 || headroom analyze --shard two
echo "exit $?"

parallel --will-cite -j2 headroom -q --db '{#}.db' ingest '{}' ::: data/samples/*.gz
headroom merge ?.db --into merged.db
headroom verify --db merged.db --quiet
for command in 'analyze --format json' export 'series --format json' 'capacity list'; do
    headroom $command >whole
    headroom --db merged.db $command | cmp whole -
done
headroom -q merge ?.db --into merged.db && headroom --db merged.db export | cmp - all.csv
headroom merge merged.db --into merged.db || headroom merge 1.db none.db --into new.db 2>&1 | grep -c "no such file"
[ ! -e new.db ] || echo "new.db was made for nothing"

# What is committed in data/samples/ is what the generator writes: nobody touched up a sample by hand.
make_samples . || exit
for made in *.gz; do
    committed=$HEADROOM_SOURCE/data/samples/$made
    gzip -dc "$made" | cksum >made
    gzip -dc "$committed" | cksum >committed
    cmp -s made committed || echo "$made differs: run make samples"
done
for committed in "$HEADROOM_SOURCE"/data/samples/*.gz; do
    [ -e "${committed##*/}" ] || echo "${committed##*/} is not made by the generator"
done
ls *.gz

for command in ingest inspect formats series capacity event verify config doctor help; do
    headroom help "$command"
    echo "----"
done
for command in "capacity set" "capacity list" "event add" "event list" "event remove" \
               "config check" "config show"; do
    headroom help $command
    echo "----"
done

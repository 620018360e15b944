# commands that read want a store, and make none
for command in series verify "capacity list" "event list" "event remove 3" \
               "event add x --at 2026-01-01 --kind launch" "capacity set x 5"; do
    echo "\$ headroom $command"
    headroom $command 2>&1
    echo "[$?]"
done
ls

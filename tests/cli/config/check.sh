cat >headroom.ini <<'END'
# every line below the first three is a mistake
[general]
timezone = Europe/Berlin
tmezone = UTC
jobs = many
[polcy]
lead_time = 14d
[policy]
lead_time 14d
lead_time = fortnight
warning = 180%
[rule disks]
capacity = 2TiB
END
headroom config check

cat >headroom.ini <<'END'
[database]
path = plan.db
[general]
timezone = Europe/Berlin    ; where we are
jobs = 3
[policy]
lead_time = 3w
[rule web]
series = web-*
series = */web-1/*
lead_time = 2d
owner = web team
capacity = 80
[rule typo]
series = wbe*
owner = nobody
[pair disks]
used = */used
capacity = */size
END
headroom config check
headroom ingest -q "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
ls
headroom config check
headroom config show
headroom config show /web-1/cpu --format csv
headroom --timezone UTC --db other.db config show --format json
headroom series

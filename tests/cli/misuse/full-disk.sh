headroom help >/dev/full

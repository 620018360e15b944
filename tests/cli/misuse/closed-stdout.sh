headroom help >&-

headroom help
headroom --help >first && headroom -h >second && headroom help | cmp - first && cmp first second

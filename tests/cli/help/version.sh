headroom --version | sed 's/[0-9][0-9.]*\( patchlevel [0-9]*\)\{0,1\}$/N/'

# a [scenario] that is wrong is named with its line, each of its mistakes
cat >headroom.ini <<'I'
[scenario a+b]
load = +5%
[scenario empty]
note = nothing
[scenario wrong]
load = 5 apples
capacity = +5@tomorrow
growth = 20%
committed = maybe
I
headroom config check
echo "[$?]"

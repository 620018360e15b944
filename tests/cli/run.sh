#!/bin/sh
# Runs every tests/cli/GROUP/NAME.sh with the program of the build named first on
# PATH, in an empty folder, and compares with its neighbours NAME.out, NAME.err
# and NAME.exit (absent means empty, empty and 0). `run.sh BUILD --bless` writes them.
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
PATH=$build:$build/tests/tools:$PATH
HEADROOM_SOURCE=$(cd "$here/../.." && pwd)
export PATH HEADROOM_SOURCE LC_ALL=C TZ=UTC
unset HEADROOM_DB HEADROOM_CONFIG SOURCE_DATE_EPOCH XDG_CONFIG_HOME NO_COLOR COLUMNS
passed=0 failed=0
for script in "$here"/*/*.sh; do
    [ -e "$script" ] || continue
    base=${script%.sh}
    work=$(mktemp -d)
    mkdir "$work/cwd"
    (cd "$work/cwd" && sh "$script" >"$work/out" 2>"$work/err" </dev/null); code=$?
    echo "$code" >"$work/exit"
    if [ "$2" = --bless ]; then
        for part in out err; do
            if [ -s "$work/$part" ]; then cp "$work/$part" "$base.$part"; else rm -f "$base.$part"; fi
        done
        if [ "$code" -ne 0 ]; then echo "$code" >"$base.exit"; else rm -f "$base.exit"; fi
    fi
    good=yes
    for part in out err exit; do
        want=$base.$part
        [ -e "$want" ] || { want=$work/want; [ $part = exit ] && echo 0 >"$want" || : >"$want"; }
        diff -u "$want" "$work/$part" || good=no
    done
    if [ $good = yes ]; then passed=$((passed + 1)); else
        failed=$((failed + 1)); echo "FAILED ${base#"$here"/}"; fi
    rm -rf "$work"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

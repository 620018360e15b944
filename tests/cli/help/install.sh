# What make install puts under PREFIX works from there, and make uninstall takes all of it away.
unset MAKEFLAGS MAKELEVEL
build=$(basename "$(dirname "$(command -v headroom)")")
run() { make -s -C "$HEADROOM_SOURCE" VARIANT="$build" DESTDIR="$PWD/root" PREFIX=/usr "$@" || exit; }
run install
cd root && find . -type f | grep -v '/doc/\|/man1/headroom-' | sort
ls usr/share/man/man1 | wc -l | tr -d ' ' | grep -qx '2[0-9]\|3[0-9]' || ls usr/share/man/man1
[ -s usr/share/doc/headroom/tutorial.md ] && usr/bin/headroom help >help && head -n 1 help
rm help && cd ..
run uninstall
find root -type f

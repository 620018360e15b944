#!/bin/sh
# reproducible.sh - builds in two folders of different names, at different times, and compares every byte of
# what is installed.
source=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in one another-place; do
    mkdir -p "$work/$name"
    (cd "$source" && git ls-files -z | xargs -0 tar c) | tar x -C "$work/$name" &&
        (cd "$work/$name" && SOURCE_DATE_EPOCH=1 make -s -j"$(nproc)" install PREFIX=/usr DESTDIR="$work/$name.root") ||
        exit 1
    sleep 1
done
if diff -r "$work/one.root" "$work/another-place.root"; then
    echo "reproducible: $(find "$work/one.root" -type f | wc -l) files, the same bytes from two folders"
else
    exit 1
fi

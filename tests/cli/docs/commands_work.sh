# Every command that the documents show is run and succeeds; `make docs` writes anew what they print.
ln -s "$HEADROOM_SOURCE/data" data
cd "$HEADROOM_SOURCE" && documents=$(grep -l '^```console' README.md docs/*.md) && cd - >/dev/null || exit
for document in $documents; do
    rm -f shop.db*
    sh "$HEADROOM_SOURCE/tests/tools/transcript.sh" "$HEADROOM_SOURCE/$document" >now.md || exit
done

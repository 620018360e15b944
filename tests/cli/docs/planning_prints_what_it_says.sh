# The worked examples of sizes and policies say what the commands print now; `make docs` writes them anew.
ln -s "$HEADROOM_SOURCE/data" data
for document in docs/sizing.md docs/simulate.md docs/groups.md docs/calendar.md docs/costs.md; do
    rm -f shop.db*
    sh "$HEADROOM_SOURCE/tests/tools/transcript.sh" "$HEADROOM_SOURCE/$document" >now.md || exit
    diff "$HEADROOM_SOURCE/$document" now.md || echo "$document: 'make docs' writes what is printed now"
done

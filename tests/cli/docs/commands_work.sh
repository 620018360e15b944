# Every command that the documents show is run and succeeds; `make docs` writes anew what they print.
ln -s "$HEADROOM_SOURCE/data" data
for document in README.md docs/tutorial.md docs/formats.md docs/mappings.md docs/methods-driver.md docs/methods-usl.md; do
    rm -f shop.db*
    sh "$HEADROOM_SOURCE/tests/tools/transcript.sh" "$HEADROOM_SOURCE/$document" >now.md || exit
done

# Every relative link of the README and the documents names a file that is there.
cd "$HEADROOM_SOURCE" || exit
for document in README.md data/README.md data/samples/README.md docs/*.md; do
    grep -o ']([^)#:]*[)#]' "$document" | sed 's/^](//; s/[)#]$//' | while read -r link; do
        [ -z "$link" ] || [ -e "$(dirname "$document")/$link" ] || echo "$document: $link"
    done
done

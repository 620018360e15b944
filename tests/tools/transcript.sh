#!/bin/sh
# transcript.sh FILE.md - writes FILE.md with its console blocks run anew.
#
# In a block that begins with ```console, a line "$ command" is run by sh in the working
# folder, and what followed it is replaced by what it prints now, stderr included. All
# else stays as it is, so a document that equals its transcript shows what really happens.
fence='```'
inside=no
while IFS= read -r line || [ -n "$line" ]; do
    if [ "$inside" = no ]; then
        printf '%s\n' "$line"
        [ "$line" = "${fence}console" ] && inside=yes
        continue
    fi
    case $line in
    "$fence") printf '%s\n' "$line"; inside=no ;;
    '$ '*)    printf '%s\n' "$line"; sh -c "${line#??}" 2>&1 </dev/null ;;
    esac
done <"$1"

#!/bin/sh
# transcript.sh FILE.md - writes FILE.md with its console blocks run anew.
#
# In a block that begins with ```console, a line "$ command" is run by sh in the working
# folder, and what followed it is replaced by what it prints now, stderr included. All
# else stays as it is. An export holds for the commands after it. Ends in 1 when a command failed, after naming it on stderr.
fence='```'
inside=no
failed=0
while IFS= read -r line || [ -n "$line" ]; do
    if [ "$inside" = no ]; then
        printf '%s\n' "$line"
        [ "$line" = "${fence}console" ] && inside=yes
        continue
    fi
    case $line in
    "$fence")
        printf '%s\n' "$line"
        inside=no ;;
    '$ export '*)
        printf '%s\n' "$line"
        eval "${line#??}" ;;
    '$ '*)
        printf '%s\n' "$line"
        sh -c "${line#??}" 2>&1 </dev/null || { echo "failed: ${line#??}" >&2; failed=1; } ;;
    esac
done <"$1"
exit $failed

# every command has a page, on stdout alone, at most 80 columns wide, by help and by --help
commands=$(headroom completion words -- '' | cut -f 1)
[ "$(echo "$commands" | wc -l)" -ge 20 ] || echo "too few commands: $commands"
for command in $commands; do
    headroom help "$command" >page 2>err || echo "$command: no page"
    headroom "$command" --help | cmp - page
    [ -s err ] && echo "$command: says something on stderr"
    sed 's/…/./g; s/–/-/g' page | awk -v name="$command" 'length > 80 { print name ": " $0 }'
done
:

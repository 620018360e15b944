# Every manual page is there, mandoc finds nothing to warn of, and what the help says stands in it.
headroom help --manual >pages
for page in $(cat pages); do
    headroom help --manual "$page" >"$page" || echo "$page: not made"
    mandoc -Tlint -Wwarning "$page"
done
awk -v name=headroom-schema -v section=7 -v summary='the tables of a store' -v date=2026-01-01 -v version=0 \
    -f "$HEADROOM_SOURCE/docs/man.awk" "$HEADROOM_SOURCE/docs/schema.md" >headroom-schema.7
mandoc -Tlint -Wwarning headroom-schema.7

# All options of the help, all settings and sections of the configuration.
shown() { mandoc -Tascii "$1" | sed 's/.\x08//g'; }
for command in $(headroom completion words -- '' | cut -f 1); do
    shown "headroom-$command.1" >page
    headroom help "$command" | grep -o '^  \(   \|-.,\) --[a-z-]*' | sed 's/.* //' | while read -r option; do
        grep -q -- "$option" page || echo "$command: $option is not in its page"
    done
done
shown headroom.ini.5 >page
headroom help config | grep -o '^  *\(\[[a-z]*\|[a-z_]* =\)' | sed 's/^ *//' | while read -r words; do
    grep -qF -- "$words" page || echo "headroom.ini: $words is not in its page"
done
headroom help --manual headroom-ingst.1

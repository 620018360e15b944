# the script in a bash of its own
headroom -q ingest --source prod "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
cat >try.bash <<'END'
eval "$(headroom completion bash)"
try() { COMP_WORDS=(headroom "$@"); COMP_CWORD=$#; _headroom; echo "$*: ${COMPREPLY[*]}"; }
try ing
try series --format j
try series prod/web-1
END
bash --norc --noprofile try.bash

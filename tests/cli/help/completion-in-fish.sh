# the script in a fish of its own
headroom -q ingest --source prod "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
cat >try.fish <<'END'
headroom completion fish | source
complete -C 'headroom inge'
complete -C 'headroom series --format j'
complete -C 'headroom series prod/web-1'
END
HOME=$PWD XDG_CONFIG_HOME=$PWD XDG_DATA_HOME=$PWD fish --no-config try.fish

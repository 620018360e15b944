# the function in a zsh of its own, as it is loaded from a folder of functions
headroom -q ingest --source prod "$HEADROOM_SOURCE/tests/cli/ingest/cpu.csv"
mkdir functions && headroom completion zsh >functions/_headroom
cat >rc <<'END'
PS1='pro''mpt: '
fpath=($PWD/functions $fpath)
autoload -Uz compinit; compinit -u -d dump
show() { zle -I; print -r -- "<${BUFFER%% }>"; BUFFER=; }    # what stands on the line now
zle -N show; bindkey '^X' show
END
cat >try.zsh <<'END'
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'source rc'
zpty -r -m shell answer '*prompt: *'
for typed in 'headroom inges' 'headroom series --format js' 'headroom series prod/web-1'; do
    zpty -w -n shell "$typed"$'\t\C-X'
    zpty -r -m shell answer '*<headroom*>*' && print -r -- "$typed: ${${answer##*<}%%>*}"
    zpty -r -m shell answer '*prompt: *'
done
zpty -d shell
END
TERM=dumb timeout 120 zsh -f try.zsh

/*
 * analyzer/cli/cmd_completion.c - `headroom completion bash|zsh|fish`.
 *
 * The scripts hold no lists of their own: they ask `headroom completion words -- …`
 * for what may follow the words typed so far, which is answered from the tables
 * that parse them, and from the store for the names of series.
 */
#include <stdio.h>
#include <string.h>

#include "analyzer/cli/command.h"

enum { WORDS_ROOM = 1 << 20, NAMES_SHOWN = 2000 };

/* --- scripts --------------------------------------------------------------------- */

static const char bash_script[] =
    "# headroom completion for bash: eval \"$(headroom completion bash)\"\n"
    "_headroom() {\n"
    "    local IFS=$'\\n' line\n"
    "    COMPREPLY=()\n"
    "    _get_comp_words_by_ref -n : words cword 2>/dev/null ||\n"
    "        { words=(\"${COMP_WORDS[@]}\"); cword=$COMP_CWORD; }\n"
    "    for line in $(headroom completion words -- \"${words[@]:1:cword}\" 2>/dev/null); do\n"
    "        if [ \"$line\" = :files ]; then\n"
    "            compopt -o default 2>/dev/null\n"
    "        else\n"
    "            COMPREPLY+=(\"$(printf '%q' \"${line%%$'\\t'*}\")\")\n"
    "        fi\n"
    "    done\n"
    "}\n"
    "complete -F _headroom headroom\n";

static const char zsh_script[] =
    "#compdef headroom\n"
    "# headroom completion for zsh: source <(headroom completion zsh)\n"
    "_headroom() {\n"
    "    local -a plain\n"
    "    local line files=\n"
    "    for line in ${(f)\"$(headroom completion words -- \"${words[@]:1:$((CURRENT - 1))}\" "
    "2>/dev/null)\"}; do\n"
    "        if [[ $line == :files ]]; then files=1\n"
    "        else plain+=(\"${line%%$'\\t'*}\"); fi\n"
    "    done\n"
    "    (( ${#plain} )) && compadd -- \"${plain[@]}\"\n"
    "    [[ -n $files ]] && _files\n"
    "}\n"
    "if [[ $funcstack[1] == _headroom ]]; then _headroom \"$@\"    # autoloaded: this is the first call\n"
    "else compdef _headroom headroom; fi\n";

static const char fish_script[] =
    "# headroom completion for fish: headroom completion fish | source\n"
    "function __headroom_words\n"
    "    set -l words (commandline -opc) (commandline -ct)\n"
    "    for line in (headroom completion words -- $words[2..-1] 2>/dev/null)\n"
    "        if test \"$line\" = :files\n"
    "            __fish_complete_path (commandline -ct)\n"
    "        else\n"
    "            echo $line\n"
    "        end\n"
    "    end\n"
    "end\n"
    "complete -c headroom -f -a '(__headroom_words)'\n";

static const struct { const char *name, *script; } shells[] = {
    { "bash", bash_script }, { "zsh", zsh_script }, { "fish", fish_script },
};
enum { SHELLS = sizeof shells / sizeof shells[0] };

/* --- what may follow --------------------------------------------------------------- */

/* The words typed so far, and what has been understood of them. */
struct typed {
    const struct command *command;      /* NULL: none yet */
    const struct option  *pending;      /* wants the word that is being typed as its value */
    const char           *db;           /* named on the line; NULL: where it usually is */
    const char           *last;         /* the word being typed, may be "" */
};

static void offer(struct buf *out, const char *typed, const char *word, const char *help)
{
    if (strncmp(word, typed, strlen(typed)) == 0)
        buf_addf(out, "%s\t%s\n", word, help ? help : "");
}

static void offer_options(struct buf *out, const char *typed, const struct option *table)
{
    for (; table && table->name; table++) {
        char word[64];

        snprintf(word, sizeof word, "--%s", table->name);
        offer(out, typed, word, table->help);
    }
}

static void offer_commands(struct buf *out, const char *typed, const struct command *const *table)
{
    for (; *table; table++)
        offer(out, typed, (*table)->name, (*table)->summary);
}

static void offer_series(struct context *context, struct buf *out, const struct typed *typed)
{
    struct store_series *series;
    struct store *store = NULL;
    size_t count;

    if (store_open(&store, typed->db ? typed->db : context->db, STORE_READ, 0, NULL) < 0)
        return;
    if (store_series_list(store, NULL, 0, &context->arena, &series, &count, NULL) == 0)
        for (size_t i = 0; i < count && i < NAMES_SHOWN; i++)
            if (!strpbrk(series[i].name, "\t\n"))
                offer(out, typed->last, series[i].name, series[i].info.unit);
    store_close(store);
}

static void offer_value(struct buf *out, const char *typed, const struct option *option)
{
    if (option->kind == OPTION_CHOICE)
        for (size_t i = 0; option_choice(option, i); i++)
            offer(out, typed, option_choice(option, i), NULL);
    else if (strcmp(option->argument, "FILE") == 0)
        buf_add(out, ":files\n");
}

static void offer_operand(struct context *context, struct buf *out, const struct typed *typed)
{
    const char *operands = typed->command->operands ? typed->command->operands : "";

    if (strcmp(typed->command->name, "help") == 0)
        offer_commands(out, typed->last, commands);
    else if (strncmp(operands, "FILE", 4) == 0 || strncmp(operands, "[FILE", 5) == 0)
        buf_add(out, ":files\n");
    else if (strstr(operands, "SELECTOR") || strstr(operands, "SERIES"))
        offer_series(context, out, typed);
}

static const struct option *find_option(const struct typed *typed, const char *word)
{
    const struct option *own = typed->command ? typed->command->options : NULL, *found = NULL;

    if (strncmp(word, "--", 2) != 0 || strchr(word, '='))
        return NULL;
    if (own)
        found = option_find(own, word + 2);
    return found ? found : option_find(global_options, word + 2);
}

/* Takes one complete word in: an option, its value, a command, or an operand. */
static void take_word(struct typed *typed, const char *word)
{
    const struct option *option = find_option(typed, word);

    if (typed->pending) {
        if (strcmp(typed->pending->name, "db") == 0)
            typed->db = word;
        typed->pending = NULL;
    } else if (option) {
        typed->pending = option->kind == OPTION_FLAG ? NULL : option;
    } else if (word[0] != '-' && (!typed->command || typed->command->sub)) {
        typed->command = command_find(typed->command ? typed->command->sub : commands, word);
    }
}

static void offer_all(struct context *context, struct buf *out, const struct typed *typed)
{
    if (typed->pending) {
        offer_value(out, typed->last, typed->pending);
    } else if (typed->last[0] == '-') {
        if (typed->command)
            offer_options(out, typed->last, typed->command->options);
        offer_options(out, typed->last, global_options);
    } else if (!typed->command || typed->command->sub) {
        offer_commands(out, typed->last, typed->command ? typed->command->sub : commands);
    } else {
        offer_operand(context, out, typed);
    }
}

static int print_words(struct context *context, int argc, char **argv, struct error *err)
{
    struct typed typed = { .last = argc ? argv[argc - 1] : "" };
    struct buf out;
    int rc;

    for (int i = 0; i + 1 < argc; i++)
        take_word(&typed, argv[i]);
    buf_init(&out, WORDS_ROOM);
    offer_all(context, &out, &typed);
    rc = context_print(context, &out, err);
    buf_release(&out);
    return rc;
}

static int print_script(struct context *context, const char *shell, struct error *err)
{
    for (size_t i = 0; i < SHELLS; i++)
        if (strcmp(shells[i].name, shell) == 0) {
            fputs(shells[i].script, context->out);
            return 0;
        }
    error_set(err, ERR_USAGE, "there is no completion for '%.60s'", shell);
    error_hint(err, "It is made for bash, zsh and fish.");
    return ERR_USAGE;
}

static int run(struct context *context, const void *settings, int argc, char **argv,
               struct error *err)
{
    (void)settings;
    if (strcmp(argv[0], "words") == 0)
        return print_words(context, argc - 1, argv + 1, err);
    if (argc > 1)
        return error_set(err, ERR_USAGE, "one shell at a time, but '%.60s' follows", argv[1]);
    return print_script(context, argv[0], err);
}

extern const struct command cmd_completion;
const struct command cmd_completion = {
    .name = "completion",
    .group = "About",
    .summary = "shell completion of commands, options, formats and series",
    .operands = "bash|zsh|fish",
    .examples = "eval \"$(headroom completion bash)\"\tin ~/.bashrc\n"
                "source <(headroom completion zsh)\tin ~/.zshrc\n"
                "headroom completion fish | source\tin ~/.config/fish/config.fish",
    .least = 1,
    .most = ANY_NUMBER,
    .bare = 1,
    .run = run,
};

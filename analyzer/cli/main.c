/* analyzer/cli/main.c - starts the process, picks the command, sets the exit status. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gsl/gsl_errno.h>

#include "analyzer/cli/command.h"
#include "analyzer/cli/version.h"

enum { STATUS_UNKNOWN = 3, PAGE_MOST = 1 << 18 };

/* A command with its heading ("event add"), and the words behind it. */
struct call {
    const struct command *parent, *command;    /* command NULL: none was named */
    int    argc;
    char **argv;
};

/*
 * A file opened later must not become descriptor 0, 1 or 2 and be taken for a
 * stream. What fills the place fails when it is used: output is not lost in silence.
 */
static void open_streams(void)
{
    static const int mode[] = { O_WRONLY, O_RDONLY, O_RDONLY };

    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", mode[fd]) != fd)
            _exit(error_status(ERR_SYSTEM));
}

static void start_process(void)
{
    open_streams();
    gsl_set_error_handler_off();    /* its default handler aborts the process */
    signal(SIGPIPE, SIG_IGN);       /* writes fail with EPIPE instead */
    signal(SIGXFSZ, SIG_IGN);       /* and with EFBIG */
    setlocale(LC_CTYPE, "C.UTF-8"); /* widths of characters; numbers stay in the C locale */
    assert(strcmp(localeconv()->decimal_point, ".") == 0);
}

/* 1 when the reader of our standard output has gone away. */
static int reader_gone(void)
{
    struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

/*
 * A report on a full disk is no report: a write that failed late still counts.
 * *gone is set when it failed because nobody reads on, which is no mistake.
 */
static int close_stdout(int *gone, struct error *err)
{
    int failed = ferror(stdout), cause;

    errno = 0;
    failed |= fflush(stdout) != 0;
    cause = errno;
    *gone = failed && reader_gone();
    if (fclose(stdout) != 0 && !failed) {
        failed = 1;
        cause = errno;
    }
    if (!failed)
        return 0;
    return error_set(err, ERR_IO, "standard output can not be written%s%s", cause ? ": " : "",
                     cause ? strerror(cause) : "");
}

/* A word of the command line so that a shell reads it as it is. */
static void quote(struct buf *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+";

    if (*word && word[strspn(word, plain)] == '\0') {
        buf_add(out, word);
        return;
    }
    buf_addc(out, '\'');
    for (; *word; word++)
        if (*word == '\'')
            buf_add(out, "'\\''");
        else
            buf_addc(out, *word);
    buf_addc(out, '\'');
}

/*
 * What a report says it was made by: the command and what stands behind it. Options before it say where and how
 * the program runs (--jobs), and change nothing that is reported.
 */
static void keep_command_line(struct context *context, const struct call *call)
{
    struct buf line;

    buf_init(&line, PAGE_MOST);
    buf_addf(&line, "headroom %s", call->command->name);
    for (int i = 0; i < call->argc; i++) {
        buf_addc(&line, ' ');
        quote(&line, call->argv[i]);
    }
    context->command_line = line.failed ? NULL : arena_copy(&context->arena, line.text);
    if (!context->command_line)
        context->command_line = "headroom";
    buf_release(&line);
}

/* Reads options up to the command's name, and finds the command. */
static int find_command(struct context *context, int argc, char **argv, struct call *call,
                        struct error *err)
{
    struct option_set set = { global_options, &context->globals };
    const struct command *const *table = commands;

    *call = (struct call){ .argc = argc, .argv = argv };
    for (;;) {
        int at = options_leading(&set, 1, call->argc, call->argv, err);

        if (at < 0)
            return at;
        call->argv += at;
        call->argc -= at;
        if (call->argc == 0)
            return 0;
        call->parent = call->command;
        call->command = command_find(table, call->argv[0]);
        if (!call->command)
            return command_unknown(table, "command", call->argv[0], err);
        call->argc--;
        call->argv++;
        if (!call->command->sub)
            return 0;
        table = call->command->sub;
    }
}

static int check_operands(const struct call *call, int count, struct error *err)
{
    const struct command *command = call->command;
    const char *heading = call->parent ? call->parent->name : "", *gap = call->parent ? " " : "";

    if (count < command->least) {
        error_set(err, ERR_USAGE, "%s%s%s wants %s", heading, gap, command->name,
                  command->operands);
    } else if (command->most != ANY_NUMBER && count > command->most) {
        error_set(err, ERR_USAGE, "%s%s%s takes %s%s, but '%.60s' follows", heading, gap,
                  command->name, command->most ? "only " : "no operand",
                  command->most ? command->operands : "", call->argv[command->most]);
    } else {
        return 0;
    }
    error_hint(err, "See 'headroom help %s%s%s'.", heading, gap, command->name);
    return ERR_USAGE;
}

static int print_page(struct context *context, const struct call *call, struct error *err)
{
    struct buf page;
    int rc = 0;

    buf_init(&page, PAGE_MOST);
    if (context->globals.version)
        version_text(&page);
    else if (call->command)
        help_command(&page, call->parent, call->command);
    else
        help_program(&page);
    rc = context_print(context, &page, err);
    buf_release(&page);
    return rc;
}

/* A bare `headroom` is somebody who looks around, though no call that can be answered. */
static int no_command(struct context *context, const struct call *call, struct error *err)
{
    struct buf page;

    if (call->command) {
        error_set(err, ERR_USAGE, "%s wants a command behind it", call->command->name);
        error_hint(err, "See 'headroom help %s'.", call->command->name);
        return ERR_USAGE;
    }
    buf_init(&page, PAGE_MOST);
    help_program(&page);
    fputs(page.text, context->messages);
    buf_release(&page);
    return error_status(ERR_USAGE);
}

/* Reads the command's own options, settles the context and does the work. */
static int run_command(struct context *context, struct call *call, void *settings,
                       struct error *err)
{
    const struct command *command = call->command;
    static const struct option none[] = { { .name = NULL } };
    struct option_set sets[] = { { command->options ? command->options : none, settings },
                                 { global_options, &context->globals } };
    int count;

    keep_command_line(context, call);
    count = options_parse(sets, 2, call->argc, call->argv, err);
    if (count < 0) {
        if (!err->hint[0])
            error_hint(err, "See 'headroom help %s%s%s'.", call->parent ? call->parent->name : "",
                       call->parent ? " " : "", command->name);
        return count;
    }
    if (context->globals.help || context->globals.version)
        return print_page(context, call, err);
    if (check_operands(call, count, err) < 0 || context_prepare(context, command->bare, err) < 0 ||
        options_times(&sets[0], context->zone, context->now, err) < 0)
        return err->code;
    return command->run(context, settings, count, call->argv, err);
}

static int dispatch(struct context *context, struct call *call, struct error *err)
{
    void *settings;

    if (!call->command || call->command->sub)
        return context->globals.help || context->globals.version ? print_page(context, call, err)
                                                                 : no_command(context, call, err);
    settings = arena_take(&context->arena, call->command->size + 1);
    if (!settings)
        return error_set(err, ERR_NOMEM, "out of memory");
    if (call->command->size)
        memcpy(settings, call->command->defaults, call->command->size);
    return run_command(context, call, settings, err);
}

/* A check that could not be made says so on stdout too: its callers read nothing else. */
static int plugin_failed(const struct error *err)
{
    printf("UNKNOWN: %s\n", err->text);
    return STATUS_UNKNOWN;
}

int main(int argc, char **argv)
{
    struct context context;
    struct call call = { 0 };
    struct error err = ERROR_NONE;
    int rc, status, gone = 0;

    start_process();
    context_init(&context);
    rc = find_command(&context, argc - 1, argv + (argc > 0), &call, &err);
    if (rc == 0)
        rc = dispatch(&context, &call, &err);
    status = rc;
    if (rc < 0)
        status = call.command && call.command->plugin ? plugin_failed(&err) : error_status(rc);
    if (close_stdout(&gone, rc < 0 ? NULL : &err) < 0 && rc >= 0) {
        rc = ERR_IO;
        status = error_status(rc);
    }
    if (rc < 0 && !gone)
        context_error(&context, &err);
    context_release(&context);
    if (gone) {    /* end as a program does that does not ignore the signal */
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    }
    return status;
}

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

/* A file opened later must not become descriptor 0, 1 or 2 and be taken for a stream. */
static void open_streams(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
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

/* A report on a full disk is no report: a write that failed late still counts. */
static int close_stdout(struct error *err)
{
    int failed = ferror(stdout);

    errno = 0;
    if (fclose(stdout) != 0 || failed)
        return error_set(err, ERR_IO, "standard output can not be written%s%s",
                         errno ? ": " : "", errno ? strerror(errno) : "");
    return 0;
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

static int no_command(const struct call *call, struct error *err)
{
    if (call->command) {
        error_set(err, ERR_USAGE, "%s wants a command behind it", call->command->name);
        error_hint(err, "See 'headroom help %s'.", call->command->name);
    } else {
        error_set(err, ERR_USAGE, "no command was given");
        error_hint(err, "'headroom help' lists the commands.");
    }
    return ERR_USAGE;
}

/* Reads the command's own options, settles the context and does the work. */
static int run_command(struct context *context, struct call *call, void *settings,
                       struct error *err)
{
    const struct command *command = call->command;
    static const struct option none[] = { { .name = NULL } };
    struct option_set sets[] = { { command->options ? command->options : none, settings },
                                 { global_options, &context->globals } };
    int count = options_parse(sets, 2, call->argc, call->argv, err);

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
    int rc;

    if (!call->command || call->command->sub)
        return context->globals.help || context->globals.version ? print_page(context, call, err)
                                                                 : no_command(call, err);
    settings = arena_take(&context->arena, call->command->size + 1);
    if (!settings)
        return error_set(err, ERR_NOMEM, "out of memory");
    if (call->command->size)
        memcpy(settings, call->command->defaults, call->command->size);
    rc = run_command(context, call, settings, err);
    return rc;
}

/* Says on both streams that a check could not be made: its callers read stdout alone. */
static int plugin_status(const struct error *err)
{
    printf("UNKNOWN: %s\n", err->text);
    fflush(stdout);
    return STATUS_UNKNOWN;
}

int main(int argc, char **argv)
{
    struct context context;
    struct call call = { 0 };
    struct error err = ERROR_NONE;
    int rc, gone;

    start_process();
    context_init(&context);
    rc = find_command(&context, argc - 1, argv + (argc > 0), &call, &err);
    if (rc == 0)
        rc = dispatch(&context, &call, &err);
    fflush(stdout);
    gone = ferror(stdout) && reader_gone();
    if (rc < 0 && call.command && call.command->plugin) {
        context_error(&context, &err);
        rc = plugin_status(&err);
    }
    if (rc >= 0 && !gone) {
        int closed = close_stdout(&err);

        rc = closed < 0 ? closed : rc;
    }
    if (rc < 0 && !gone)
        context_error(&context, &err);
    context_release(&context);
    if (gone) {    /* end as a program does that does not ignore the signal */
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    }
    return rc < 0 ? error_status(rc) : rc;
}

#include "reports/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data/base/clock.h"

enum { PATH_ROOM = 4096, SAID_ROOM = 160, MESSAGES_MOST = 4000, BLOCK = 64 * 1024, EXEC_FAILED = 127 };

static const rlim_t CPU_SECONDS = 30, FILE_BYTES = 64u << 20, MEMORY_BYTES = 1u << 30;

/* Finds the program as execvp() would, before the fork. 1 when found. */
static int find_program(const char *name, char out[PATH_ROOM])
{
    const char *path = getenv("PATH");

    if (strchr(name, '/')) {
        snprintf(out, PATH_ROOM, "%s", name);
        return access(out, X_OK) == 0;
    }
    path = path && path[0] ? path : "/usr/local/bin:/usr/bin:/bin";
    while (*path) {
        size_t length = strcspn(path, ":");

        if (length && path[0] == '/' && length + strlen(name) + 2 < PATH_ROOM) {
            snprintf(out, PATH_ROOM, "%.*s/%s", (int)length, path, name);
            if (access(out, X_OK) == 0)
                return 1;
        }
        path += length + (path[length] == ':');
    }
    return 0;
}

/* A file in memory that holds the input, read from its start. */
static int input_file(const char *input, size_t length)
{
    int file = memfd_create("input", MFD_CLOEXEC);
    size_t done = 0;

    while (file >= 0 && done < length) {
        ssize_t count = write(file, input + done, length - done);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            close(file);
            return -1;
        }
        done += (size_t)count;
    }
    if (file >= 0)
        lseek(file, 0, SEEK_SET);
    return file;
}

static void limit(__rlimit_resource_t what, rlim_t most)
{
    struct rlimit rule = { most, most };

    setrlimit(what, &rule);
}

/* In the child, between fork and exec: only calls that are safe there. */
static _Noreturn void become(const char *path, const char *const *arguments, int input, int output,
                             int messages)
{
    static const char *const environment[] = { "LC_ALL=C", "TZ=UTC", "HOME=/nonexistent",
                                               "PATH=/usr/bin:/bin", NULL };
    sigset_t none;

    setpgid(0, 0);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    limit(RLIMIT_CPU, CPU_SECONDS);
    limit(RLIMIT_FSIZE, FILE_BYTES);
    limit(RLIMIT_AS, MEMORY_BYTES);
    limit(RLIMIT_CORE, 0);
    if (dup2(input, 0) == 0 && dup2(output, 1) == 1 && dup2(messages, 2) == 2)
        execve(path, (char *const *)(uintptr_t)arguments, (char *const *)(uintptr_t)environment);
    _exit(EXEC_FAILED);
}

struct pipes { int output[2], messages[2]; };

static void shut(int *end)
{
    if (*end >= 0)
        close(*end);
    *end = -1;
}

static void shut_all(struct pipes *pipes)
{
    for (int i = 0; i < 2; i++) {
        shut(&pipes->output[i]);
        shut(&pipes->messages[i]);
    }
}

/* Reads what is there; 0 at the end of the stream. Text past the cap is dropped and noted by the buffer. */
static int drain(int from, struct buf *into)
{
    char block[BLOCK];
    ssize_t count = read(from, block, sizeof block);

    if (count < 0)
        return errno == EINTR || errno == EAGAIN;
    buf_addn(into, block, (size_t)count);
    return count > 0;
}

enum ending { ENDED, TOO_SLOW, TOO_MUCH };

/* Reads both streams until both end, the time is over or the output is too large. */
static enum ending pump(struct pipes *pipes, double seconds, struct buf *output,
                        struct buf *messages)
{
    double until = clock_seconds() + seconds;

    while (pipes->output[0] >= 0 || pipes->messages[0] >= 0) {
        struct pollfd polled[2] = { { .fd = pipes->output[0], .events = POLLIN },
                                    { .fd = pipes->messages[0], .events = POLLIN } };
        double left = until - clock_seconds();

        if (left <= 0)
            return TOO_SLOW;
        if (poll(polled, 2, (int)(left * 1000) + 1) < 0 && errno != EINTR)
            return TOO_SLOW;
        if (polled[0].revents && !drain(pipes->output[0], output))
            shut(&pipes->output[0]);
        if (polled[1].revents && !drain(pipes->messages[0], messages))
            shut(&pipes->messages[0]);
        if (output->failed)
            return TOO_MUCH;
    }
    return ENDED;
}

/*
 * Waits for the child, which may have closed its streams and run on; then kills
 * what is left of its group. The group is killed before the child is reaped, so
 * that its id can not belong to another by then.
 */
static int reap(pid_t pid, enum ending *ending, double until)
{
    siginfo_t info = { 0 };
    int status = 0;

    while (*ending == ENDED) {
        if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid)
            break;
        if (clock_seconds() > until)
            *ending = TOO_SLOW;
        else
            poll(NULL, 0, 1);
    }
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

/* The last line of what the child said, fit for one of our own: warnings come before the error. */
static void last_line(const struct buf *messages, char out[SAID_ROOM])
{
    const char *text = messages->text, *end = text + messages->used, *start;

    while (end > text && (unsigned char)end[-1] <= ' ')
        end--;
    start = end;
    while (start > text && start[-1] != '\n')
        start--;
    snprintf(out, SAID_ROOM, "%.*s", (int)(end - start < SAID_ROOM ? end - start : SAID_ROOM - 1),
             start);
    for (char *p = out; *p; p++)
        if ((unsigned char)*p < ' ' || (unsigned char)*p >= 0x7f)
            *p = '?';
}

static int verdict(const struct child *child, enum ending ending, int status,
                   const struct buf *messages, struct error *err)
{
    const char *name = child->arguments[0];
    char said[SAID_ROOM];

    last_line(messages, said);
    if (ending == TOO_SLOW)
        return error_set(err, ERR_HELPER, "%s took longer than %g s and was ended", name,
                         child->seconds);
    if (ending == TOO_MUCH)
        return error_set(err, ERR_HELPER, "%s wrote more than it may and was ended", name);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXEC_FAILED)
        return error_set(err, ERR_HELPER, "%s could not be started", name);
    if (WIFSIGNALED(status))
        return error_set(err, ERR_HELPER, "%s was ended by signal %d%s%s", name, WTERMSIG(status),
                         said[0] ? ": " : "", said);
    return error_set(err, ERR_HELPER, "%s failed%s%s", name, said[0] ? ": " : "", said);
}

static int start(const struct child *child, const char *path, int input, struct pipes *pipes,
                 pid_t *out)
{
    if (pipe2(pipes->output, O_CLOEXEC) < 0 || pipe2(pipes->messages, O_CLOEXEC) < 0)
        return -1;
    *out = fork();
    if (*out == 0)
        become(path, child->arguments, input, pipes->output[1], pipes->messages[1]);
    if (*out < 0)
        return -1;
    setpgid(*out, *out);    /* here as well, so that the group exists before it may be killed */
    shut(&pipes->output[1]);
    shut(&pipes->messages[1]);
    return 0;
}

int child_run(const struct child *child, const char *input, size_t length, struct buf *output,
              struct error *err)
{
    struct pipes pipes = { { -1, -1 }, { -1, -1 } };
    double until = clock_seconds() + child->seconds;
    struct buf messages;
    char path[PATH_ROOM];
    pid_t pid = -1;
    int file, rc;

    if (!find_program(child->program, path)) {
        error_set(err, ERR_HELPER, "%s is not installed", child->arguments[0]);
        error_hint(err, "Install it (Debian: apt-get install gnuplot-nox) for charts.");
        return ERR_HELPER;
    }
    buf_init(&messages, MESSAGES_MOST);
    file = input_file(input, length);
    if (file < 0 || start(child, path, file, &pipes, &pid) < 0) {
        rc = error_set(err, ERR_SYSTEM, "%s could not be started: %s", child->arguments[0],
                       strerror(errno));
    } else {
        enum ending ending = pump(&pipes, child->seconds, output, &messages);
        int status = reap(pid, &ending, until);

        rc = verdict(child, ending, status, &messages, err);
    }
    shut(&file);
    shut_all(&pipes);
    buf_release(&messages);
    return rc;
}

#include "tests/fault/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fault/lot.h"

enum { PATIENCE_MS = 60 * 1000, CANNOT_START = 126 };

/* Which argument is the file descriptor, which the path; -1 for none. */
static const struct known { int nr; enum call_kind kind; int fd, path; } known[] = {
    { __NR_openat,    CALL_OPEN,  -1,  1 },
    { __NR_read,      CALL_READ,   0, -1 },
    { __NR_pread64,   CALL_READ,   0, -1 },
    { __NR_write,     CALL_WRITE,  0, -1 },
    { __NR_pwrite64,  CALL_WRITE,  0, -1 },
    { __NR_fsync,     CALL_SYNC,   0, -1 },
    { __NR_fdatasync, CALL_SYNC,   0, -1 },
    { __NR_ftruncate, CALL_NAME,   0, -1 },
    { __NR_fchmod,    CALL_NAME,   0, -1 },
    { __NR_renameat2, CALL_NAME,  -1,  3 },
    { __NR_unlinkat,  CALL_NAME,  -1,  1 },
#ifdef __NR_open
    { __NR_open,      CALL_OPEN,  -1,  0 },
    { __NR_rename,    CALL_NAME,  -1,  1 },
    { __NR_unlink,    CALL_NAME,  -1,  0 },
#else
    { __NR_renameat,  CALL_NAME,  -1,  3 },
#endif
};
enum { KNOWN = sizeof known / sizeof known[0] };

const char *call_kind_name(enum call_kind kind)
{
    static const char *const names[CALL_KINDS] = { "open", "read", "write", "fsync", "rename and the like" };

    return names[kind];
}

/* --- in the child ------------------------------------------------------------------- */

/* Hands the calls of these kinds to whoever holds the descriptor that is returned. */
static int install_filter(unsigned kinds)
{
    struct sock_filter code[2 * KNOWN + 2];
    unsigned short used = 0;
    struct sock_fprog program = { .filter = code };

    code[used++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < KNOWN; i++) {
        if (!(kinds & 1u << known[i].kind))
            continue;
        code[used++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)known[i].nr, 0, 1);
        code[used++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
    }
    code[used++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    program.len = used;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

union fd_message {
    char room[CMSG_SPACE(sizeof(int))];
    struct cmsghdr head;
};

static int send_fd(int through, int fd)
{
    char byte = 0;
    struct iovec part = { &byte, 1 };
    union fd_message control = { .head = { .cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET,
                                           .cmsg_type = SCM_RIGHTS } };
    struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room,
                              .msg_controllen = sizeof control.room };

    memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
    return sendmsg(through, &message, 0) == 1;
}

static int receive_fd(int through)
{
    char byte;
    struct iovec part = { &byte, 1 };
    union fd_message control;
    struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room,
                              .msg_controllen = sizeof control.room };
    int fd = -1;

    if (recvmsg(through, &message, MSG_CMSG_CLOEXEC) == 1 && CMSG_FIRSTHDR(&message))
        memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    return fd;
}

static void redirect(int stream, const char *path, int flags)
{
    int fd = open(path, flags, 0600);

    if (fd < 0 || dup2(fd, stream) != stream)
        _exit(CANNOT_START);
    close(fd);
}

static _Noreturn void become(const char *const *words, const char *folder, const char *out,
                             const char *err, const struct watch *watch, int through)
{
    redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
    redirect(STDOUT_FILENO, out, O_WRONLY | O_CREAT | O_TRUNC);
    redirect(STDERR_FILENO, err, O_WRONLY | O_CREAT | O_TRUNC);
    setpgid(0, 0);
    if (chdir(folder) != 0)
        _exit(CANNOT_START);
    if (watch) {
        int listener = install_filter(watch->kinds);

        if (listener < 0 || !send_fd(through, listener) || fcntl(listener, F_SETFD, FD_CLOEXEC) != 0)
            _exit(CANNOT_START);
    }
    execv(words[0], (char *const *)(uintptr_t)words);
    _exit(CANNOT_START);
}

/* --- in the parent ------------------------------------------------------------------- */

size_t call_bytes(const struct call *call, uint64_t from, void *into, size_t most)
{
    struct iovec here = { into, most }, there = { (void *)(uintptr_t)from, most };
    ssize_t got = process_vm_readv(call->pid, &here, 1, &there, 1, 0);

    return got > 0 ? (size_t)got : 0;
}

/* A path may end anywhere before the end of readable memory: read up to the end of a page first. */
static void read_path(struct call *call, uint64_t from)
{
    size_t most = sizeof call->path - 1, page = 4096 - from % 4096, got;

    got = call_bytes(call, from, call->path, page < most ? page : most);
    if (got == page && got < most && !memchr(call->path, '\0', got))
        got += call_bytes(call, from + page, call->path + got, most - got);
    call->path[got] = '\0';
}

static void read_link(const char *link, char *out, size_t room)
{
    ssize_t got = readlink(link, out, room - 1);

    out[got > 0 ? got : 0] = '\0';
}

static void describe(const struct seccomp_notif *ask, struct call *call)
{
    const struct known *row = known;
    char link[64];

    while (row->nr != ask->data.nr)
        row++;
    *call = (struct call){ .kind = row->kind, .nr = row->nr, .pid = (int)ask->pid, .fd = -1 };
    for (int i = 0; i < 6; i++)
        call->argument[i] = ask->data.args[i];
    if (row->path >= 0)
        read_path(call, call->argument[row->path]);
    if (row->fd >= 0) {
        call->fd = (int)call->argument[row->fd];
        snprintf(link, sizeof link, "/proc/%d/fd/%d", call->pid, call->fd);
        read_link(link, call->path, sizeof call->path);
    }
}

static int begins_with_any(const char *text, const char *const *beginnings)
{
    for (; *beginnings; beginnings++)
        if (strncmp(text, *beginnings, strlen(*beginnings)) == 0)
            return 1;
    return 0;
}

/* Neither the loader's files nor those by which the process looks at itself. */
static int is_judged(const struct call *call, const char *program)
{
    static const char *const others[] = { "/lib", "/usr/lib", "/etc/ld.so", "/dev/null", "/proc", "/sys", NULL };
    char link[64], running[4096];

    snprintf(link, sizeof link, "/proc/%d/exe", call->pid);
    read_link(link, running, sizeof running);
    return strcmp(running, program) == 0 && !begins_with_any(call->path, others);
}

/* Does what the caller asked for, but for `count` bytes only, in its place. */
static long do_part(const struct call *call, size_t count)
{
    int process = (int)syscall(SYS_pidfd_open, call->pid, 0), file = -1;
    char *bytes = malloc(count);
    long done = -EIO;

    if (process >= 0)
        file = (int)syscall(SYS_pidfd_getfd, process, call->fd, 0);
    if (file >= 0 && bytes && call_bytes(call, call->argument[1], bytes, count) == count) {
        ssize_t written = call->nr == __NR_pwrite64 ? pwrite(file, bytes, count, (off_t)call->argument[3])
                                                    : write(file, bytes, count);

        done = written < 0 ? -errno : written;
    }
    free(bytes);
    if (file >= 0)
        close(file);
    if (process >= 0)
        close(process);
    return done;
}

static void answer(int listener, const struct watch *watch, const char *program, struct ending *ending,
                   pid_t child)
{
    struct seccomp_notif ask = { 0 };
    struct seccomp_notif_resp reply = { 0 };
    struct call call;
    long verdict = LET_GO;

    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &ask) != 0)
        return;    /* the caller died meanwhile */
    describe(&ask, &call);
    if (is_judged(&call, program)) {
        ending->judged++;
        verdict = watch->judge(watch->self, &call);
    }
    if (verdict == KILL_NOW) {
        kill(child, SIGKILL);
        return;
    }
    if (verdict > 0)
        verdict = do_part(&call, (size_t)verdict);
    reply.id = ask.id;
    if (verdict == LET_GO)
        reply.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    else if (verdict < 0)
        reply.error = (int)verdict;
    else
        reply.val = verdict;
    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply);
}

/* Answers until nobody is left who could ask. 0 when that took too long. */
static int serve(int listener, const struct watch *watch, const char *program, struct ending *ending,
                 pid_t child)
{
    struct pollfd polled = { .fd = listener, .events = POLLIN };

    for (;;) {
        int ready = poll(&polled, 1, PATIENCE_MS);

        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return 0;
        if (polled.revents & POLLIN)
            answer(listener, watch, program, ending, child);
        else
            return 1;
    }
}

/* An alarm, for a program that is not watched and does not end. */
static pid_t to_be_ended;

static void end_it(int signal)
{
    (void)signal;
    kill(-to_be_ended, SIGKILL);
}

static int wait_for(pid_t child)
{
    int status = 0;

    to_be_ended = child;
    signal(SIGALRM, end_it);
    alarm(PATIENCE_MS / 1000);
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            stop("waitpid", strerror(errno));
    if (alarm(0) == 0)
        return HUNG;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

struct ending watch_run(const char *const *words, const char *folder, const char *out,
                        const char *err, const struct watch *watch)
{
    struct ending ending = { 0 };
    int pair[2], listener = -1, in_time = 1;
    pid_t child;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0 || (child = fork()) < 0)
        stop(words[0], strerror(errno));
    if (child == 0)
        become(words, folder, out, err, watch, pair[1]);
    close(pair[1]);
    if (watch && (listener = receive_fd(pair[0])) >= 0)
        in_time = serve(listener, watch, words[0], &ending, child);
    if (!in_time)
        kill(-child, SIGKILL);
    ending.status = wait_for(child);
    if (!in_time)
        ending.status = HUNG;
    if (ending.status == CANNOT_START)
        stop(words[0], "can not be started, or not be watched");
    if (listener >= 0)
        close(listener);
    close(pair[0]);
    return ending;
}

int watch_works(void)
{
    int status = 1;
    pid_t child = fork();

    if (child == 0)
        _exit(install_filter(1u << CALL_SYNC) < 0);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return child > 0 && status == 0;
}

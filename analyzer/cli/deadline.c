#include "analyzer/cli/deadline.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

enum { STATUS_UNKNOWN = 3 };

/* A handler may call write() and _exit(), and hardly anything else. */
static void give_up(int signal_number)
{
    static const char line[] = "UNKNOWN: no answer within the time that --timeout gives\n";

    (void)signal_number;
    if (write(STDOUT_FILENO, line, sizeof line - 1) < 0)
        _exit(STATUS_UNKNOWN);    /* nobody reads; the status says it */
    _exit(STATUS_UNKNOWN);
}

void deadline_start(unsigned seconds)
{
    struct sigaction action = { .sa_handler = give_up };

    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
    alarm(seconds);
}

void deadline_stop(void)
{
    alarm(0);
}

/*
 * Runs a command and writes its wall seconds and peak memory (MiB) to time.log.
 *
 *     bench_run COMMAND [WORD…]
 *
 * In C, since a shell's clock and the memory of its children are not to be had everywhere alike.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int count, char **word)
{
    double start = now();
    struct rusage usage;
    int status = 0;
    pid_t child;
    FILE *out;

    if (count < 2)
        return 64;
    child = fork();
    if (child == 0) {
        execvp(word[1], word + 1);
        perror(word[1]);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0 || !(out = fopen("time.log", "w")))
        return 71;
    fprintf(out, "%.3f %.1f\n", now() - start, (double)usage.ru_maxrss / 1024);
    fclose(out);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 70;
}

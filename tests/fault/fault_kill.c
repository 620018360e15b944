/*
 * tests/fault/fault_kill.c - kills ingest at random moments and looks at what is left.
 *
 *     fault_kill HEADROOM ROUNDS [SEED]
 *
 * Some files are ingested by one command, which gets SIGKILL after a random time. After each kill
 * the store must open, be free of faults (store_verify), and hold exactly what it holds after the first
 * k files of an undisturbed run, k never falling: whole files and nothing else. The command is run again
 * until all is stored; then everything must be as in the undisturbed run. Then from the start. Kills go
 * on past ROUNDS, ten times at most, until one has come in the middle of a transaction: how much of a
 * run is spent in one depends on the machine.
 *
 * "Everything" is a number over the whole content (content.h). Half of each file repeats the one before it, and the memory for samples
 * is so small that samples are stored in the middle of a file; so a round also crosses merges and, as the
 * last line tells, rollbacks by a journal that the kill left behind. Each file is too large to share a
 * transaction with its neighbour.
 *
 * Seen to fail: with a commit in the middle of each file (a store_commit() and store_begin() in
 * import.c's take_samples()) the first round in which a file was cut ends the test with "holds no
 * whole number of files".
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/fault/content.h"
#include "tests/fault/lot.h"

enum { FILES = 4, SERIES = 4, ROWS = 600, FRESH = ROWS / 2, STEP_S = 300, ROOM = 128, PATIENCE = 10 };
static const int64_t START_S = INT64_C(1735689600);    /* 2025-01-01T00:00:00Z */

extern char **environ;

struct trial {
    const char *program;
    char     folder[ROOM], store[ROOM], journal[ROOM], config[ROOM], file[FILES][ROOM];
    uint64_t content[FILES + 1];     /* of an undisturbed run, after so many files */
    int64_t  undisturbed_us;
    uint64_t dice;
};

struct score { unsigned kills, through, journals, left[FILES + 1]; };

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* --- what is ingested ------------------------------------------------------------ */

/* The value depends on row and series alone, so what is repeated is equal. */
static void write_row(FILE *out, int64_t row, unsigned series)
{
    uint64_t state = (uint64_t)row * SERIES + series;

    fprintf(out, "%" PRId64 ",host-%u,used,%u.%02u,%d\n", START_S + row * STEP_S, series,
            (unsigned)(draw(&state) % 1000), (unsigned)(draw(&state) % 100), row < ROWS ? 1000 : 2000);
}

static void write_file(const char *path, int64_t first_row)
{
    FILE *out = fopen(path, "w");

    if (!out)
        stop(path, strerror(errno));
    fputs("time,host,metric,value,capacity\n", out);
    for (int64_t row = first_row; row < first_row + ROWS; row++)
        for (unsigned series = 0; series < SERIES; series++)
            write_row(out, row, series);
    if (fclose(out) != 0)
        stop(path, strerror(errno));
}

static void prepare(struct trial *trial)
{
    const char *base = getenv("TMPDIR");
    FILE *config;

    snprintf(trial->folder, sizeof trial->folder, "%.60s/headroom-kill-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(trial->folder))
        stop(trial->folder, strerror(errno));
    snprintf(trial->store, ROOM, "%.90s/t.db", trial->folder);
    snprintf(trial->journal, ROOM, "%.90s/t.db-journal", trial->folder);
    snprintf(trial->config, ROOM, "%.90s/headroom.ini", trial->folder);
    config = fopen(trial->config, "w");
    if (!config || fputs("[general]\nmemory = 4KiB\n", config) < 0 || fclose(config) != 0)
        stop(trial->config, strerror(errno));
    for (unsigned i = 0; i < FILES; i++) {
        snprintf(trial->file[i], ROOM, "%.90s/%u.csv", trial->folder, i);
        write_file(trial->file[i], (int64_t)i * FRESH);
    }
}

static void remove_store(const struct trial *trial)
{
    char lock[ROOM + 8];

    snprintf(lock, sizeof lock, "%s.lock", trial->store);
    unlink(trial->store);
    unlink(trial->journal);
    unlink(lock);
}

static void clean_up(const struct trial *trial)
{
    remove_store(trial);
    unlink(trial->config);
    for (unsigned i = 0; i < FILES; i++)
        unlink(trial->file[i]);
    rmdir(trial->folder);
}

/* A number over all that the store holds, 0 for nothing; ends the test where it has faults. */
static uint64_t content_now(const struct trial *trial)
{
    struct error err = ERROR_NONE;
    uint64_t content = 0;

    if (content_of(trial->store, &content, &err) < 0)
        stop("the store that is left", err.text);
    return content;
}

/* --- running and killing -------------------------------------------------------------- */

static pid_t start(const struct trial *trial, unsigned files)
{
    const char *word[8 + FILES] = { trial->program, "--quiet", "--db", trial->store, "--config",
                                    trial->config, "ingest" };
    pid_t child;
    int rc;

    for (unsigned i = 0; i < files; i++)
        word[7 + i] = trial->file[i];
    word[7 + files] = NULL;
    rc = posix_spawn(&child, trial->program, NULL, NULL, (char **)(uintptr_t)word, environ);
    if (rc != 0)
        stop(trial->program, strerror(rc));
    return child;
}

static int wait_for(pid_t child)
{
    int status = 0;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            stop("waitpid", strerror(errno));
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return 0;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        stop("ingest", "ended badly by itself");
    return 1;
}

/* What the store must hold after the first k files; and how long all of them take. */
static void run_undisturbed(struct trial *trial)
{
    int64_t began;

    for (unsigned files = 1; files <= FILES; files++) {
        began = now_us();
        if (!wait_for(start(trial, files)))
            stop("ingest", "was killed by somebody else");
        trial->content[files] = content_now(trial);
        if (trial->content[files] == trial->content[files - 1])
            stop("the test", "a file that adds nothing shows nothing");
    }
    remove_store(trial);
    began = now_us();
    wait_for(start(trial, FILES));
    trial->undisturbed_us = now_us() - began;
    if (content_now(trial) != trial->content[FILES])
        stop("the store", "holds something else when the files come in one command");
    remove_store(trial);
}

static int has_journal(const struct trial *trial)
{
    struct stat about;

    return stat(trial->journal, &about) == 0 && about.st_size > 0;
}

/* How many whole files the store holds, at least `before`. */
static unsigned files_held(const struct trial *trial, unsigned before)
{
    uint64_t content = content_now(trial);

    for (unsigned files = before; files <= FILES; files++)
        if (content == trial->content[files])
            return files;
    stop(trial->store, "holds no whole number of files, or fewer than before");
    return 0;
}

/* Starts the command, kills it after a random time. 1 when it was through before that. */
static int kill_once(struct trial *trial, struct score *score, unsigned *held)
{
    uint64_t pause = draw(&trial->dice) % (uint64_t)(trial->undisturbed_us + 1);
    pid_t child = start(trial, FILES);

    usleep((useconds_t)pause);
    kill(child, SIGKILL);
    if (wait_for(child)) {
        score->through++;
        if (files_held(trial, FILES) != FILES)
            stop(trial->store, "is not what an undisturbed run makes");
        return 1;
    }
    score->kills++;
    score->journals += (unsigned)has_journal(trial);
    *held = files_held(trial, *held);
    score->left[*held]++;
    return 0;
}

static int enough(const struct score *score, unsigned rounds)
{
    return score->kills >= (score->journals ? rounds : PATIENCE * rounds);
}

static void run_rounds(struct trial *trial, unsigned rounds, struct score *score)
{
    while (!enough(score, rounds)) {
        unsigned held = 0;

        remove_store(trial);
        while (held < FILES && !enough(score, rounds) && !kill_once(trial, score, &held))
            continue;
        if (!wait_for(start(trial, FILES)) || files_held(trial, FILES) != FILES)
            stop("the last run of a round", "did not complete the work");
    }
}

int main(int count, char **word)
{
    struct trial trial = { .program = word[1], .dice = count > 3 ? strtoull(word[3], NULL, 10) : 1 };
    unsigned rounds = count > 2 ? (unsigned)strtoul(word[2], NULL, 10) : 0;
    struct score score = { 0 };

    if (rounds == 0)
        stop("usage", "fault_kill HEADROOM ROUNDS [SEED]");
    prepare(&trial);
    run_undisturbed(&trial);
    run_rounds(&trial, rounds, &score);
    clean_up(&trial);
    printf("%u kills, %u runs that were through before; files held after a kill:", score.kills,
           score.through);
    for (unsigned files = 0; files <= FILES; files++)
        printf(" %u:%u", files, score.left[files]);
    printf("; rolled back by a journal: %u\n", score.journals);
    if (score.journals == 0)
        stop("the test", "no kill came in the middle of a transaction");
    return 0;
}

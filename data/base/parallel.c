#include "data/base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

struct crew {
    const struct parallel *parallel;
    size_t          count;
    pthread_mutex_t lock;
    size_t          next;       /* the item to hand out */
    int             rc;
    size_t          failed;     /* the item that failed, while rc < 0 */
    struct error    err;
};

/* The next item, or count when there is none or somebody failed. */
static size_t take(struct crew *crew)
{
    size_t item;

    pthread_mutex_lock(&crew->lock);
    item = crew->rc < 0 || crew->next >= crew->count ? crew->count : crew->next++;
    pthread_mutex_unlock(&crew->lock);
    return item;
}

static void fail(struct crew *crew, int rc, size_t item, const struct error *err)
{
    pthread_mutex_lock(&crew->lock);
    if (crew->rc == 0 || item < crew->failed) {
        crew->rc = rc;
        crew->failed = item;
        crew->err = *err;
    }
    pthread_mutex_unlock(&crew->lock);
}

static void *worker(void *argument)
{
    struct crew *crew = argument;
    const struct parallel *p = crew->parallel;
    struct error err = ERROR_NONE;
    void *local = NULL;
    int rc = p->start ? p->start(p->context, &local, &err) : 0;

    if (rc < 0)
        fail(crew, rc, 0, &err);
    for (size_t item; rc == 0 && (item = take(crew)) < crew->count;) {
        rc = p->work(p->context, local, item, &err);
        if (rc < 0)
            fail(crew, rc, item, &err);
    }
    if (p->stop)
        p->stop(p->context, local);
    return NULL;
}

int parallel_run(const struct parallel *parallel, size_t count, unsigned jobs, struct error *err)
{
    struct crew crew = { .parallel = parallel, .count = count };
    pthread_t *threads;
    unsigned started = 0;

    if (jobs > count)
        jobs = (unsigned)count;
    threads = jobs > 1 ? calloc(jobs - 1, sizeof *threads) : NULL;
    pthread_mutex_init(&crew.lock, NULL);
    /* a thread that cannot be had is work for the others */
    while (threads && started < jobs - 1 &&
           pthread_create(&threads[started], NULL, worker, &crew) == 0)
        started++;
    worker(&crew);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&crew.lock);
    free(threads);
    if (crew.rc < 0 && err)
        *err = crew.err;
    return crew.rc;
}

unsigned parallel_processors(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;

    return count > 0 ? (unsigned)count : 1;
}

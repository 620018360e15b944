/*
 * models/queueing.c - Erlang B and C.
 *
 *     B(0) = 1,  B(n) = a B(n-1) / (n + a B(n-1))                 turned away by n servers
 *     C(n) = n B(n) / (n - a (1 - B(n)))                          wait before n servers, a < n
 *     P(W > t) = C(n) exp(-(n - a) t / h)                         first come, first served
 *     E(W) = C(n) h / (n - a),  E(queue) = C(n) a / (n - a)
 *
 * The recursion only adds and divides positive numbers, so it loses nothing however many servers
 * there are; factorials and powers, of which the formulas are usually written, overflow at 170.
 */
#include "models/queueing.h"

#include <math.h>

static double next_b(double load, double b, size_t servers)
{
    return load * b / ((double)servers + load * b);
}

static double c_of_b(double load, double b, size_t servers)
{
    double n = (double)servers;

    return load < n ? n * b / (n - load * (1 - b)) : 1;
}

double erlang_b(double load, size_t servers)
{
    double b = 1;

    for (size_t n = 1; n <= servers; n++)
        b = next_b(load, b, n);
    return b;
}

double erlang_c(double load, size_t servers)
{
    return c_of_b(load, erlang_b(load, servers), servers);
}

/* How fast the share of those still waiting falls, per unit of time. */
static double spare_rate(const struct queue *queue)
{
    return ((double)queue->servers - queue->load) / queue->hold;
}

double queue_wait_share(const struct queue *queue, double wait)
{
    double rate = spare_rate(queue);

    return rate > 0 ? erlang_c(queue->load, queue->servers) * exp(-rate * wait) : 1;
}

double queue_wait_quantile(const struct queue *queue, double level)
{
    double rate = spare_rate(queue), waiting = erlang_c(queue->load, queue->servers);

    if (rate <= 0)
        return INFINITY;
    return waiting > 1 - level ? log(waiting / (1 - level)) / rate : 0;
}

double queue_wait_mean(const struct queue *queue)
{
    double rate = spare_rate(queue);

    return rate > 0 ? erlang_c(queue->load, queue->servers) / rate : INFINITY;
}

double queue_length(const struct queue *queue)
{
    return queue_wait_mean(queue) * queue->load / queue->hold;
}

size_t erlang_b_servers(double load, double share)
{
    double b = 1;

    for (size_t n = 1; n <= QUEUE_SERVERS_MOST; n++) {
        b = next_b(load, b, n);
        if (b <= share)
            return n;
    }
    return 0;
}

size_t queue_servers(double load, double hold, double wait, double share)
{
    double b = 1;

    for (size_t n = 1; n <= QUEUE_SERVERS_MOST; n++) {
        double spare = (double)n - load;

        b = next_b(load, b, n);
        if (spare > 0 && c_of_b(load, b, n) * exp(-spare * wait / hold) <= share)
            return n;
    }
    return 0;
}

/* C rises with the load: halving finds it to the last bit. */
double erlang_c_load(size_t servers, double share)
{
    double low = 0, high = (double)servers, middle = high / 2;

    while (low < middle && middle < high) {
        if (erlang_c(middle, servers) <= share)
            low = middle;
        else
            high = middle;
        middle = low + (high - low) / 2;
    }
    return low;
}

size_t queue_deadlock_floor(size_t threads, size_t held)
{
    return threads && held ? threads * (held - 1) + 1 : 0;
}

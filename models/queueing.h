/*
 * models/queueing.h - how many servers a load needs: Erlang B and C.
 *
 * The load is in erlang, the mean number of servers that would be busy if there were enough of
 * them: arrivals a second times seconds held each (Little's law). Erlang C is for requests that wait
 * in one queue for as long as it takes, Erlang B for those that are turned away at once. Both
 * assume that requests arrive independently of one another; C also that hold times are exponential.
 *
 * Source: A. K. Erlang 1917; R. B. Cooper, Introduction to Queueing Theory, 2nd ed. 1981, sections
 * 3.3-3.5. J. D. C. Little, Operations Research 9 (1961) 383-387.
 */
#ifndef MODELS_QUEUEING_H
#define MODELS_QUEUEING_H

#include <stddef.h>

enum { QUEUE_SERVERS_MOST = 1000000 };    /* what the searches below look through */

/* A queue before `servers` equal servers; a finite load, not negative. */
struct queue {
    double load;       /* erlang */
    size_t servers;
    double hold;       /* mean time a server is held, in any unit: waits are in the same; > 0 */
};

/* The share of requests turned away, without a queue: 0 to 1. */
double erlang_b(double load, size_t servers);

/* The share of requests that wait: 0 to 1; 1 where the load is no less than the servers. */
double erlang_c(double load, size_t servers);

/* The share of requests that wait longer than `wait`; 1 when overloaded. */
double queue_wait_share(const struct queue *queue, double wait);

/* The wait that the share `level` (0 to 1) of requests does not pass: 0 where so many do not wait, INFINITY when overloaded. */
double queue_wait_quantile(const struct queue *queue, double level);

/* Mean wait of all requests, and mean number of them waiting; INFINITY when overloaded. */
double queue_wait_mean(const struct queue *queue);
double queue_length(const struct queue *queue);

/*
 * The fewest servers with which no more than `share` (0 < share < 1) of requests are turned away;
 * 0 when QUEUE_SERVERS_MOST are too few.
 */
size_t erlang_b_servers(double load, double share);

/* The fewest with which no more than `share` of requests wait longer than `wait`; 0 likewise. */
size_t queue_servers(double load, double hold, double wait, double share);

/* The largest load that `servers` carry with no more than `share` of requests waiting, erlang. */
double erlang_c_load(size_t servers, double share);

/*
 * The fewest connections with which `threads` threads that hold up to `held` each at a time can
 * not lock one another: threads (held - 1) + 1. In the worst case each has all but one.
 */
size_t queue_deadlock_floor(size_t threads, size_t held);

#endif

#include "analyzer/engine/classify.h"

#include <ctype.h>
#include <string.h>

/* The words of a metric's name: split where letters end and where case rises. */
struct words {
    char   text[256];
    size_t used;
};

static void add_words(struct words *out, const char *name)
{
    char before = ' ';

    for (; *name && out->used + 3 < sizeof out->text; name++) {
        int letter = isalnum((unsigned char)*name);

        if (!letter || (isupper((unsigned char)*name) && islower((unsigned char)before)))
            out->text[out->used++] = ' ';
        if (letter)
            out->text[out->used++] = (char)tolower((unsigned char)*name);
        before = *name;
    }
    out->text[out->used++] = ' ';
    out->text[out->used] = '\0';
}

static struct words words_of(const struct series_info *info)
{
    struct words words = { " ", 1 };

    add_words(&words, info->key.metric);
    return words;
}

/* True when any word of the name is one of the list's, or its plural. */
static int has(const struct words *words, const char *const *list)
{
    for (; *list; list++) {
        size_t length = strlen(*list);

        for (const char *at = words->text; (at = strstr(at, *list)) != NULL; at++)
            if (at[-1] == ' ' && (at[length] == ' ' || (at[length] == 's' && at[length + 1] == ' ')))
                return 1;
    }
    return 0;
}

static int is_rate(const struct series_info *info)
{
    size_t length = strlen(info->unit);

    return info->kind != SERIES_GAUGE ||
           (length > 2 && strcmp(info->unit + length - 2, "/s") == 0);
}

static int is_share(const struct series_info *info)
{
    return strcmp(info->unit, "%") == 0 || strcmp(info->unit, "ratio") == 0;
}

enum statistic classify_statistic(const struct series_info *info)
{
    static const char *const latency[] = { "latency", "duration", "response", "wait", "rtt",
                                           "delay", NULL };
    static const char *const piles[] = { "disk", "filesystem", "fs", "storage", "volume", "space",
                                         "conn", "connection", "pool", "queue", "backlog",
                                         "backend", "numbackend", "session", "activity", "inode",
                                         "quota", "memory", "mem", "heap", "file", "partition",
                                         "tablespace", "df", NULL };
    static const char *const works[] = { "cpu", "load", "util", "utilization", "utilisation",
                                         "busy", "network", "net", "throughput", "iops", "rate",
                                         "request", "percent", "usage", NULL };
    struct words words = words_of(info);

    if (strcmp(info->unit, "s") == 0 && has(&words, latency))
        return STATISTIC_DAILY_P95;
    if (is_rate(info))
        return STATISTIC_DAILY_PEAK;
    if (has(&words, piles))
        return STATISTIC_DAILY_MAX;
    if (is_share(info) || has(&words, works))
        return STATISTIC_DAILY_PEAK;
    return STATISTIC_DAILY_MAX;
}

enum direction classify_direction(const struct series_info *info)
{
    static const char *const remains[] = { "free", "freeable", "avail", "available", "remaining",
                                           "idle", "headroom", "unused", NULL };
    static const char *const days[] = { "expiry", "expire", "expiration", NULL };
    struct words words = words_of(info);

    if (is_rate(info))
        return DIRECTION_RISING;
    return has(&words, remains) || has(&words, days) ? DIRECTION_FALLING : DIRECTION_RISING;
}

int classify_additive(const struct series_info *info)
{
    return !is_share(info) && strcmp(info->unit, "s") != 0;
}

int classify_pool(const struct series_info *info)
{
    static const char *const held[] = { "conn", "connection", "pool", "session", "backend", "numbackend",
                                        "activity", "thread", "worker", NULL };
    struct words words = words_of(info);

    return has(&words, held);
}

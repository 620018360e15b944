/*
 * data/base/zone.c - IANA zones as a table of their changes.
 *
 * The C library knows the zone files and their rules for the future, but only
 * one zone at a time, under a lock. So zone_open() asks it once, over the years
 * a store may hold, for every change of offset, and keeps the answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "data/base/clock.h"

enum { MOST_CHANGES = 1024, NAME_ROOM = 64 };

/* 1970 to 2110: what stores hold, and a forecast's horizon beyond it. */
static const int64_t FIRST_S = 0, LAST_S = INT64_C(4417977600);
static const int64_t STRIDE_S = 7 * 86400;    /* no zone has two changes within a week */

struct zone {
    char    name[NAME_ROOM];
    size_t  count;
    int64_t from_s[MOST_CHANGES];    /* rising; from_s[0] is FIRST_S */
    int32_t offset[MOST_CHANGES];    /* seconds east, in force from from_s[i] */
};

static int32_t library_offset(int64_t seconds)
{
    time_t at = (time_t)seconds;
    struct tm tm;

    return localtime_r(&at, &tm) ? (int32_t)tm.tm_gmtoff : 0;
}

static void add_change(struct zone *zone, int64_t from_s, int32_t offset)
{
    if (zone->count < MOST_CHANGES) {
        zone->from_s[zone->count] = from_s;
        zone->offset[zone->count++] = offset;
    }
}

static void find_changes(struct zone *zone)
{
    int32_t offset = library_offset(FIRST_S);

    add_change(zone, FIRST_S, offset);
    for (int64_t low = FIRST_S; low < LAST_S; low += STRIDE_S) {
        int64_t a = low, b = low + STRIDE_S;
        int32_t next = library_offset(b);

        if (next == offset)
            continue;
        while (b - a > 1) {
            int64_t middle = a + (b - a) / 2;

            if (library_offset(middle) == offset)
                a = middle;
            else
                b = middle;
        }
        add_change(zone, b, next);
        offset = next;
    }
}

/* A name is a path below the zone folder; anything that could leave it is no name. */
static int zone_exists(const char *name)
{
    const char *folder = "/usr/share/zoneinfo";
    struct stat status;
    char path[128];

    if (!name[0] || strlen(name) >= NAME_ROOM || name[0] == '/' || strstr(name, "..") ||
        strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") !=
            strlen(name))
        return 0;
    if (strcmp(name, "UTC") == 0)
        return 1;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

int zone_open(struct zone **out, const char *name, struct error *err)
{
    const char *old = getenv("TZ");
    char *kept = old ? strdup(old) : NULL;
    struct zone *zone;

    if (!zone_exists(name)) {
        free(kept);
        error_set(err, ERR_USAGE, "'%.60s' is not a time zone of this system", name);
        error_hint(err, "Use an IANA name such as Europe/Berlin or UTC; "
                        "'timedatectl list-timezones' lists them.");
        return ERR_USAGE;
    }
    zone = calloc(1, sizeof *zone);
    if (!zone || (old && !kept)) {
        free(zone);
        free(kept);
        return error_set(err, ERR_NOMEM, "no memory for a time zone");
    }
    snprintf(zone->name, sizeof zone->name, "%s", name);
    setenv("TZ", name, 1);
    tzset();
    find_changes(zone);
    if (kept)
        setenv("TZ", kept, 1);
    else
        unsetenv("TZ");
    tzset();
    free(kept);
    *out = zone;
    return 0;
}

void zone_free(struct zone *zone)
{
    free(zone);
}

const char *zone_name(const struct zone *zone)
{
    return zone ? zone->name : "UTC";
}

int32_t zone_offset(const struct zone *zone, int64_t at)
{
    int64_t seconds = at / 1000 - (at % 1000 < 0);
    size_t low = 0, high = zone->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (zone->from_s[middle] <= seconds)
            low = middle;
        else
            high = middle;
    }
    return zone->offset[low];
}

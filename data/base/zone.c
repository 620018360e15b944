/*
 * data/base/zone.c - IANA zones as a table of their changes.
 *
 * The C library knows the zone files and their rules for the future, but only
 * one zone at a time, under a lock. So zone_open() asks it once, over the years
 * a store may hold, for every change of offset, and keeps the answer.
 *
 * It does not say when it could not read the file, and goes on in UTC. The last line of the file is
 * the rule for the future (RFC 8536, section 3.3), which it understands without the file: a zone was
 * read when both agree about the last instant asked for.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "data/base/clock.h"

enum { MOST_CHANGES = 1024, NAME_ROOM = 64, PATH_ROOM = 128, RULE_ROOM = 128 };

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

/* Makes the C library use a zone; NULL: as it was started without one. */
static void use(const char *zone)
{
    if (zone)
        setenv("TZ", zone, 1);
    else
        unsetenv("TZ");
    tzset();
}

static void path_of(const char *name, char out[PATH_ROOM])
{
    snprintf(out, PATH_ROOM, "/usr/share/zoneinfo/%s", name);
}

/* A name is a path below the zone folder; anything that could leave it is no name. */
static int zone_exists(const char *name)
{
    struct stat status;
    char path[PATH_ROOM];

    if (!name[0] || strlen(name) >= NAME_ROOM || name[0] == '/' || strstr(name, "..") ||
        strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") !=
            strlen(name))
        return 0;
    if (strcmp(name, "UTC") == 0)
        return 1;
    path_of(name, path);
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* Reads the last line of the zone's file; "" for UTC, and where there is none. 0 when it can not be read. */
static int read_rule(const char *name, char out[RULE_ROOM])
{
    char path[PATH_ROOM], *start;
    FILE *file;
    size_t got;
    int read;

    out[0] = '\0';
    if (strcmp(name, "UTC") == 0)
        return 1;
    path_of(name, path);
    file = fopen(path, "re");
    if (!file)
        return 0;
    read = fseek(file, -(RULE_ROOM - 1), SEEK_END) == 0 || fseek(file, 0, SEEK_SET) == 0;
    got = read ? fread(out, 1, RULE_ROOM - 1, file) : 0;
    read = got > 0 && !ferror(file);
    fclose(file);
    if (!read || out[got - 1] != '\n') {
        out[0] = '\0';
        return read;
    }
    out[got - 1] = '\0';
    start = memrchr(out, '\n', got - 1);
    start = start ? start + 1 : out;
    memmove(out, start, strlen(start) + 1);
    return 1;
}

struct end { int32_t offset; char name[NAME_ROOM]; };

static struct end library_end(void)
{
    time_t at = (time_t)LAST_S;
    struct end end = { 0 };
    struct tm tm;

    if (localtime_r(&at, &tm)) {
        end.offset = (int32_t)tm.tm_gmtoff;
        snprintf(end.name, sizeof end.name, "%s", tm.tm_zone);
    }
    return end;
}

/* Fills the zone; 0 where the C library could not read it. */
static int ask_library(struct zone *zone, const char *rule)
{
    struct end by_name, by_rule;

    use(zone->name);
    find_changes(zone);
    by_name = library_end();
    if (!rule[0])
        return 1;
    use(rule);
    by_rule = library_end();
    return by_name.offset == by_rule.offset && strcmp(by_name.name, by_rule.name) == 0;
}

static int unknown(const char *name, struct error *err)
{
    error_set(err, ERR_USAGE, "'%.60s' is not a time zone of this system", name);
    error_hint(err, "Use an IANA name such as Europe/Berlin or UTC; "
                    "'timedatectl list-timezones' lists them.");
    return ERR_USAGE;
}

static int unreadable(const char *name, int number, struct error *err)
{
    int code = number && number != ENOMEM ? ERR_IO : ERR_SYSTEM;    /* the C library says nothing */

    return error_set(err, code, "the file of the time zone %.60s can not be read%s%s", name,
                     number ? ": " : "", number ? strerror(number) : "");
}

int zone_open(struct zone **out, const char *name, struct error *err)
{
    const char *old = getenv("TZ");
    char *kept = NULL, rule[RULE_ROOM];
    struct zone *zone = NULL;
    int rc = 0;

    if (!zone_exists(name))
        return unknown(name, err);
    errno = 0;
    if (!read_rule(name, rule))
        return unreadable(name, errno, err);
    zone = calloc(1, sizeof *zone);
    kept = old ? strdup(old) : NULL;
    if (!zone || (old && !kept)) {
        rc = error_set(err, ERR_NOMEM, "no memory for a time zone");
        goto done;
    }
    snprintf(zone->name, sizeof zone->name, "%s", name);
    if (!ask_library(zone, rule))
        rc = unreadable(name, 0, err);
    use(kept);
done:
    free(kept);
    if (rc < 0)
        free(zone);
    else
        *out = zone;
    return rc;
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

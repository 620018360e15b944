#include "tests/tools/samples/track.h"

#include "data/base/clock.h"

/* Thousandths of the day's peak at each full hour, local; straight lines between. */
static const int profile[25] = { 60,  40,   30,   30,  40,  80,  180, 380, 660, 900, 1000, 1000, 980,
                                 860, 900, 920, 820, 600, 430, 340, 280, 210, 140, 90,  60 };

uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Nearly N(0,1): the sum of twelve uniforms less its mean, whose variance is 1. */
static double normal(uint64_t *state)
{
    double sum = -6;

    for (int i = 0; i < 12; i++)
        sum += (double)(random_next(state) >> 11) * 0x1p-53;
    return sum;
}

uint64_t random_seed(const char *name)    /* FNV-1a */
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    while (*name)
        hash = (hash ^ (unsigned char)*name++) * UINT64_C(0x100000001b3);
    return hash;
}

int64_t local_time(int64_t at)
{
    return at + (at < FOLD ? 2 : 1) * HOUR_MS;
}

static int day_of(int64_t at) { return (int)((local_time(at) - local_time(START)) / DAY_MS); }

static int minute_of(int64_t at) { return (int)(local_time(at) % DAY_MS / MINUTE_MS); }

/* Share of the peak at an instant. */
static double busy(const struct track *track, int64_t at)
{
    int minute = minute_of(at), hour = minute / 60;
    double share = (profile[hour] * (60 - minute % 60) + profile[hour + 1] * (minute % 60)) / 60e3;

    return day_of(at) % 7 >= 5 ? share * track->weekend : share;
}

static int jumped(const struct jump *jump, int64_t at)
{
    int day = day_of(at);

    return jump->day && (day > jump->day || (day == jump->day && minute_of(at) >= jump->hour * 60));
}

/* What the track shows without noise; `grown` is its compound growth so far. */
static double smooth(const struct track *track, int64_t at, double grown)
{
    double days = (double)(at - START) / (double)DAY_MS;
    double level = track->level + track->level_a_day * days;
    double peak = track->peak + track->peak_a_day * days;
    int minute = minute_of(at);

    if (jumped(&track->jump, at)) {
        level += track->jump.level;
        peak += track->jump.peak;
    }
    if (minute >= 3 * 60 + 15 && minute < 3 * 60 + 45)
        level += track->burst;
    /* the first purge, on the Sunday before, lies 20 hours before the start */
    level += track->fill * (double)((local_time(at) - local_time(START) + 20 * HOUR_MS) % (7 * DAY_MS)) /
             (double)DAY_MS;
    return (level + peak * busy(track, at)) * grown;
}

static int exists(const struct track *track, int64_t at)
{
    int day = day_of(at);

    return day >= track->first_day && (!track->end_day || day < track->end_day) &&
           (day < track->gap_day || day >= track->gap_day + track->gap_days);
}

void run_make(struct run *run, const struct track *track, int64_t from, int64_t until, int step_s)
{
    uint64_t state = random_seed(track->name);
    double noise = 0, grown = 1;
    int day = 0;

    run->track = track;
    run->count = 0;
    for (int64_t at = from; at < until; at += step_s * SECOND_MS) {
        double value;

        for (; day < day_of(at); day++)
            grown *= 1 + track->growth;
        noise = track->memory * noise + track->jitter * normal(&state);
        value = smooth(track, at, grown) + noise * grown;
        if (value < 0)
            value = 0;
        if (track->most > 0 && value > track->most)
            value = track->most;
        run->at[run->count] = at;
        run->value[run->count] = value;
        run->there[run->count++] = (char)exists(track, at);
    }
}

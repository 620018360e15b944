#include "data/store/samples.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 256 };

void samples_release(struct samples *samples)
{
    free(samples->at);
    free(samples->value);
    *samples = (struct samples){ 0 };
}

int samples_reserve(struct samples *out, size_t count, struct error *err)
{
    size_t room = out->room ? out->room : FIRST_ROOM;
    int64_t *at;
    double *value;

    if (count <= out->room)
        return 0;
    while (room < count)
        room *= 2;
    at = realloc(out->at, room * sizeof *at);
    if (at)
        out->at = at;
    value = at ? realloc(out->value, room * sizeof *value) : NULL;
    if (!value)
        return error_set(err, ERR_NOMEM, "no memory for %zu samples", count);
    out->value = value;
    out->room = room;
    return 0;
}

size_t samples_from(const struct samples *samples, int64_t at)
{
    size_t low = 0, high = samples->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (samples->at[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* --- sorting -------------------------------------------------------------------- */

/*
 * Exports are nearly always sorted, or sorted from new to old, or made of a few sorted
 * stretches; so stretches that already rise are found and merged two by two, which is one
 * pass in the usual case.
 */
static void swap_samples(struct samples *samples, size_t a, size_t b)
{
    int64_t at = samples->at[a];
    double value = samples->value[a];

    samples->at[a] = samples->at[b];
    samples->value[a] = samples->value[b];
    samples->at[b] = at;
    samples->value[b] = value;
}

/* Where the stretch that begins at `from` ends; one that falls strictly is turned round. */
static size_t take_stretch(struct samples *samples, size_t from)
{
    const int64_t *at = samples->at;
    size_t end = from + 1;

    if (end < samples->count && at[end] < at[from]) {
        while (end < samples->count && at[end] < at[end - 1])
            end++;
        for (size_t low = from, high = end - 1; low < high; low++, high--)
            swap_samples(samples, low, high);
    }
    while (end < samples->count && at[end] >= at[end - 1])
        end++;
    return end;
}

static void merge_two(const struct samples *in, size_t from, size_t middle, size_t end,
                      struct samples *out)
{
    size_t left = from, right = middle;

    for (size_t i = from; i < end; i++) {
        size_t take = right == end || (left < middle && in->at[left] <= in->at[right])
                          ? left++ : right++;

        out->at[i] = in->at[take];
        out->value[i] = in->value[take];
    }
}

/* Ends of the stretches there are; the caller frees them. */
static size_t *find_stretches(struct samples *samples, size_t *count)
{
    size_t room = 16, *end = malloc(room * sizeof *end);

    *count = 0;
    for (size_t from = 0; end && from < samples->count;) {
        if (*count == room) {
            size_t *grown = realloc(end, (room *= 2) * sizeof *end);

            if (!grown) {
                free(end);
                return NULL;
            }
            end = grown;
        }
        from = take_stretch(samples, from);
        end[(*count)++] = from;
    }
    return end;
}

/* One round: each pair of neighbours from *samples into *other, and the two change places. */
static size_t merge_round(struct samples *samples, struct samples *other, size_t *end, size_t count)
{
    struct samples taken;
    size_t kept = 0, from = 0;

    for (size_t i = 0; i < count; i += 2) {
        size_t last = i + 1 < count ? end[i + 1] : end[i];

        merge_two(samples, from, end[i], last, other);
        end[kept++] = from = last;
    }
    other->count = samples->count;
    taken = *samples, *samples = *other, *other = taken;
    return kept;
}

int samples_sort(struct samples *samples, struct samples *other, struct error *err)
{
    size_t stretches, *end;
    int rc = 0;

    if (!samples->count || take_stretch(samples, 0) == samples->count)
        return 0;
    rc = samples_reserve(other, samples->count, err);
    if (rc < 0)
        return rc;
    end = find_stretches(samples, &stretches);
    if (!end)
        return error_set(err, ERR_NOMEM, "no memory for sorting samples");
    while (stretches > 1)
        stretches = merge_round(samples, other, end, stretches);
    free(end);
    return 0;
}

void samples_unique(struct samples *samples, struct merge_counts *counts)
{
    size_t kept = 0;

    for (size_t i = 0; i < samples->count; i++) {
        if (kept && samples->at[kept - 1] == samples->at[i]) {
            if (memcmp(&samples->value[kept - 1], &samples->value[i], sizeof(double)) == 0)
                counts->duplicate++;
            else
                counts->replaced++;
            kept--;
        }
        samples->at[kept] = samples->at[i];
        samples->value[kept++] = samples->value[i];
    }
    samples->count = kept;
}

/* --- combining ------------------------------------------------------------------- */

static int value_equal(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

/* True when all of the part is stored already, value for value. */
static int all_stored(const struct samples *stored, size_t from, const struct samples *part)
{
    return part->count <= stored->count - from &&
           memcmp(stored->at + from, part->at, part->count * sizeof *part->at) == 0 &&
           memcmp(stored->value + from, part->value, part->count * sizeof *part->value) == 0;
}

static void append(struct samples *out, const struct samples *in, size_t from)
{
    memcpy(out->at + out->count, in->at + from, (in->count - from) * sizeof *in->at);
    memcpy(out->value + out->count, in->value + from, (in->count - from) * sizeof *in->value);
    out->count += in->count - from;
}

/* Both from their places on, until one of them ends; the part wins over what is stored. */
static void interleave(const struct samples *stored, size_t *s, const struct samples *part, size_t *p,
                       struct samples *merged, struct merge_counts *counts)
{
    size_t m = merged->count;

    while (*s < stored->count && *p < part->count) {
        int64_t old = stored->at[*s], new = part->at[*p];

        if (old < new) {
            merged->at[m] = old;
            merged->value[m++] = stored->value[(*s)++];
            continue;
        }
        if (old > new)
            counts->fresh++;
        else if (value_equal(part->value[*p], stored->value[(*s)++]))
            counts->duplicate++;
        else
            counts->replaced++;
        merged->at[m] = new;
        merged->value[m++] = part->value[(*p)++];
    }
    merged->count = m;
}

/* The two usual cases, append and repeat, are short. */
int samples_combine(const struct samples *stored, const struct samples *part,
                    struct samples *merged, struct merge_counts *counts, struct error *err)
{
    size_t s = part->count ? samples_from(stored, part->at[0]) : stored->count, p = 0;
    struct samples before = { stored->at, stored->value, s, 0 };
    int rc;

    if (all_stored(stored, s, part)) {
        counts->duplicate += part->count;
        return 0;
    }
    rc = samples_reserve(merged, stored->count + part->count, err);
    if (rc < 0)
        return rc;
    merged->count = 0;
    if (s)
        append(merged, &before, 0);
    interleave(stored, &s, part, &p, merged, counts);
    counts->fresh += part->count - p;
    if (s < stored->count)
        append(merged, stored, s);
    append(merged, part, p);
    return 0;
}

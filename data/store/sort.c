/*
 * A batch of samples into order of time. Exports are nearly always sorted, or sorted
 * from new to old, or made of a few sorted stretches; so stretches that already rise
 * are found and merged two by two, which is one pass in the usual case. Stable: of
 * samples of the same time the one put last stands last.
 */
#include "data/store/sort.h"

#include <stdlib.h>
#include <string.h>

#include "data/store/chunk.h"

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

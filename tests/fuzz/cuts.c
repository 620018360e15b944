#include "tests/fuzz/cuts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "tests/unit/reading.h"

enum { LANES = 256, MOST_WORD = 40, FAILED = 1 };

/* What came of a reading, as one number a series and one for the rest. */
struct digest {
    uint64_t lane[LANES];    /* by series, as batches of several may be handed on in turn */
    size_t   lanes;
    uint64_t samples;
    uint64_t rest;
};

/* --- what an input asks for ---------------------------------------------------- */

static struct ingest_options options_of(unsigned bits)
{
    static struct zone *berlin;
    struct ingest_options options = reading_options("prod/db-1.csv");
    struct error err = ERROR_NONE;

    if (!berlin && zone_open(&berlin, "Europe/Berlin", &err) < 0)
        abort();
    options.decimal = bits & 1 ? ',' : 0;
    options.date_order = (enum date_order)((bits >> 1 & 3) % 3);
    options.fold = (enum fold)(bits >> 3 & 3);
    options.zone = bits & 32 ? berlin : NULL;
    options.metric = bits & 64 ? "m" : NULL;
    options.unit = bits & 128 ? "GiB" : NULL;
    return options;
}

void order_read(struct order *order, const char *text, size_t length)
{
    static const struct { size_t piece; uint64_t seed; } ways[] = { { 1, 0 }, { 9, 1 }, { 33, 1 }, { 700, 1 } };
    const char *end = length ? memchr(text, '\n', length < MOST_WORD ? length : MOST_WORD) : NULL;
    const char *space = end ? memchr(text, ' ', (size_t)(end - text)) : NULL;
    unsigned way = space && end - space > 1 ? (unsigned char)space[1] : 0;
    unsigned bits = space && end - space > 2 ? (unsigned char)space[2] : 0;
    size_t skip = end ? (size_t)(end + 1 - text) : 0;

    order->word = text;
    order->word_length = space ? (size_t)(space - text) : 0;
    order->importer = NULL;
    order->options = options_of(bits);
    order->text = skip ? text + skip : text;
    order->length = length - skip;
    order->piece = ways[way % COUNT(ways)].piece;
    order->seed = ways[way % COUNT(ways)].seed * (length << 8 | way | 1);
}

/* --- reading ---------------------------------------------------------------------- */

static void mix(uint64_t *digest, const void *bytes, size_t length)
{
    *digest = XXH3_64bits_withSeed(bytes, length, *digest);
}

static void mix_text(uint64_t *digest, const char *text)
{
    mix(digest, text, strlen(text) + 1);
}

static uint64_t *lane_of(struct digest *d, uint32_t series, const struct series_info *info)
{
    uint64_t *lane = &d->lane[series % LANES];

    for (; d->lanes <= series % LANES; d->lanes++)
        d->lane[d->lanes] = 0;
    if (*lane == 0 || series >= LANES) {
        mix_text(lane, info->key.source);
        mix_text(lane, info->key.resource);
        mix_text(lane, info->key.metric);
        mix_text(lane, info->key.labels);
        mix_text(lane, info->unit);
        mix(lane, &(int){ (int)info->kind }, sizeof(int));
    }
    return lane;
}

static int take_samples(void *self, uint32_t series, const struct series_info *info,
                        const int64_t *at, const double *value, size_t count, struct error *err)
{
    struct digest *d = self;
    uint64_t *lane = lane_of(d, series, info);

    (void)err;
    mix(lane, at, count * sizeof *at);
    mix(lane, value, count * sizeof *value);
    d->samples += count;
    return 0;
}

static int take_capacity(void *self, uint32_t series, const struct series_info *info, int64_t at,
                         double capacity, struct error *err)
{
    uint64_t *lane = lane_of(self, series, info);

    (void)err;
    mix(lane, &at, sizeof at);
    mix(lane, &capacity, sizeof capacity);
    return 0;
}

/* Of a reject the line alone: yajl's words for a fault depend on where it was stopped. */
static void mix_tally(struct digest *d, const struct tally *tally)
{
    uint64_t counts[] = { tally->put, tally->missing, tally->infinite, tally->rejected };

    mix(&d->rest, counts, sizeof counts);
    for (size_t i = 0; i < INTAKE_REJECTS && i < tally->rejected; i++)
        mix(&d->rest, &tally->reject[i].line, sizeof tally->reject[i].line);
    for (size_t i = 0; i < tally->notes; i++)
        mix_text(&d->rest, tally->note[i]);
}

/* Detects where no importer was named: once, since the head is the same however the rest is cut. */
static int read_into(struct digest *d, struct input *in, struct order *order, struct error *err)
{
    struct drain drain = { .self = d, .samples = take_samples, .capacity = take_capacity };
    struct intake *intake = NULL;
    size_t length;
    int rc, sure;
    const char *head = input_head(in, &length);

    if (!order->importer && !(order->importer = importer_sniff(head, length, &sure)))
        return ERR_DATA;
    rc = intake_new(&intake, &drain, NULL, err);
    if (rc == 0)
        rc = order->importer->read(in, &order->options, intake, err);
    if (rc == 0)
        rc = intake_finish(intake, err);
    if (rc == 0)
        mix_tally(d, intake_tally(intake));
    intake_free(intake);
    return rc;
}

/* Of a reading that failed only that it did is compared: nothing of it is kept. */
static void digest_of(struct digest *d, struct order *order, size_t piece, uint64_t seed)
{
    struct error err = ERROR_NONE;
    struct input *in = NULL;
    int rc = input_open_memory(&in, order->text, order->length, &err);

    d->lanes = d->rest = d->samples = 0;
    if (rc == 0) {
        input_pieces(in, piece, seed);
        rc = read_into(d, in, order, &err);
    }
    input_close(in);
    if (rc == 0)
        mix(&d->rest, d->lane, d->lanes * sizeof d->lane[0]);
    else
        d->rest = FAILED;
}

/* --- comparing ---------------------------------------------------------------------- */

static void print_reading(const char *title, const struct order *order, size_t piece, uint64_t seed)
{
    struct error err = ERROR_NONE;
    struct input *in = NULL;
    struct reading *r;
    struct buf text;

    if (input_open_memory(&in, order->text, order->length, &err) < 0)
        return;
    input_pieces(in, piece, seed);
    r = reading_of(in, order->importer, &order->options);
    buf_init(&text, SIZE_MAX / 2);
    reading_print(r, &text);
    fprintf(stderr, "%s:\n%s%s\n", title, text.text, r->err.text);
    for (size_t i = 0; i < INTAKE_REJECTS && i < r->tally.rejected; i++)
        fprintf(stderr, "line %ld %s: %s\n", r->tally.reject[i].line, r->tally.reject[i].where,
                r->tally.reject[i].text);
    buf_release(&text);
    reading_free(r);
    input_close(in);
}

uint64_t order_check(struct order *order)
{
    static struct digest whole, cut;

    digest_of(&whole, order, 0, 0);
    digest_of(&cut, order, order->piece, order->seed);
    if (whole.rest == cut.rest)
        return whole.rest == FAILED ? 0 : whole.samples;
    fprintf(stderr, "%s, cut into pieces of %zu\n",
            order->importer ? order->importer->name : "not recognised", order->piece);
    print_reading("whole", order, 0, 0);
    print_reading("cut", order, order->piece, order->seed);
    abort();
}

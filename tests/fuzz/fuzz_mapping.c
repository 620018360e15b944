/*
 * Mappings: behind the first line (cuts.h) stand the settings of a [mapping], an empty line, and
 * a table or JSON that is read by them. Any text is a mapping or has its mistakes; a line that is
 * one is left out, as its user would after `config check`.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzer/config/config.h"
#include "data/base/buf.h"
#include "data/base/clock.h"
#include "ingest/mapping.h"
#include "tests/fuzz/cuts.h"
#include "tests/fuzz/target.h"

enum { MOST_SETTINGS = 1 << 14 };

static const char heading[] = "[mapping m]\n";

/* Moves the settings of an order, and the empty line behind them, from its text. NULL: too long. */
static const char *take_settings(struct order *order)
{
    static char settings[MOST_SETTINGS + 1];
    const char *empty = order->length ? memmem(order->text, order->length, "\n\n", 2) : NULL;
    size_t length = empty ? (size_t)(empty + 1 - order->text) : order->length;
    size_t skip = empty ? length + 1 : length;

    if (length > MOST_SETTINGS - strlen(heading))
        return NULL;
    strcpy(settings, heading);
    memcpy(settings + strlen(heading), order->text, length);
    settings[strlen(heading) + length] = '\0';
    order->text += skip;
    order->length -= skip;
    return settings;
}

/* Records need a time and a value: without, no file is read by them. */
static int is_whole(const struct mapping *mapping)
{
    return !mapping->records || (mapping->time && mapping->value.count);
}

static void check_description(const struct order *order)
{
    struct error err = ERROR_NONE;
    struct buf out;

    if (!order->importer->describe)
        return;
    buf_init(&out, SIZE_MAX / 2);
    if (order->importer->describe(order->text, order->length, &order->options, &out, &err) < 0 &&
        !err.text[0])
        abort();
    buf_release(&out);
}

static void read_by(const struct mapping *mapping, struct order *order)
{
    struct error err = ERROR_NONE;
    struct zone *zone = NULL;

    mapping_settle(mapping, &order->options);
    order->importer = mapping_importer(mapping);
    if (mapping->timezone && zone_open(&zone, mapping->timezone, &err) == 0)
        order->options.zone = zone;
    (void)order_check(order);
    check_description(order);
    zone_free(zone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config *config = NULL;
    struct error err = ERROR_NONE;
    struct order order;
    const char *settings;
    const struct mapping *mapping;

    order_read(&order, (const char *)data, size);
    settings = take_settings(&order);
    if (!settings || config_read_text(&config, "mapping.ini", settings, &err) < 0)
        return 0;
    mapping = config_mapping(config, "m");
    if (mapping && is_whole(mapping))
        read_by(mapping, &order);
    config_free(config);
    return 0;
}

/* What inspect --write-mapping would write of each example, and the example. */
void fuzz_examples(fuzz_input *run)
{
    for (size_t i = 0; importers[i]; i++) {
        const struct importer *importer = importers[i];
        struct ingest_options options = { .kind = -1, .file = "export" };
        struct error err = ERROR_NONE;
        struct buf input;

        if (!importer->write_mapping)
            continue;
        buf_init(&input, SIZE_MAX / 2);
        buf_add(&input, "mapping 00\n");
        if (importer->write_mapping(importer->example, strlen(importer->example), &options, &input,
                                    &err) < 0)
            abort();
        buf_addf(&input, "\n%s", importer->example);
        run(importer->name, (const uint8_t *)input.text, input.used);
        buf_release(&input);
    }
}

/* Numbers: what is read is what the C library reads, and cells with units never crash. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/number.h"
#include "ingest/csv_value.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_against_library(const char *text, size_t length)
{
    char copy[512], *end;
    double got, want;

    if (length >= sizeof copy || number_parse(text, length, &got) != NUMBER_OK)
        return;
    memcpy(copy, text, length);
    copy[length] = '\0';
    want = strtod(copy, &end);
    if (end != copy + length || memcmp(&got, &want, sizeof got) != 0)
        abort();
}

static void check_exact_text(double value)
{
    char text[NUMBER_ROOM];
    double back;

    if (!isfinite(value))
        return;
    number_exact(text, value);
    if (number_parse(text, strlen(text), &back) != NUMBER_OK || memcmp(&back, &value, sizeof back) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *text = (const char *)bytes;
    struct decimal_votes votes = { 0 };
    struct quantity q;
    int64_t whole;
    double value;

    check_against_library(text, length);
    if (length >= sizeof value) {
        memcpy(&value, bytes, sizeof value);
        check_exact_text(value);
    }
    (void)number_parse_int(text, length, &whole);
    csv_decimal_vote(&votes, text, length);
    if (csv_value(text, length, '.', &q) == NUMBER_OK && isnan(q.value))
        abort();
    if (csv_value(text, length, ',', &q) == NUMBER_OK && isnan(q.value))
        abort();
    return 0;
}

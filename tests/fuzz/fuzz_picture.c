/* The check of what gnuplot drew: reads no byte outside, and passes no picture that could act. */
#include <stdlib.h>
#include <string.h>

#include "reports/picture.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* Markup that no harmless picture begins an element with; text and values can not hold a "<". */
static const char *const never[] = { "<script", "<style", "<image", "<foreignObject", "<!DOCTYPE",
                                     "<![CDATA" };

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    char *bytes = malloc(size ? size : 1);

    if (!bytes)
        return 0;
    memcpy(bytes, data, size);    /* a block of its own size, so that a step outside is seen */
    if (!picture_fault(CHART_SVG, bytes, size) && !memmem(bytes, size, "<!--", 4))
        for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
            if (memmem(bytes, size, never[i], strlen(never[i])))
                abort();
    (void)picture_fault(CHART_PNG, bytes, size);
    (void)picture_fault(CHART_PDF, bytes, size);
    free(bytes);
    return 0;
}

#include "models/scratch.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

int scratch_init(struct scratch *scratch, size_t doubles)
{
    *scratch = (struct scratch){ 0 };
    if (doubles > SIZE_MAX / sizeof *scratch->cell)
        return -1;
    scratch->cell = malloc((doubles > 0 ? doubles : 1) * sizeof *scratch->cell);
    if (!scratch->cell)
        return -1;
    scratch->room = doubles;
    return 0;
}

void scratch_release(struct scratch *scratch)
{
    free(scratch->cell);
    *scratch = (struct scratch){ 0 };
}

double *scratch_take(struct scratch *scratch, size_t count)
{
    assert(count <= scratch->room - scratch->used);
    double *taken = scratch->cell + scratch->used;
    scratch->used += count;
    return taken;
}

size_t scratch_mark(const struct scratch *scratch)
{
    return scratch->used;
}

void scratch_reset(struct scratch *scratch, size_t mark)
{
    scratch->used = mark;
}

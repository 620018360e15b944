/*
 * models/scratch.h - the working memory of the numeric kernels.
 *
 * Kernels do not allocate. A caller makes one scratch per thread, sized once by
 * the X_room() functions of the kernels it will call, and passes it in; a kernel
 * takes what it needs and gives everything back before it returns.
 */
#ifndef MODELS_SCRATCH_H
#define MODELS_SCRATCH_H

#include <stddef.h>

struct scratch {
    double *cell;
    size_t  room, used;     /* in doubles */
};

/* 0, or -1 when there is no memory; a zeroed scratch has room 0. */
int  scratch_init(struct scratch *scratch, size_t doubles);
void scratch_release(struct scratch *scratch);

/*
 * `count` doubles, not zeroed. The room must be there: asking for more than the
 * X_room() of a kernel promised is a mistake of that kernel, and asserted.
 */
double *scratch_take(struct scratch *scratch, size_t count);

/* Gives back what was taken since scratch_mark() returned `mark`. */
size_t scratch_mark(const struct scratch *scratch);
void   scratch_reset(struct scratch *scratch, size_t mark);

#endif

#include "analyzer/cli/look.h"

#include <string.h>

static int find_seen(struct look *look, uint32_t series, const struct series_info *info,
                     struct seen **out, struct error *err)
{
    if (series >= look->room) {
        uint32_t room = (series + 1) * 2;
        struct seen *more = arena_take(look->arena, room * sizeof *more);

        if (!more)
            return error_set(err, ERR_NOMEM, "no memory for %u series", (unsigned)room);
        if (look->count)
            memcpy(more, look->seen, look->count * sizeof *more);
        look->seen = more;
        look->room = room;
    }
    *out = &look->seen[series];
    if (series >= look->count)
        look->count = series + 1;
    if (!(*out)->name) {
        struct buf name;

        buf_init(&name, 1 << 16);
        series_name(&name, &info->key);
        **out = (struct seen){ .name = buf_keep(&name, look->arena),
                               .unit = arena_copy(look->arena, info->unit), .kind = info->kind,
                               .from = INT64_MAX, .to = INT64_MIN };
    }
    return (*out)->name && (*out)->unit ? 0 : error_set(err, ERR_NOMEM, "no memory for a name");
}

int look_samples(void *self, uint32_t series, const struct series_info *info,
                        const int64_t *at, const double *value, size_t count, struct error *err)
{
    struct look *look = self;
    struct seen *seen;

    if (find_seen(look, series, info, &seen, err) < 0)
        return ERR_NOMEM;
    for (size_t i = 0; i < count; i++) {
        if (series == 0 && look->rows < LOOK_ROWS) {
            look->row[look->rows].at = at[i];
            look->row[look->rows++].value = value[i];
        }
        if (at[i] < seen->from) {
            seen->from = at[i];
            seen->first = value[i];
        }
        if (at[i] > seen->to)
            seen->to = at[i];
        if (!seen->samples || value[i] < seen->least)
            seen->least = value[i];
        if (!seen->samples || value[i] > seen->most)
            seen->most = value[i];
        seen->samples++;
    }
    return 0;
}

int look_capacity(void *self, uint32_t series, const struct series_info *info, int64_t at,
                         double capacity, struct error *err)
{
    struct look *look = self;
    struct seen *seen;

    (void)at;
    (void)capacity;
    look->capacities++;
    return find_seen(look, series, info, &seen, err);
}

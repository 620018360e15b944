/* analyzer/engine/group_finding.c - what a group is made of, kept with its finding. */
#include "analyzer/engine/finding.h"

int finding_group(const struct study *study, struct arena *arena, struct finding *out, struct error *err)
{
    struct group_finding *group;

    if (!study->facts.name)
        return 0;
    group = arena_take(arena, sizeof *group);
    if (!group)
        return error_set(err, ERR_NOMEM, "no memory for a group");
    *group = study->facts;
    group->name = arena_copy(arena, study->facts.name);
    group->reserve = study->facts.reserve ? arena_copy(arena, study->facts.reserve) : NULL;
    group->largest = study->facts.largest ? arena_copy(arena, study->facts.largest) : NULL;
    out->group = group;
    return group->name && !group->reserve == !study->facts.reserve &&
                   !group->largest == !study->facts.largest ? 0 : error_set(err, ERR_NOMEM, "no memory for a group");
}

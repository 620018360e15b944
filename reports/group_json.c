#include "reports/group_json.h"

#include "reports/json_write.h"

void group_json(struct buf *out, const struct finding *finding)
{
    const struct group_finding *group = finding->group;

    if (!group) {
        json_put_null(out, "group");
        return;
    }
    json_put_key(out, "group");
    json_begin(out, '{');
    json_put_text(out, "name", group->name);
    json_put_count(out, "members", group->members);
    json_put_count(out, "members_left", group->left);
    json_put_count(out, "hours_left_out", group->lacking);
    json_put_text(out, "largest", group->largest);
    json_put_maybe(out, "largest_share", group->largest_share);
    json_put_maybe(out, "largest_capacity", group->largest_capacity);
    json_put_text(out, "reserve", group->reserve);
    json_put_number(out, "kept", group->kept);
    json_put_text(out, "holds_now", group_holds(finding, GROUP_NOW));
    json_put_key(out, "holds");
    json_begin(out, '[');
    for (int i = 0; i < OUTLOOKS; i++) {
        json_put_item(out);
        json_begin(out, '{');
        json_put_count(out, "days", (uint64_t)outlook_days[i]);
        json_put_text(out, "holds", group_holds(finding, i));
        json_end(out, '}');
    }
    json_end(out, ']');
    json_end(out, '}');
}

void bottlenecks_json(struct buf *out, const struct analysis *analysis)
{
    json_put_key(out, "bottlenecks");
    json_begin(out, '[');
    for (size_t i = 0; i < analysis->bottleneck_count; i++) {
        const struct bottleneck *b = &analysis->bottlenecks[i];

        json_put_item(out);
        json_begin(out, '{');
        json_put_text(out, "source", b->first->info.key.source);
        json_put_text(out, "resource", b->first->info.key.resource);
        json_put_text(out, "first", b->first->name);
        json_put_maybe(out, "days_median", b->first->exhaustion.days_median);
        json_put_text(out, "second", b->second->name);
        json_put_count(out, "limits", b->limits);
        json_end(out, '}');
    }
    json_end(out, ']');
}

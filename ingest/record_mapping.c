/* ingest/record_mapping.c - the plan of JSON records as a mapping that reads the same. */
#include <string.h>

#include "ingest/json_path.h"
#include "ingest/mapping_write.h"
#include "ingest/record_plan.h"

/* A field's name as a path; one that could not be written down as it is goes into quotes. */
static void write_field(struct buf *out, const char *key, const struct record_field *field,
                        const char *name)
{
    struct mapping_place place = { .name = name, .kind = -1 };
    struct buf path;

    buf_init(&path, 4096);
    if (strpbrk(field->name, "[~*'\"") || field->name[0] == '/')
        json_path_quoted(&path, field->name);
    else
        buf_add(&path, field->name);
    buf_inherit(&path, out);
    place.place = path.text;
    if (field->role == FIELD_VALUE) {
        place.unit = field->column.unit;
        place.kind = (int)field->column.kind;
        if (strcmp(field->column.name, field->name) != 0)
            place.name = field->column.name;
    }
    mapping_place_line(out, key, &place);
    buf_release(&path);
}

void record_plan_write(const struct record_plan *plan, const char *records,
                       const struct ingest_options *options, struct buf *out)
{
    static const struct { enum field_role role; const char *key; } roles[] = {
        { FIELD_SOURCE, "source_from" }, { FIELD_RESOURCE, "resource_from" },
        { FIELD_METRIC, "metric_from" }, { FIELD_UNIT, "unit_from" },
        { FIELD_CAPACITY, "capacity" },  { FIELD_LABEL, "label" },
        { FIELD_STAT, "label" },         { FIELD_VALUE, "value" },
    };

    mapping_line(out, "records", records[0] ? records : ".");
    write_field(out, "time", &plan->field[plan->time], NULL);
    mapping_times(out, &plan->style, options);
    mapping_said(out, options);
    for (size_t r = 0; r < sizeof roles / sizeof roles[0]; r++)
        for (size_t i = 0; i < plan->fields; i++)
            if (plan->field[i].role == roles[r].role)
                write_field(out, roles[r].key, &plan->field[i],
                            plan->field[i].role == FIELD_STAT ? "stat" : NULL);
    for (size_t i = 0; i < plan->fields; i++)
        if (plan->field[i].role == FIELD_LEFT_OUT)
            mapping_remark(out, "left out: %.60s (%.60s)", plan->field[i].name, plan->field[i].why);
}

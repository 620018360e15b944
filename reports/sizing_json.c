#include "reports/json_write.h"
#include "reports/sizing.h"

static void put_value(struct buf *out, const char *key, const struct size_row *row,
                      struct maybe value, const struct zone *zone)
{
    if (row->kind == SIZE_DATE && value.known)
        json_put_date(out, key, zone, (int64_t)value.value);
    else
        json_put_maybe(out, key, value);
}

static void put_row(struct buf *out, const struct size_row *row, const struct zone *zone)
{
    json_put_item(out);
    json_begin(out, '{');
    json_put_text(out, "key", row->key);
    json_put_text(out, "title", row->title);
    json_put_text(out, "unit", row->unit);
    json_put_flag(out, "setting", row->setting);
    put_value(out, "now", row, row->now, zone);
    put_value(out, "recommended", row, row->wanted, zone);
    json_put_text(out, "because", row->because);
    json_end(out, '}');
}

static void put_note(struct buf *out, const struct size_note *note)
{
    json_put_item(out);
    json_begin(out, '{');
    json_put_text(out, "severity", severity_name(note->severity));
    json_put_text(out, "code", note->code);
    json_put_text(out, "text", note->text);
    json_end(out, '}');
}

static void put_sizing(struct buf *out, const struct sizing *sizing, const struct zone *zone)
{
    json_put_item(out);
    json_begin(out, '{');
    json_put_text(out, "series", sizing->series);
    json_put_time(out, "as_of", sizing->as_of);
    json_put_key(out, "rows");
    json_begin(out, '[');
    for (size_t i = 0; i < sizing->row_count; i++)
        put_row(out, &sizing->row[i], zone);
    json_end(out, ']');
    json_put_key(out, "notes");
    json_begin(out, '[');
    for (size_t i = 0; i < sizing->note_count; i++)
        put_note(out, &sizing->note[i]);
    json_end(out, ']');
    json_end(out, '}');
}

int sizing_json(const struct sizing *all, size_t count, const char *kind,
                const struct zone *zone, struct buf *out, struct error *err)
{
    json_begin(out, '{');
    json_put_text(out, "schema", "headroom.size/1");
    json_put_text(out, "kind", kind);
    json_put_key(out, "sizes");
    json_begin(out, '[');
    for (size_t i = 0; i < count; i++)
        put_sizing(out, &all[i], zone);
    json_end(out, ']');
    json_end(out, '}');
    buf_addc(out, '\n');
    return buf_check(out, "the sizing", err);
}

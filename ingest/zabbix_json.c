/*
 * Zabbix, history.get and trend.get: everything is a text, items are numbers without names. What they
 * are, the answer of item.get tells, where it stands before them in the file or beside it as
 * items.json. A trend is an hour with minimum, average and maximum; its time is the start.
 * https://www.zabbix.com/documentation/current/en/manual/api/reference/history/get
 * https://www.zabbix.com/documentation/current/en/manual/api/reference/item/get
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/json_import.h"

enum { STATS = 4, ID_ROOM = 64, NAME_ROOM = 512 };

static const char beside[] = "items.json";

static const struct { const char *key, *stat; } stats[STATS] = {
    { "value", NULL }, { "value_min", "min" }, { "value_avg", "avg" }, { "value_max", "max" },
};

struct item { char id[ID_ROOM], metric[NAME_ROOM], host[NAME_ROOM], unit[32]; };

struct reader {
    struct item *item;             /* [room], sorted by id once a value is to be named */
    size_t   items, room;
    int      sorted;
    uint64_t nameless;             /* values of items that are numbers only */
};

/* One object of a result: a value or an item. */
struct row {
    struct item item;
    int64_t seconds, nanoseconds;
    double  value[STATS];
    int     has[STATS], timed, named;
};

/* --- items --------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct item *)a)->id, ((const struct item *)b)->id);
}

static void keep_item(struct json_job *job, struct reader *r, const struct item *item)
{
    if (r->items == r->room) {
        size_t room = 2 * r->room + 64;
        struct item *grown = realloc(r->item, room * sizeof *grown);

        if (!grown) {
            json_check(job->json, error_set(json_err(job->json), ERR_NOMEM, "no memory for items"));
            return;
        }
        r->item = grown;
        r->room = room;
    }
    r->item[r->items++] = *item;
    r->sorted = 0;
}

static const struct item *find_item(struct reader *r, const struct item *key)
{
    if (!r->items)
        return NULL;
    if (!r->sorted)
        qsort(r->item, r->items, sizeof *r->item, by_id);
    r->sorted = 1;
    return bsearch(key, r->item, r->items, sizeof *r->item, by_id);
}

/* [{"hostid":"10084","host":"web-01"}] */
static void read_hosts(struct json_job *job, struct item *item)
{
    const char *key;

    if (!json_array(job->json))
        return;
    while (json_element(job->json)) {
        if (!json_object(job->json))
            continue;
        while (json_member(job->json, &key))
            if (strcmp(key, "host") == 0)
                json_copy(job->json, item->host, sizeof item->host);
    }
}

/* Without the "!" of units that are to have no prefix; Zabbix's own words for seconds. */
static const char *unit_of(const struct item *item)
{
    const char *unit = item->unit + (item->unit[0] == '!');

    return strcmp(unit, "uptime") == 0 || strcmp(unit, "unixtime") == 0 ? "s" : unit;
}

/* --- values -------------------------------------------------------------------------- */

static void put_row(struct json_job *job, struct reader *r, const struct row *row)
{
    const struct item *item = find_item(r, &row->item);
    struct draft draft = { .source = "zabbix", .metric = "item", .tags = &job->tags };
    int64_t at;
    char text[24];

    snprintf(text, sizeof text, "%lld", (long long)row->seconds);
    if (!row->timed || !row->item.id[0] ||
        !json_time_text(text, strlen(text), job->options, job->out, &at)) {
        json_reject(job, "clock", "a value without an itemid or a time between 1990 and 2200");
        return;
    }
    at += row->nanoseconds / 1000000;
    tags_clear(&job->tags);
    if (item) {
        draft.metric = item->metric;
        draft.resource = item->host;
        draft.unit = unit_of(item);
    } else {
        r->nameless++;
        tags_add(&job->tags, "itemid", row->item.id);
    }
    draft.period_ms = row->has[1] || row->has[2] || row->has[3] ? INT64_C(3600000) : 0;
    for (int i = 0; i < STATS; i++) {
        draft.stat = stats[i].stat;
        if (row->has[i])
            json_put_drafted(job, &draft, at, row->value[i]);
    }
}

/* The key names an item for good; its name may hold macros, and stands in for a key alone. */
static void read_member(struct json_job *job, struct row *row, const char *key)
{
    if (strcmp(key, "itemid") == 0) {
        json_copy(job->json, row->item.id, sizeof row->item.id);
    } else if (strcmp(key, "clock") == 0) {
        row->timed = json_integer(job->json, &row->seconds);
    } else if (strcmp(key, "ns") == 0 && !json_integer(job->json, &row->nanoseconds)) {
        row->nanoseconds = 0;
    } else if (strcmp(key, "key_") == 0 || (strcmp(key, "name") == 0 && !row->named)) {
        row->named = 1;
        json_copy(job->json, row->item.metric, sizeof row->item.metric);
    } else if (strcmp(key, "units") == 0) {
        json_copy(job->json, row->item.unit, sizeof row->item.unit);
    } else if (strcmp(key, "hosts") == 0) {
        read_hosts(job, &row->item);
    } else {
        for (int i = 0; i < STATS; i++)
            if (strcmp(key, stats[i].key) == 0) {
                row->has[i] = json_value(job, key, &row->value[i]);
                break;
            }
    }
}

static void read_row(struct json_job *job, struct reader *r)
{
    struct row row = { .item = { .id = "" } };
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        read_member(job, &row, key);
    if (row.named && !row.timed) {
        keep_item(job, r, &row.item);
        return;
    }
    job->found = 1;
    put_row(job, r, &row);
}

static void read_rows(struct json_job *job, struct reader *r)
{
    if (!json_array(job->json))
        return;
    while (json_element(job->json))
        read_row(job, r);
}

static void read_problem(struct json_job *job)
{
    const char *key;

    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key))
        if (strcmp(key, "data") == 0)
            json_problem(job);
}

static void read_document(struct json_job *job, void *self)
{
    const char *key;

    if (json_next(job->json) == JSON_ARRAY) {
        read_rows(job, self);
        return;
    }
    if (!json_object(job->json))
        return;
    while (json_member(job->json, &key)) {
        if (strcmp(key, "result") == 0)
            read_rows(job, self);
        else if (strcmp(key, "error") == 0)
            read_problem(job);
    }
}

static void read_items(struct json_job *job, void *self)
{
    read_document(job, self);
    job->found = 1;
}

/* Reads the items that lie beside the file; none is no failure. */
static int read_beside(struct reader *r, const struct ingest_options *options, struct intake *out,
                       struct error *err)
{
    const char *slash = options->file ? strrchr(options->file, '/') : NULL;
    char path[4096];
    struct error none = ERROR_NONE;
    struct input *in = NULL;
    int rc;

    if (!options->file || strcmp(options->file, "-") == 0 ||
        snprintf(path, sizeof path, "%.*s%s", slash ? (int)(slash - options->file) + 1 : 0,
                 options->file, beside) >= (int)sizeof path ||
        input_open(&in, path, 0, &none) < 0)
        return 0;
    rc = json_import(in, options, out, JSON_DOCUMENTS, read_items, r, "items", err);
    input_close(in);
    return rc;
}

static int zabbix_read(struct input *in, const struct ingest_options *options, struct intake *out,
                       struct error *err)
{
    struct reader r = { .item = NULL };
    int rc = read_beside(&r, options, out, err);

    if (rc == 0)
        rc = json_import(in, options, out, JSON_DOCUMENTS, read_document, &r, "values", err);
    if (rc == 0 && r.nameless && !options->metric)
        intake_note(out, "items known by number only (label itemid): put the answer of item.get beside "
                    "the file as %s, or export one item a file and say --resource, --metric and --unit",
                    beside);
    free(r.item);
    return rc;
}

static int zabbix_sniff(const char *head, size_t length)
{
    static const char *const paths[] = {
        "result[].itemid", "result[].clock", "[].itemid", "[].clock", "result[].key_", NULL,
    };
    unsigned found = json_sniff(head, length, paths);

    return (found & 3) == 3 || (found & 12) == 12 ? 100 : (found & 17) == 17 ? 90 : 0;
}

const struct importer importer_zabbix_json = {
    .name = "zabbix",
    .title = "Zabbix history.get and trend.get, JSON, with item.get beside",
    .recognised = "result[] with itemid and clock",
    .command = "curl -H 'Content-Type: application/json-rpc' -d '{\"jsonrpc\":\"2.0\",\"method\":"
               "\"trend.get\",\"params\":{\"itemids\":[ID]},\"id\":1}' http://HOST/api_jsonrpc.php",
    .example = "{\"jsonrpc\":\"2.0\",\"result\":[{\"itemid\":\"23296\",\"clock\":\"1763856007\","
               "\"value\":\"17.4313\",\"ns\":\"563157632\"}],\"id\":1}\n",
    .sniff = zabbix_sniff,
    .read = zabbix_read,
};
